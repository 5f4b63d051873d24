"""Server-sent events: the whole state each time, the latest wins, at most four broadcasts a second."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SPACING = 0.25
KEEP_ALIVE = 15.0


class Channel:
    """Sends a state to everyone who listens. Nothing is queued: a slow listener gets the latest state."""

    def __init__(self, state: Callable[[], dict[str, Any]], *, spacing: float = SPACING) -> None:
        self._state = state
        self.spacing = spacing
        # A part of its own for each start: a version from before a restart is never taken for one of now.
        self._boot = secrets.token_hex(3)
        self._number = 1
        self._told = 1
        self._text = ("", "")
        self._more: Callable[[], dict[str, Any]] = dict
        self._last = float("-inf")
        self._timer: asyncio.TimerHandle | None = None
        self._news = asyncio.Event()
        self.closed = False

    @property
    def version(self) -> str:
        """The version of the state; every change makes a new one."""
        return f"{self._boot}-{self._number}"

    def current(self) -> dict[str, Any]:
        """Return the state with its version."""
        return {**self._state(), "version": self.version}

    def carry(self, more: Callable[[], dict[str, Any]]) -> None:
        """Attach the result of ``more()`` to every event."""
        self._more = more

    def changed(self) -> None:
        """Send the state to everyone, together with other changes of the same quarter of a second."""
        self._number += 1
        if self._timer is None and not self.closed:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(max(loop.time(), self._last + self.spacing), self._tell)

    def tell_now(self) -> None:
        """Send a change that waits for its quarter of a second."""
        if self._timer is not None:
            self._timer.cancel()
            self._tell()

    def close(self) -> None:
        """End all streams, once each has the latest state."""
        self.tell_now()
        self.closed = True
        self._news.set()

    async def newer(self, seen: str, *, wait: float = KEEP_ALIVE) -> tuple[str, str] | None:
        """Return the next version after *seen* and its event as text, or None after *wait* seconds."""
        if seen != f"{self._boot}-{self._told}":
            return self._event()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait):
                # A broadcast tells nothing to whoever came between a change and it, and so has that already.
                while not self.closed:
                    await self._news.wait()
                    if seen != self.version:
                        return self._event()
        return None

    def _event(self) -> tuple[str, str]:
        # What is sent now may be ahead of the broadcast that waits; that one then tells nothing new.
        version = self.version
        self._told = max(self._told, self._number)
        if self._text[0] != version:
            # Written once for all who listen.
            text = json.dumps({**self.current(), **self._more()}, ensure_ascii=False, separators=(",", ":"))
            self._text = (version, f"id: {version}\nevent: state\ndata: {text}\n\n")
        return self._text

    def _tell(self) -> None:
        self._timer = None
        self._last = asyncio.get_running_loop().time()
        self._told = self._number
        news, self._news = self._news, asyncio.Event()
        news.set()


@dataclass(frozen=True, kw_only=True)
class Channels:
    """The channels of a session. When somebody joins, only screen and facilitator are told, not hundreds of phones."""

    everyone: Channel
    screens: Channel
    facilitator: Channel

    def changed(self) -> None:
        """Send the state to everyone."""
        self.everyone.changed()
        self.joining_changed()

    def joining_changed(self) -> None:
        """Send the state to those who are shown how people join."""
        self.screens.changed()
        self.facilitator.changed()

    def tell_now(self) -> None:
        """Send what waits to be sent."""
        for channel in (self.everyone, self.screens, self.facilitator):
            channel.tell_now()

    def close(self) -> None:
        """End all streams, once each has the latest state."""
        self.everyone.close()
        self.screens.close()
        self.facilitator.close()
