"""How people join: the code, the number of people who are here, and the places that the session has for them."""

from __future__ import annotations

import contextlib
from typing import Any

from kit.answers.slips import is_slip
from kit.errors import NotAdmitted, NothingToGiveBack, UnknownName
from kit.live.address import Address
from kit.live.codes import hashed, new_code, same_code
from kit.live.course import Changes
from kit.live.facts import Facts
from kit.live.limits import Entries, OpenStreams, Pauses
from kit.live.people import People
from kit.live.room import Room
from kit.text.codes import in_halves


class Joining:
    """Who is let in, and what the facilitator can change about it."""

    def __init__(
        self, facts: Facts, room: Room, people: People, address: Address, changes: Changes, streams: OpenStreams
    ) -> None:
        self._facts = facts
        self._room = room
        self._people = people
        self._address = address
        self._changes = changes
        self._streams = streams
        self._entries = Entries(facts.size)
        self._pauses = Pauses(facts.size)
        self._attempts: set[str] = set()
        self._refused: dict[bool, tuple[object, ...]] = {}

    def shown(self) -> dict[str, Any]:
        """Return how people join, as JSON values, for the facilitator and the screen alone."""
        code = in_halves(self._room.code) if self._facts.in_room else ""
        address = self._address
        trouble = {"network": address.trouble, "fingerprint": address.fingerprint}
        return {"code": code, "url": address.url, "places": self._places(), **trouble}

    def left(self) -> int:
        """Return how many more people the session has places for."""
        return max(0, (self._room.counted.people or 0) - self._people.taken)

    def people(self) -> int | None:
        """Return how many people are here, or None if nobody said so yet."""
        return self._room.counted.people

    def admit(self, code: object) -> str | None:
        """Return the hash of a slip's code, or None for the session's code. Raises NotAdmitted for any other."""
        # Never refused for what was tried before: nobody guesses a code, and everybody may sit behind one address.
        if is_slip(code):
            return self._people.hidden_slip(code)
        if not self._facts.in_room:
            raise NotAdmitted("slip_only")
        if not same_code(code, self._room.code):
            raise NotAdmitted("wrong_code")
        return None

    async def pause(self, address: str) -> None:
        """Return before a join from *address* is refused: at once, or in a moment where that happens without end."""
        await self._pauses.pause(address)

    async def wait(self, address: str, *, attempt: str | None = None, slip: str | None = None, known: bool) -> int:
        """Return the seconds until this join may be tried, 0 for every one that would be given a place.

        *slip* is the hash of a slip's code; *known* says whether somebody with a device of theirs asks. Raises
        StoreError.
        """
        seconds = self._entries.wait(address)
        if seconds and slip is not None:
            return 0 if await self._changes.read(lambda: self._people.has_slip(slip)) else seconds
        # With nothing changed since the last one was refused, this one would be refused as well.
        hopeless = self._refused.get(known) == self._standing() or self._tried(attempt) in self._attempts
        return seconds if hopeless else 0

    def joined(self, address: str, attempt: str | None) -> None:
        """Note a join that succeeded. One that only repeats an earlier attempt gave nobody a place."""
        if attempt and self._tried(attempt) in self._attempts:
            self._entries.add(address)
        elif attempt:
            self._attempts.add(self._tried(attempt))

    def refused(self, address: str, *, known: bool, slip: bool = False) -> None:
        """Note a join that the store refused; a code that does not fit never gets there."""
        self._entries.add(address)
        if not slip:
            self._refused[known] = self._standing()

    async def new_code(self) -> None:
        """Draw a fresh join code; the old one stops working. Raises StoreError."""

        def job() -> None:
            self._room.code = new_code()
            self._room.keep()

        await self._changes.make(job)

    async def say_people(self, people: int) -> None:
        """Set how many people are here with a device. Raises UnknownName, StoreError."""
        self._check_counted()

        def job() -> None:
            self._room.counted.say(people, taken=self._people.taken, size=self._facts.size)
            self._room.keep()

        await self._changes.make(job)

    async def free_place(self) -> None:
        """Give back a place that this session's code gave to a newcomer and that is open on no device.

        Raises UnknownName if there is none or an exercise was opened already, StoreError.
        """
        self._check_counted()
        listening = self._streams.listening()
        here = {participant for public, participant in self._people.everybody() if public in listening}
        await self._people.give_back(self._check_nothing_asked, here=here, only_one=True)

    async def free_all(self) -> None:
        """Draw a fresh code, and give back every place that the old one gave. Raises UnknownName, StoreError."""
        self._check_counted()
        self._check_nothing_asked()
        # First the code: nobody comes in with the old one while its places are given back.
        await self.new_code()
        with contextlib.suppress(NothingToGiveBack):
            await self._people.give_back(self._check_nothing_asked)

    def _places(self) -> dict[str, Any] | None:
        if not self._facts.in_room:
            return None
        taken = {"taken": self._people.taken, "freed": self._people.freed}
        return {"people": self.people(), **taken, "asked": self._room.asked}

    def _standing(self) -> tuple[object, ...]:
        return self._room.counted.people, self._people.taken, self._people.freed

    def _tried(self, attempt: str | None) -> str:
        return hashed(attempt) if attempt else ""

    def _check_nothing_asked(self) -> None:
        # From the first question on somebody may have sent something, and giving back a place would tell who did not.
        if self._room.asked:
            raise UnknownName(self._facts.messages("session.places_kept"))

    def _check_counted(self) -> None:
        if not self._facts.in_room:
            raise UnknownName("In this session nobody counts people: who is new joins with a slip.")
