"""The written rule by which a change over the weeks is stated, computed from published ranges alone.

Ranges that do not overlap are necessary and far from enough: 7 and 8 of 14 fall into neighbouring ranges. For each
question that stands in several weeks, the answers of its first ``WINDOW`` published weeks are put together, and those
of its last ``WINDOW``. For each upper part of a scale, or for each option where answers have no order, a change is
stated only when all of these hold:

1. The question has results in at least ``LEAST_WEEKS`` weeks, so that no week counts on both sides.
2. The two ranges, as shares of the answers, do not touch.
3. Their middles lie at least ``APART`` of the answers apart; where either side has fewer than ``ENOUGH`` answers,
   ``APART_OF_FEW``, because chance moves few answers further.
4. The middle of each of the last weeks lies beyond the middle of each of the first ones, in the same direction.

Of several parts of a scale for which all of it holds, the clearest is stated, so a question is stated once.
With simulated cohorts in which nothing changes, and all questions of the curriculum looked at, the rule states
something in at most 1 in 20 of them; a change planted in cohorts of 14 it states in at least 9 in 10.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kit.curriculum.items import Item
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week
from kit.results.bins import Result, answers, as_published, catalogue, listed, quoted, range_of, together, within
from kit.results.releases import Releases

# One item over the weeks: which items stand in several weeks, and what was published of them in each.


@dataclass(frozen=True, kw_only=True)
class Point:
    """What was published in one week: a result, or None where there is none."""

    week: int
    result: Result | None


@dataclass(frozen=True, kw_only=True)
class Series:
    """The same question, asked in several weeks, a point for each week in which it stands."""

    exercise: str
    title: str
    item: Item
    points: tuple[Point, ...]

    @property
    def name(self) -> str:
        """``exercise/item``."""
        return f"{self.exercise}/{self.item.id}"

    @property
    def published(self) -> tuple[tuple[int, Result], ...]:
        """Week and result of the points that have a result, in order of the weeks."""
        return tuple((point.week, point.result) for point in self.points if point.result is not None)


def series(releases: Releases, weeks: Mapping[int, Week]) -> list[Series]:
    """Every group item that stands in several weeks with the same meaning, in the order in which it first stands.

    Stable items are left out: they are published once. So are texts, which have no ranges.
    """
    asked: dict[tuple[str, str, str], tuple[str, Item, list[int]]] = {}
    for number, week in sorted(weeks.items()):
        for exercise, item in week.group_items():
            if item.form != "text" and not item.stable:
                key = (exercise.id, item.id, item.fingerprint)
                asked.setdefault(key, (exercise.title, item, []))[2].append(number)
    return [
        Series(
            exercise=exercise,
            title=title,
            item=item,
            points=tuple(_point(releases, number, exercise, item) for number in numbers),
        )
        for (exercise, _, _), (title, item, numbers) in asked.items()
        if len(numbers) > 1
    ]


def _point(releases: Releases, week: int, exercise: str, item: Item) -> Point:
    """What was published in *week*; nothing where that has other bins than *item* has by now, as after a change."""
    batches = releases.of(week, exercise, item.id)
    if not batches or as_published(item, batches[0]) is not item:
        return Point(week=week, result=None)
    return Point(week=week, result=together(batches))


WINDOW = 3
LEAST_WEEKS = 2 * WINDOW
APART = Fraction(2, 5)
ENOUGH = 27
APART_OF_FEW = Fraction(1, 2)

__all__ = ["Change", "Window", "changes", "clearest", "comparable", "series"]


@dataclass(frozen=True, kw_only=True)
class Window:
    """Some weeks of a question together: of so many *answers*, *low* to *high* were the ones looked at."""

    weeks: tuple[int, ...]
    low: int
    high: int
    answers: int

    @property
    def middle(self) -> Fraction:
        """The middle of the range as a share of the answers; for the rule, never shown."""
        return Fraction(self.low + self.high, 2 * self.answers)


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change that the rule states: of the answers at *positions*, there were more, or fewer, at the end."""

    series: Series
    positions: range
    first: Window
    last: Window

    @property
    def rises(self) -> bool:
        """Whether there were more of these answers at the end."""
        return self.last.middle > self.first.middle

    def sentence(self, messages: Messages | None = None) -> str:
        """What the figures show, in one sentence, without any reason for it."""
        words = catalogue(messages)
        form = "picked" if self.series.item.form == "any" else "answered"
        return words(
            f"change.{form}",
            prompt=self.series.item.prompt,
            what=_what(self.series.item, self.positions, words),
            first_weeks=listed([str(week) for week in self.first.weeks], words),
            first=_counted(self.first, words),
            last_weeks=listed([str(week) for week in self.last.weeks], words),
            last=_counted(self.last, words),
        )


