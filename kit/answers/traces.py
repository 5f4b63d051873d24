"""What would give away that an answer is still somewhere.

Ids are drawn at random and stand nowhere by chance. Words count where they are long enough to be somebody's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, Select, inspect, select

from kit.answers import schema
from kit.answers.database import reading_engine, told
from kit.answers.ending import is_marked
from kit.answers.members import members
from kit.curriculum.weeks import Week
from kit.errors import KitError, ReleaseError
from kit.results.releases import read_releases
from kit.text.parsing import json_of

LEAST = 16


@dataclass(frozen=True, kw_only=True)
class Traces:
    """What to look for: ids of submissions and devices, and words that people wrote."""

    ids: frozenset[str]
    words: frozenset[str]

    @property
    def everything(self) -> tuple[str, ...]:
        """Ids, and words as they were written and as they are stored."""
        stored = {json.dumps(one, ensure_ascii=False)[1:-1] for one in self.words}
        return tuple(sorted(self.ids | self.words | stored))

    @property
    def values(self) -> dict[str, list[str]]:
        """The same as values for JSON; see ``traces_from``."""
        return {"ids": sorted(self.ids), "words": sorted(self.words)}


NOTHING = Traces(ids=frozenset(), words=frozenset())


def traces_of(connection: Connection, weeks: Mapping[int, Week], participant: str | None = None) -> Traces:
    """What would give away the answers of *participant* (a pseudonym), or of everybody."""
    mine = schema.submissions.c.participant
    table = schema.answers.join(schema.submissions)
    rows_of = select(schema.answers.c.item, schema.answers.c.stored, schema.submissions).select_from(table)
    ids = set(connection.scalars(_of(select(schema.submissions.c.id), mine, participant)))
    if inspect(connection).has_table(members.name):
        ids |= set(connection.scalars(_of(select(members.c.public), members.c.participant, participant)))
    if participant is None:
        ids |= set(connection.scalars(select(schema.participants.c.id)))
    texts = {
        (number, exercise.id, item.id)
        for number, week in weeks.items()
        for exercise, item in week.group_items()
        if item.form == "text"
    }

    def written(query: Select[tuple[object, ...]]) -> set[str]:
        rows = connection.execute(query)
        return {json_of(row.stored) for row in rows if (row.week, row.exercise, row.item) in texts}

    words = written(_of(rows_of, mine, participant))
    if participant is not None:
        # What somebody else wrote in the same words is theirs, and stays.
        words -= written(rows_of.where(mine != participant))
    return Traces(ids=frozenset(ids), words=frozenset(one for one in words if len(one) >= LEAST))


def traces_from(values: Mapping[str, Iterable[str]]) -> Traces:
    """The traces that ``Traces.values`` made these of. Raises KeyError or TypeError where it did not."""
    return Traces(ids=frozenset(values["ids"]), words=frozenset(values["words"]))


def not_shown(traces: Traces, published: Path) -> Traces:
    """*traces* without the words that their authors agreed to show and that are published: these stay."""
    try:
        releases = read_releases(published).releases
    except ReleaseError:
        return traces
    return replace(traces, words=traces.words - {text.text for one in releases for text in one.texts})


def everybodys_traces(path: Path, weeks: Mapping[int, Week]) -> Traces | None:
    """The traces of everybody in the database at *path*; None where it cannot be read, or its answers are deleted."""
    if not path.is_file():
        return NOTHING
    if is_marked(path):
        return None
    engine = reading_engine(path)
    try:
        with told(path), engine.begin() as connection:
            return traces_of(connection, weeks)
    except KitError:
        return None  # a damaged file is deleted all the same
    finally:
        engine.dispose()


def _of(query: Select[tuple[str]] | Select[tuple[object, ...]], column: object, participant: str | None) -> Select:  # type: ignore[type-arg]
    return query if participant is None else query.where(column == participant)  # type: ignore[arg-type]
