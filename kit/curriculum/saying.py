"""A stored answer in the words of whoever gave it."""

from __future__ import annotations

from functools import singledispatch

from kit.curriculum.items import Item, Likert
from kit.curriculum.reading import NONE_OF_THESE, Stored


@singledispatch
def in_words(item: Item, stored: Stored) -> str:  # noqa: ARG001 - how an answer reads depends on the kind of item
    """A stored answer as its owner would say it."""
    return plainly(stored)


@in_words.register
def _(item: Likert, stored: Stored) -> str:
    return item.scale[int(stored) - 1]  # type: ignore[arg-type]


def plainly(stored: Stored) -> str:
    """A stored answer to a question that is no longer known."""
    if isinstance(stored, list):
        return ", ".join(stored) or NONE_OF_THESE
    return str(stored)
