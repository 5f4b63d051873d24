"""A week without a device: a form to print, and the file that a facilitator fills from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatch

from kit.curriculum.items import MOST_STRETCHES, Choice, Emotion, Item, Likert, Ranking, Rating, Text
from kit.curriculum.policy import Policy
from kit.curriculum.reading import NONE_OF_THESE
from kit.curriculum.registers import Messages
from kit.curriculum.seen import seen_by_others
from kit.curriculum.weeks import Block, Exercise, Week
from kit.reports.standalone import fill

COLUMNS = ("participant", "week", "exercise", "item", "answer")
_LINE = 60  # characters on a ruled line, in a hand that is not small
_MOST_LINES = 3


@dataclass(frozen=True, kw_only=True)
class Control:
    """How an item is answered with a pen: boxes along a scale, boxes in a list, or lines to write on."""

    layout: str
    options: tuple[str, ...] = ()
    ends: tuple[str, str] = ("", "")
    lines: int = 0
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Own:
    """A part of the sheet that nobody hands in: the private items of an exercise, or the questions of a practice."""

    title: str
    intro: str = ""
    items: tuple[Item, ...] = ()
    questions: tuple[str, ...] = ()


def printed_form(week: Week, policy: Policy, messages: Messages) -> str:
    """HTML to print on A4: the sheet that is handed in, the part for oneself, and last the facilitator's key."""
    return fill(
        "form.html.j2",
        "form.css",
        messages,
        title=messages("paper.title" if week.number else "paper.title_start", number=week.number, title=week.title),
        week=week,
        handed_in=[one for one in week.exercises if _shared(one)],
        own=[part for block in week.blocks for part in _own(block)],
        key=list(_key(week, messages)),
        control=lambda item: control(item, messages),
        lines=_MOST_LINES,
        seen=lambda exercise: _seen(exercise, policy, messages),
        counted=_counted,
    )


def form_csv(week: Week, codes: Sequence[str]) -> str:
    """The CSV to fill from the sheets: for each of *codes* a row per item that is handed in, its answer still empty.

    Columns participant, week, exercise, item, answer, as ``kit import`` reads them. *codes* stand for the sheets; an
    answer left empty is a pass.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for code in codes:
        rows.writerows([code, week.number, exercise, item.id, ""] for exercise, item in _asked(week))
    return text.getvalue()


def _counted(exercise: Exercise) -> list[Item]:
    """The items that are handed in. A text is not: it can be shared only where its author sees it masked first."""
    return [item for item in exercise.group_items if item.form != "text"]


def _asked(week: Week) -> Iterator[tuple[str, Item]]:
    return ((exercise.id, item) for exercise in week.exercises for item in _counted(exercise))


def _shared(exercise: Exercise) -> bool:
    """Whether anything of *exercise* is handed in or said aloud."""
    return bool(_counted(exercise)) or any(item.share == "spoken" for item in exercise.items)


def _seen(exercise: Exercise, policy: Policy, messages: Messages) -> dict[str, str]:
    """What others will see of the answers, by item id; by an empty id where it is the same for all of them."""
    seen = {item.id: seen_by_others(item, policy, messages) for item in _counted(exercise)}
    return {"": next(iter(seen.values()))} if len(set(seen.values())) == 1 else seen


def _own(block: Block) -> Iterator[Own]:
    """What people write for themselves in *block*, in the order of the session."""
    for practice in block.practices:
        if practice.on_paper:
            yield Own(title=practice.title, questions=practice.on_paper)
    for exercise in block.exercises:
        items = tuple(item for item in exercise.items if item.share != "spoken" and item not in _counted(exercise))
        if items:
            # What is also handed in has been introduced on the sheet before.
            yield Own(title=exercise.title, intro="" if _shared(exercise) else exercise.intro, items=items)


def _key(week: Week, messages: Messages) -> list[tuple[str, str, str, str]]:
    """For each item that is handed in: exercise id, item id, prompt, and which answers the file accepts."""
    return [(exercise, item.id, item.prompt, accepted(item, messages)) for exercise, item in _asked(week)]


@singledispatch
def control(item: Item, messages: Messages) -> Control:
    """How *item* is answered on paper."""
    raise NotImplementedError(type(item).__name__)


@control.register
def _(item: Rating, _: Messages) -> Control:
    return Control(
        layout="scale", options=tuple(str(number) for number in item.points), ends=(item.low.words, item.high.words)
    )


@control.register
def _(item: Likert, messages: Messages) -> Control:
    layout = "list" if len(item.scale) <= MOST_STRETCHES else "points"
    return Control(layout=layout, options=item.scale.words, hint=messages("paper.one"))


@control.register
def _(item: Choice, messages: Messages) -> Control:
    return _picks(item, messages)


@control.register
def _(item: Emotion, messages: Messages) -> Control:
    return _picks(item, messages)


@control.register
def _(item: Ranking, messages: Messages) -> Control:
    return Control(layout="order", options=item.options.words, hint=messages("paper.order", last=len(item.options)))


@control.register
def _(item: Text, _: Messages) -> Control:
    lines = max(2, min(_MOST_LINES, item.longest // _LINE))
    return Control(layout="lines", lines=lines)


def _picks(item: Choice | Emotion, messages: Messages) -> Control:
    if item.form == "one":
        return Control(layout="list", options=item.bin_words, hint=messages("paper.one"))
    return Control(layout="list", options=(*item.bin_words, NONE_OF_THESE), hint=messages("paper.any"))


@singledispatch
def accepted(item: Item, messages: Messages) -> str:
    """Which answers to *item* the file accepts, in words for the one who types them."""
    raise NotImplementedError(type(item).__name__)


@accepted.register
def _(item: Rating, messages: Messages) -> str:
    return messages("paper.accepts_rating", lowest=item.lowest, highest=item.highest)


@accepted.register
def _(item: Likert, messages: Messages) -> str:
    return messages("paper.accepts_one", options=_numbered(item.scale.words))


@accepted.register
def _(item: Choice, messages: Messages) -> str:
    return _accepted_picks(item, messages)


@accepted.register
def _(item: Emotion, messages: Messages) -> str:
    return _accepted_picks(item, messages)


@accepted.register
def _(item: Ranking, messages: Messages) -> str:
    return messages("paper.accepts_order", options=_numbered(item.options.words))


@accepted.register
def _(item: Text, messages: Messages) -> str:
    return messages("paper.accepts_text", longest=item.longest)


def _accepted_picks(item: Choice | Emotion, messages: Messages) -> str:
    name = "paper.accepts_one" if item.form == "one" else "paper.accepts_any"
    return messages(name, options=_numbered(item.bin_words), none=NONE_OF_THESE)


def _numbered(options: tuple[str, ...]) -> str:
    return "; ".join(f"{number} {option}" for number, option in enumerate(options, start=1))
