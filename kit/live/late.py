"""Which questions had a result before somebody joined: their answers there are never counted, and they are told so."""

from __future__ import annotations

from kit.answers import Store
from kit.curriculum.weeks import Exercise, Week
from kit.publishing.gate import family_of
from kit.publishing.ledger import Standing, standing_of


def late_for(store: Store, week: Week, participant: str) -> dict[str, list[str]]:
    """By the exercises of *week* those items in which no answer of *participant* can be counted. Raises StoreError."""
    with store.reading() as connection:
        standing = standing_of(connection, participant)
    found = {exercise.id: _missed(week.number, exercise, standing) for exercise in week.exercises}
    return {name: missed for name, missed in found.items() if missed}


def _missed(week: int, exercise: Exercise, standing: dict[str, Standing]) -> list[str]:
    # A shared text belongs to no result that counts people; it waits for the facilitator's yes like any other.
    return [
        item.id
        for item in exercise.group_items
        if item.form != "text" and _is_missed(standing.get(family_of(week, exercise.id, item)))
    ]


def _is_missed(published: Standing | None) -> bool:
    return published is not None and not published.present and not published.lost and published.sequence is None
