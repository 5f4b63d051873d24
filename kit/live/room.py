"""The state of the session: week, mode, open exercises, releases, block and clock."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kit.answers import Store
from kit.answers.places import Limits, taken_in
from kit.curriculum.weeks import Week
from kit.errors import KitError, UnknownName
from kit.live.process.session import Session
from kit.live.times import Times, note
from kit.session.plan import Clock, clock_of
from kit.system.disk import write_private
from kit.system.opening import text_of
from kit.text.lenient import Lenient
from kit.text.parsing import json_of

# How many people are here: the one number that the facilitator says, and what follows from it.


class Kept(Lenient):
    """What run/room.json keeps for a restart, or for another session of the same week."""

    session: str = ""
    week: int | None = None
    code: str = ""
    block: str = ""
    clock: Any = None
    begun: Any = None
    asked: bool | None = None
    people: int | None = None
    first: int | None = None
    known: int | None = None


class Counted:
    """How many people are here, as the facilitator says. Until then nobody is served.

    The code of a session is one for all, so it lets in no more newcomers than there are more people here than were
    known when it began; each one who is added later may be new.
    """

    def __init__(self, session: str, known: int, kept: Kept) -> None:
        self._session = session
        self._known = known
        self.people: int | None = None
        self._first = 0
        if kept.people is not None and kept.first is not None and kept.known is not None:
            self.people, self._first, self._known = kept.people, kept.first, kept.known

    def say(self, people: int, *, taken: int, size: int) -> None:
        """Set how many people are here. Raises UnknownName with the reason if that is impossible."""
        if people < max(1, taken):
            raise UnknownName(
                f"{taken} places are taken already, so there can't be fewer."
                if taken
                else "Say how many people here will use a phone or laptop, for example 12."
            )
        if people > size:
            raise UnknownName(
                f"This cohort has {size} places, so no more than {size} people can take part. If more people belong to "
                "it, raise 'size' in cohort.toml and start the session again."
            )
        self._first = people if self.people is None else self._first
        self.people = people

    def limits(self) -> Limits:
        """Return how many people and newcomers the session serves."""
        if self.people is None:
            return Limits(session=self._session, people=None)
        newcomers = max(0, self._first - self._known) + self.people - self._first
        return Limits(session=self._session, people=self.people, newcomers=max(0, newcomers))

    def kept(self) -> dict[str, int]:
        """Return what a restart needs; empty until a number was said."""
        if self.people is None:
            return {}
        return {"people": self.people, "first": self._first, "known": self._known}


log = logging.getLogger("kit.live")

FILE_NAME = "room.json"
_STILL_THE_SAME = 6 * 3600  # seconds after which a clock that was kept belongs to another meeting


class Room:
    """The state that everyone shares: read from the store, or kept in run/room.json."""

    def __init__(self, store: Store, week: Week, session: Session) -> None:
        self.week = week
        self.mode = session.mode
        self._session = session.id
        self._store = store
        self._file = store.cohort.private / "run" / FILE_NAME
        self.code, self.block, self.clock = session.code, "", None
        self.times = Times(week)
        self.statuses: dict[str, str] = {}
        self.released: list[int] = []
        self.revealed: Mapping[str, str] = {}  # what became of each exercise that was revealed
        self.ended: dict[str, Any] | None = None  # what everyone is told at the end
        kept = _read(self._file)
        self.is_restart = kept.session == session.id
        self.counted = Counted(session.id, store.how_many_members(), kept if self.is_restart else Kept())
        if session.people and self.counted.people is None:
            self.counted.say(session.people, taken=0, size=store.cohort.size)
        self.asked = self._was_asked(kept)
        self._take_up(kept)
        if not self.is_restart:
            # What another session left open, because it was cut off, is not this one's.
            store.close_all()
        self.read_statuses()

    clock: Clock | None

    def read_statuses(self) -> None:
        """Read again which exercises are open. Raises StoreError."""
        self.statuses = dict(self._store.statuses(self.week))

    def ask(self) -> None:
        """Write down, before it happens, that an exercise of this session is opened. Raises StoreError."""
        if not self.asked:
            self.asked = True
            self.keep()

    def advance(self, block: str, clock: object) -> None:
        """Go to a block, and keep the clock that all who facilitate share. Raises UnknownName, StoreError."""
        known = [one.id for one in self.week.blocks]
        if block not in known:
            raise UnknownName(f"There's no block {block!r} in this session; there are {', '.join(known)}.")
        before = self.clock
        self.clock = clock_of(self.week, clock) if clock is not None else before
        begins_anew = self.clock is not None and (before is None or before.zero != self.clock.zero)
        self.times.go(block, time.time(), anew=begins_anew)
        self.block = block
        self.keep()

    def keep(self) -> None:
        """Write down what a restart or another facilitator needs. Raises StoreError."""
        values = {"session": self._session, "week": self.week.number, "code": self.code}
        values |= {"block": self.block, "clock": self._clock_kept(), "begun": self.times.begun, **self.counted.kept()}
        values["asked"] = self.asked
        write_private(self._file, json.dumps(values).encode())

    def note_times(self, *, ended: bool = False) -> None:
        """Write how long the parts took into the cohort's debrief log, unless the session is self-paced.

        A log that cannot be used costs the session nothing.
        """
        if self.mode == "self-paced":
            return
        try:
            note(self.times, self._store.cohort, time.time(), ended=ended)
        except KitError as error:
            log.warning("debrief log: %s", type(error).__name__)

    def state(self) -> dict[str, Any]:
        """Return what every page and screen may know."""
        return {
            "session": self._session,
            "week": self.week.number,
            "mode": self.mode,
            "exercises": dict(self.statuses),
            "released": list(self.released),
            "block": self.block or None,
            "clock": self._clock_kept(),
            "ended": self.ended,
        }

    def _clock_kept(self) -> dict[str, Any] | None:
        return self.clock.to_json() if self.clock else None

    def _was_asked(self, kept: Kept) -> bool:
        """Whether an exercise was opened in this session; if that is not on record, whether anyone was served."""
        if self.is_restart and kept.asked is not None:
            return kept.asked
        with self._store.reading() as connection:
            return taken_in(connection, self._session) > 0

    def _take_up(self, kept: Kept) -> None:
        if self.is_restart and kept.code:
            self.code = kept.code
        if kept.week != self.week.number:
            return
        try:
            clock = clock_of(self.week, kept.clock)
        except UnknownName:
            return
        if abs(time.time() - clock.zero) < _STILL_THE_SAME:
            self.clock = clock
            self.times = Times(self.week, kept.begun)
            self.block = kept.block if kept.block in {one.id for one in self.week.blocks} else ""


def _read(path: Path) -> Kept:
    try:
        return Kept.model_validate(json_of(text_of(path)))
    except (OSError, ValueError, RecursionError):
        return Kept()  # a session can do without: it begins where no block was chosen yet
