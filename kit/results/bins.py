"""What a figure, a table or a sentence is made from: how many answered, and the range of each bin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Protocol

from kit.curriculum.items import Item, Likert, Rating
from kit.curriculum.registers import Messages, load_messages
from kit.results.releases import Bin
from kit.settings import packaged_curriculum


class Result(Protocol):
    """A release, or several of them together."""

    @property
    def people(self) -> int:
        """How many answered."""

    @property
    def bins(self) -> tuple[Bin, ...]:
        """The range of each bin, in declared order."""


@dataclass(frozen=True, kw_only=True)
class Together:
    """Releases of disjoint groups of answers, added up; the ranges add up as the people do."""

    people: int
    bins: tuple[Bin, ...]


def together(results: Sequence[Result]) -> Together:
    """The sum of *results*, which all have the same bins; there must be at least one."""
    columns = zip(*(result.bins for result in results), strict=True)
    return Together(
        people=sum(result.people for result in results),
        bins=tuple(
            Bin(label=column[0].label, low=sum(part.low for part in column), high=sum(part.high for part in column))
            for column in columns
        ),
    )


def within(result: Result, positions: range) -> tuple[int, int]:
    """How many people are in any of the bins at *positions*, where each person is in exactly one bin.

    What the other bins hold is counted too: whoever is not in them must be here.
    """
    inside = [part for i, part in enumerate(result.bins) if i in positions]
    outside = [part for i, part in enumerate(result.bins) if i not in positions]
    low = max(sum(part.low for part in inside), result.people - sum(part.high for part in outside))
    high = min(sum(part.high for part in inside), result.people - sum(part.low for part in outside))
    return low, high


# The words in which bins and ranges are written, in figures, tables and sentences alike.


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
