"""What only the screen shows: the current block, and charts."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from pathlib import Path
from typing import Any

from kit.curriculum.weeks import Block, Week
from kit.live.pages.notebook_run import ended
from kit.live.room import Room
from kit.results.releases import from_text
from kit.session import plan
from kit.text.parsing import json_of

log = logging.getLogger("kit.live")

# Plotly's Python half is larger than the host, so charts are made in a process of their own when there are new ones.
_COMMAND = (sys.executable, "-P", "-m", "kit.live.pages.figures")
_PATIENCE = 60.0


# What the screen shows of the practices that a room does together; what is done on one's own device shows as its title.
_DONE_TOGETHER = {"breath": "breath", "meditation": "quiet", "journal": "write"}


def block_now(room: Room) -> dict[str, Any] | None:
    """Return what this block is, the next one's title, and the seconds left; None before the session begins.

    Without a clock there is no time and no next block.
    """
    blocks = {block.id: block for block in room.week.blocks}
    if room.clock is None:
        return {**_told(blocks[room.block]), "next": None, "left": None} if room.block else None
    now = plan.at(room.clock.plan, room.clock.elapsed(time.time()))
    following = now.next.title if now.next else None
    return {**_told(blocks[now.slot.block]), "next": following, "left": round(now.left_in_block * 60)}


def _told(block: Block) -> dict[str, str]:
    kinds = [_DONE_TOGETHER[one.module] for one in block.practices if one.module in _DONE_TOGETHER]
    return {"id": block.id, "title": block.title, "kind": kinds[0] if kinds else ""}


class Figures:
    """The charts of a week's releases, drawn again only after a new release."""

    def __init__(self, curriculum: Path, week: Week) -> None:
        self._arguments = (str(curriculum), str(week.number))
        self._week = week
        self._drawn: tuple[bytes, dict[str, Any]] = (b"", {})
        self._drawing = asyncio.Lock()

    async def get(self, releases: bytes) -> dict[str, Any]:
        """Return Plotly's data and layout by exercise and item; empty if they could not be drawn."""
        async with self._drawing:
            if self._drawn[0] is not releases:
                there = any(one.week == self._week.number for one in from_text(releases.decode()).releases)
                drawn = await self._draw(releases) if there else {}
                if drawn is None:
                    return {}  # told in the log, and whoever asks next tries again
                self._drawn = (releases, drawn)
            return self._drawn[1]

    async def _draw(self, releases: bytes) -> dict[str, Any] | None:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*_COMMAND, *self._arguments, stdin=pipe, stdout=pipe)
        try:
            out, _ = await asyncio.wait_for(process.communicate(releases), _PATIENCE)
            figures: dict[str, Any] = json_of(out)
        except (TimeoutError, OSError, ValueError) as error:
            log.warning("charts of week %d: %s", self._week.number, type(error).__name__)
            return None
        finally:
            if process.returncode is None:
                await ended(process)
        return figures
