"""The device of a simulated participant: its cookie, its connection to a host, and trying again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import ssl
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from kit.errors import HostAway, HostError
from kit.text.parsing import json_of

# At its lowest level it writes down headers, and with them the keys of devices.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

_PATIENCE = 20.0
_QUIET = 45.0  # three times as long as a living host ever keeps silent
_LONGEST_LINE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How fast simulated people are, in seconds: thinking, being away, and waiting before they try again."""

    thinking: float = 1.5
    away: float = 3.0
    again: float = 0.2
    longest: float = 5.0
    tries: int = 12


CALM = Pace()


@dataclass(kw_only=True)
class Tally:
    """What happened during a visit; ``times`` are seconds by kind of request, without failed tries."""

    joined: int = 0
    stored: int = 0
    changed: int = 0
    twice: int = 0
    too_late: int = 0
    left: int = 0
    by_cookie: int = 0
    by_words: int = 0
    tried_again: int = 0
    gave_up: int = 0
    missing: int = 0
    unchecked: int = 0
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def sentence(self) -> str:
        """The tally in words."""
        counted = {
            "changes of mind": self.changed,
            "sent twice and counted once": self.twice,
            "after the exercise was closed": self.too_late,
            "people who left": self.left,
            "back on the same device": self.by_cookie,
            "back with the four words": self.by_words,
        }
        details = ", ".join(f"{what}: {number}" for what, number in counted.items() if number)
        text = f"{self.joined} simulated people joined and {self.stored} of their submissions were confirmed"
        text += f" ({details})." if details else "."
        if self.tried_again:
            text += f" Requests that had to be tried again: {self.tried_again}."
        if self.gave_up:
            text += f" People who gave up, because the host didn't answer any more: {self.gave_up}."
        if self.missing:
            return f"{text} MISSING, although they were confirmed: {self.missing}."
        if self.unchecked:
            return f"{text} Whether everything that was confirmed is there couldn't be looked up."
        return f"{text} Everything that was confirmed is there."

    @property
    def speed(self) -> str:
        """The median and the slowest twentieth of each kind of request, in milliseconds."""
        rows = [
            f"{kind} {1000 * share(times, 0.5):.0f} / {1000 * share(times, 0.95):.0f}"
            for kind, times in self.times.items()
        ]
        return f"Milliseconds, median / slowest twentieth: {', '.join(rows)}." if rows else ""


def share(times: list[float], part: float) -> float:
    """Return the value below which *part* of *times* lie."""
    return sorted(times)[min(len(times) - 1, int(part * len(times)))]


class Device:
    """What the host takes for a browser; to be used in ``async with``."""

    def __init__(
        self, address: str, tally: Tally, rng: random.Random, *, pace: Pace, trust: ssl.SSLContext, cookie: str = ""
    ) -> None:
        self._tally, self._rng, self._pace = tally, rng, pace
        # No proxy and no redirect: it speaks to the address that was typed, and to nothing else.
        self._client = httpx.AsyncClient(base_url=address, verify=trust, trust_env=False, timeout=_PATIENCE)
        if cookie:
            self._client.headers["Cookie"] = cookie

    async def __aenter__(self) -> Device:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    @property
    def cookie(self) -> str:
        """The cookie that the same browser would send after a restart."""
        kept = [f"{name}={value}" for name, value in self._client.cookies.items()]
        return "; ".join(kept) or self._client.headers.get("Cookie", "")

    async def ask(self, kind: str, method: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        """Return the host's reply; after a lost connection, 429 or 5xx it tries again, each time later and at random.

        Raises HostAway if that does not help.
        """
        for attempt in range(self._pace.tries):
            begin, wait = time.perf_counter(), 0.0
            try:
                reply = await self._client.request(method, path, json=body)
                if reply.status_code != 429 and reply.status_code < 500:
                    self._tally.times[kind].append(time.perf_counter() - begin)
                    return reply
                wait = _seconds(reply.headers.get("Retry-After"))
            except httpx.TransportError as fault:
                if "CERTIFICATE_VERIFY_FAILED" in str(fault):
                    raise HostError(
                        "The host's certificate isn't believed here; name the file that the host was given: "
                        "--trust FILE"
                    ) from None
            self._tally.tried_again += 1
            most = min(self._pace.longest, self._pace.again * 2**attempt)
            await asyncio.sleep(min(wait, self._pace.longest) + self._rng.random() * most)
        raise HostAway("The host doesn't answer; is it still running, and is this device in its network?")

    async def states(self) -> AsyncIterator[dict[str, Any]]:
        """Yield the state of the session now and after each change, until the connection ends. Raises HostError."""
        with contextlib.suppress(httpx.TransportError):
            async with self._client.stream("GET", "/api/events", timeout=httpx.Timeout(_PATIENCE, read=_QUIET)) as news:
                if news.status_code == 401:
                    raise _refusal(news.status_code, "")
                if news.status_code != 200:
                    return
                event = ""
                async for line in news.aiter_lines():
                    if line.startswith("event: "):
                        event = line[7:]
                    # A host that is silent for a while says that it is here, which is no news of the room.
                    elif event == "state" and line.startswith("data: ") and len(line) < _LONGEST_LINE:
                        yield _object(line[6:])


def values_of(reply: httpx.Response) -> dict[str, Any]:
    """Return the JSON object of a reply. Raises HostError if something else than a host answers."""
    return _object(reply.text)


def accepted(reply: httpx.Response) -> dict[str, Any]:
    """Return the JSON object of a reply. Raises HostError in the host's words if it refused."""
    values = values_of(reply)
    if reply.status_code not in (200, 201):
        raise _refusal(reply.status_code, values.get("say"))
    return values


def _refusal(status: int, sentence: object) -> HostError:
    return HostError(str(sentence)[:300] if sentence else f"The host refused a simulated person ({status}).")


def _object(text: str) -> dict[str, Any]:
    try:
        values = json_of(text)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise HostError("Something else than a host of the kit answers at this address; check the address.")
    return values


def _seconds(text: str | None) -> float:
    return float(text) if text and text.isascii() and text.isdigit() else 0.0
