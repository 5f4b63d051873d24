"""What a copy of everything calls its parts: the titles, questions and answers of all practices and private items."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices import Practice
from kit.curriculum.practices.base import Sentences
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.widgets.specs import practice_words

Sheets = dict[str, dict[str, Any]]


def sheets_of(curriculum: Path, messages: Messages) -> Sheets:
    """As ``sheet_names``, of all weeks and practices in *curriculum*. Raises ContentError."""
    weeks = load_curriculum(curriculum).values()
    practices = {one.id: one for week in weeks for one in week.practices} | load_practices(curriculum)
    return sheet_names(weeks, practices.values(), messages)


def sheet_names(weeks: Iterable[Week], practices: Iterable[Practice], messages: Messages) -> Sheets:
    """Return, by the name under which a browser keeps a sheet, what a copy calls it and its parts.

    That is its ``title``, ``labels`` of what is asked there, and ``values``, how an answer is said. A practice is kept
    under the name of its module, which practices of one kind may share, or under its own; an exercise under the number
    of its week.
    """
    named: Sheets = {}
    for week in weeks:
        for exercise in week.exercises:
            if labels := _private_prompts(exercise):
                named[f"{week.number}/{exercise.id}"] = {"title": exercise.title, "labels": labels, "values": {}}
    for practice in practices:
        sentences = practice_words(practice, messages)
        # What sittings keep are the phrases of all of them.
        title = sentences.get("phrases_own", practice.title)
        for name in (practice.module, practice.id):
            sheet = named.setdefault(f"practice/{name}", {"title": title, "labels": {}, "values": {}})
            sheet["labels"] |= dict(practice.asked(sentences))
            sheet["values"] |= _values(practice, sentences)
    return named


def _private_prompts(exercise: Exercise) -> dict[str, str]:
    return {item.id: item.prompt for item in exercise.items if item.share == "private"}


def _values(practice: Practice, sentences: Sentences) -> dict[str, dict[str, str]]:
    """How an answer to *practice* is said where a browser keeps a short name or number, by the name of the answer."""
    values: dict[str, dict[str, str]] = {}
    for name, answer, words in practice.in_words(sentences):
        known = values.setdefault(name, {})
        # Two turns of a story may share an id; then it is not known which of them was meant.
        known[answer] = f"{known[answer]} / {words}" if known.get(answer, words) != words else words
    return values
