"""What a device is given at joining, as the store keeps it: its key, and four words to come back with."""

from __future__ import annotations

import secrets
from functools import cache
from importlib.resources import files

from kit.live.codes import DAYS, hashed, today
from kit.store.membership import WORDS, Key


def key_for(token: str) -> Key:
    """What the store keeps of a device's new key."""
    return Key(token=hashed(token), last_day=today() + DAYS)


@cache
def word_list() -> tuple[str, ...]:
    """The 1024 words from which recovery words are drawn."""
    return tuple(files("kit.live").joinpath("recovery_words.txt").read_text("utf-8").split())


def new_words() -> list[str]:
    """Four recovery words, all different since a word twice looks like a slip of the pen; one of 2^39.99 lists."""
    return secrets.SystemRandom().sample(word_list(), WORDS)
