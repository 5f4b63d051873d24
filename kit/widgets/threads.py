"""Work beside the kernel: what takes a while runs in a thread, and widgets speak where the kernel listens."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable


class Kernel:
    """Where a widget was made: the loop of its kernel, or none where there is no kernel."""

    def __init__(self) -> None:
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None

    def do(self, job: Callable[[], None]) -> None:
        """Do *job* where the kernel does everything else; a kernel that has ended does nothing more."""
        if self._loop is None:
            job()
            return
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(job)

    def beside(self, job: Callable[[], Callable[[], None]]) -> None:
        """Do *job* in a thread, and then what it returns where the kernel does everything else."""
        threading.Thread(target=lambda: self.do(job()), name="kit-asks", daemon=True).start()
