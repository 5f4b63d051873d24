"""The process that hosts: started by the supervisor, which hands it the session and takes it down with itself.

The session comes as one line on standard input, so that code and key stand in no list of processes. While that
pipe is open the supervisor lives; when it closes, the host ends in good order.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import signal
import sys
import threading

from kit.errors import KitError
from kit.live.host import Host
from kit.live.http import pages as all_pages
from kit.live.http.base import Pages
from kit.live.logs import quiet
from kit.live.process.running import running
from kit.live.process.session import session_from

REFUSED = 3


def main(pages: Pages = all_pages.pages) -> int:
    """Serve the session on standard input; prints one line of JSON once it is up, or why it is not."""
    quiet()
    more_open_files()
    try:
        asyncio.run(_serve(sys.stdin.readline(), pages))
    except KitError as refused:
        _tell({"refused": str(refused), "kind": type(refused).__name__})
        return REFUSED
    return 0


def more_open_files(wanted: int = 8192) -> None:
    """Let this process hold more connections than the few hundred that some systems allow unless asked."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows, which has no such limit
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


async def _serve(line: str, pages: Pages) -> None:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    hosts: list[Host] = []

    def say(sentence: str) -> None:
        # What was said before the session was up is told with the first line.
        for host in hosts:
            _tell({"say": sentence, "lan": host.session.lan, **host.joining()})

    async with running(session_from(line), pages=pages, tell=say) as host:
        hosts.append(host)
        for name in ("SIGTERM", "SIGINT"):
            # Windows has no such handlers; there the closed pipe is the way to end.
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(getattr(signal, name), ended.set)
        threading.Thread(target=_watch, args=(loop, ended), daemon=True, name="kit-parent").start()
        # All that was made until now stays; to go through it again and again would hold up a whole room for a moment.
        gc.collect()
        gc.freeze()
        _tell({"port": host.port, "lan": host.session.lan, "kept": host.kept(), **host.joining()})
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
