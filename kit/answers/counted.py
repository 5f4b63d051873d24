"""Which submission of a participant counts: the newest of an exercise replaces all that came before it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Integer,
    Select,
    String,
    Subquery,
    Table,
    func,
    insert,
    select,
)

from kit.answers.schema import BUNDLED, IMPORTED, items, metadata, submissions
from kit.answers.sealing.envelopes import Envelopes, rows_opened
from kit.curriculum.reading import Stored

Said = tuple[str, int, str]  # participant, week and exercise


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of a submission that is already here: of its answers only whether it *says* the same as others."""

    id: str
    revision: int
    says: Callable[[object], bool] = field(repr=False)
    source: str
    consented: bool


def newest(where: ColumnElement[bool]) -> Subquery:
    """The submissions *where* holds, with ``place`` 1 for the newest of a participant, week and exercise.

    Newer is the higher revision, then what was received later; no clock has a say.
    """
    place = func.row_number().over(
        partition_by=(submissions.c.participant, submissions.c.week, submissions.c.exercise),
        order_by=(submissions.c.revision.desc(), submissions.c.received.desc()),
    )
    return select(submissions, place.label("place")).where(where).subquery()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one item: whose, what, and in which submission it came."""

    participant: str
    stored: Stored
    received: int


def answers_of(
    connection: Connection, envelopes: Envelopes, week: int, exercise: str, item: str, *, stable: bool = False
) -> list[Answer]:
    """The answers to an item in the newest consented submissions of everyone in one week.

    With *stable* over all weeks in which the item is stable, a participant's newest last. Raises StoreError.
    """
    rows = connection.execute(_over_weeks(exercise, item) if stable else _counted(_asked(week, exercise)))
    return [
        Answer(row.participant, answers[item], row.received)
        for row, answers in rows_opened(envelopes, rows)
        if item in answers
    ]


def unagreed(connection: Connection, envelopes: Envelopes, week: int, exercise: str, item: str) -> bool:
    """Whether anybody's newest answer to an item came from a file, and without consent."""
    latest = newest(_asked(week, exercise))
    held = (latest.c.place == 1, latest.c.consent.is_(None), latest.c.source.in_((IMPORTED, BUNDLED)))
    rows = connection.execute(select(latest).where(*held))
    return any(item in answers for _, answers in rows_opened(envelopes, rows))


def contributors_of(connection: Connection, envelopes: Envelopes, week: int, exercise: str) -> set[str]:
    """Participants whose newest submission of an exercise has consent and any answer."""
    rows = connection.execute(_counted(_asked(week, exercise)))
    return {row.participant for row, answers in rows_opened(envelopes, rows) if answers}


def standing_in(connection: Connection, envelopes: Envelopes, weeks: Collection[int]) -> dict[Said, list[Standing]]:
    """By participant, week and exercise what was submitted in *weeks*, the newest last."""
    rows = connection.execute(
        select(submissions)
        .where(submissions.c.week.in_(list(weeks)))
        .order_by(submissions.c.revision, submissions.c.received)
    )
    standing: dict[Said, list[Standing]] = {}
    for row, answers in rows_opened(envelopes, rows):
        consented = row.consent is not None
        entry = Standing(id=row.id, revision=row.revision, says=answers.__eq__, source=row.source, consented=consented)
        standing.setdefault((row.participant, row.week, row.exercise), []).append(entry)
    return standing


def _asked(week: int, exercise: str) -> ColumnElement[bool]:
    return (submissions.c.week == week) & (submissions.c.exercise == exercise)


def _counted(where: ColumnElement[bool]) -> Select[Any]:
    latest = newest(where)
    return select(latest).where(latest.c.place == 1, latest.c.consent.is_not(None))


def _over_weeks(exercise: str, item: str) -> Select[Any]:
    latest = newest(submissions.c.exercise == exercise)
    asked = (items.c.week == latest.c.week) & (items.c.exercise == exercise) & (items.c.item == item)
    query: Select[Any] = select(latest).join(items, asked & items.c.stable)
    return query.where(latest.c.place == 1, latest.c.consent.is_not(None)).order_by(latest.c.received)


# Which submission of whom entered which release, so that everybody can look up what became of their own answers.
#
# It goes with the submission: what is published, and in the ledger, stays without it.

used = Table(
    "used",
    metadata,
    Column("submission", ForeignKey("submissions.received", ondelete="CASCADE"), primary_key=True),
    Column("item", String, primary_key=True),
    Column("sequence", Integer, nullable=False),
)


def note_used(
    connection: Connection,
    envelopes: Envelopes,
    where: tuple[int, str, str],
    members: Collection[str],
    sequence: int,
    *,
    stable: bool,
) -> None:
    """Note whose answers to an item (*where*: week, exercise, item) have just entered release *sequence*."""
    received = {one.participant: one.received for one in answers_of(connection, envelopes, *where, stable=stable)}
    rows = [{"submission": received[one], "item": where[2], "sequence": sequence} for one in members]
    if rows:
        connection.execute(insert(used), rows)


def used_of(connection: Connection, participant: str) -> dict[tuple[int, str], int]:
    """The release of each answer of *participant* that entered one, by submission and item."""
    mine = select(used).join(submissions).where(submissions.c.participant == participant)
    return {(row.submission, row.item): row.sequence for row in connection.execute(mine)}
