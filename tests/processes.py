"""Processes for tests: none runs for ever, none is waited for without limit, and none stays behind."""

from __future__ import annotations

import contextlib
import secrets
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

# As a script's job or nohup starts a command.
DEAF = ["sh", "-c", 'trap "" INT HUP QUIT; exec "$@"', "sh"]

DEADLINE = 120.0
_OFTEN = 0.05
_OUT_OF_THE_WAY = range(20_000, 32_000)


def until(comes: Callable[[], Any], *, limit: float = DEADLINE) -> Any:
    """What *comes* returns as soon as there is something; for what nobody tells of.

    Between two looks it rests, so that whatever is waited for has the processor.
    """
    ends, pause = time.monotonic() + limit, threading.Event()
    while not (found := comes()):
        assert time.monotonic() < ends, "it never came"
        pause.wait(_OFTEN)
    return found


def free_port() -> int:
    """A port that is free now, and that nobody takes before whoever it is for: no other is ever given out below these.

    What the system gives to whoever asks for any port lies above.
    """
    while True:
        number = secrets.choice(_OUT_OF_THE_WAY)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", number))
            return number


def connected(address: str, port: int, *, source: str = "", limit: float = 20.0) -> socket.socket:
    """A connection to *port*, from *source*, another address of this computer, where one is named.

    It takes no port out of those among which a kernel, a host or a JupyterLab has just found its own: such a port would
    be held for a minute after the connection has ended, and whoever was about to listen there would not start.
    """
    with contextlib.ExitStack() as unless_connected:
        made = unless_connected.enter_context(socket.socket())
        made.settimeout(limit)
        if source:
            if hasattr(socket, "IP_BIND_ADDRESS_NO_PORT"):  # elsewhere a port is taken, rarely one that matters
                made.setsockopt(socket.IPPROTO_IP, socket.IP_BIND_ADDRESS_NO_PORT, 1)
            made.bind((source, 0))
        made.connect((address, port))
        unless_connected.pop_all()
    return made


@contextmanager
def started(command: Sequence[object], *, deadline: float = DEADLINE, **more: Any) -> Iterator[subprocess.Popen]:
    """*command* as a process, ended after *deadline* seconds at the latest: whatever waits for its words then goes on.

    At the end of the context it has to end by itself.
    """
    process = subprocess.Popen([str(part) for part in command], **more)
    late = threading.Timer(deadline, process.kill)
    late.daemon = True
    late.start()
    try:
        yield process
        process.wait(deadline)
    finally:
        late.cancel()
        if process.poll() is None:
            process.kill()
            process.wait(deadline)
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
