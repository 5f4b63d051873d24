"""Simulated participants who visit a running host as people would: join, agree, answer, leave, come back.

For rehearsals and load tests. They speak HTTP like a participant's page and know nothing else of the host.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import ssl
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from kit.curriculum.weeks import Week
from kit.errors import HostAway, HostError
from kit.sending.door import read_address
from kit.sending.submissions import new_id
from kit.simulate.cohort import Sending, simulate
from kit.simulate.device import CALM, Device, Pace, Tally, accepted, values_of
from kit.simulate.people import AWAY, LATE, Person, source

# How a simulated participant shares a text: as a person would, after having seen it masked.

_FINE = 200


async def body_of(device: Device, sending: Sending, texts: Iterable[str]) -> dict[str, Any]:
    """Return the body for *sending*, with the items *texts* as the host masks them; unmasked ones are left out."""
    answers, shared = dict(sending.answers), dict[str, Any]()
    for item in texts:
        if item not in answers:
            continue
        place = {"week": sending.week, "exercise": sending.exercise, "item": item}
        reply = await device.ask("preview", "POST", "/api/texts/preview", {**place, "text": answers.pop(item)})
        if reply.status_code == _FINE:
            masked = accepted(reply)
            answers[item] = masked["text"]
            shared[item] = {"version": masked["version"], "quote": False}
    body = {"week": sending.week, "exercise": sending.exercise, "revision": sending.revision, "answers": answers}
    return {**body, "shared": shared} if shared else body


MOST_PEOPLE = 1000
ROOM = 2  # places that guests leave to real people
_SENT_TWICE = 0.05
_WITH_WORDS = 0.5
# The last look at what arrived may not hold up the end of a visit for ever.
_ACCOUNT = 30.0


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Who visits which host: ``people`` simulated participants, the same for the same ``seed``.

    ``trust`` says which certificates are believed; the default is this computer's own list. ``as_guests`` come only
    where no real people take part, leave room for some, and give their places back at the end.
    """

    address: str
    code: str
    people: int
    seed: int
    pace: Pace = CALM
    trust: ssl.SSLContext | None = None
    as_guests: bool = False


async def visit(
    crowd: Crowd,
    weeks: Mapping[int, Week],
    *,
    seconds: float,
    stop: asyncio.Event | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Tally:
    """Let *crowd* visit until every exercise is closed, *stop* is set, or *seconds* are over. Returns what happened.

    *tell* is called with the exercise of every submission that is stored. Raises HostError where the host refuses
    somebody (a wrong code, a full cohort, another version of the week), HostAway where none of them reaches it.
    """
    address, code = read_address(crowd.address)
    if crowd.as_guests:
        await _admitted(crowd, address)
    if not 1 <= crowd.people <= MOST_PEOPLE:
        raise HostError(f"A visit has from 1 to {MOST_PEOPLE} simulated people.")
    tally, trust = Tally(), crowd.trust or ssl.create_default_context()
    plans = _Plans(weeks, crowd)
    visitors = [
        _Visitor(person, address, crowd.code or code, plans, tally, trust, tell) for person in plans.everybody()
    ]
    await _together(visitors, stop, seconds)
    for visitor in visitors:
        if visitor.fault:
            raise visitor.fault
    if not tally.joined and tally.gave_up:
        raise HostAway("The host doesn't answer; is it still running, and is this device in its network?")
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_ACCOUNT), asyncio.TaskGroup() as group:
            for visitor in visitors:
                group.create_task(visitor.account())
    if crowd.as_guests:
        for visitor in visitors:  # one after the other: each is erased from every file
            await visitor.give_back()
    return tally


async def _admitted(crowd: Crowd, address: str) -> None:
    """Raise HostError unless no real answers count at this host and there is room; HostAway if it is away."""
    trust = crowd.trust or ssl.create_default_context()
    async with Device(address, Tally(), source(crowd.seed, "about"), pace=crowd.pace, trust=trust) as device:
        about = values_of(await device.ask("about", "GET", "/api/about"))
    if about.get("simulated") is not True:
        raise HostError(
            "Real people can join this session, so simulated ones stay out: nobody could tell their answers apart. To "
            "practise, use: kit host WEEK --rehearse"
        )
    left = about.get("left")
    room = left - ROOM if type(left) is int else 0
    if crowd.people > room:
        many = f"at most {room} simulated people" if room > 0 else "no simulated people"
        raise HostError(f"There's room for {many} more, so that real ones can join too; use --people.")


