"""What a form has to know of an exercise, as plain data: the same for a notebook and for a page without a kernel.

A spec holds the exercise as asked and the sentences of the form. It never holds an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from typing import Any

from kit.curriculum.items import MOST_STRETCHES, Choice, Emotion, Item, Likert, Ranking, Rating, Text
from kit.curriculum.policy import Policy
from kit.curriculum.practices import Practice
from kit.curriculum.reading import Options
from kit.curriculum.registers import Messages
from kit.curriculum.seen import seen_by_others
from kit.curriculum.weeks import Exercise, Week
from kit.design.drawings import Drawing, drawing

# Where the quadrants stand in a square, row by row: energy falls from top to bottom, pleasantness rises to the right.
_SQUARE = (2, 0, 3, 1)
# What a kind of practice shows above its title. The breath has a picture of its own, which moves.
_DRAWN: dict[str, Drawing] = {"walk": "steps", "meditation": "pause"}


def exercise_spec(
    week: Week,
    exercise: Exercise,
    messages: Messages,
    policy: Policy,
    *,
    cohort: str,
    participant: str = "here",
    place: str = "notebook",
) -> dict[str, Any]:
    """The spec of *exercise* for the ``exercise`` module, as JSON values.

    Under each item stands what others will see of an answer under *policy*, the one that is in force.

    *cohort* and *participant* keep what a browser holds of different people apart. *place* is where the
    form stands; a sentence called ``name_place`` in the ``form`` section stands before ``name``.
    """
    return {
        "cohort": cohort,
        "participant": participant,
        "place": place,
        "week": week.number,
        "heading": 3,
        "exercise": {
            "id": exercise.id,
            "title": exercise.title,
            "intro": exercise.intro,
            "items": [_item_spec(item, seen_by_others(item, policy, messages)) for item in exercise.items],
        },
        "messages": form_words(week, messages),
    }


def form_words(week: Week, messages: Messages) -> dict[str, str]:
    """The sentences of a form and of the notes beside it, with the week's safety line."""
    beside = messages.section("help", missing_ok=True) | messages.section("aside", missing_ok=True)
    return messages.section("form") | beside | {"help_safety": week.safety}


def _item_spec(item: Item, travels: str) -> dict[str, Any]:
    asked = {"id": item.id, "prompt": item.prompt, "help": item.help, "share": item.share, "travels": travels}
    return asked | control(item)


@singledispatch
def control(item: Any) -> dict[str, Any]:
    """Which control an item is answered with, and what that control offers."""
    raise NotImplementedError(type(item).__name__)


@control.register
def _(item: Rating) -> dict[str, Any]:
    options: list[dict[str, Any]] = [{"value": number, "label": str(number)} for number in item.points]
    options[0]["meaning"], options[-1]["meaning"] = anchors = [item.low.words, item.high.words]
    return {"control": "one", "layout": "scale", "options": options, "anchors": anchors}


@control.register
def _(item: Likert) -> dict[str, Any]:
    options = [{"value": item.stored(at), "label": words} for at, words in enumerate(item.scale.words, start=1)]
    # Beside one another, more points leave no room for their words.
    return {"control": "one", "layout": "steps" if len(options) <= MOST_STRETCHES else "list", "options": options}


@control.register
def _(item: Choice) -> dict[str, Any]:
    return {"control": item.choose, "layout": "list", "options": _named(item.options)}


@control.register
def _(item: Ranking) -> dict[str, Any]:
    return {"control": "order", "options": _named(item.options)}


@control.register
def _(item: Emotion) -> dict[str, Any]:
    if item.by == "labels":
        return {"control": "any", "layout": "chips", "options": _named(item.labels)}
    quadrants = _named(item.quadrants)
    return {"control": "one", "layout": "square", "options": [quadrants[place] for place in _SQUARE]}


@control.register
def _(item: Text) -> dict[str, Any]:
    # What stays private is neither sent nor stored by the kit, so nothing limits it.
    private = item.share == "private"
    themes = {"themes": list(item.themes)} if item.themes else {}
    return {"control": "text" if private else "shared", "longest": None if private else item.longest, **themes}


def _named(options: Options) -> list[dict[str, Any]]:
    return [{"value": name, "label": words} for name, words in zip(options.ids, options.words, strict=True)]


# What a practice's module has to know, as plain data: the same for a notebook and for a page without a kernel.
#
# Beside ``practice.py``, so that the host, which shows no widget, loads none.


def practice_spec(
    week: Week | None,
    practice: Practice,
    safety: str,
    messages: Messages,
    *,
    cohort: str,
    participant: str = "here",
    place: str = "notebook",
) -> dict[str, Any]:
    """The spec of *practice* for the module it is done with, as JSON values: content and sentences alone.

    *cohort* and *participant* keep what a browser holds of different people apart, as in a form's spec.
    """
    return {
        "cohort": cohort,
        "participant": participant,
        "place": place,
        "week": week.number if week else None,
        "heading": 3,
        "practice": practice_content(practice, safety),
        "messages": practice_words(practice, messages),
    }


def practices_with_sentences(practices: Iterable[tuple[Practice, str]], messages: Messages) -> dict[str, Any]:
    """``practices`` by id with their module and content, and ``sentences`` by module, as JSON values.

    Each comes with its safety line. A page with several practices carries what all of them say once, in the sentences
    of ``practice``.
    """
    shared = messages.section("practice")
    held: dict[str, Any] = {}
    sentences = {"practice": shared}
    for practice, safety in practices:
        held[practice.id] = {"module": practice.module, "practice": practice_content(practice, safety)}
        own = practice_words(practice, messages).items()
        sentences[practice.module] = {name: text for name, text in own if shared.get(name) != text}
    return {"practices": held, "sentences": sentences}


def practice_content(practice: Practice, safety: str) -> dict[str, Any]:
    """What *practice* has for its module to show, with the safety line that belongs to it (or none)."""
    drawn = {"drawing": drawing(_DRAWN[practice.module])} if practice.module in _DRAWN else {}
    return {**practice.model_dump(mode="json", exclude={"module"}), "safety": safety, **drawn}


def practice_words(practice: Practice, messages: Messages) -> dict[str, str]:
    """The sentences that *practice* may say: those of all practices, and over them those of its own kind."""
    own = messages.section("practice") | messages.section(practice.module, missing_ok=True)
    beside = messages.section("help", missing_ok=True) | messages.section("aside", missing_ok=True)
    return beside | own
