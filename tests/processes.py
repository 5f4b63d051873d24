"""Processes for tests: none runs for ever, none is waited for without limit, and none stays behind."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

# As a script's job or nohup starts a command.
DEAF = ["sh", "-c", 'trap "" INT HUP QUIT; exec "$@"', "sh"]

DEADLINE = 120.0


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