def rule(messages: Messages | None = None) -> str:
    """The rule in one sentence, with its numbers."""
    numbers = {"least": LEAST_WEEKS, "window": WINDOW, "apart": APART, "few": APART_OF_FEW, "enough": ENOUGH}
    return catalogue(messages)("change.rule", **numbers)


def changes(releases: Releases, weeks: Mapping[int, Week]) -> list[Change]:
    """The changes that the rule states, at most one for each question, in the order of the curriculum."""
    stated = (clearest(one) for one in series(releases, weeks))
    return [change for change in stated if change is not None]


def comparable(releases: Releases, weeks: Mapping[int, Week]) -> bool:
    """Whether any question has results in so many weeks that the rule may look at it."""
    return any(len(one.published) >= LEAST_WEEKS for one in series(releases, weeks))


def clearest(question: Series) -> Change | None:
    """The clearest change of a question that the rule lets be stated, or None."""
    stated = [change for change in _candidates(question) if _holds(change)]
    return max(stated, key=_distance, default=None)


def _candidates(question: Series) -> Iterator[Change]:
    published = question.published
    if len(published) < LEAST_WEEKS:
        return
    whole = len(question.item.bins)
    for start in range(whole):
        if question.item.ordered and start == 0:
            continue
        positions = range(start, whole) if question.item.ordered else range(start, start + 1)
        first = _window(question.item, published[:WINDOW], positions)
        yield Change(
            series=question,
            positions=positions,
            first=first,
            last=_window(question.item, published[-WINDOW:], positions),
        )


def _holds(change: Change) -> bool:
    first, last = change.first, change.last
    lower, upper = (first, last) if change.rises else (last, first)
    apart = Fraction(lower.high, lower.answers) < Fraction(upper.low, upper.answers)
    enough = min(lower.answers, upper.answers) >= ENOUGH
    far = _distance(change) >= (APART if enough else APART_OF_FEW)
    return apart and far and _week_by_week(change, lower, upper)


def _week_by_week(change: Change, lower: Window, upper: Window) -> bool:
    middles = {
        week: _window(change.series.item, [(week, result)], change.positions).middle
        for week, result in change.series.published
    }
    return max(middles[week] for week in lower.weeks) < min(middles[week] for week in upper.weeks)


def _distance(change: Change) -> Fraction:
    return abs(change.last.middle - change.first.middle)


def _window(item: Item, published: Sequence[tuple[int, Result]], positions: range) -> Window:
    ranges = [_range(item, result, positions) for _, result in published]
    return Window(
        weeks=tuple(week for week, _ in published),
        low=sum(low for low, _ in ranges),
        high=sum(high for _, high in ranges),
        answers=sum(result.people for _, result in published),
    )


def _range(item: Item, result: Result, positions: range) -> tuple[int, int]:
    # Where any number could be picked, the other options say nothing about this one.
    if item.form == "any":
        part = result.bins[positions[0]]
        return part.low, part.high
    return within(result, positions)


def _what(item: Item, positions: range, messages: Messages) -> str:
    if item.ordered:
        return answers(item, positions[0], positions[-1], messages)
    return quoted(item.bin_words[positions[0]], messages)


def _counted(window: Window, messages: Messages) -> str:
    return range_of(window.low, window.high, window.answers, messages)
