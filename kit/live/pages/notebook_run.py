"""A week's notebook, run once for the page and kept until one of its files changes."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import sys
from pathlib import Path
from typing import Any

from kit.curriculum.loader import find_week_file
from kit.curriculum.practices.shelf import FILE as SHELF
from kit.curriculum.practices.walk.vignettes import vignette_files
from kit.curriculum.registers import message_files
from kit.curriculum.sectors import sector_files
from kit.curriculum.weeks import Week
from kit.errors import KitError, StoreError
from kit.settings import Cohort
from kit.system.disk import write_private
from kit.system.opening import bytes_of, text_of
from kit.text.parsing import json_of

log = logging.getLogger("kit.live")
# The notebook runs in a process of its own: what it takes to run one is larger than the host.
_COMMAND = (sys.executable, "-P", "-m", "kit.reports.page")
_PATIENCE = 120.0
_AFTER_KILL = 10.0
# Hundreds may open the page at once, and to look at every file for each of them would hold up the others.
_LOOK_AGAIN = 0.5


class WeekRun:
    """The title and parts of a week's page, and its take-home file, from a run of its notebook.

    While a changed notebook runs, the page stays as it was.
    """

    def __init__(self, cohort: Cohort, week: Week) -> None:
        self._cohort = cohort
        self._week = week.number
        self._curriculum = cohort.curriculum
        self._notebook = cohort.notebooks / f"{week.file_name}.ipynb"
        self._kept = cohort.private / "run" / f"page_{week.number:02d}.json"
        self._stamp: object = None
        self._looked = float("-inf")
        self._made: dict[str, Any] | None = None
        self._running: asyncio.Task[None] | None = None
        self.number = 0

    async def get(self) -> dict[str, Any] | None:
        """Return title, parts and take-home file, or None if neither notebook nor week file can be used."""
        self.begin()
        if self._made is None and self._running is not None:
            await asyncio.shield(self._running)
        return self._made

    def begin(self) -> None:
        """Run the notebook if that is due, without waiting for it."""
        loop = asyncio.get_running_loop()
        if loop.time() - self._looked < _LOOK_AGAIN or (self._running is not None and not self._running.done()):
            return
        self._looked, stamp = loop.time(), [_stamp(path) for path in self._files()]
        if stamp != self._stamp:
            self._stamp = stamp
            self._running = loop.create_task(self._make())

    def _files(self) -> list[Path]:
        files = [self._notebook, *message_files(self._curriculum), self._curriculum / SHELF]
        files += [*vignette_files(self._curriculum), *sector_files(self._curriculum)]
        with contextlib.suppress(KitError):
            files.append(find_week_file(self._curriculum, self._week))
        return files

    async def _make(self) -> None:
        try:
            digest = hashlib.sha256(b"".join(bytes_of(path) for path in self._files() if path.is_file())).hexdigest()
            made = self._read(digest) or await self._run(digest)
        except (OSError, ValueError, TimeoutError) as error:
            # The session goes on: with the page of before, or with one made from the week file alone.
            log.warning("page of week %d: %s", self._week, type(error).__name__)
            made = None
        if made is None:
            self._stamp, self._looked = None, float("-inf")  # whoever asks next tries again
        else:
            self._made = made
            self.number += 1

    def _read(self, digest: str) -> dict[str, Any] | None:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            kept = json_of(text_of(self._kept))
            if kept["digest"] == digest:
                return {name: kept[name] for name in ("title", "parts", "home")}
        return None

    async def _run(self, digest: str) -> dict[str, Any] | None:
        pipe = asyncio.subprocess.PIPE
        arguments = (str(self._notebook), self._cohort.slug, str(self._curriculum))
        process = await asyncio.create_subprocess_exec(*_COMMAND, *arguments, stdout=pipe, stderr=pipe)
        try:
            out, complaint = await asyncio.wait_for(process.communicate(), _PATIENCE)
        except BaseException:
            await ended(process)
            raise
        if complaint:
            log.warning("page of week %d: %s", self._week, complaint.decode("utf-8", "replace").strip())
        if process.returncode:
            return None
        made: dict[str, Any] = json_of(out)
        if made.get("plain"):
            return made
        with contextlib.suppress(StoreError):  # next time it runs once more
            write_private(self._kept, json.dumps({"digest": digest, **made}).encode())
        return made


async def ended(process: asyncio.subprocess.Process) -> None:
    """Kill *process*, and wait until it has ended."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    # What not even that ends is the system's; the host does not wait with it.
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), _AFTER_KILL)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return (0, 0)
    return state.st_mtime_ns, state.st_size
