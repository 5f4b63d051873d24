"""Processes for tests: none runs for ever, none is waited for without limit, and none stays behind."""

from __future__ import annotations

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
    """A port that is free now and that nobody uses by habit, as other tests may use the usual one meanwhile."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
