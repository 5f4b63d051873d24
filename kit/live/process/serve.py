"""The process that hosts: started by the supervisor, which hands it the session and takes it down with itself.

The session comes as one line on standard input, and the key to the answers as a second one, so that they stand in no
list of processes. While that
pipe is open the supervisor lives; when it closes, the host ends in good order.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import signal
import ssl
import sys
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from kit.answers import open_store
from kit.answers.backup import back_up
from kit.answers.folder import refuse_unsafe
from kit.curriculum.loader import load_curriculum
from kit.curriculum.weeks import week_in
from kit.errors import KitError
from kit.live.host import Host
from kit.live.http import pages as all_pages
from kit.live.http.app import make_app, make_public_app, make_public_server, make_server, no_pages
from kit.live.http.base import MadePages, Pages
from kit.live.logs import log, quiet
from kit.live.process.addresses import LOOPBACK, listening, way_to
from kit.live.process.reach import Reach
from kit.live.process.session import Session, session_from, tls_of
from kit.settings import load_cohort
from kit.system.memory import give_back, share_one_arena

# A copy of the answers every five minutes while a session runs, and one at its end.

EVERY = 300.0


class Backups:
    """Makes backups until it is stopped; one that fails is logged, and the session goes on."""

    def __init__(self, private: Path, *, every: float = EVERY) -> None:
        self._private = private
        self._every = every
        self._task = asyncio.get_running_loop().create_task(self._repeat())

    async def stop(self) -> None:
        """Make the last backup."""
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        await self._copy()

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            await self._copy()

    async def _copy(self) -> None:
        try:
            await asyncio.to_thread(back_up, self._private)
        except KitError as error:
            log.warning("No backup could be made: %s", error)


# Running a host from opening the store to the last backup.

_LAST_REPLIES = 5.0
_LINGER, _AGAIN = 5.0, 0.1


@contextlib.asynccontextmanager
async def running(
    session: Session,
    *,
    pages: Pages = no_pages,
    every: float = EVERY,
    key: str | None = None,
    linger: float = 0.0,
    tell: Callable[[str], None] = lambda _: None,
) -> AsyncIterator[Host]:
    """Serve *session* until the end of the ``async with``; *tell* gets the sentences for the window.

    *key* is the cohort's key, where the supervisor has looked it up.
    *linger* is how many seconds pages that are open have at the end to fetch what they want to keep.

    Raises CohortError (an unsafe folder, a taken port, wrong TLS files), UnknownName (no such week), StoreError
    and its kinds, ContentError, PolicyError, ReleaseError; then nothing was started.
    """
    cohort, tls = load_cohort(Path(session.cohort)), tls_of(session)
    refuse_unsafe(cohort.root)
    weeks = load_curriculum(cohort.curriculum)
    week_in(weeks, session.week)
    with contextlib.ExitStack() as opened:
        store = opened.enter_context(open_store(cohort, weeks=weeks, command=f"kit host {session.week}", key=key))
        sockets = opened.enter_context(listening((LOOPBACK,), session.port))
        host = Host(store, weeks[session.week], session, sockets[0].getsockname()[1])
        opened.callback(host.stop)
        _open_doors(opened, host, session, pages(host), tls)
        host.server.add_sockets(sockets)
        host.address.speak_with(tls)
        opened.callback(Reach(session, host.address, host.server, tell).begin())
        backups = Backups(cohort.private, every=every)
        try:
            host.announce()
            yield host
            await host.end()
            await _last_words(host, linger)
        finally:
            await _quiet(host)
            await backups.stop()


def _open_doors(
    opened: contextlib.ExitStack, host: Host, session: Session, made: MadePages, tls: ssl.SSLContext | None
) -> None:
    """Make the server of this computer and the room, and where there is a proxy, one of its own that listens for it.

    Raises PortTaken, CohortError.
    """
    host.server = make_server(make_app(host, lambda _: made), tls)
    if not session.public:
        return
    sockets = opened.enter_context(listening((way_to(session.behind),), session.public_port))
    server = host.public_server = make_public_server(make_public_app(host, lambda _: made), session.behind)
    server.add_sockets(sockets)
    host.outside_at = sockets[0].getsockname()[:2]


async def _last_words(host: Host, linger: float) -> None:
    """Wait until every page has heard of the end and fetched what it keeps; it ends its stream then."""
    loop = asyncio.get_running_loop()
    until = loop.time() + linger
    host.channels.tell_now()
    while host.services.streams.listening() and loop.time() < until:
        await asyncio.sleep(_AGAIN)


async def _quiet(host: Host) -> None:
    """Accept no more requests, and wait for the last replies."""
    servers = [server for server in (host.server, host.public_server) if server is not None]
    for server in servers:
        server.stop()
    host.channels.close()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.gather(*(server.close_all_connections() for server in servers)), _LAST_REPLIES)


REFUSED = 3


def main(pages: Pages = all_pages.pages) -> int:
    """Serve the session on standard input; prints one line of JSON once it is up, or why it is not."""
    quiet()
    more_open_files()
    share_one_arena()
    try:
        session, key = sys.stdin.readline(), sys.stdin.readline().strip()
        asyncio.run(_serve(session, key or None, pages))
    except KitError as refused:
        _tell({"refused": str(refused), "kind": type(refused).__name__})
        return REFUSED
    return 0


def more_open_files(wanted: int = 8192) -> None:
    """Raise this process's limit of open files: some systems allow only a few hundred connections."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows, which has no such limit
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


async def _serve(line: str, key: str | None, pages: Pages) -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    hosts: list[Host] = []

    def shown(host: Host) -> dict[str, object]:
        return {"lan": host.address.lan, "room": host.address.room, **host.services.joining.shown()}

    def say(sentence: str) -> None:
        # What was said before the session was up is told with the first line.
        for host in hosts:
            _tell({"say": sentence, **shown(host)})

    async with running(session_from(line), pages=pages, key=key, linger=_LINGER, tell=say) as host:
        hosts.append(host)
        host.services.ending.then = ended.set
        for name in ("SIGTERM", "SIGINT"):
            # Windows has no such handlers; there the closed pipe is the way to end.
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(getattr(signal, name), ended.set)
        threading.Thread(target=_watch, args=(loop, ended), daemon=True, name="kit-parent").start()
        # All that was made until now stays; to go through it again and again would hold up a whole room for a moment.
        gc.collect()
        gc.freeze()
        give_back()
        _tell({"port": host.address.port, "kept": host.kept(), **shown(host)})
        for news in host.store.news:
            say(news)
        await ended.wait()


def _watch(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    # Nothing more is ever written to this pipe; reading returns when the supervisor has gone. It is read by its number:
    # a thread that waits in sys.stdin holds its lock, and the interpreter cannot end then.
    while os.read(0, 4096):
        pass
    with contextlib.suppress(RuntimeError):  # the loop has ended already
        loop.call_soon_threadsafe(ended.set)


def _tell(values: dict[str, object]) -> None:
    print(json.dumps(values), flush=True)  # noqa: T201 - the supervisor reads it


if __name__ == "__main__":
    sys.exit(main())
