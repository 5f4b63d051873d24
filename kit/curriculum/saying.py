"""A stored answer in the words of whoever gave it."""

from __future__ import annotations

from functools import singledispatch

from kit.curriculum.items import Item, Likert, Rating
from kit.curriculum.reading import NONE_OF_THESE, Stored


@singledispatch
def in_words(item: Item, stored: Stored) -> str:
    """A stored answer as its owner would say it, in the words that the item has now."""
    chosen = stored if isinstance(stored, list) else [stored]
    return plainly([item.counted.words_of(option) if isinstance(option, str) else str(option) for option in chosen])


@in_words.register
def _(item: Likert, stored: Stored) -> str:
    # A scale that was shortened since leaves answers that it no longer has a word for.
    place = item.place(stored)
    return plainly(stored) if place is None else item.scale.words[place - 1]


def plainly(stored: Stored) -> str:
    """A stored answer to a question that is no longer known, or no longer the same."""
    if isinstance(stored, list):
        return ", ".join(stored) or NONE_OF_THESE
    return str(stored)


def height(item: Item, stored: Stored) -> float | None:
    """How far up its scale an answer lies, 0 to 1; None without a scale, or for an answer that the scale has not."""
    match item:
        case Rating(lowest=lowest, highest=highest):
            place = stored if isinstance(stored, int) else None
        case Likert(scale=scale):
            lowest, highest, place = 1, len(scale), item.place(stored)
        case _:
            return None
    if place is not None and lowest <= place <= highest:
        return (place - lowest) / (highest - lowest)
    return None
