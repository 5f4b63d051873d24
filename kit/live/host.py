"""The host of one session: it owns the store, and everything that requests do goes through it."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
import os
import secrets
import ssl
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from kit.answers import Store
from kit.answers.consents import Consent
from kit.answers.folder import write_private
from kit.answers.members import Member
from kit.answers.own import own_submissions
from kit.answers.roster import draw, read_roster
from kit.answers.slips import unused
from kit.curriculum.items import Item
from kit.curriculum.policy import policy_of
from kit.curriculum.weeks import Week
from kit.errors import NothingToGiveBack, StoreError, UnknownName
from kit.live.codes import hashed, new_code, new_token, same_secret
from kit.live.events import Channel
from kit.live.http.connections import Server
from kit.live.limits import Failures, Leavings, Sendings
from kit.live.notice import messages_of, notice_for
from kit.live.people import People
from kit.live.process.session import Session
from kit.live.progress import Progress
from kit.live.room import Room
from kit.live.taking import Given, May, checked, confirmed, taking, texts_of
from kit.live.writer import Writer
from kit.publishing.gate import Outcome, close_what_is_unknown, export, fix_policy, publish, sizes_of
from kit.publishing.masking.masker import CohortMasker
from kit.publishing.texts import Candidate, Pools, places_of
from kit.results.releases import FILE_NAME, Asked, Releases, read_releases, to_text
from kit.sending.submissions import Submission, content_hash
from kit.system.opening import bytes_of
from kit.text.codes import in_halves

log = logging.getLogger("kit.live")

HOST_FILE = "host.json"
_SHOWN = 3600  # seconds to which the time of the store's files is rounded, once for a session
T = TypeVar("T")


class Host:
    """Made inside a running loop, on an open store that nobody else holds; ``stop`` ends it."""

    server: Server  # once it runs
    tls: ssl.SSLContext | None = None
    fingerprint = ""

    def __init__(self, store: Store, week: Week, session: Session, port: int) -> None:
        self.store = store
        self.session = session
        self.port = port
        self.trouble = ""
        self.hosts: frozenset[str] = frozenset()
        self._answer_to(session)
        # Cookies ignore ports: another cohort's host on this computer must not take ours for its own.
        names = (f"kit_{whose}_{store.cohort.identity}" for whose in ("participant", "screen", "browser"))
        self.cookie, self.screen_cookie, self.browser_cookie = names
        self.messages = messages_of(store.cohort)
        self.policy = policy_of(store.cohort)
        self.notice = notice_for(store.cohort, self.policy, session, self.messages)
        self.masker = CohortMasker(store.cohort)
        self._pools = Pools(store, self.policy, self.masker)
        self.failures = Failures()
        self.leavings = Leavings(store.cohort.size)
        self.sendings = Sendings()
        self.exporting: set[str] = set()
        self.run = secrets.token_hex(8)  # a host that is started again may stand on an older copy of the store
        self.streams: Counter[str] = Counter()
        self._tickets: set[str] = set()
        # Made of the facilitator's key, so that a screen outlasts a restart and not the session.
        self._screen_key = hmac.digest(session.token.encode(), b"screen", "sha256").hex()
        self._readers = ThreadPoolExecutor(3, thread_name_prefix="kit-reader")
        _make_ready(store)
        self.sizes = sizes_of(store)
        self.room = Room(store, week, session)
        if session.mode == "self-paced":
            self._open_all()
        self._read_releases()
        self.writer = Writer(store)
        self.people = People(store, self.writer, self.room.counted.limits if session.in_room else None)
        self.channel = Channel(self._state)
        # What the screen shows beside: it hears of every joining, and hundreds of phones need not.
        self.screens = Channel(self._state)
        self.just_revealed = False
        self.progress = Progress(store, self.room, self.policy, self.read)
        self.progress.count_all()

    async def read(self, job: Callable[..., T], *arguments: Any) -> T:
        """What *job* returns, from a thread that only reads."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, job, *arguments)

    def announce(self) -> None:
        """Write address and key of the facilitator to private/run/host.json, for their eyes alone. Raises OSError."""
        values = {"address": f"{self.session.scheme}://127.0.0.1:{self.port}", "port": self.port, "pid": os.getpid()}
        values |= {"token": self.session.token, "week": self.room.week.number, "session": self.session.id}
        self.room.keep()
        write_private(self._file, json.dumps(values).encode())

    async def end(self) -> None:
        """Close what is open: the session is over, and a page of it that is left open sends nothing into the next."""
        try:
            await self._change(self.store.close_all)
        except StoreError as error:
            # The next session closes it; a disk that is full now must not keep this one from ending.
            log.warning("closing at the end: %s", type(error).__name__)

    def stop(self) -> None:
        """Finish what is being written, end the streams, and take the address away."""
        self.channel.close()
        self.screens.close()
        self.progress.stop()
        self.writer.stop()
        self.room.note_times(ended=True)
        self._readers.shutdown()
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)

    def checked(self, values: object) -> Submission:
        """The submission in *values*, every answer checked against the week file. Raises KitErrors."""
        return checked(values, self.store.cohort.slug, self.store.weeks)

    async def take(
        self,
        submission: Submission,
        member: Member,
        consent: str,
        given: Mapping[str, Given],
        *,
        may: May | None,
    ) -> str:
        """Store a submission with what was *given* for its texts: ``stored`` or ``already``. Raises KitErrors.

        *may* says whether one that is not there yet is taken; without it everything is.
        """
        shared: list[Consent] | None = None
        if given or texts_of(self.store, submission.week, submission.exercise):
            version = self.notice.version
            shared = await self.read(confirmed, self.store, self.masker, submission, given, version)
        outcome, agreements = await self.writer.write(taking(submission, member, consent, shared, may=may))
        if agreements is not None:
            self.people.know(member, agreements)
        if outcome == "stored" and submission.week == self.room.week.number:
            self.progress.answered(submission.exercise, submission.answers)
        return outcome

    def proof(self, member: Member, submission: Submission) -> str:
        """What shows to this cohort alone that it had taken this very submission of *member* before."""
        said = f"{submission.id} {submission.revision} {content_hash(submission)}"
        return self.store.hidden("taken", f"{member.participant} {said}")

    async def own(self, member: Member) -> list[Submission]:
        """What *member* sent so far."""
        return await self.read(own_submissions, self.store, member.participant)

    async def agree(self, member: Member) -> None:
        """Note that *member* agreed to this session's notice. Raises NotJoined, StoreError."""
        if await self.people.agree(member, self.notice.version):
            self._count_again()

    async def take_back(self, member: Member, purpose: str) -> None:
        """End an agreement of *member* and those that build on it. Raises UnknownName, StoreError."""
        await self.people.take_back(member, purpose)
        self._count_again()

    async def withdraw(self, participant: str) -> None:
        """Erase all that a pseudonym sent."""
        await self.people.withdraw(participant)
        self._count_again()

    async def open_exercise(self, week: int, exercise: str) -> None:
        """Let participants answer an exercise; the first one fixes the policy. Raises KitErrors."""
        self._this_week(week)

        def job() -> None:
            fix_policy(self.store, self.policy)
            self._keeping(self.room.ask)
            self.store.open_exercise(week, exercise)

        await self._change(job)

    async def close_exercise(self, week: int, exercise: str) -> None:
        """Take no more answers to an exercise. Raises KitErrors."""
        self._this_week(week)
        await self._change(lambda: self.store.close_exercise(week, exercise))

    async def reveal(self, week: int, exercise: str) -> list[Outcome]:
        """Close an exercise and publish what of it may be published; a second time changes nothing."""
        self._this_week(week)

        def job() -> list[Outcome]:
            shared = any(one.id == exercise and one.group_items for one in self.room.week.exercises)
            if not shared:
                self.store.close_exercise(week, exercise)
                return []
            outcomes = publish(self.store, self.store.weeks, self.policy, week=week, exercise=exercise)
            self._read_releases()
            return outcomes

        return await self._change(job, reveals=True)

    async def look_at_texts(self, week: int, exercise: str) -> list[tuple[Item, list[Candidate]]]:
        """The shared texts of a closed exercise that wait for a yes or no, item by item. Raises KitErrors."""
        self._this_week(week)

        def job() -> list[tuple[Item, list[Candidate]]]:
            places = places_of(self.store.weeks, week, exercise)
            return [(item, self._pools.look(place)) for place, item in places]

        return await self.writer.alone(job)

    async def show_texts(self, place: Asked, yes: Collection[str], no: Collection[str]) -> None:
        """Publish shared texts; that cannot be undone. Raises KitErrors."""
        self._this_week(place.week)

        def job() -> None:
            self._pools.publish(place, yes, no)
            self._read_releases()

        await self._change(job, reveals=True)

    async def advance(self, block: str, clock: Any) -> None:
        """Go to a block of the session. Raises UnknownName, StoreError."""

        def job() -> None:
            self._keeping(lambda: self.room.advance(block, clock))
            self.room.note_times()

        await self._change(job)

    async def new_code(self) -> None:
        """Draw a fresh join code; the old one works no more. Raises StoreError."""

        def job() -> None:
            self.room.code = new_code()
            self._keeping(self.room.keep)

        await self._change(job)

    async def say_people(self, people: int) -> None:
        """Take *people* for how many are here with a device. Raises UnknownName, StoreError."""
        self._counts_people()

        def job() -> None:
            self.room.counted.say(people, taken=self.people.taken, size=self.store.cohort.size)
            self._keeping(self.room.keep)

        await self._change(job)

    async def free_place(self) -> None:
        """Give back a place that this session's code gave to a newcomer and that is open on no device.

        Raises UnknownName where there is none, and once an exercise was opened; StoreError.
        """
        self._counts_people()
        here = {participant for public, participant in self.people.everybody() if public in self.streams}
        await self.people.give_back(self._nothing_asked, here=here, one=True)
        self._freed()

    async def free_all(self) -> None:
        """Draw a fresh code, and give back every place that the old one gave. Raises UnknownName, StoreError."""
        self._counts_people()
        self._nothing_asked()
        # First the code: nobody comes in with the old one while its places are given back.
        await self.new_code()
        with contextlib.suppress(NothingToGiveBack):
            await self.people.give_back(self._nothing_asked)
        self._freed()

    def _nothing_asked(self) -> None:
        # From the first question on somebody may have sent something, and giving back a place would tell who did not.
        if self.room.asked:
            raise UnknownName(self.messages("session.places_kept"))

    def _counts_people(self) -> None:
        if not self.session.in_room:
            raise UnknownName("In this session nobody counts people: who is new joins with a slip.")

    def _freed(self) -> None:
        self.joined()
        self.channel.changed()  # whose place is gone hears it at the next step of its stream

    def joined(self) -> None:
        """Somebody took a place, or one was given back: the screen and the facilitator show how many are taken."""
        self.screens.changed()
        self.progress.channel.changed()

    async def roster(self) -> tuple[str, ...]:
        """The names for pairs and trios."""
        return (await self.read(read_roster, self.store.cohort)).names

    async def pairs(self, week: int, present: Sequence[str], size: int) -> tuple[list[list[str]], list[str]]:
        """Groups of those who are present, and sentences that explain them."""
        seed = secrets.randbelow(2**31)
        groups = await self.writer.alone(lambda: draw(self.store.cohort, week, present, size, seed))
        return [list(group) for group in groups.groups], groups.sentences(self.messages)

    def move(self, address: str) -> None:
        """Answer at another *address* in the network too, and name it to those who join."""
        self.session = replace(self.session, lan=address)
        if self.tls is not None:
            self.tls.load_cert_chain(self.session.certificate, self.session.key)
            self.speak_with(self.tls)
        self._answer_to(self.session)

    def speak_with(self, tls: ssl.SSLContext | None) -> None:
        """Speak with what *tls* has loaded; its fingerprint is shown, whatever becomes of the file afterwards."""
        self.tls = tls
        if self.session.made:
            from kit.live.process.certificate import fingerprint_of  # noqa: PLC0415 - 9 MB that most sessions need not carry

            self.fingerprint = fingerprint_of(Path(self.session.certificate))

    def unreachable(self, trouble: str) -> None:
        """Tell panel and screen why nobody else reaches the session; empty where they do, perhaps at a new address."""
        self.trouble = trouble
        self.screens.changed()
        self.progress.channel.changed()

    def _answer_to(self, session: Session) -> None:
        # The names of before stay: their address may come back, and then the pages that are open there go on.
        self.hosts |= session.hosts(self.port)
        self.origins = frozenset(f"{session.scheme}://{name}" for name in self.hosts)

    def joining(self) -> dict[str, Any]:
        """How people join: for the facilitator and the screen alone."""
        places = {"people": self.room.counted.people, "taken": self.people.taken, "freed": self.people.freed}
        places["asked"] = self.room.asked
        code = in_halves(self.room.code) if self.session.in_room else ""
        ways = {"code": code, "url": self.session.url(self.port), "places": self._in_room(places)}
        return {**ways, "network": self.trouble, "fingerprint": self.fingerprint}

    def kept(self) -> int:
        """How many of the cohort's places are kept for slips that nobody has used yet."""
        with self.store.reading() as connection:
            return unused(connection)

    def _in_room(self, places: dict[str, Any]) -> dict[str, Any] | None:
        return places if self.session.in_room else None

    def notice_values(self) -> dict[str, Any]:
        """The notice as JSON values."""
        return {"version": self.notice.version, "sentences": list(self.notice.sentences)}

    def new_ticket(self) -> str:
        """A ticket with which one browser becomes the screen."""
        ticket = new_token()
        self._tickets = {hashed(ticket)}
        return ticket

    def take_ticket(self, given: object) -> str | None:
        """The screen's key for a ticket that was not used yet."""
        if not isinstance(given, str) or hashed(given) not in self._tickets:
            return None
        self._tickets.clear()
        return self._screen_key

    def is_screen(self, key: str) -> bool:
        """Whether *key* was given to a screen of this session."""
        return same_secret(key, self._screen_key)

    def _count_again(self) -> None:
        for exercise in self.room.statuses:
            self.progress.touch(exercise)

    def _state(self) -> dict[str, Any]:
        policy = {"minimum": self.policy.minimum, "sensitive": self.policy.sensitive, "text": self.policy.text}
        return {**self.room.state(), "run": self.run, "policy": policy, "notice": self.notice_values()}

    async def _change(self, job: Callable[[], T], *, reveals: bool = False) -> T:
        result = await self.writer.alone(job)
        await self.read(self.room.read_statuses)
        self.just_revealed = reveals
        self.channel.changed()
        self.screens.changed()
        self.progress.channel.changed()
        return result

    def _this_week(self, week: int) -> None:
        if week != self.room.week.number:
            raise UnknownName(f"This session is for week {self.room.week.number}; start another for week {week}.")

    def _open_all(self) -> None:
        fix_policy(self.store, self.policy)
        for exercise in self.room.week.exercises:
            self.store.open_exercise(self.room.week.number, exercise.id)
        self.room.read_statuses()

    def _read_releases(self) -> None:
        folder, slug = self.store.cohort.published, self.store.cohort.slug
        found = read_releases(folder, cohort=slug)
        week = self.room.week.number
        self.room.released = [one.sequence for one in found.releases if one.week == week]
        path = folder / FILE_NAME
        self.releases = bytes_of(path) if path.is_file() else to_text(Releases(cohort=slug)).encode()

    def _keeping(self, job: Callable[[], None]) -> None:
        try:
            job()
        except OSError as error:
            raise StoreError(
                f"{self.store.cohort.private}: cannot be written ({error.strerror}); check the disk."
            ) from None

    @property
    def _file(self) -> Any:
        return self.store.cohort.private / "run" / HOST_FILE


def _make_ready(store: Store) -> None:
    """Let nothing of the store's files tell of answers, and ledger and releases.json say the same."""
    store.keep_even(int(time.time() // _SHOWN * _SHOWN))
    close_what_is_unknown(store)
    export(store)
