"""Names for pairs and trios. They come from the roster and are linked to no answer."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from kit.answers.roster import draw, read_roster, write_roster
from kit.curriculum.registers import Messages
from kit.errors import UnknownName
from kit.live.events import Channels
from kit.live.room import Room
from kit.live.writer import Readers, Writer
from kit.settings import Cohort


class Groups:
    """Draws pairs and trios for the facilitator, and shows them on the screen for as long as the part lasts."""

    def __init__(
        self, cohort: Cohort, messages: Messages, room: Room, channels: Channels, *, writer: Writer, readers: Readers
    ) -> None:
        self._cohort = cohort
        self._messages = messages
        self._room = room
        self._channels = channels
        self._writer = writer
        self._readers = readers
        self._drawn: list[list[str]] = []
        self._shown_in: str | None = None

    async def names(self) -> list[str]:
        """Return the names on the roster. Raises KitErrors."""
        return list((await self._readers.read(read_roster, self._cohort)).names)

    async def write(self, names: Sequence[str]) -> list[str]:
        """Put *names* in place of those on the roster, and return them. Raises KitErrors."""
        return list((await self._writer.alone(lambda: write_roster(self._cohort, names))).names)

    async def draw(self, week: int, present: Sequence[str], size: int) -> tuple[list[list[str]], list[str]]:
        """Return groups of those who are present, and sentences that explain them. Raises KitErrors."""
        seed = secrets.randbelow(2**31)
        groups = await self._writer.alone(lambda: draw(self._cohort, week, present, size, seed))
        self._drawn = [list(group) for group in groups.groups]
        self.show(on=False)
        return self._drawn, groups.sentences(self._messages)

    def show(self, *, on: bool) -> None:
        """Show the groups drawn last on the screen, or take them off it. Raises UnknownName where there are none."""
        if on and not self._drawn:
            raise UnknownName("No groups have been drawn yet; draw them first.")
        self._shown_in = self._room.block if on else None
        self._channels.joining_changed()

    def shown(self) -> list[list[str]]:
        """Return the groups that the screen shows; none once the room has gone on to another part."""
        here = self._shown_in is not None and self._shown_in == self._room.block and not self._room.ended
        return self._drawn if here else []
