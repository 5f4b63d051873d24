"""The words in which bins and ranges are written, in figures, tables and sentences alike."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from kit.curriculum.items import Item, Likert, Rating
from kit.curriculum.registers import Messages, load_messages
from kit.settings import packaged_curriculum


def catalogue(messages: Messages | None) -> Messages:
    """*messages*, or the packaged catalogue where none are given."""
    return messages if messages is not None else load_messages(packaged_curriculum())


@singledispatch
def labels(item: Item, messages: Messages) -> tuple[str, ...]:  # noqa: ARG001 - a scale's anchors need them
    """What stands beside each bin of *item*, in declared order."""
    return tuple(item.bins)


@labels.register
def _(item: Rating, messages: Messages) -> tuple[str, ...]:
    first, *between, last = item.bins
    low = messages("chart.towards", label=first, anchor=item.low)
    high = messages("chart.towards", label=last, anchor=item.high)
    return (low, *between, high)


@singledispatch
def answers(item: Item, first: int, last: int, messages: Messages) -> str:
    """The answers from bin *first* to bin *last*, as they stand in a sentence."""
    names = [messages("chart.label", label=label) for label in item.bins[first : last + 1]]
    return messages("chart.or", first=names[0], last=names[-1]) if len(names) == 2 else _stretch(names, messages)


@answers.register
def _(item: Rating, first: int, last: int, messages: Messages) -> str:
    return messages("chart.number", low=item.binning[first].low, high=item.binning[last].high)


@answers.register
def _(item: Likert, first: int, last: int, messages: Messages) -> str:
    if not item.binning:
        return answers.dispatch(object)(item, first, last, messages)
    ends = item.scale[item.binning[first].low - 1], item.scale[item.binning[last].high - 1]
    return _stretch([messages("chart.label", label=label) for label in dict.fromkeys(ends)], messages)


def _stretch(names: list[str], messages: Messages) -> str:
    if len(names) == 1:
        return names[0]
    return messages("chart.stretch", first=names[0], last=names[-1])


def listed(parts: Iterable[str], messages: Messages) -> str:
    """Parts of a sentence in a row: ``“a”, “b” and “c”``."""
    *rest, last = parts
    return messages("chart.and", first=", ".join(rest), last=last) if rest else last


def quoted(label: str, messages: Messages) -> str:
    """A label as it stands in a sentence."""
    return messages("chart.label", label=label)


def range_words(low: int, high: int, messages: Messages) -> str:
    """``4 to 7``."""
    return messages("chart.range", low=low, high=high)


def range_of(low: int, high: int, people: int, messages: Messages) -> str:
    """``4 to 7 of 14``."""
    return messages("chart.range_of", low=low, high=high, people=people)


def week_words(week: int, messages: Messages) -> str:
    """``Week 3``, and ``Start`` for week 0."""
    return messages("chart.week", week=week) if week else messages("chart.week_0")
