"""What nobody may do without end: guess, or send the same exercise anew.

Guessing is slowed down: failures are counted for each address and in all; what succeeds costs nothing.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable

WINDOW = 60.0
PER_ADDRESS = 5
IN_ALL = 100
MOST_SENT = 300
_MOST_ADDRESSES = 4096


class Failures:
    """The failures of the last minute. The clock must never run backwards, so it is not the wall's."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by_address: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()

    def wait(self, address: str) -> int:
        """Seconds until this address may try again; 0 where it may now."""
        now = self._clock()
        mine = self._by_address.get(_network(address), deque())
        return max(_until_free(mine, PER_ADDRESS, now), _until_free(self._all, IN_ALL, now))

    def add(self, address: str) -> None:
        """Count a failure."""
        now, network = self._clock(), _network(address)
        mine = self._by_address.setdefault(network, deque(maxlen=PER_ADDRESS))
        self._by_address.move_to_end(network)
        mine.append(now)
        self._all.append(now)
        if len(self._all) > IN_ALL:
            self._all.popleft()
        while len(self._by_address) > _MOST_ADDRESSES:
            self._by_address.popitem(last=False)

    def forgive(self, address: str) -> None:
        """Take the last failure of this address back: it was none."""
        mine = self._by_address.get(_network(address))
        if mine:
            mine.pop()
        if self._all:
            self._all.pop()


class Sendings:
    """How often each participant's sending of an exercise was stored while the host runs."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, int, str]] = Counter()

    def full(self, participant: str, week: int, exercise: str) -> bool:
        """Whether no more of it is taken. Nobody changes their mind that often by hand."""
        return self._counts[participant, week, exercise] >= MOST_SENT

    def add(self, participant: str, week: int, exercise: str) -> None:
        """Count one that was stored; what a device had to send again and again counts once."""
        self._counts[participant, week, exercise] += 1


def _until_free(failures: deque[float], most: int, now: float) -> int:
    recent = [at for at in failures if now - at < WINDOW]
    if len(recent) < most:
        return 0
    return max(1, math.ceil(recent[-most] + WINDOW - now))


def _network(address: str) -> str:
    """A device can take any of the addresses of its IPv6 network, so these count as one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
