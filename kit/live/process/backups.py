"""A copy of the answers every five minutes while a session runs, and one at its end."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from kit.answers.backup import back_up
from kit.errors import KitError
from kit.live.logs import log

EVERY = 300.0


class Backups:
    """Copies until it is stopped; a copy that fails is told of in the log, and the session goes on."""

    def __init__(self, private: Path, *, every: float = EVERY) -> None:
        self._private = private
        self._every = every
        self._task = asyncio.get_running_loop().create_task(self._repeat())

    async def stop(self) -> None:
        """Make the last copy."""
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
