"""Running a host from opening the store to the last backup."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from kit.answers import open_store
from kit.answers.location import refuse_unsafe
from kit.curriculum.loader import load_curriculum
from kit.errors import UnknownName
from kit.live.host import Host
from kit.live.http.app import make_app, make_server, no_pages
from kit.live.http.base import Pages
from kit.live.process.addresses import LOOPBACK, listening
from kit.live.process.backups import EVERY, Backups
from kit.live.process.reach import Reach
from kit.live.process.session import Session, tls_of
from kit.settings import load_cohort

_LAST_REPLIES = 5.0


@contextlib.asynccontextmanager
async def running(
    session: Session,
    *,
    pages: Pages = no_pages,
    every: float = EVERY,
    tell: Callable[[str], None] = lambda _: None,
) -> AsyncIterator[Host]:
    """A host that serves *session* until the end of the ``async with``; *tell* hears what the window has to say.

    Raises CohortError (an unsafe folder, a taken port, wrong TLS files), UnknownName (no such week), StoreError
    and its kinds, ContentError, PolicyError, ReleaseError; then nothing was started.
    """
    cohort = load_cohort(Path(session.cohort))
    refuse_unsafe(cohort.root)
    weeks = load_curriculum(cohort.curriculum)
    if session.week not in weeks:
        there = ", ".join(map(str, weeks))
        raise UnknownName(f"There is no week {session.week} in this curriculum; there are weeks {there}.")
    tls = tls_of(session)
    with contextlib.ExitStack() as opened:
        store = opened.enter_context(open_store(cohort, weeks=weeks, command=f"kit host {session.week}"))
        sockets = opened.enter_context(listening((LOOPBACK,), session.port))
        host = Host(store, weeks[session.week], session, sockets[0].getsockname()[1])
        opened.callback(host.stop)
        server = host.server = make_server(make_app(host, pages), tls)
        server.add_sockets(sockets)
        host.speak_with(tls)
        opened.callback(Reach(host, tell).begin())
        backups = Backups(cohort.private, every=every)
        try:
            host.announce()
            yield host
            await host.end()
        finally:
            await _quiet(host)
            await backups.stop()


async def _quiet(host: Host) -> None:
    """Take no more requests, and let the last replies out."""
    host.server.stop()
    host.channel.close()
    host.screens.close()
    host.progress.channel.close()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(host.server.close_all_connections(), _LAST_REPLIES)
