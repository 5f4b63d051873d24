"""What one participant sent, for that participant alone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from kit.answers import schema
from kit.answers.counted import newest
from kit.answers.sealing.envelopes import Envelopes, rows_opened
from kit.answers.store import Store
from kit.sending.submissions import Submission

# Made once: every page asks for its own when it opens.
_SLUG = select(schema.about.c.value).where(schema.about.c.name == "cohort")
_MY = schema.submissions.c.participant == bindparam("whose")
_NEWEST = newest(_MY)
_MINE = select(_NEWEST).order_by(_NEWEST.c.received)


@dataclass(frozen=True, kw_only=True)
class Own:
    """A submission of one's own: its place in the order of coming, whether it is its exercise's newest, and consent."""

    submission: Submission
    received: int
    newest: bool
    consented: bool


def own_submissions(store: Store, participant: str) -> list[Submission]:
    """All submissions of a pseudonym, in the order in which they came. Raises StoreError."""
    with store.reading() as connection:
        return [one.submission for one in own_rows(connection, store.envelopes, participant)]


def own_rows(connection: Connection, envelopes: Envelopes, participant: str) -> list[Own]:
    """The same with what decides whether each of them counts."""
    slug, whose = connection.scalar(_SLUG) or "", {"whose": participant}
    return [
        Own(
            submission=Submission(
                id=row.id,
                cohort=slug,
                week=row.week,
                exercise=row.exercise,
                answers=answers,
                revision=row.revision,
            ),
            received=row.received,
            newest=row.place == 1,
            consented=row.consent is not None,
        )
        for row, answers in rows_opened(envelopes, connection.execute(_MINE, whose))
    ]
