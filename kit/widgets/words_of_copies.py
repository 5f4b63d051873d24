"""What a copy of everything calls its parts: the titles, questions and answers of all practices and private items."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kit.curriculum.practices import Practice
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.widgets.practice_spec import practice_words
from kit.widgets.sheet_words import answers, asked

Sheets = dict[str, dict[str, Any]]


def sheet_names(weeks: Iterable[Week], practices: Iterable[Practice], messages: Messages) -> Sheets:
    """By the name under which a browser keeps a sheet: its ``title``, ``labels`` of what is asked there, and
    ``values``, how an answer is said.

    A practice is kept under the name of its module, which practices of one kind may share, or under its own; an
    exercise under the number of its week.
    """
    named: Sheets = {}
    for week in weeks:
        for exercise in week.exercises:
            if any(item.share == "private" for item in exercise.items):
                found = {"title": exercise.title, "labels": _prompts(exercise), "values": {}}
                named[f"{week.number}/{exercise.id}"] = found
    for practice in practices:
        words = practice_words(practice, messages)
        # What sittings keep are the phrases of all of them.
        title = words.get("phrases_own", practice.title)
        for name in (practice.module, practice.id):
            sheet = named.setdefault(f"practice/{name}", {"title": title, "labels": {}, "values": {}})
            sheet["labels"] |= asked(practice, words)
            sheet["values"] |= answers(practice, words)
    return named


def _prompts(exercise: Exercise) -> dict[str, str]:
    return {item.id: item.prompt for item in exercise.items if item.share == "private"}
