"""What the results of a session can be expected to say: from how many people are here, never from answers."""

from __future__ import annotations

from typing import Any

from kit.live.course import Changes
from kit.live.facts import Facts
from kit.live.room import Room
from kit.publishing.expected import expected


class Expecting:
    """For each exercise what its results will say if everyone answers, worked out anew when there are more people."""

    def __init__(self, facts: Facts, room: Room, changes: Changes) -> None:
        self._facts = facts
        self._room = room
        self._changes = changes
        self._known: dict[int, dict[str, Any]] = {}

    async def now(self) -> dict[str, Any]:
        """Return how many ``of``, and by exercise a word for each of its questions but texts, by item."""
        # The number that the facilitator has said, or else the cohort's places: who joined or answered has no part.
        people = self._room.counted.people or self._facts.size
        if people not in self._known:
            self._known = {people: await self._changes.read(lambda: self._words(people))}
        return {"of": people, "exercises": self._known[people]}

    def _words(self, people: int) -> dict[str, Any]:
        return {
            exercise.id: {
                item.id: str(expected(item, people, self._facts.policy))
                for item in exercise.group_items
                if item.form != "text"
            }
            for exercise in self._facts.week.exercises
            if exercise.group_items
        }
