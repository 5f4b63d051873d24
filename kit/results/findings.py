"""A result as one plain sentence that is true for every count its ranges allow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kit.curriculum.items import Item
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise
from kit.results.bins import Result, answers, as_published, catalogue, leading, listed, quoted, within

MOST_NAMED = 3


def is_most(low: int, people: int) -> bool:
    """Whether at least *low* of *people* are certainly more than half."""
    return 2 * low > people


def is_about_half(low: int, high: int, people: int) -> bool:
    """Whether every count from *low* to *high* lies between a third and two thirds of *people*."""
    return 3 * low >= people and 3 * high <= 2 * people


def is_at_most_half(high: int, people: int) -> bool:
    """Whether at most *high* of *people* are certainly no more than half."""
    return 2 * high <= people


def is_at_least_half(low: int, people: int) -> bool:
    """Whether at least *low* of *people* are certainly half or more."""
    return 2 * low >= people


def finding(item: Item, release: Result, messages: Messages | None = None) -> str:
    """What *release* says about *item*, in one sentence (two for any number of picks); never a number of people."""
    words, item = catalogue(messages), as_published(item, release)
    return _any_number(item, release, words) if item.form == "any" else _one_answer(item, release, words)


def to_talk_about(exercise: Exercise, item: Item, messages: Messages) -> str:
    """The question that stands beside a result of *item*: its own, else its exercise's, else one that fits all."""
    return item.talk or exercise.talk or messages("chart.talk")


def says_something(item: Item, result: Result, messages: Messages) -> bool:
    """Whether the finding names any answer, rather than that it stays open or that none stands out."""
    return finding(item, result, messages) not in {
        messages(f"chart.{name}") for name in ("open", "spread", "spread_half")
    }


def _one_answer(item: Item, result: Result, messages: Messages) -> str:
    for groups in _stretches(item):
        # Which answer leads says more than that two of them together are most; a scale is read by its stretches.
        if len(groups[0]) > 1 and (result.leads or (leading(result) and not item.ordered)):
            break
        stretch = _clearest(result, groups)
        if stretch is not None:
            return messages("chart.most_answered", what=_answers(item, stretch, messages))
    singles = [_only(position) for position in range(len(result.bins))]
    for name, holds in (
        ("at_least_half", _at_least_half),
        ("half_leads", _half_leads),
        ("leads", _leads),
        ("half", _half),
    ):
        named = [_answers(item, single, messages) for single in singles if holds(result, single)]
        if named:
            each = "_each" if len(named) > 1 else ""
            return messages(f"chart.{name}_answered{each}", what=listed(named, messages))
    highest = max(within(result, single)[1] for single in singles)
    if is_at_most_half(highest, result.people):
        return messages("chart.spread_half")
    return messages("chart.spread" if 3 * highest <= 2 * result.people else "chart.open")


def _only(position: int) -> range:
    return range(position, position + 1)


def _stretches(item: Item) -> Iterator[list[range]]:
    """Groups of answers worth naming, the smaller first: neighbours on a scale, else single answers and pairs."""
    whole = len(item.bins)
    if item.ordered:
        # Three answers of four together say little more than that people answered.
        for size in range(1, (whole + 1) // 2 + 1 if whole > 2 else 2):
            yield [range(start, start + size) for start in range(whole - size + 1)]
        return
    yield [_only(start) for start in range(whole)]
    # Two answers out of four say little, and out of three only that the third is rare.
    if whole > 4:
        yield [range(i, j + 1, j - i) for i in range(whole) for j in range(i + 1, whole)]


def _clearest(result: Result, groups: Sequence[range]) -> range | None:
    """The group that certainly holds most people; where two are equally clear, neither."""
    lows = [within(result, group)[0] for group in groups]
    highest = max(lows)
    if not is_most(highest, result.people) or lows.count(highest) > 1:
        return None
    return groups[lows.index(highest)]


def _answers(item: Item, positions: range, messages: Messages) -> str:
    if item.ordered:
        return answers(item, positions[0], positions[-1], messages)
    names = [quoted(item.bin_words[position], messages) for position in positions]
    return messages("chart.or", first=names[0], last=names[1]) if len(names) == 2 else names[0]


def _at_least_half(result: Result, single: range) -> bool:
    return is_at_least_half(within(result, single)[0], result.people)


def _leads(result: Result, single: range) -> bool:
    return single[0] in leading(result)


def _half_leads(result: Result, single: range) -> bool:
    return leading(result) == (single[0],) and _half(result, single)


def _half(result: Result, single: range) -> bool:
    return is_about_half(*within(result, single), result.people)


def _any_number(item: Item, result: Result, messages: Messages) -> str:
    return " ".join(_picks(item, result, messages)) or messages("chart.open")


def _picks(item: Item, result: Result, messages: Messages) -> Iterator[str]:
    people = result.people
    words = dict(zip(item.bins, item.bin_words, strict=True))
    ranked = sorted(result.bins, key=lambda part: -part.low)
    most = [words[part.name] for part in ranked if is_most(part.low, people)]
    half = [
        words[part.name]
        for part in ranked
        if is_about_half(part.low, part.high, people) and words[part.name] not in most
    ]
    if most:
        yield _named("most_picked", most, messages)
    if half:
        yield _named("half_picked", half, messages)
    if not most and not half and all(is_at_most_half(part.high, people) for part in ranked):
        yield messages("chart.few_each")


def _named(sentence: str, names: Sequence[str], messages: Messages) -> str:
    shown = [quoted(name, messages) for name in names[:MOST_NAMED]]
    if len(names) == 1:
        return messages(f"chart.{sentence}", what=shown[0])
    each = f"chart.{sentence}_each" if len(names) <= MOST_NAMED else f"chart.{sentence}_among_others"
    return messages(each, what=listed(shown, messages))
