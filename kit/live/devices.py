"""What a device is given at joining, as the store keeps it: its key, and four words to come back with."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from kit.answers.ageing import DAYS
from kit.answers.members import WORDS, Key
from kit.live.codes import hashed


class Days:
    """The store's day while a host runs: counted on from *first* by a clock that nobody sets."""

    def __init__(self, first: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._first = first
        self._clock = clock
        self._began = clock()

    @property
    def today(self) -> int:
        """The number of this day."""
        return self._first + int((self._clock() - self._began) // 86400)

    def key_for(self, token: str) -> Key:
        """What the store keeps of a device's new key."""
        return Key(token=hashed(token), last_day=self.today + DAYS)


@cache
def word_list() -> tuple[str, ...]:
    """The 1024 words from which recovery words are drawn."""
    return tuple(files("kit.live").joinpath("recovery_words.txt").read_text("utf-8").split())


def new_words() -> list[str]:
    """Four recovery words, all different since a word twice looks like a slip of the pen; one of 2^39.99 lists."""
    return secrets.SystemRandom().sample(word_list(), WORDS)
