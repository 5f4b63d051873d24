"""What would give away that an answer is still somewhere.

Ids are drawn at random and stand nowhere by chance. Words count where they are long enough to be somebody's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, inspect, select

from kit.answers import schema
from kit.answers.database import FILE_NAME, reading_engine, told
from kit.answers.ending import is_marked
from kit.answers.members import members
from kit.answers.sealing.envelopes import Envelopes, rows_opened
from kit.answers.sealing.migration import is_plain, plain_rows
from kit.answers.sealing.opening import looking
from kit.curriculum.reading import Stored
from kit.curriculum.weeks import Week
from kit.errors import KitError, ReleaseError
from kit.results.releases import read_releases
from kit.settings import Cohort

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


def traces_of(
    connection: Connection, envelopes: Envelopes, weeks: Mapping[int, Week], participant: str | None = None
) -> Traces:
    """What would give away the answers of *participant* (a pseudonym), or of everybody."""
    rows = connection.execute(select(schema.submissions))
    texts = [
        Said(row.id, row.participant, _texts(weeks, row, answers)) for row, answers in rows_opened(envelopes, rows)
    ]
    ids = _people(connection, participant)
    ids |= set(connection.scalars(_of(select(schema.submissions.c.id), schema.submissions.c.participant, participant)))
    return _together(texts, ids, participant)


def _plain_traces(connection: Connection, weeks: Mapping[int, Week]) -> Traces:
    """The traces of everybody in a store in which answers lie in plain."""
    rows = [(one.row, one.answers) for one in plain_rows(connection)]
    texts = [Said(row.id, row.participant, _texts(weeks, row, answers)) for row, answers in rows]
    return _together(texts, _people(connection, None) | {one.id for one in texts}, None)


@dataclass(frozen=True, slots=True)
class Said:
    """A submission by its id, whose it is, and the texts in it."""

    id: str
    participant: str
    texts: frozenset[str]


def _texts(weeks: Mapping[int, Week], row: Any, answers: Mapping[str, Stored]) -> frozenset[str]:
    week = weeks.get(row.week)
    asked = week.group_items() if week else ()
    texts = {item.id for exercise, item in asked if exercise.id == row.exercise and item.form == "text"}
    return frozenset(str(answer) for item, answer in answers.items() if item in texts)


def _people(connection: Connection, participant: str | None) -> set[str]:
    """Ids that stand for people: of their devices and, where everybody is meant, their pseudonyms."""
    ids = set[str]()
    if inspect(connection).has_table(members.name):
        ids |= set(connection.scalars(_of(select(members.c.public), members.c.participant, participant)))
    return ids if participant is not None else ids | set(connection.scalars(select(schema.participants.c.id)))


def _together(texts: Iterable[Said], ids: set[str], participant: str | None) -> Traces:
    words, others = set[str](), set[str]()
    for written in texts:
        (words if participant in (None, written.participant) else others).update(written.texts)
    # What somebody else wrote in the same words is theirs, and stays.
    words -= others
    return Traces(ids=frozenset(ids), words=frozenset(written for written in words if len(written) >= LEAST))


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


def everybodys_traces(cohort: Cohort, weeks: Mapping[int, Week]) -> Traces | None:
    """The traces of everybody in the store of *cohort*; None where it cannot be read, or its answers are deleted."""
    path = cohort.private / FILE_NAME
    if not path.is_file():
        return NOTHING
    if is_marked(path):
        return None
    engine = reading_engine(path)
    try:
        with told(path), engine.begin() as connection:
            if is_plain(connection):
                return _plain_traces(connection, weeks)
            return traces_of(connection, looking(cohort), weeks)
    except KitError:
        return None  # what is damaged, or sealed with a key that is lost, is deleted all the same
    finally:
        engine.dispose()


def _of(query: Select[tuple[str]] | Select[tuple[object, ...]], column: object, participant: str | None) -> Select:  # type: ignore[type-arg]
    return query if participant is None else query.where(column == participant)  # type: ignore[arg-type]
