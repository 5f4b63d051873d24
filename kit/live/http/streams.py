"""The streams of events: one for everybody, one for the facilitator with the progress in words."""

from __future__ import annotations

import asyncio

from tornado.iostream import StreamClosedError

from kit.live.events import KEEP_ALIVE, Channel
from kit.live.http.base import Answering
from kit.live.limits import OpenStreams
from kit.live.refusals import Refused


class Streaming(Answering):
    """A reply that lasts for as long as the other side listens."""

    streams: OpenStreams

    _task: asyncio.Task[None] | None = None
    _gone = False

    def on_connection_close(self) -> None:
        # Not only when there is something to tell: a window that was closed counts no more.
        self._gone = True
        if self._task is not None:
            self._task.cancel()

    async def stream(self, listener: str, channel: Channel) -> None:
        """Send the events of *channel* to *listener* until either ends. Refuses with 429 beyond the most each."""
        if not self.streams.add(listener):
            raise self.refusal(429, "streams", retry=int(KEEP_ALIVE))
        self._task = asyncio.current_task()
        try:
            await self._send(channel)
        except (StreamClosedError, Refused):
            pass  # the other side has gone
        except asyncio.CancelledError:
            if not self._gone:
                raise
        finally:
            self.streams.remove(listener)

    async def _send(self, channel: Channel) -> None:
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        seen = self.request.headers.get("Last-Event-ID", "")[:40]
        self.write("retry: 1000\n\n")
        await self.flush()
        # Whoever withdrew, or whose place was given back, is no longer here.
        while self.anybody():
            news = await channel.newer(seen, wait=KEEP_ALIVE)
            if news is not None:
                seen = news[0]
            elif channel.closed:
                break  # it has heard of the end
            # An event rather than a comment: no script hears a comment, and a page must notice silence.
            self.write(news[1] if news else "event: here\ndata: .\n\n")
            await self.flush()


class Events(Streaming):
    """``GET /api/events``: the state of the room, whenever it changes. Continues after ``Last-Event-ID``."""

    for_everyone: Channel
    for_screens: Channel

    async def get(self) -> None:
        listener = self.anybody()
        await self.stream(listener, self.for_screens if listener == "screen" else self.for_everyone)


class FacilitatorEvents(Streaming):
    """``GET /api/facilitator/events``: the same with the progress of each exercise in words."""

    for_facilitator: Channel

    async def get(self) -> None:
        self.facilitator()
        await self.stream("facilitator", self.for_facilitator)
