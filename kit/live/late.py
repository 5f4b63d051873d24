"""Which exercises had a result before somebody joined: their answers there are never counted, and they are told so."""

from __future__ import annotations

from typing import Literal

from kit.curriculum.weeks import Exercise, Week
from kit.privacy.ledger import Standing, standing_of
from kit.privacy.publish import family_of
from kit.store import Store

Late = Literal["all", "part"]


def late_for(store: Store, week: Week, participant: str) -> dict[str, Late]:
    """The exercises of *week* in which nothing of *participant* can be counted, or only a part. Raises StoreError."""
    with store.reading() as connection:
        standing = standing_of(connection, participant)
    found = {exercise.id: _late(week.number, exercise, standing) for exercise in week.exercises}
    return {name: late for name, late in found.items() if late}


def _late(week: int, exercise: Exercise, standing: dict[str, Standing]) -> Late | None:
    # A shared text belongs to no result that counts people; it waits for the facilitator's yes like any other.
    missed = [
        item.form != "text" and _is_missed(standing.get(family_of(week, exercise.id, item)))
        for item in exercise.group_items
    ]
    if not any(missed):
        return None
    return "all" if all(missed) else "part"


def _is_missed(published: Standing | None) -> bool:
    return published is not None and not published.present and not published.lost and published.sequence is None
