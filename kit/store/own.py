"""What one participant sent, for that participant alone."""

from __future__ import annotations

import json

from sqlalchemy import select

from kit.store import schema
from kit.store.answers import Store
from kit.submissions import Submission


def own_submissions(store: Store, participant: str) -> list[Submission]:
    """All submissions of a pseudonym, in the order in which they came. Raises StoreError."""
    mine = select(schema.submissions).where(schema.submissions.c.participant == participant)
    said = select(schema.answers).join(schema.submissions).where(schema.submissions.c.participant == participant)
    with store.reading() as connection:
        rows = connection.execute(mine.order_by(schema.submissions.c.received)).all()
        answers: dict[int, dict[str, object]] = {row.received: {} for row in rows}
        for one in connection.execute(said.order_by(schema.answers.c.id)):
            answers[one.submission][one.item] = json.loads(one.stored)
    return [
        Submission(
            id=row.id,
            cohort=store.cohort.slug,
            week=row.week,
            exercise=row.exercise,
            answers=answers[row.received],  # type: ignore[arg-type]
            revision=row.revision,
        )
        for row in rows
    ]
