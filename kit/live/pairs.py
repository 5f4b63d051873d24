"""Names for pairs and trios. They come from the roster and are linked to no answer."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from kit.answers.roster import draw, read_roster
from kit.curriculum.registers import Messages
from kit.live.writer import Readers, Writer
from kit.settings import Cohort


class Groups:
    """Draws pairs and trios for the facilitator."""

    def __init__(self, cohort: Cohort, messages: Messages, *, writer: Writer, readers: Readers) -> None:
        self._cohort = cohort
        self._messages = messages
        self._writer = writer
        self._readers = readers

    async def names(self) -> list[str]:
        """Return the names on the roster. Raises KitErrors."""
        return list((await self._readers.read(read_roster, self._cohort)).names)

    async def draw(self, week: int, present: Sequence[str], size: int) -> tuple[list[list[str]], list[str]]:
        """Return groups of those who are present, and sentences that explain them. Raises KitErrors."""
        seed = secrets.randbelow(2**31)
        groups = await self._writer.alone(lambda: draw(self._cohort, week, present, size, seed))
        return [list(group) for group in groups.groups], groups.sentences(self._messages)
