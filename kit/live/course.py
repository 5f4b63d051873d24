"""The course of a session, as the facilitator steers it: exercises open, close and are revealed, the room goes on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from kit.answers import Store
from kit.curriculum.items import Item
from kit.live.events import Channels
from kit.live.facts import Facts
from kit.live.published import Published
from kit.live.room import Room
from kit.live.writer import Readers, Writer
from kit.publishing.gate import Outcome, fix_policy, publish
from kit.publishing.masking.masker import CohortMasker
from kit.publishing.texts import Candidate, Pools, places_of
from kit.results.releases import Asked

T = TypeVar("T")


class Changes:
    """Changes of the session, one at a time; everyone is told after each."""

    def __init__(self, writer: Writer, readers: Readers, room: Room, published: Published, channels: Channels) -> None:
        self._writer = writer
        self._readers = readers
        self._room = room
        self._published = published
        self._channels = channels

    async def look(self, job: Callable[[], T]) -> T:
        """Return the result of *job*, which has the store to itself. Nobody is told."""
        return await self._writer.alone(job)

    async def read(self, job: Callable[[], T]) -> T:
        """Return the result of *job*, which only reads and holds up nothing that is written."""
        return await self._readers.read(job)

    async def make(self, job: Callable[[], T], *, reveals: bool = False) -> T:
        """Return the result of *job* after telling everyone; *reveals* says whether results may be new."""
        result = await self._writer.alone(job)
        await self._readers.read(self._room.read_statuses)
        self._published.just_revealed = reveals
        self._channels.changed()
        return result

    def tell(self) -> None:
        """Tell everyone of a change that needed no store."""
        self._channels.changed()


class Course:
    """Opens, closes and reveals the exercises of the session's week, and goes from block to block."""

    def __init__(self, store: Store, facts: Facts, room: Room, published: Published, changes: Changes) -> None:
        self._store = store
        self._facts = facts
        self._room = room
        self._published = published
        self._changes = changes

    def open_all(self) -> None:
        """Open every exercise, before anybody is there. Raises StoreError."""
        fix_policy(self._store, self._facts.policy)
        for exercise in self._facts.week.exercises:
            self._store.open_exercise(self._facts.week_number, exercise.id)
        self._room.read_statuses()

    async def open(self, week: int, exercise: str) -> None:
        """Let participants answer an exercise; the first one fixes the policy. Raises KitErrors."""
        self._facts.check_week(week)

        def job() -> None:
            fix_policy(self._store, self._facts.policy)
            self._room.ask()
            self._store.open_exercise(week, exercise)

        await self._changes.make(job)

    async def close(self, week: int, exercise: str) -> None:
        """Stop taking answers to an exercise. Raises KitErrors."""
        self._facts.check_week(week)
        await self._changes.make(lambda: self._store.close_exercise(week, exercise))

    async def reveal(self, week: int, exercise: str) -> list[Outcome]:
        """Close an exercise and publish what may be published. A second time changes nothing. Raises KitErrors."""
        self._facts.check_week(week)

        def job() -> list[Outcome]:
            shared = any(one.id == exercise and one.group_items for one in self._facts.week.exercises)
            if not shared:
                self._store.close_exercise(week, exercise)
                return []
            outcomes = publish(self._store, self._facts.weeks, self._facts.policy, week=week, exercise=exercise)
            self._published.read()
            return outcomes

        return await self._changes.make(job, reveals=True)

    async def advance(self, block: str, clock: Any) -> None:
        """Go to a block of the session. Raises UnknownName, StoreError."""

        def job() -> None:
            self._room.advance(block, clock)
            self._room.note_times()

        await self._changes.make(job)

    async def end(self, farewell: dict[str, Any]) -> None:
        """Close every exercise, so that a page that stays open sends nothing into the next session; say *farewell*.

        Raises StoreError; the session has ended then too.
        """
        try:
            await self._changes.make(self._store.close_all)
        finally:
            # Last of all: whoever hears of the end hears that everything is closed.
            self._room.ended = farewell
            self._changes.tell()


class SharedTexts:
    """The texts that participants shared, for the facilitator to say yes or no to each."""

    def __init__(
        self, store: Store, facts: Facts, masker: CohortMasker, published: Published, changes: Changes
    ) -> None:
        self._facts = facts
        self._published = published
        self._changes = changes
        self._pools = Pools(store, facts.policy, masker)

    async def look(self, week: int, exercise: str) -> list[tuple[Item, list[Candidate]]]:
        """Return the texts that wait for a yes or no, item by item, of a closed exercise. Raises KitErrors."""
        self._facts.check_week(week)

        def job() -> list[tuple[Item, list[Candidate]]]:
            places = places_of(self._facts.weeks, week, exercise)
            return [(item, self._pools.look(place)) for place, item in places]

        return await self._changes.look(job)

    async def show(self, place: Asked, yes: Collection[str], no: Collection[str]) -> None:
        """Publish the texts marked *yes*; that cannot be undone. Raises KitErrors."""
        self._facts.check_week(place.week)

        def job() -> None:
            self._pools.publish(place, yes, no)
            self._published.read()

        await self._changes.make(job, reveals=True)
