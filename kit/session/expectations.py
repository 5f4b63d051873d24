"""What an exercise's results will probably say, in sentences for whoever opens and reveals it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from kit.curriculum.items import Item
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise

Word = Literal["too few", "no form", "seldom", "perhaps", "often"]
# From what says least to what says most; of several questions those are named that say less than was hoped for.
_ORDER: tuple[Word, ...] = ("too few", "no form", "seldom", "perhaps")
_MOST_NAMED = 2


def sentence(exercise: Exercise, words: Mapping[str, Word], people: int, messages: Messages) -> str:
    """What to expect of *exercise* if all of so many *people* answer; empty where nothing is known of it."""
    items = [item for item in exercise.group_items if item.id in words]
    if not items:
        return ""
    often = [item for item in items if words[item.id] == "often"]
    parts = [messages("session.expect", people=people)]
    if often:
        name = "expect_often" if len(items) == 1 else "expect_often_all" if often == items else "expect_often_some"
        parts.append(messages(f"session.{name}", count=len(often), of=len(items)))
    for word in _ORDER:
        matching = [item for item in items if words[item.id] == word]
        if matching:
            parts.append(_of(word, matching, alone=len(items) == 1, messages=messages))
    return " ".join(parts)


def _of(word: Word, items: list[Item], *, alone: bool, messages: Messages) -> str:
    name = f"session.expect_{word.replace(' ', '_')}"
    if alone:
        return messages(name)
    shown = " ".join(f"“{item.prompt}”" for item in items[:_MOST_NAMED])
    rest = len(items) - _MOST_NAMED
    which = messages("session.expect_more", which=shown, count=rest) if rest > 0 else shown
    return messages("session.expect_which", which=which, said=messages(name))
