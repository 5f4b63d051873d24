"""What only the screen shows: the part of the session that the room is in."""

from __future__ import annotations

import time
from typing import Any

from kit.curriculum.weeks import Block
from kit.live.room import Room
from kit.session import plan

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
