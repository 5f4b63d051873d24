"""A stored answer in the words of whoever gave it."""

from __future__ import annotations

from functools import singledispatch

from kit.curriculum.items import Item, Likert, Rating
from kit.curriculum.reading import NONE_OF_THESE, Stored


@singledispatch
def in_words(item: Item, stored: Stored) -> str:  # noqa: ARG001 - how an answer reads depends on the kind of item
    """A stored answer as its owner would say it."""
    return plainly(stored)


@in_words.register
def _(item: Likert, stored: Stored) -> str:
    # A scale that was shortened since leaves answers that it no longer has a word for.
    if isinstance(stored, int) and 1 <= stored <= len(item.scale):
        return item.scale[stored - 1]
    return plainly(stored)


def plainly(stored: Stored) -> str:
    """A stored answer to a question that is no longer known, or no longer the same."""
    if isinstance(stored, list):
        return ", ".join(stored) or NONE_OF_THESE
    return str(stored)


def height(item: Item, stored: Stored) -> float | None:
    """How far up its scale an answer lies, 0 to 1; None without a scale, or for an answer that the scale has not."""
    match item:
        case Rating(lowest=lowest, highest=highest):
            pass
        case Likert(scale=scale):
            lowest, highest = 1, len(scale)
        case _:
            return None
    if isinstance(stored, int) and lowest <= stored <= highest:
        return (stored - lowest) / (highest - lowest)
    return None
