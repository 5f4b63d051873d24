"""The participants of a session: who a device belongs to, who agreed to what; the store's word, kept at hand."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kit.answers import Store
from kit.answers.ageing import DAYS, day_of
from kit.answers.consents import COUNTED, PAGE, Consent, agreed, with_it
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
from kit.answers.withdrawals import take_back_consent, withdraw
from kit.errors import NotJoined, WordsTaken
from kit.live.codes import hashed, new_token, today
from kit.live.events import Channels
from kit.live.progress import Progress
from kit.live.writer import Writer

# What a device is given at joining, as the store keeps it: its key, and four words to come back with.


class Days:
    """The store's day while a host runs: counted on from *first* by a clock that nobody sets."""

    def __init__(self, first: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._first = first
        self._clock = clock
        self._began = clock()

    @property
    def today(self) -> int:
        """The number of this day."""
        return self._first + int((self._clock() - self._began) // 86400)

    def key_for(self, token: str) -> Key:
        """What the store keeps of a device's new key."""
        return Key(token=hashed(token), last_day=self.today + DAYS)


@cache
def word_list() -> tuple[str, ...]:
    """The 1024 words from which recovery words are drawn."""
    return tuple(files("kit.live").joinpath("recovery_words.txt").read_text("utf-8").split())


def new_words() -> list[str]:
    """Four recovery words, all different since a word twice looks like a slip of the pen; one of 2^39.99 lists."""
    return secrets.SystemRandom().sample(word_list(), WORDS)


_DRAWS = 5
_GONE = "This participant has withdrawn."


@dataclass(frozen=True)
class Joined:
    """A member, the key that their device keeps, and at the first join the words to come back with."""

    member: Member
    token: str
    words: list[str] | None = None


class People:
    """All members, by the hash of their devices' keys. This process alone writes, so nothing here grows stale."""

    def __init__(
        self,
        store: Store,
        writer: Writer,
        progress: Progress,
        channels: Channels,
        limits: Callable[[], Limits] | None = None,
    ) -> None:
        """*limits* says how many the session serves; without, it serves every member."""
        self._store = store
        self._writer = writer
        self._progress = progress
        self._channels = channels
        self._limits = limits
        with store.transaction() as connection:
            found = read_members(connection)
            self._served = served_in(connection, limits().session) if limits else set()
            self.taken = taken_in(connection, limits().session) if limits else 0
            self.freed = how_often_freed(connection)
            self._days = Days(day_of(connection, today()))
        self._keys = found.keys
        self._tokens: dict[str, set[str]] = {}
        for token, (member, _) in found.keys.items():
            self._tokens.setdefault(member.participant, set()).add(token)
        self._consents = found.consents

    def pseudonym(self, public: str) -> str:
        """The pseudonym that belongs to the id a device knows, whether or not somebody has it."""
        return self._store.participant(f"live:{public}")

    def hidden_slip(self, code: object) -> str:
        """The keyed hash under which the store keeps the slip with this code."""
        return hidden(self._store, code)

    def find(self, token: str) -> Member | None:
        """Whose device holds *token*; None where it was never given out, or too long ago."""
        found = self._keys.get(hashed(token))
        return found[0] if found and self._days.today <= found[1] else None

    def agreed(self, member: Member, version: str) -> bool:
        """Whether *member* agreed to this version of the notice."""
        return agreed(self._consents.get(member.participant, ()), COUNTED, version=version)

    def consents(self, member: Member) -> list[Consent]:
        """Everything *member* agreed to and did not take back."""
        return sorted(self._consents.get(member.participant, ()), key=lambda one: tuple(vars(one).values()))

    def know(self, member: Member, given: Iterable[Consent]) -> None:
        """Take *given* for everything *member* has agreed to, as the store has just said."""
        self._consents[member.participant] = set(given)

    def is_served(self, member: Member) -> bool:
        """Whether *member* may take part: where people are counted, only who is among them."""
        return self._limits is None or member.participant in self._served

    def everybody(self) -> set[tuple[str, str]]:
        """For all with a device the id that it knows, and the pseudonym."""
        return {(member.public, member.participant) for member, _ in self._keys.values()}

    async def serve(self, member: Member) -> None:
        """Count *member* among those who are here. Raises NotCounted, NoPlaceLeft, NotJoined, StoreError."""
        if not self.is_served(member):
            self._took(member, await self._writer.write(self._serving(member)))

    async def give_back(self, check: Callable[[], None], *, here: Collection[str] = (), one: bool = False) -> None:
        """Give back the places that this session's code gave to newcomers but for those of *here*, or *one* of them.

        *check* raises where that may not be done any more. Raises that, NothingToGiveBack, StoreError.
        """
        session = self._limits().session if self._limits else ""

        # Alone: what is written in one commit with it must not take whose place goes for somebody who is still there.
        def job() -> tuple[set[str], int]:
            check()
            with self._store.transaction() as connection:
                return give_back(connection, session, here=here, one=one), taken_in(connection, session)

        chosen, self.taken = await self._writer.alone(job)
        for participant in chosen:
            self._forget(participant)
        self.freed += 1
        self._channels.changed()  # whose place is gone hears it at the next step of its stream

    async def join(self, attempt: str | None, slip: str | None = None) -> Joined:
        """A new member, or the one that joined in the same *attempt*; *slip* is the hash of a code that is used up.

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

    async def come_back(self, given: object) -> Joined | None:
        """The member with these recovery words, with a key for one more device; None where there is none."""
        words = plain_words(given)
        if not words:
            return None
        token, kept = new_token(), self._hidden(words)

        def job(writing: Writing) -> tuple[Member, set[str]] | None:
            member = find_by_words(writing, kept)
            if member is None:
                return None
            add_device(writing, member, self._days.key_for(token))
            return member, tokens_of(writing, member)

        found = await self._writer.write(job)
        if found is None:
            return None
        self._keep(found[0], found[1], self._days.key_for(token))
        return Joined(found[0], token)

    async def renew(self, member: Member, token: str) -> Joined:
        """The key of the device of a member who is known already, and a fresh one where it has worked for long.

        Whoever has a new one after each session is unknown to any older copy of the store that is put back.
        """
        _, last_day = self._keys.get(hashed(token), (member, 0))
        if last_day - self._days.today > DAYS // 2:
            return Joined(member, token)
        token = new_token()
        key = self._days.key_for(token)
        self._keep(member, await self._writer.write(_returning(member, key)), key)
        return Joined(member, token)

    async def agree(self, member: Member, version: str) -> None:
        """Note that *member* agreed to this version of the notice. Raises NotJoined, StoreError."""
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

    async def take_back(self, member: Member, purpose: str) -> None:
        """End an agreement of *member* and those that build on it. Raises UnknownName, StoreError."""
        private, participant = self._store.cohort.private, member.participant
        await self._writer.alone(lambda: take_back_consent(self._store.engine, private, participant, purpose))
        ended = with_it(purpose)
        self._consents[participant] = {one for one in self._consents.get(participant, ()) if one.purpose not in ended}
        self._progress.touch_all()

    async def withdraw(self, participant: str) -> None:
        """Erase everything a pseudonym sent. Raises StoreError; then doing it again is right."""
        private = self._store.cohort.private
        await self._writer.alone(lambda: withdraw(self._store.engine, private, participant))
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
        """Note that *member* is served; *taken* places are then, and what is written later is also told later."""
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
