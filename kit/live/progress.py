"""How far each exercise is, in words that reveal no single person: fewer than k, k or more, closed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from kit.answers import Store
from kit.curriculum.policy import Policy
from kit.curriculum.weeks import Exercise
from kit.errors import KitError
from kit.live.events import Channel
from kit.live.logs import log_fault
from kit.live.room import Room
from kit.live.writer import Readers

# Shorter than the spacing of events: a word changes once for an exercise, and the facilitator waits for that one.
_AGAIN = 0.1
FEWER, ENOUGH, CLOSED = "fewer than k", "k or more", "closed"


class Progress:
    """The word for each exercise, counted again after answers arrive, at most ten times a second."""

    def __init__(self, store: Store, room: Room, policy: Policy, readers: Readers) -> None:
        self._store = store
        self._room = room
        self._policy = policy
        self._readers = readers
        self._words: dict[str, str] = {}
        self._dirty: set[str] = set()
        self._counting: asyncio.Task[None] | None = None
        self.channel = Channel(self._state)

    def count_all(self) -> None:
        """Count every exercise in this thread. Raises StoreError."""
        self._words = {one.id: self._word(one) for one in self._room.week.exercises if one.group_items}

    def answered(self, exercise: str, answers: Mapping[str, object]) -> None:
        """Count again because somebody sent *answers*, unless there are enough already."""
        if answers and self._words.get(exercise) != ENOUGH:
            self.touch(exercise)

    def touch(self, exercise: str) -> None:
        """Count an exercise again soon."""
        self._dirty.add(exercise)
        if self._counting is None or self._counting.done():
            self._counting = asyncio.get_running_loop().create_task(self._count())

    def touch_all(self) -> None:
        """Count every exercise again soon."""
        for exercise in self._room.statuses:
            self.touch(exercise)

    def stop(self) -> None:
        """Stop counting, and end the streams."""
        if self._counting is not None:
            self._counting.cancel()
        self.channel.close()

    async def _count(self) -> None:
        while self._dirty and not self.channel.closed:
            dirty, self._dirty = self._dirty, set()
            try:
                words = await self._readers.read(self._count_these, dirty)
            except KitError as error:
                # The next answer counts again; until then the words are those of before.
                log_fault("progress", type(error), error.__traceback__)
                return
            # A word never falls back: that would tell the facilitator that somebody has just taken something back.
            words = {one: ENOUGH if self._words.get(one) == ENOUGH else word for one, word in words.items()}
            if any(self._words.get(exercise) != word for exercise, word in words.items()):
                self._words |= words
                self.channel.changed()
            await asyncio.sleep(_AGAIN)

    def _count_these(self, exercises: set[str]) -> dict[str, str]:
        return {one.id: self._word(one) for one in self._room.week.exercises if one.id in exercises and one.group_items}

    def _word(self, exercise: Exercise) -> str:
        people = self._store.contributors(self._room.week.number, exercise.id)
        least = min(self._policy.floor_for(item) for item in exercise.group_items)
        return ENOUGH if len(people) >= least else FEWER

    def _state(self) -> dict[str, Any]:
        statuses = self._room.statuses
        words = {one: CLOSED if statuses.get(one) == "closed" else word for one, word in self._words.items()}
        return {**self._room.state(), "progress": words, "revealed": dict(self._room.revealed)}
