"""What a figure, a table or a sentence is made from: how many answered, and the range of each bin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Literal, Protocol

from kit.curriculum.items import Choice, Item, Likert, Rating
from kit.curriculum.reading import Options
from kit.curriculum.registers import Messages, load_messages
from kit.curriculum.weeks import Week
from kit.results.releases import Bin, Release
from kit.settings import packaged_curriculum


class Result(Protocol):
    """A release, or several of them together."""

    @property
    def people(self) -> int:
        """How many answered."""

    @property
    def bins(self) -> tuple[Bin, ...]:
        """The range of each bin, in declared order."""

    @property
    def leads(self) -> tuple[str, ...]:
        """The names of the bins that are said to lead; empty where nothing is said of that."""


@dataclass(frozen=True, kw_only=True)
class Together:
    """Releases of disjoint groups of answers, added up; the ranges add up as the people do.

    What leads in each of them need not lead in all, so nothing is said of it.
    """

    people: int
    bins: tuple[Bin, ...]
    leads: tuple[str, ...] = ()


def together(results: Sequence[Result]) -> Result:
    """The sum of *results*, which all have the same bins; there must be at least one, which alone stays as it is."""
    if len(results) == 1:
        return results[0]
    columns = zip(*(result.bins for result in results), strict=True)
    return Together(
        people=sum(result.people for result in results),
        bins=tuple(
            replace(column[0], low=sum(part.low for part in column), high=sum(part.high for part in column))
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


def bin_of(item: Item, name: str, low: int, high: int) -> Bin:
    """The bin of *item* called *name*: by its id where the item's options have ids, else by its words."""
    return Bin(id=name, low=low, high=high) if item.by_id else Bin(label=name, low=low, high=high)


def as_published(item: Item, result: Result) -> Item:
    """The question that *result* answers: *item*, where its bins are still those of the result.

    After a change of *item* it is one of the bins that were published, in the words of today where those are known,
    else called as they were published.
    """
    names = tuple(part.name for part in result.bins)
    if names == item.bins:
        return item
    words = dict(zip(item.bins, item.bin_words, strict=True))
    options = Options(names, tuple(words.get(name, name) for name in names), by_id=item.by_id)
    form: Literal["one", "any"] = "any" if item.form == "any" else "one"
    return Choice.model_construct(id=item.id, prompt=item.prompt, share=item.share, choose=form, options=options)


def asked_as(release: Release, weeks: Mapping[int, Week]) -> Item | None:
    """The question that *release* answers, as *weeks* have it now; None where it is gone."""
    pairs = weeks[release.week].group_items() if release.week in weeks else ()
    return next((item for e, item in pairs if (e.id, item.id) == (release.exercise, release.item)), None)


def leading(result: Result) -> tuple[int, ...]:
    """The positions of the answers that have most, where it is said or the ranges leave no doubt; else empty."""
    if result.leads:
        return tuple(position for position, part in enumerate(result.bins) if part.name in result.leads)
    highest = max(range(len(result.bins)), key=lambda position: result.bins[position].low)
    others = [part.high for position, part in enumerate(result.bins) if position != highest]
    return (highest,) if result.bins[highest].low > max(others) else ()


# The words in which bins and ranges are written, in figures, tables and sentences alike.


def catalogue(messages: Messages | None) -> Messages:
    """*messages*, or the packaged catalogue where none are given."""
    return messages if messages is not None else load_messages(packaged_curriculum())


@singledispatch
def labels(item: Item, messages: Messages) -> tuple[str, ...]:  # noqa: ARG001 - a scale's anchors need them
    """What stands beside each bin of *item*, in declared order."""
    return item.bin_words


@labels.register
def _(item: Rating, messages: Messages) -> tuple[str, ...]:
    first, *between, last = item.bin_words
    low = messages("chart.towards", label=first, anchor=item.low.words)
    high = messages("chart.towards", label=last, anchor=item.high.words)
    return (low, *between, high)


@singledispatch
def answers(item: Item, first: int, last: int, messages: Messages) -> str:
    """The answers from bin *first* to bin *last*, as they stand in a sentence."""
    names = [messages("chart.label", label=label) for label in item.bin_words[first : last + 1]]
    return messages("chart.or", first=names[0], last=names[-1]) if len(names) == 2 else _stretch(names, messages)


@answers.register
def _(item: Rating, first: int, last: int, messages: Messages) -> str:
    return messages("chart.number", low=item.binning[first].low, high=item.binning[last].high)


@answers.register
def _(item: Likert, first: int, last: int, messages: Messages) -> str:
    if not item.binning:
        return answers.dispatch(object)(item, first, last, messages)
    words = item.scale.words
    ends = words[item.binning[first].low - 1], words[item.binning[last].high - 1]
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


def range_words(low: int, high: int, people: int, messages: Messages) -> str:
    """``4 to 7``, ``at most 4`` or ``at least 9``."""
    if low == 0:
        return messages("chart.at_most", high=high)
    return messages("chart.at_least", low=low) if high == people else messages("chart.range", low=low, high=high)


def range_of(low: int, high: int, people: int, messages: Messages) -> str:
    """``4 to 7 of 14``, ``at most 4 of 14`` or ``at least 9 of 14``."""
    return messages("chart.of", range=range_words(low, high, people, messages), people=people)


def week_words(week: int, messages: Messages) -> str:
    """``Week 3``, and ``Start`` for week 0."""
    return messages("chart.week", week=week) if week else messages("chart.week_0")
