"""Limits on what could be done without end: guessing four words, leaving and rejoining, sending again.

A join code is guessed by nobody, so wrong ones are not counted and a right one always passes. Of 2^40 codes, a flood of
2,000 tries a second, more than the host answers, finds the one of a three-hour session with a chance of 1 in 50,000;
what it would find is one more place, of which there are as many as people.

Four words are one of 2^40 lists too, but they lead to what somebody sent, and thirty people have thirty of them. So
wrong ones are counted: at most five a minute for each browser, sixty for each address, and three hundred in all. In
three hours that is a chance of 1 in 680,000 to find anybody's. A browser that has not guessed yet passes whatever
others behind the same address did; only three hundred wrong lists a minute, in all, hold everybody up who comes back
with words. They hold up nobody who joins or is there.
"""

from __future__ import annotations

import asyncio
import ipaddress
import math
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Collection

from kit.answers.members import MOST_DEVICES

WINDOW = 60.0
PER_BROWSER = 5
PER_ADDRESS = 60
IN_ALL = 300
MOST_SENT = 300
_MOST_KNOWN = 4096


class Failures:
    """The wrong four-word lists of the last minute."""

    # The clock must never run backwards, so it is not the wall's.
    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by_browser = _Kept(PER_BROWSER)
        self._by_address = _Kept(PER_ADDRESS)
        self._all: deque[float] = deque(maxlen=IN_ALL)

    def wait(self, address: str, browser: str) -> int:
        """Return the seconds until this *browser* at this *address* may try again, 0 if it may now.

        A browser without a mark is told apart by its address alone.
        """
        now, network = self._clock(), network_of(address)
        mine = self._by_browser.times(browser or network)
        own = _until_free(mine, PER_BROWSER, now)
        innocent = bool(browser) and not any(now - at < WINDOW for at in mine)
        shared = 0 if innocent else _until_free(self._by_address.times(network), PER_ADDRESS, now)
        return max(own, shared, _until_free(self._all, IN_ALL, now))

    def add(self, address: str, browser: str) -> None:
        """Count a failure."""
        now, network = self._clock(), network_of(address)
        self._by_browser.add(browser or network, now)
        self._by_address.add(network, now)
        self._all.append(now)

    def forgive(self, address: str, browser: str) -> None:
        """Take back the last failure of this browser."""
        network = network_of(address)
        for times in (self._by_browser.times(browser or network), self._by_address.times(network), self._all):
            if times:
                times.pop()


class _Kept:
    """The latest few times for each name, for a limited number of names."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def times(self, name: str) -> deque[float]:
        """Return the times kept for *name*."""
        return self._times.get(name, deque())

    def add(self, name: str, now: float) -> None:
        """Keep a time for *name*."""
        self._times.setdefault(name, deque(maxlen=self._most)).append(now)
        self._times.move_to_end(name)
        while len(self._times) > _MOST_KNOWN:
            self._times.popitem(last=False)


class _Paced:
    """Limits what one does under a name: so much at once, then one every few seconds."""

    def __init__(self, at_once: int, pause: float, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._pause = pause
        self._most = pause * (at_once - 1)
        self._free_at: OrderedDict[str, float] = OrderedDict()

    def _owed(self, name: str) -> float:
        now = self._clock()
        return max(0.0, self._free_at.get(name, now) - now)

    def _seconds(self, name: str) -> int:
        over = self._owed(name) - self._most
        return max(1, math.ceil(over)) if over > 0 else 0

    def _add(self, name: str) -> None:
        self._free_at[name] = self._clock() + self._owed(name) + self._pause
        self._free_at.move_to_end(name)
        while len(self._free_at) > _MOST_KNOWN:
            self._free_at.popitem(last=False)


class Leavings(_Paced):
    """Limits withdrawals from one address: as many at once as there are people, then one every few seconds.

    To erase takes the store for a moment each time; somebody who joins and leaves in a loop must not have it.
    """

    PAUSE = 6.0

    def __init__(self, at_once: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(at_once, self.PAUSE, clock)

    def wait(self, address: str) -> int:
        """Return the seconds until somebody at this address may withdraw; 0 counts as a withdrawal."""
        network = network_of(address)
        seconds = self._seconds(network)
        if not seconds:
            self._add(network)
        return seconds


class Returns(_Paced):
    """Limits how often one person brings a device back with the right words: as many at once as fit beside the first.

    Beyond those, each one ends the oldest. A loop must not end all that somebody uses, nor hold the store.
    """

    PAUSE = 30.0

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(MOST_DEVICES - 1, self.PAUSE, clock)

    def wait(self, participant: str) -> int:
        """Return the seconds until this person may bring back a device; 0 counts as one that came."""
        seconds = self._seconds(participant)
        if not seconds:
            self._add(participant)
        return seconds


class Entries(_Paced):
    """Limits joins from one address that give nobody a place: they too take the store for a moment each.

    The pages of a whole room may wait for a place behind one address, and each asks again every four seconds or more.
    """

    AT_ONCE = 64
    PAUSE = 4.0 / AT_ONCE

    def __init__(self, size: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Make the limits of a cohort of *size* people, each of whom may have two pages open."""
        super().__init__(max(self.AT_ONCE, 2 * size), self.PAUSE, clock)

    def wait(self, address: str) -> int:
        """Return the seconds until somebody at this address may try again, 0 if they may now."""
        return self._seconds(network_of(address))

    def add(self, address: str) -> None:
        """Count a join that gave nobody a place."""
        self._add(network_of(address))


class Pauses:
    """Lets replies to refused joins wait a moment where an address sends them without end, and others are answered.

    Never more than a few at once: a connection that waits is one less for everybody else behind that address.
    """

    SECONDS = 0.25
    MOST = 64

    def __init__(self, size: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._refused = Entries(size, clock=clock)
        self._waiting = 0

    async def pause(self, address: str) -> None:
        """Return at once, or in a moment where too many joins from *address* were refused."""
        if not self._refused.wait(address):
            self._refused.add(address)
        elif self._waiting < self.MOST:
            self._waiting += 1
            try:
                await asyncio.sleep(self.SECONDS)
            finally:
                self._waiting -= 1


class Sendings:
    """Counts how often each participant's answers to an exercise were stored since the host started."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, int, str]] = Counter()

    def full(self, participant: str, week: int, exercise: str) -> bool:
        """Whether this participant has reached the resend limit; nobody gets there by hand."""
        return self._counts[participant, week, exercise] >= MOST_SENT

    def add(self, participant: str, week: int, exercise: str) -> None:
        """Count a submission that was stored; repeats of the same one do not count."""
        self._counts[participant, week, exercise] += 1


class OpenStreams:
    """The streams of events that are open, by who listens."""

    MOST_EACH = 8

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, listener: str) -> bool:
        """Count one more stream. Returns False if *listener* already has the most that anyone may have."""
        if self._counts[listener] >= self.MOST_EACH:
            return False
        self._counts[listener] += 1
        return True

    def remove(self, listener: str) -> None:
        """Count one stream less."""
        self._counts[listener] -= 1
        if not self._counts[listener]:
            del self._counts[listener]

    def listening(self) -> Collection[str]:
        """Everyone who has a stream open."""
        return self._counts.keys()


def _until_free(failures: deque[float], most: int, now: float) -> int:
    recent = [at for at in failures if now - at < WINDOW]
    if len(recent) < most:
        return 0
    return max(1, math.ceil(recent[-most] + WINDOW - now))


def network_of(address: str) -> str:
    """Return what *address* is counted under: itself, or its IPv6 network, of which a device can take any address."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)  # so do some proxies write what came by IPv4
    if isinstance(known, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)
