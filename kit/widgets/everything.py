"""What a copy of everything calls its parts: the titles and questions of all practices and private items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kit.curriculum.practices import Practice
from kit.curriculum.weeks import Exercise, Week

# What a practice says about itself rather than asks.
_ABOUT = ("id", "title", "intro", "module")
_ASKS = ("prompt", "question", "text", "title")


def sheet_names(weeks: Iterable[Week], practices: Iterable[Practice]) -> dict[str, dict[str, Any]]:
    """By the name under which a browser keeps a sheet: its ``title``, and ``labels`` of what is asked there.

    A practice is kept under the name of its module or its own; an exercise under the number of its week.
    """
    named: dict[str, dict[str, Any]] = {}
    for week in weeks:
        for exercise in week.exercises:
            if any(item.share == "private" for item in exercise.items):
                named[f"{week.number}/{exercise.id}"] = {"title": exercise.title, "labels": _prompts(exercise)}
    for practice in practices:
        sheet = {"title": practice.title, "labels": dict(_asked(practice.model_dump(mode="json")))}
        named.setdefault(f"practice/{practice.module}", sheet)
        named.setdefault(f"practice/{practice.id}", sheet)
    return named


def _prompts(exercise: Exercise) -> dict[str, str]:
    return {item.id: item.prompt for item in exercise.items if item.share == "private"}


def _asked(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each thing that *content* asks, by the name under which its answer is kept."""
    for name, value in content.items():
        if isinstance(value, str) and name not in _ABOUT:
            yield name, value
        for part in value if isinstance(value, list) else ():
            if isinstance(part, dict) and "id" in part:
                yield str(part["id"]), next((str(part[key]) for key in _ASKS if part.get(key)), str(part["id"]))
