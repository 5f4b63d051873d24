"""The streams of events: one for everybody, one for the facilitator with the progress in words."""

from __future__ import annotations

import asyncio

from tornado.iostream import StreamClosedError

from kit.live.events import KEEP_ALIVE, Channel
from kit.live.http.base import Answering
from kit.live.refusals import Refused

_MOST_EACH = 8


class Events(Answering):
    """``GET /api/events``: the state of the room, whenever it changes. Continues after ``Last-Event-ID``."""

    _task: asyncio.Task[None] | None = None
    _gone = False

    async def get(self) -> None:
        who = self.anybody()
        await self._stream(who, self.host.screens if who == "screen" else self.host.channel)

    def on_connection_close(self) -> None:
        # Not only when there is something to tell: a window that was closed counts no more.
        self._gone = True
        if self._task is not None:
            self._task.cancel()

    async def _stream(self, who: str, channel: Channel) -> None:
        streams = self.host.streams
        if streams[who] >= _MOST_EACH:
            raise self.refused(429, "streams", retry=int(KEEP_ALIVE))
        streams[who] += 1
        self._task = asyncio.current_task()
        try:
            await self._tell(channel)
        except (StreamClosedError, Refused):
            pass  # the other side has gone
        except asyncio.CancelledError:
            if not self._gone:
                raise
        finally:
            streams[who] -= 1
            if not streams[who]:
                del streams[who]

    async def _tell(self, channel: Channel) -> None:
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        seen = self.request.headers.get("Last-Event-ID", "")[:40]
        self.write("retry: 1000\n\n")
        await self.flush()
        # Whoever withdrew, or whose place was given back, is no longer here.
        while not channel.closed and self.anybody():
            news = await channel.newer(seen, wait=KEEP_ALIVE)
            if news is not None:
                seen = news[0]
            elif channel.closed:
                break
            # An event rather than a comment: no script hears a comment, and a page must notice silence.
            self.write(news[1] if news else "event: here\ndata: .\n\n")
            await self.flush()


class FacilitatorEvents(Events):
    """``GET /api/facilitator/events``: the same with the progress of each exercise in words."""

    async def get(self) -> None:
        self.facilitator()
        await self._stream("facilitator", self.host.progress.channel)
