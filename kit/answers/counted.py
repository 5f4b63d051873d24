"""Which submission of a participant counts: the newest of an exercise replaces all that came before it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
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

from kit.answers.schema import BUNDLED, IMPORTED, answers, items, metadata, submissions


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of a submission that is already here, without its answers."""

    id: str
    revision: int
    sha256: str
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


def answers_of(week: int, exercise: str, item: str) -> Select[Any]:
    """(participant, stored JSON, submission) of the newest consented submissions that answer an item in one week."""
    return _answered(newest((submissions.c.week == week) & (submissions.c.exercise == exercise)), item)


def stable_answers_of(exercise: str, item: str) -> Select[Any]:
    """The same over all weeks in which the item is stable, a participant's newest last."""
    latest = newest(submissions.c.exercise == exercise)
    asked = (items.c.week == latest.c.week) & (items.c.exercise == exercise) & (items.c.item == item)
    return _answered(latest, item).join(items, asked & items.c.stable).order_by(latest.c.received)


def unagreed_of(week: int, exercise: str, item: str) -> Select[Any]:
    """Participants whose newest answer to an item came from a file, and without consent."""
    latest = newest((submissions.c.week == week) & (submissions.c.exercise == exercise))
    unagreed = (latest.c.place == 1, latest.c.consent.is_(None), latest.c.source.in_((IMPORTED, BUNDLED)))
    query: Select[Any] = select(latest.c.participant).join(answers, answers.c.submission == latest.c.received)
    return query.where(*unagreed, answers.c.item == item)


def contributors_of(week: int, exercise: str) -> Select[Any]:
    """Participants whose newest submission of an exercise has consent and any answer."""
    latest = newest((submissions.c.week == week) & (submissions.c.exercise == exercise))
    query: Select[Any] = select(latest.c.participant).where(latest.c.place == 1, latest.c.consent.is_not(None))
    return query.where(latest.c.received.in_(select(answers.c.submission)))


def standing_in(weeks: Collection[int]) -> Select[Any]:
    """All submissions of some weeks, each participant's newest last."""
    return (
        select(submissions)
        .where(submissions.c.week.in_(list(weeks)))
        .order_by(submissions.c.revision, submissions.c.received)
    )


def _answered(latest: Subquery, item: str) -> Select[Any]:
    return (
        select(latest.c.participant, answers.c.stored, latest.c.received)
        .join(answers, answers.c.submission == latest.c.received)
        .where(latest.c.place == 1, latest.c.consent.is_not(None), answers.c.item == item)
    )


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
    connection: Connection, where: tuple[int, str, str], members: Collection[str], sequence: int, *, stable: bool
) -> None:
    """Note whose answers to an item (*where*: week, exercise, item) have just entered release *sequence*."""
    week, exercise, item = where
    query = stable_answers_of(exercise, item) if stable else answers_of(week, exercise, item)
    received = {row.participant: row.received for row in connection.execute(query)}
    rows = [{"submission": received[one], "item": item, "sequence": sequence} for one in members]
    if rows:
        connection.execute(insert(used), rows)


def used_of(connection: Connection, participant: str) -> dict[tuple[int, str], int]:
    """The release of each answer of *participant* that entered one, by submission and item."""
    mine = select(used).join(submissions).where(submissions.c.participant == participant)
    return {(row.submission, row.item): row.sequence for row in connection.execute(mine)}
