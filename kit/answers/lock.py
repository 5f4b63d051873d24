"""One process at a time: a lock of the operating system, and a note beside it that says who holds it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from kit.answers.folder import FILE_MODE, write_private
from kit.errors import StoreBusy
from kit.system.disk_refusals import disk_fault
from kit.system.opening import text_of
from kit.text.parsing import json_of

LOCK, HOLDER = "store.lock", "store.holder.json"


@contextlib.contextmanager
def only_one(run: Path, command: str | None = None) -> Iterator[None]:
    """Hold the lock in the folder *run*; the system itself frees it when the process ends, however it ends.

    Raises StoreBusy naming the command and the process that hold it. *command* is what to call ourselves.
    """
    lock = FileLock(run / LOCK, timeout=0, mode=FILE_MODE, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusy(_busy(run / HOLDER)) from None
    except OSError as error:
        raise disk_fault(run / LOCK, error) from None
    try:
        note = {"command": command or _own_command(), "pid": os.getpid()}
        try:
            write_private(run / HOLDER, json.dumps(note).encode())
        except OSError as error:
            raise disk_fault(run / HOLDER, error) from None
        yield
    finally:
        with contextlib.suppress(OSError):
            (run / HOLDER).unlink(missing_ok=True)
        lock.release()


def _own_command() -> str:
    called = Path(sys.argv[0]).stem if sys.argv else ""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    return f"kit {words[0]}" if called in ("kit", "cli", "__main__") and words else called or "a program"


def _busy(holder: Path) -> str:
    cure = "stop it or wait until it has finished"
    try:
        note = json_of(text_of(holder))
        who = f"`{note['command']}` (process {int(note['pid'])})"
        if str(note["command"]).startswith("kit host"):
            cure = "end that session with Ctrl-C in its window"
    except (OSError, ValueError, KeyError, TypeError):
        who = "another process"
    return f"The store is in use by {who}; {cure}, then try again."
