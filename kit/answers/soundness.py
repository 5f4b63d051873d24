"""Whether the file of answers is whole and nothing in it was changed by another hand; nothing is written or locked."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, inspect, select

from kit.answers import schema
from kit.answers.database import FILE_NAME, cure_of, damaged, is_in_plain, look_at, missing, reading_engine, told
from kit.answers.ending import deleted_on
from kit.answers.pseudonyms import FILE_NAME as SECRET
from kit.answers.sealing.migration import CHANGED, is_plain, plain_rows
from kit.answers.sealing.opening import looking
from kit.errors import EnvelopeChanged, KitError
from kit.settings import Cohort


def problems_of(cohort: Cohort) -> list[str]:
    """What is wrong with the store of *cohort*, as sentences with a cure; empty where it is sound, or not there yet."""
    path = cohort.private / FILE_NAME
    try:
        if not os.path.lexists(path):
            return [str(missing(path))] if is_missing(cohort) else []
        look_at(path)
        with told(path):
            engine = reading_engine(path)
            try:
                with engine.begin() as connection:
                    return _within(connection, cohort, path)
            finally:
                engine.dispose()
    except KitError as error:
        return [str(error)]


def still_plain(cohort: Cohort) -> str:
    """What to say where the answers are still in plain, as an earlier version kept them; else empty. OSError."""
    if not is_in_plain(cohort.private / FILE_NAME):
        return ""
    return (
        "The answers in private/ are still in plain, as an earlier version kept them; the next command that opens them "
        "seals them, for example: kit upgrade"
    )


def is_missing(cohort: Cohort) -> bool:
    """Whether the file of answers was there and is not any more. Raises StoreError where that cannot be told."""
    # The secret is made after the store, and both go at the end of the cohort.
    made = (cohort.private / SECRET).exists() or deleted_on(cohort) is not None
    return made and not os.path.lexists(cohort.private / FILE_NAME)


def _within(connection: Connection, cohort: Cohort, path: Path) -> list[str]:
    if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
        return [str(damaged(path))]
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        return [
            f"{path}: parts of it belong to nothing any more, as if another program had changed it; {cure_of(path)}"
        ]
    if not inspect(connection).has_table(schema.submissions.name) or _are_as_sent(connection, cohort):
        return []
    return [f"{path}: answers in it aren't what was sent, as if another program had changed them; {cure_of(path)}"]


def _are_as_sent(connection: Connection, cohort: Cohort) -> bool:
    """Whether all answers are those that came, in the order in which they came; which are not is told to nobody."""
    if is_plain(connection):
        return all(one.sound for one in plain_rows(connection))
    if connection.scalar(select(schema.about.c.value).where(schema.about.c.name == CHANGED)):
        return False
    # SQLite takes any kind of value in any column, and one that is no envelope cannot even be read as one.
    if connection.exec_driver_sql("SELECT 1 FROM submissions WHERE typeof(sealed) <> 'blob' LIMIT 1").first():
        return False
    rows = connection.execute(select(schema.submissions)).all()
    if not rows:
        return True
    envelopes = looking(cohort)
    try:
        return all(envelopes.open(row, row.sealed) is not None and row.revision >= 1 for row in rows)
    except EnvelopeChanged:
        return False
