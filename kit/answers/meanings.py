"""What each question was at its first answer, beside its fingerprint, so that a change of it can be told in words.

A store from before this was kept has it from the next time it is opened, for the questions that are still the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Connection, String, Table, Text, bindparam, inspect, select
from sqlalchemy.dialects.sqlite import insert

from kit.answers import schema
from kit.answers.database import FILE_NAME, reading_engine, told
from kit.answers.prepared import Prepared
from kit.curriculum.changes import differences
from kit.curriculum.items import Item, fingerprint_of
from kit.curriculum.weeks import Week
from kit.errors import ContentError
from kit.settings import Cohort

identities = Table(
    "identities",
    schema.metadata,
    Column("fingerprint", String, primary_key=True),
    Column("identity", Text, nullable=False),
)

_NOTE = Prepared(insert(identities).on_conflict_do_nothing(), "fingerprint", "identity")
_IDENTITY = Prepared(select(identities.c.identity).where(identities.c.fingerprint == bindparam("fingerprint")))


def note_identities(connection: Connection, items: Iterable[Item]) -> None:
    """Keep what *items* are, where that is not known yet."""
    _NOTE.run_each(connection, [{"fingerprint": item.fingerprint, "identity": item.identity} for item in items])


def note_unchanged(connection: Connection, weeks: Mapping[int, Week]) -> None:
    """Keep what the questions are that were answered before this was kept, as far as *weeks* still has them as then."""
    fixed = set(connection.scalars(select(schema.items.c.fingerprint)))
    fixed -= set(connection.scalars(select(identities.c.fingerprint)))
    if fixed:
        asked = (item for week in weeks.values() for _, item in week.group_items())
        note_identities(connection, (item for item in asked if item.fingerprint in fixed))


def changed(connection: Connection, fingerprint: str, week: Week, exercise: str, item: Item) -> ContentError:
    """The ContentError for an item that no longer is what people answered, which had that *fingerprint*."""
    kept = _IDENTITY.run(connection, {"fingerprint": fingerprint}).fetchone()
    return ContentError(_sentence(week, exercise, item, fingerprint, kept[0] if kept else ""))


def _sentence(week: Week, exercise: str, item: Item, fingerprint: str, identity: str) -> str:
    # Without what it was, or where another hand changed that, it can only be said that it is another one now.
    how = f": {'; '.join(differences(identity, item))}" if fingerprint_of(identity) == fingerprint else ""
    return (
        f"{week.file_name}.yaml: exercise '{exercise}': item '{item.id}' was changed after its first answer{how}; "
        "restore its kind, options, scale, bins, share, sensitive and stable as they were, or give the changed item a "
        "new id."
    )


def changed_items(cohort: Cohort, weeks: Mapping[int, Week]) -> list[str]:
    """A sentence for each item of *weeks* that no longer is what people of *cohort* answered; nothing is written.

    Raises StoreError where the answers are there and cannot be read.
    """
    path = cohort.private / FILE_NAME
    if not os.path.lexists(path):
        return []
    with told(path):
        engine = reading_engine(path)
        try:
            with engine.begin() as connection:
                there = inspect(connection).get_table_names()
                rows = connection.execute(select(schema.items)).all() if schema.items.name in there else []
                kept = connection.execute(select(identities)).all() if identities.name in there else []
        finally:
            engine.dispose()
    return list(_changed(rows, {row.fingerprint: row.identity for row in kept}, weeks))


def _changed(rows: Iterable[Any], kept: Mapping[str, str], weeks: Mapping[int, Week]) -> Iterator[str]:
    fixed = {(row.week, row.exercise, row.item): row.fingerprint for row in rows}
    for number, week in weeks.items():
        for exercise, item in week.group_items():
            before = fixed.get((number, exercise.id, item.id), item.fingerprint)
            if before != item.fingerprint:
                yield _sentence(week, exercise.id, item, before, kept.get(before, ""))
