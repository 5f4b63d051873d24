"""Taking part in a session elsewhere from a notebook: joining, coming back, agreeing and leaving."""

from __future__ import annotations

import contextlib
import datetime
from dataclasses import dataclass, field, replace
from pathlib import Path

from kit.errors import CohortError, HostAway, JoinError, OutboxError
from kit.sending.door import Door, Reply
from kit.sending.outbox import Outbox
from kit.sending.place import (
    FILE_NAME,
    FROM_OUTSIDE,
    LONGEST_NAME,
    Place,
    bring_back,
    forget_place,
    is_token,
    keep_place,
    put_aside,
    read_place,
    set_aside,
)
from kit.sending.rooms import Session, session_in
from kit.sending.sender import WAITS, door_of
from kit.sending.submissions import new_id
from kit.settings import cohort_of_identity, outbox_of

_COOKIE = "kit_participant_"
_WORDS = 4


@dataclass(frozen=True, kw_only=True)
class Joined:
    """Somebody's place, what the session asks, and for a newcomer the words to come back with."""

    place: Place
    session: Session
    words: tuple[str, ...] = field(default=(), repr=False)


class Visit:
    """One visit to the host at *address*; a person has compared the certificate *pem*, where one is given.

    *expected* is the cohort whose folder this is, empty where it is nobody's. Everything here raises JoinError in a
    participant's words, HostUnknown, HostAway, and OutboxError where the disk refuses.
    """

    def __init__(self, address: str, *, pem: str = "", expected: str = "") -> None:
        self.address, self.pem = address, pem
        self._attempt = new_id()
        self.identity = self._look(expected)

    @classmethod
    def at(cls, folder: Path) -> Visit:
        """A visit that only looks at what is kept in *folder*, and asks no host."""
        here = cls.__new__(cls)
        here.address, here.pem, here.identity = "", "", folder.name
        return here

    @property
    def folder(self) -> Path:
        """The outbox of the cohort."""
        return outbox_of(self.identity)

    @property
    def there(self) -> Place | None:
        """The place that this account has in the cohort already: this person's, or somebody else's."""
        return read_place(self.folder)

    @property
    def waiting(self) -> int:
        """How many exercises wait here that were sent before anybody had joined."""
        return 0 if self.there else len(Outbox(self.folder).waiting())

    def not_mine(self) -> None:
        """Put what is here out of the way: it is somebody else's, and is kept for them."""
        there = self.there
        if there:
            set_aside(self.folder, there)
        else:
            put_aside(self.folder, f"before-{new_id()}")

    def join(self, code: str, who: str) -> Joined:
        """Take a place with *code*. Trying once more after a lost reply takes no second one."""
        reply = Door(self.address, pem=self.pem).ask("POST", "/api/join", {"code": code, "attempt": self._attempt})
        return self._entered(reply, who)

    def come_back(self, words: str, who: str) -> Joined:
        """Take part with the four words of an earlier device."""
        return self._entered(Door(self.address, pem=self.pem).ask("POST", "/api/return", {"words": words}), who)

    def go_on(self, who: str = "") -> Joined:
        """Take part as before, also where the session has another address now: its owner has said so."""
        there = self.there
        if there is None:
            raise JoinError("not_joined")
        place = replace(there, address=self.address, pem=self.pem, who=who or there.who)
        accepted(door_of(place).ask("POST", "/api/join", {}))
        keep_place(self.folder, place)
        return Joined(place=place, session=_session_of(place))

    def _look(self, expected: str) -> str:
        """Which cohort's session this is, before anything is shown to it."""
        identity = accepted(Door(self.address, pem=self.pem).ask("GET", "/api/about")).body.get("cohort")
        try:
            slug, _ = cohort_of_identity(identity if isinstance(identity, str) else "")
        except CohortError:
            raise HostAway("Something else than a session answers at this address.") from None
        if expected and identity != expected:
            raise JoinError("other_cohort", cohort=slug, here=expected.partition(".")[0])
        return str(identity)

    def _entered(self, reply: Reply, who: str) -> Joined:
        cookies = {name.removeprefix(FROM_OUTSIDE): value for name, value in reply.cookies.items()}
        body, token = accepted(reply).body, cookies.get(_COOKIE + self.identity, "")
        public, words = body.get("participant"), body.get("words", [])
        whole = isinstance(words, list) and all(isinstance(word, str) and word.isalpha() for word in words)
        if not (is_token(token) and isinstance(public, str) and whole and len(words) in (0, _WORDS)):
            raise HostAway("What came is no place in a session.")
        place = Place(
            address=self.address,
            cookie=_COOKIE + self.identity,
            token=token,
            public=public,
            identity=self.identity,
            who=name_of(who),
            since=datetime.date.today().isoformat(),
            pem=self.pem,
        )
        bring_back(self.folder, public)
        keep_place(self.folder, place)
        return Joined(place=place, session=_session_of(place), words=tuple(words))


def refreshed(place: Place) -> Joined:
    """Take part with *place* as before; what the session asks now. Raises as everything of a ``Visit`` does."""
    accepted(door_of(place).ask("POST", "/api/join", {}))
    return Joined(place=place, session=_session_of(place))


def agree(place: Place, version: str) -> None:
    """Agree to the notice of this *version*. Raises JoinError, HostAway, HostUnknown."""
    accepted(door_of(place).ask("POST", "/api/consent", {"purpose": "aggregate", "version": version}))


def told(place: Place, version: str) -> None:
    """Note that what has changed in the notice up to *version* was read. Raises JoinError, HostAway, HostUnknown."""
    accepted(door_of(place).ask("POST", "/api/notice/told", {"version": version}))


def trusted_at(address: str) -> str:
    """The certificate that a person on this account has compared for *address*; empty where none has."""
    for path in outbox_of("").glob(f"*/{FILE_NAME}"):
        with contextlib.suppress(OutboxError):
            place = read_place(path.parent)
            if place and place.address == address:
                return place.pem
    return ""


def leave(folder: Path) -> int:
    """Let go of the key in *folder*; how many exercises still wait there. Raises OutboxError."""
    forget_place(folder)
    return len(Outbox(folder).waiting())


def accepted(reply: Reply) -> Reply:
    """*reply*, where the host did what it was asked. Raises JoinError with what it said; HostAway where it passes."""
    if reply.is_done:
        return reply
    if reply.code in WAITS:
        raise JoinError("wait", say=reply.say)
    if not reply.say:
        raise HostAway("Something else than a session answers at this address.")
    raise JoinError("refused", say=reply.say)


def name_of(typed: str) -> str:
    """What somebody is called on this computer, on one line."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())[:LONGEST_NAME]


def _session_of(place: Place) -> Session:
    return session_in(accepted(door_of(place).ask("GET", "/api/notebook")).body)