async def _together(visitors: Sequence[_Visitor], stop: asyncio.Event | None, seconds: float) -> None:
    """Let all visit at once, until all have left, one met a fault, *stop* is set, or time is over."""
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(visitor.stay()) for visitor in visitors]
        over = asyncio.Event()
        waiting = [group.create_task(_pass_on(stop, over))] if stop else []
        group.create_task(_end([*running, *waiting], over, seconds))

        def one_went(_: object) -> None:
            if all(task.done() for task in running) or any(visitor.fault for visitor in visitors):
                over.set()

        for task in running:
            task.add_done_callback(one_went)


async def _pass_on(stop: asyncio.Event, over: asyncio.Event) -> None:
    await stop.wait()
    over.set()


async def _end(running: Sequence[asyncio.Task[None]], over: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await over.wait()
    for task in running:
        task.cancel()


class _Plans:
    """What everybody will answer in the week that the host is running."""

    def __init__(self, weeks: Mapping[int, Week], crowd: Crowd) -> None:
        self._weeks = weeks
        self.crowd = crowd
        self._week = -1
        self._sendings: dict[tuple[str, str], list[Sending]] = {}

    def everybody(self) -> tuple[Person, ...]:
        """Return the simulated people, the same in every week."""
        return simulate({}, seed=self.crowd.seed, size=self.crowd.people, planted=None).people

    def sendings(self, week: object, label: str) -> dict[str, list[Sending]]:
        """Return what somebody sends, by exercise. Raises HostError if the week is not in this curriculum."""
        if type(week) is not int or week not in self._weeks:
            raise HostError(f"The host is running week {week!r}, which this curriculum doesn't have; use --cohort DIR.")
        if week != self._week:
            crowd, only = self.crowd, {week: self._weeks[week]}
            cohort = simulate(only, seed=crowd.seed, size=crowd.people, planted=None, all_come=True)
            self._week, self._sendings = week, {}
            for sending in cohort.sendings:
                self._sendings.setdefault((sending.participant, sending.exercise), []).append(sending)
        shared = [one.id for one in self._weeks[week].exercises if one.group_items]
        return {exercise: self._sendings.get((label, exercise), []) for exercise in shared}

    def texts(self, sending: Sending) -> list[str]:
        """Return the items of *sending*'s exercise that are texts."""
        (exercise,) = (found for found in self._weeks[sending.week].exercises if found.id == sending.exercise)
        return [item.id for item in exercise.group_items if item.form == "text"]


class _Went(Enum):
    """Why somebody stopped taking part."""

    HOME = "there was nothing more to do"
    AWAY = "this person left for a while"
    LOST = "the connection ended"


class _Visitor:
    """One simulated participant during one session."""

    def __init__(
        self,
        person: Person,
        address: str,
        code: str,
        plans: _Plans,
        tally: Tally,
        trust: ssl.SSLContext,
        tell: Callable[[str], None],
    ) -> None:
        self.fault: HostError | None = None
        self._person, self._address, self._code = person, address, code
        self._plans, self._tally, self._trust, self._tell = plans, tally, trust, tell
        self._rng: random.Random = source(plans.crowd.seed, person.label, "visit")
        self._pace = plans.crowd.pace
        self._cookie, self._words = "", list[str]()
        self._done: set[str] = set()
        self._confirmed: set[str] = set()
        self._leaves = 1 if person.temperament is AWAY else 0

    async def stay(self) -> None:
        """Join, answer whatever opens, and leave once everything is closed; an error is kept in ``fault``."""
        try:
            await self._think(self._pace.away if self._person.temperament is LATE else self._pace.thinking)
            async with self._device() as device:
                await self._join(device)
            went = _Went.LOST
            while went is not _Went.HOME:
                async with self._device() as device:
                    went = await self._take_part(device)
                if went is _Went.AWAY:
                    await self._think(self._pace.away)
                    await self._come_back()
        except HostAway:
            self._tally.gave_up += 1
        except HostError as fault:
            self.fault = fault

    async def account(self) -> None:
        """Check that the host has everything it confirmed."""
        if not self._confirmed:
            return
        self._tally.unchecked += 1
        with contextlib.suppress(HostError):
            async with self._device() as device:
                reply = await device.ask("own", "GET", "/api/submissions/mine")
                there = {one["id"] for one in accepted(reply)["submissions"]}
                self._tally.missing += len(self._confirmed - there)
                self._tally.unchecked -= 1

    async def give_back(self) -> None:
        """Withdraw, so that the place is free for a real person."""
        if self._cookie:
            with contextlib.suppress(HostError):
                async with self._device() as device:
                    await device.ask("withdraw", "POST", "/api/withdraw", {"confirm": True})

    def _device(self) -> Device:
        return Device(self._address, self._tally, self._rng, pace=self._pace, trust=self._trust, cookie=self._cookie)

    async def _join(self, device: Device) -> None:
        # The same attempt when the reply is lost: joining again must not take a second place.
        reply = await device.ask("join", "POST", "/api/join", {"code": self._code, "attempt": new_id()})
        joined = accepted(reply)
        self._words = joined.get("words", [])
        self._cookie = device.cookie
        self._tally.joined += 1
        await device.ask("page", "GET", "/week")
        agreeing = {"purpose": "aggregate", "version": joined["notice"]["version"]}
        agreed = await device.ask("consent", "POST", "/api/consent", agreeing)
        accepted(agreed)

    async def _take_part(self, device: Device) -> _Went:
        """Answer what opens, until there is nothing left to do or something ends it."""
        reply = await device.ask("state", "GET", "/api/state")
        if await self._answer_all(device, accepted(reply)):
            return _Went.HOME
        async for news in device.states():
            if self._leaves and self._done:
                self._leaves -= 1
                self._tally.left += 1
                return _Went.AWAY
            if await self._answer_all(device, news):
                return _Went.HOME
        await self._think(self._pace.again)
        return _Went.LOST

    async def _answer_all(self, device: Device, state: Mapping[str, Any]) -> bool:
        plan, statuses = self._plans.sendings(state.get("week"), self._person.label), state.get("exercises", {})
        for exercise, sendings in plan.items():
            if statuses.get(exercise) == "open" and exercise not in self._done:
                self._done.add(exercise)
                for sending in sendings:
                    await self._think(self._pace.thinking * (3 if sending.late else 1))
                    await self._send(device, sending)
                if self._leaves:
                    return False
        return all(exercise in self._done or statuses.get(exercise) == "closed" for exercise in plan)

    async def _send(self, device: Device, sending: Sending) -> None:
        submission = new_id()
        body = await body_of(device, sending, self._plans.texts(sending))
        again = self._rng.random() < _SENT_TWICE
        for _ in range(2 if again else 1):
            reply = await device.ask("submission", "PUT", f"/api/submissions/{submission}", body)
            if reply.status_code in (403, 410):
                self._tally.too_late += 1
                return
            accepted(reply)
        self._confirmed.add(submission)
        self._tally.stored += 1
        self._tally.changed += sending.revision > 1
        self._tally.twice += again
        self._tell(sending.exercise)

    async def _come_back(self) -> None:
        """Come back with the cookie, or from another device with the four words."""
        if self._words and self._rng.random() < _WITH_WORDS:
            self._cookie = ""
            async with self._device() as device:
                reply = await device.ask("return", "POST", "/api/return", {"words": " ".join(self._words)})
                accepted(reply)
                self._cookie = device.cookie
            self._tally.by_words += 1
        else:
            self._tally.by_cookie += 1

    async def _think(self, seconds: float) -> None:
        await asyncio.sleep(seconds * (0.5 + self._rng.random()))
