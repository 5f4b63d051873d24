"""The sender of a notebook's outbox: takes what waits to the host by itself, again and again until it is stored.

It runs in threads of the kernel, and goes on with what waits whenever a kernel starts again. The same submission twice
is the same one to the host, so sending again is always safe. What was answered is kept in memory alone.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from weakref import WeakMethod

from kit.errors import HostAway, HostError, HostUnknown, OutboxError
from kit.sending.door import Door, Reply, pause
from kit.sending.outbox import Again, Outbox, Parcel, content_hash
from kit.sending.place import FROM_OUTSIDE, Place, cohort_of, places_aside, read_place
from kit.sending.rooms import Own, Room, Session, own_in, room_in, session_in

Standing = Literal["alone", "well", "away", "trouble", "unknown", "agree", "wait", "certificate", "ended", "disk"]

KEPT_DAYS = 30
# Reasons of our own why something was not sent, by the name of their sentence.
OLDER, OTHER_QUESTIONS = "form.older", "joining.other_questions"
# Why there is no place yet. It can change at any moment, so it is asked for again.
WAITS = ("uncounted", "no_place", "not_new", "full")
_LOOK_AGAIN = 4.0
# Refusals of what was sent itself: it will never be taken as it is.
_FOR_GOOD = (400, 409, 410, 413)
_OFTEN, _SELDOM = 40, 300.0  # tries after which a host that never answers is asked every five minutes only
_DAY = 86400


@dataclass(frozen=True, kw_only=True)
class Line:
    """How it stands with the host, and what that said itself, where it said something."""

    standing: Standing
    sentence: str = ""


class _Held(Exception):
    """Nothing can be sent at the moment; *seconds* until it is tried again, None where waiting alone does not help."""

    def __init__(self, line: Line, seconds: float | None) -> None:
        super().__init__(line.standing)
        self.line, self.seconds = line, seconds


class Sender:
    """Sends what waits in the outbox in *folder*; with ``take_part`` it also takes part in the session."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outbox = Outbox(folder)
        self.line = Line(standing="alone")
        self.session: Session | None = None
        self.room: Room | None = None
        self.early: set[str] = set()
        self.takes_part = False
        self._own: dict[tuple[int, str], Own] = {}
        self._known = False
        self._served = False
        self._attempt = 0
        self._listeners: list[WeakMethod[Callable[[], None]]] = []
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._guard = threading.Lock()

    def hear(self, listener: Callable[[], None]) -> None:
        """Call *listener*, a method, whenever something has changed; in a thread of the sender."""
        self._listeners = [one for one in self._listeners if one() is not None] + [WeakMethod(listener)]

    @property
    def written_in(self) -> str:
        """The session in which something that is sent now is written; empty where that is not known."""
        return self.room.session if self.room else ""

    def own(self, week: int, exercise: str) -> Own | None:
        """The newest that the host is known to have of an exercise; None where it has none, or nobody has asked."""
        return self._own.get((week, exercise))

    def asks(self, week: int, exercise: str, asked: Mapping[str, str]) -> bool:
        """Whether the host asks what was *asked*, each question by its fingerprint, as far as either is known."""
        there = self.session.asks(week, exercise) if self.session else None
        if self.session is None or not asked:
            return True
        return there is not None and dict(there) == dict(asked)

    def start(self) -> None:
        """Begin to send what waits; again where it has begun, it only looks again."""
        with self._guard:
            if not any(thread.is_alive() for thread in self._threads):
                self._stopped.clear()
                self._begin(self._send)
        self.look_again()

    def take_part(self) -> None:
        """Take a place in the session that runs, and hear of it: this person has said that the place is theirs."""
        with self._guard:
            self.takes_part, self._served = True, False
        self.start()
        with self._guard:
            if not any(thread.name == "kit-hears" and thread.is_alive() for thread in self._threads):
                self._begin(self._listen)

    def step_back(self) -> None:
        """Take part no more: somebody else may sit here. What waits is still sent."""
        self.takes_part = False
        self._own.clear()
        self._changed()

    def stop(self) -> None:
        """Send nothing any more; what waits stays where it is."""
        self._stopped.set()
        self._wake.set()

    def look_again(self) -> None:
        """Try at once, and ask the host anew what it has."""
        self._known, self._attempt = False, 0
        self._wake.set()

    def flush(self, seconds: float) -> bool:
        """Wait up to some *seconds* until nothing waits any more; whether that is so."""
        latest = time.monotonic() + seconds
        while self.outbox.parcels() and time.monotonic() < latest and not self._stopped.is_set():
            self._stopped.wait(0.05)
        return not self.outbox.parcels()

    def _begin(self, job: Callable[[], None]) -> None:
        name = "kit-sends" if job == self._send else "kit-hears"
        thread = threading.Thread(target=job, name=name, daemon=True)
        self._threads = [one for one in self._threads if one.is_alive()] + [thread]
        thread.start()

    # Sending

    def _send(self) -> None:
        while not self._stopped.is_set():
            self._wake.clear()
            try:
                self._round()
                # What is not open yet is told by the stream of whoever takes part; anybody else asks now and then.
                seconds = _SELDOM if self.early and not self.takes_part else None
            except _Held as held:
                seconds = held.seconds
                self._say(held.line)
            self._wake.wait(seconds)

    def _round(self) -> None:
        """Send everything that waits. Raises _Held."""
        try:
            place = read_place(self.folder)
            if place is None:
                raise _Held(Line(standing="alone"), None)
            self.outbox.age(int(time.time() // _DAY) - KEPT_DAYS)
            door = door_of(place)
            if self.takes_part and not self._served:
                self._accepted(door.ask("POST", "/api/join", {}))
                self.session, self._served = None, True
            self._deliver_all(door, place)
        except HostUnknown:
            raise _Held(Line(standing="certificate"), _SELDOM) from None
        except HostAway:
            raise _Held(Line(standing="away"), self._later(0)) from None
        except HostError as error:
            raise _Held(Line(standing="trouble", sentence=str(error)), self._later(0)) from None
        except OutboxError as error:
            raise _Held(Line(standing="disk", sentence=str(error)), _LOOK_AGAIN) from None
        self._attempt = 0
        self._say(Line(standing="ended" if self.room and self.room.ended else "well"))

    def _deliver_all(self, door: Door, place: Place) -> None:
        cohort, _ = cohort_of(place)
        if self._known and not self.outbox.parcels():
            return
        self._reconcile(own_in(self._accepted(door.ask("GET", "/api/submissions/mine")).body, cohort), door)
        if self.session is None:
            self.session = session_in(self._accepted(door.ask("GET", "/api/notebook")).body)
        self._known = True
        for parcel in self.outbox.parcels():
            if not self._overtaken(parcel):
                self._deliver(parcel, door)

    def _reconcile(self, there: list[Own], door: Door) -> None:
        """Note what the host has; what it had and has no more goes once again, as it was given back."""
        by_id = {one.submission.id: one for one in there}
        newest = {(one.submission.week, one.submission.exercise): one for one in sorted(there, key=_revision)}
        if self.takes_part:
            self._own = newest
        for parcel in self.outbox.parcels():
            own = by_id.get(parcel.submission.id)
            if own and content_hash(own.submission) == content_hash(parcel.submission):
                self._arrived(parcel, own.proof, own.sealed)
        for parcel in self.outbox.repeatable():
            if parcel.submission.id not in by_id:
                self._repeat(parcel, door)
        self._changed()

    def _repeat(self, parcel: Parcel, door: Door) -> None:
        mine, again = parcel.submission, parcel.again
        newer = self._own.get((mine.week, mine.exercise))
        if again is None or (newer and newer.submission.revision >= mine.revision):
            return
        body = {"sealed": again.sealed, "proof": again.proof, "shared": dict(parcel.shared)}
        reply = self._put(parcel, body, door)
        if reply.is_done:
            self._arrived(parcel, *_receipt(reply))
        elif reply.status in _FOR_GOOD:
            self.outbox.forget_copy(mine.id)

    def _overtaken(self, parcel: Parcel) -> bool:
        """Whether newer answers from another device stand; these are kept with the reason, for their owner."""
        mine = parcel.submission
        known = self._own.get((mine.week, mine.exercise))
        if not known or known.submission.id == mine.id or known.submission.revision < mine.revision:
            return False
        self.outbox.mark_rejected(mine.id, OLDER)
        self._changed()
        return True

    def _deliver(self, parcel: Parcel, door: Door) -> None:
        mine = parcel.submission
        if not self.asks(mine.week, mine.exercise, parcel.asked):
            self.outbox.mark_rejected(mine.id, OTHER_QUESTIONS)
            return self._changed()
        body = {"answers": mine.answers, "shared": dict(parcel.shared)}
        reply = self._put(parcel, body | ({"session": parcel.session} if parcel.session else {}), door)
        if reply.is_done:
            self._arrived(parcel, *_receipt(reply))
        elif reply.code == "not_open":
            # The next state that opens the exercise sends it; the others need not wait for that.
            self.early.add(mine.id)
        else:
            self.outbox.mark_rejected(mine.id, reply.say)
        return self._changed()

    def _put(self, parcel: Parcel, body: Mapping[str, Any], door: Door) -> Reply:
        """What the host answers to *parcel*. Raises _Held where nothing can be sent just now."""
        mine = parcel.submission
        values = {"week": mine.week, "exercise": mine.exercise, "revision": mine.revision, **body}
        reply = door.ask("PUT", f"/api/submissions/{mine.id}", values)
        return reply if reply.status in _FOR_GOOD or reply.code == "not_open" else self._accepted(reply)

    def _arrived(self, parcel: Parcel, proof: str, sealed: str) -> None:
        mine = parcel.submission
        self.outbox.mark_sent(mine.id, Again(proof=proof, sealed=sealed, day=int(time.time() // _DAY)))
        self.early.discard(mine.id)
        known = self._own.get((mine.week, mine.exercise))
        if self.takes_part and mine.answers and (not known or known.submission.revision <= mine.revision):
            own = Own(submission=mine, answers=mine.answers, shared=parcel.shared, proof=proof, sealed=sealed)
            self._own[mine.week, mine.exercise] = own
        self._changed()

    def _accepted(self, reply: Reply) -> Reply:
        """*reply*, where the host did what it was asked. Raises _Held."""
        if reply.is_done:
            return reply
        if reply.code in WAITS:
            raise _Held(Line(standing="wait", sentence=reply.say), _LOOK_AGAIN)
        if reply.code == "not_agreed":
            raise _Held(Line(standing="agree"), None)
        if reply.code == "unserved" and self.takes_part:
            self._served = False
            raise _Held(Line(standing="wait", sentence=reply.say), _LOOK_AGAIN)
        if reply.status in (401, 403):
            raise _Held(Line(standing="unknown", sentence=reply.say), None)
        raise _Held(Line(standing="trouble", sentence=reply.say), self._later(reply.wait))

    def _later(self, least: float) -> float:
        self._attempt += 1
        return pause(self._attempt, least) if self._attempt < _OFTEN else max(least, _SELDOM)

    # Hearing of the session

    def _listen(self) -> None:
        attempt = 0
        while not self._stopped.is_set() and self.takes_part:
            began = True
            try:
                place = read_place(self.folder)
                for values in door_of(place).states() if place else ():
                    if self._stopped.is_set() or not self.takes_part:
                        return
                    self._heard(values, anew=began)
                    attempt, began = 0, False
            except (HostError, OutboxError):
                pass  # told below, and by what sends
            if self.line.standing == "well":
                self._say(Line(standing="away"))
            attempt += 1
            self._stopped.wait(pause(attempt) if attempt < _OFTEN else _SELDOM)

    def _heard(self, values: Mapping[str, Any], *, anew: bool) -> None:
        """Take in what the host told; *anew* where it is the first since the connection began."""
        if anew:
            # A host that was started again may stand on an older copy of the answers.
            self.look_again()
        if not values:
            return
        before, self.room = self.room, room_in(values)
        if before is None or (before.session, before.exercises) != (self.room.session, self.room.exercises):
            self._wake.set()
        self._changed()

    def _say(self, line: Line) -> None:
        changed, self.line = line != self.line, line
        if changed:
            self._changed()

    def _changed(self) -> None:
        for known in self._listeners:
            listener = known()
            if listener is not None:
                listener()


def door_of(place: Place) -> Door:
    """The way to the host of *place*, with its key."""
    # Through a proxy a host calls the same key by another name, and each of its doors reads its own alone.
    key = f"{place.cookie}={place.token}"
    return Door(place.address, f"{key}; {FROM_OUTSIDE}{key}", place.pem)


_SENDERS: dict[Path, Sender] = {}


def sender_of(folder: Path) -> Sender:
    """The sender of the outbox in *folder*: one in each process. It is not started."""
    return _SENDERS.setdefault(folder, Sender(folder))


def send_for_all(folder: Path) -> None:
    """Start sending what waits in *folder*, and what others who share this account left waiting. Raises OutboxError."""
    for place in (folder, *places_aside(folder)):
        if read_place(place) is not None:
            sender_of(place).start()


def _revision(own: Own) -> int:
    return own.submission.revision


def _receipt(reply: Reply) -> tuple[str, str]:
    """Proof and sealed copy of what was stored. Raises HostAway where the reply has none: then it is no receipt."""
    proof, sealed = reply.body.get("proof"), reply.body.get("sealed")
    if not (isinstance(proof, str) and isinstance(sealed, str) and proof and sealed):
        raise HostAway("What came is no receipt.")
    return proof, sealed
