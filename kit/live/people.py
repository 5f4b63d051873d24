"""The participants of a session: whose device asks, who agreed to what. Kept in memory as the store has it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kit.answers import Store
from kit.answers.ageing import DAYS, day_of
from kit.answers.consents import COUNTED, PAGE, Consent, agreed, all_told, tell, with_it
from kit.answers.members import (
    RECOVERY,
    WORDS,
    Key,
    Member,
    add_device,
    agree,
    find_by_words,
    join,
    plain_words,
    read_members,
    tokens_of,
)
from kit.answers.places import Limits, give_back, how_often_freed, serve, served_in, taken_in, to_be_counted
from kit.answers.recording import Writing
from kit.answers.slip_sheets import hidden
from kit.answers.slips import is_unused
from kit.answers.withdrawals import take_back_consent, withdraw
from kit.curriculum.policy import Notice
from kit.errors import NotJoined, WordsTaken
from kit.live.codes import hashed, new_token, today
from kit.live.events import Channels
from kit.live.progress import Progress
from kit.live.writer import Writer

# What a device is given at joining, as the store keeps it: its key, and four words to come back with.


class Days:
    """The store's day while a host runs, counted from *first* by a clock that nobody can set."""

    def __init__(self, first: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._first = first
        self._clock = clock
        self._began = clock()

    @property
    def today(self) -> int:
        """The number of the current day."""
        return self._first + int((self._clock() - self._began) // 86400)

    def key_for(self, token: str) -> Key:
        """Return what the store keeps of a device's new key."""
        return Key(token=hashed(token), last_day=self.today + DAYS)


@cache
def word_list() -> tuple[str, ...]:
    """Return the 1024 words from which recovery words are drawn."""
    return tuple(files("kit.live").joinpath("recovery_words.txt").read_text("utf-8").split())


def new_words() -> list[str]:
    """Draw four different recovery words: one of 2^39.99 lists. A word twice would look like a mistake."""
    return secrets.SystemRandom().sample(word_list(), WORDS)


_DRAWS = 5
_GONE = "This participant has withdrawn."


@dataclass(frozen=True)
class Joined:
    """A member, the key for their device, and for a newcomer the words to come back with."""

    member: Member
    token: str
    words: list[str] | None = None


class People:
    """All members, by the hash of their devices' keys. Only this process writes, so nothing here gets stale."""

    def __init__(
        self,
        store: Store,
        writer: Writer,
        progress: Progress,
        channels: Channels,
        limits: Callable[[], Limits] | None = None,
    ) -> None:
        """Read the members from *store*; *limits* tells how many the session serves, None for all of them."""
        self._store = store
        self._writer = writer
        self._progress = progress
        self._channels = channels
        self._limits = limits
        with store.transaction() as connection:
            members, told = read_members(connection), all_told(connection)
            self._served = served_in(connection, limits().session) if limits else set()
            self.taken = taken_in(connection, limits().session) if limits else 0
            self.freed = how_often_freed(connection)
            self._days = Days(day_of(connection, today()))
        self._keys = members.keys
        self._tokens: dict[str, set[str]] = {}
        for token, (member, _) in members.keys.items():
            self._tokens.setdefault(member.participant, set()).add(token)
        self._consents = members.consents
        self._told = told

    def pseudonym(self, public: str) -> str:
        """Return the pseudonym for the id that a device knows, whether or not anyone has it."""
        return self._store.participant(f"live:{public}")

    def hidden_slip(self, code: object) -> str:
        """Return the keyed hash under which the store keeps the slip with this code."""
        return hidden(self._store, code)

    def has_slip(self, code: str) -> bool:
        """Whether the slip whose *code* has this hash is still unused. Raises StoreError."""
        with self._store.reading() as connection:
            return is_unused(connection, code)

    def find(self, token: str) -> Member | None:
        """Return the member whose device holds *token*, or None if it is unknown or expired."""
        known = self._keys.get(hashed(token))
        return known[0] if known and self._days.today <= known[1] else None

    def agreed(self, member: Member, version: str) -> bool:
        """Whether *member* agreed to this version of the notice."""
        return agreed(self._consents.get(member.participant, ()), COUNTED, version=version)

    def agreed_under(self, member: Member, notice: Notice) -> str | None:
        """The version under which *member* agreed to *notice* or to an earlier one of it; None where they did not."""
        versions = (notice.version, *reversed([*notice.since]))
        return next((version for version in versions if self.agreed(member, version)), None)

    def news(self, member: Member, notice: Notice) -> tuple[str, ...]:
        """What has changed in the notice since *member* agreed, where nobody has told them yet."""
        told = (member.participant, notice.version) in self._told
        version = self.agreed_under(member, notice)
        return () if told or version is None else tuple(notice.since.get(version, ()))

    def consents(self, member: Member) -> list[Consent]:
        """Return everything *member* agreed to and has not taken back."""
        return sorted(self._consents.get(member.participant, ()), key=lambda one: tuple(vars(one).values()))

    def know(self, member: Member, given: Iterable[Consent]) -> None:
        """Replace what is known of *member*'s agreements by *given*, as the store has just returned it."""
        self._consents[member.participant] = set(given)

    def is_served(self, member: Member) -> bool:
        """Whether *member* may take part. Where people are counted, only those who were counted may."""
        return self._limits is None or member.participant in self._served

    def everybody(self) -> set[tuple[str, str]]:
        """Return public id and pseudonym of everyone who has a device."""
        return {(member.public, member.participant) for member, _ in self._keys.values()}

    async def serve(self, member: Member) -> None:
        """Count *member* among those who are here. Raises NotCounted, NoPlaceLeft, NotJoined, StoreError."""
        if not self.is_served(member):
            self._took(member, await self._writer.write(self._serving(member)))

    async def give_back(self, check: Callable[[], None], *, here: Collection[str] = (), only_one: bool = False) -> None:
        """Give back the places that this session's code gave to newcomers, or *only_one*, but none of those *here*.

        *check* raises where that may not be done any more. Raises that, NothingToGiveBack, StoreError.
        """
        session = self._limits().session if self._limits else ""

        # Alone: what is written in one commit with it must not take whose place goes for somebody who is still there.
        def job() -> tuple[set[str], int]:
            check()
            with self._store.transaction() as connection:
                return give_back(connection, session, here=here, only_one=only_one), taken_in(connection, session)

        chosen, self.taken = await self._writer.alone(job)
        for participant in chosen:
            self._forget(participant)
        self.freed += 1
        self._channels.changed()  # whose place is gone hears it at the next step of its stream

    async def join(self, attempt: str | None, slip: str | None = None) -> Joined:
        """Add a member, or return the one that joined in the same *attempt*; *slip* is the hash of a code to use up.

        Raises StoreFull, SlipUnknown, NotCounted, NoPlaceLeft, NotNew, StoreError.
        """
        tried = hashed(attempt) if attempt else None
        for draw in range(_DRAWS):
            words, token, public = new_words(), new_token(), secrets.token_hex(16)
            member = Member(participant=self.pseudonym(public), public=public)
            try:
                kept, key = self._hidden(" ".join(words)), self._days.key_for(token)
                joined, taken = await self._writer.write(self._joining(member, kept, key, tried, slip))
            except WordsTaken:
                if draw == _DRAWS - 1:
                    raise
                continue
            self._keep(joined, {key.token}, key)
            self._took(joined, taken)
            return Joined(joined, token, words)
        raise AssertionError  # the last draw returns or raises

    async def with_words(self, given: object) -> Member | None:
        """Return the member whose recovery words these are, or None. Raises StoreError."""
        words = plain_words(given)
        if not words:
            return None
        kept = self._hidden(words)
        return await self._writer.write(lambda writing: find_by_words(writing, kept))

    async def come_back(self, member: Member) -> Joined:
        """Return the key for one more device of *member*. Raises NotJoined, StoreError."""
        token = new_token()
        key = self._days.key_for(token)
        self._keep(member, await self._writer.write(_returning(member, key)), key)
        return Joined(member, token)

    async def renew(self, member: Member, token: str) -> Joined:
        """Return the key of a known member's device, or a fresh one if it is half-way to its end.

        Whoever has a new one after each session is unknown to any older copy of the store that is put back.
        """
        _, last_day = self._keys.get(hashed(token), (member, 0))
        if last_day - self._days.today > DAYS // 2:
            return Joined(member, token)
        return await self.come_back(member)

    async def agree(self, member: Member, version: str) -> None:
        """Store that *member* agreed to this version of the notice. Raises NotJoined, StoreError."""
        given = Consent(purpose=COUNTED, version=version, how=PAGE)

        def job(writing: Writing) -> bool:
            counts = agree(writing, member, given)
            if counts is None:
                raise NotJoined(_GONE)
            return counts

        counts = await self._writer.write(job)
        self._consents.setdefault(member.participant, set()).add(given)
        if counts:  # something that was held until now
            self._progress.touch_all()

    async def tell(self, member: Member, version: str) -> None:
        """Note that *member* was told what has changed up to this *version*. Raises NotJoined, StoreError."""

        def job(writing: Writing) -> None:
            if not tokens_of(writing, member):
                raise NotJoined(_GONE)
            tell(writing.connection, member.participant, version)

        await self._writer.write(job)
        self._told.add((member.participant, version))

    async def take_back(self, member: Member, purpose: str) -> None:
        """End an agreement of *member* and those that depend on it. Raises UnknownName, StoreError."""
        private, participant = self._store.cohort.private, member.participant
        await self._writer.alone(lambda: take_back_consent(self._store.engine, private, participant, purpose))
        ended = with_it(purpose)
        self._consents[participant] = {one for one in self._consents.get(participant, ()) if one.purpose not in ended}
        self._progress.touch_all()

    async def withdraw(self, participant: str) -> None:
        """Erase everything a pseudonym sent. Raises StoreError; then it can be done again."""
        await self._writer.alone(lambda: withdraw(self._store, participant))
        self._forget(participant)
        self._progress.touch_all()

    def _keep(self, member: Member, tokens: set[str], key: Key) -> None:
        self._keys[key.token] = (member, key.last_day)
        self._tokens.setdefault(member.participant, set()).add(key.token)
        self._keep_only(member.participant, tokens)

    def _keep_only(self, participant: str, tokens: set[str]) -> None:
        mine = self._tokens.pop(participant, set())
        for token in mine - tokens:
            del self._keys[token]
        if mine & tokens:
            self._tokens[participant] = mine & tokens

    def _forget(self, participant: str) -> None:
        self._keep_only(participant, set())
        self._consents.pop(participant, None)
        self._served.discard(participant)

    def _joining(
        self, member: Member, words: str, key: Key, attempt: str | None, slip: str | None
    ) -> Callable[[Writing], tuple[Member, int]]:
        limits = self._limits

        def job(writing: Writing) -> tuple[Member, int]:
            # Before the number is said nobody can be told that it is reached.
            if limits is not None and slip is None:
                to_be_counted(limits())
            joined = join(writing, member, words, key, attempt, slip=slip)
            if limits is None:
                return joined, 0
            # Whoever goes on with an attempt of an earlier session is nobody new.
            newcomer = slip is None and joined.participant == member.participant
            return joined, serve(writing.connection, limits(), joined.participant, newcomer=newcomer)

        return job

    def _serving(self, member: Member) -> Callable[[Writing], int]:
        limits = self._limits
        assert limits is not None

        def job(writing: Writing) -> int:
            if not writing.recording.has_place(member.participant):
                raise NotJoined(_GONE)
            return serve(writing.connection, limits(), member.participant)

        return job

    def _took(self, member: Member, taken: int) -> None:
        """Count *member* as served. Writes end in order, so the latest *taken* is the right one."""
        if self._limits is not None:
            self._served.add(member.participant)
            self.taken = taken
        self._channels.joining_changed()

    def _hidden(self, words: str) -> str:
        return self._store.hidden(RECOVERY, words)


def _returning(member: Member, key: Key) -> Callable[[Writing], set[str]]:
    def job(writing: Writing) -> set[str]:
        if not tokens_of(writing, member):
            raise NotJoined(_GONE)
        add_device(writing, member, key)
        return tokens_of(writing, member)

    return job
