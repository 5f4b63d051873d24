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

Where the last weeks have fewer than ``STAYED`` of the answers of the first, those who stay may differ from those who
left. Then the answers that are missing count as ones that could have been anything, which makes the last range wider,
and a change that is still stated says in the same breath that fewer people answered.

A question that is asked in fewer weeks, such as at the start, halfway and at the end, is looked at once, when its last
week has a result: the first week beside the last. Their middles then lie at least ``APART_AT_ONCE`` apart, or
``APART_OF_FEW_AT_ONCE`` where either has fewer than ``ENOUGH_AT_ONCE`` answers, and those of the weeks between lie
between them. Of fewer than ``LEAST_AT_ONCE`` answers nothing is said.

Of several parts of a scale for which all of it holds, the clearest is stated, so a question is stated once.
How often the rule states something, where nothing changes, where those who are low leave, and where a change was
planted, is measured by ``python -m tests.simulate.rates``: in at most 1 in 20 cohorts where nothing changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
# One week beside one other: chance alone takes ranges of a few answers far apart.
APART_AT_ONCE = Fraction(3, 5)
LEAST_AT_ONCE = 10
ENOUGH_AT_ONCE = 20
APART_OF_FEW_AT_ONCE = Fraction(7, 10)
STAYED = Fraction(4, 5)

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

    @property
    def fewer(self) -> bool:
        """Whether so few answered at the end that those who stayed may differ from those who left."""
        return self.last.answers < STAYED * self.first.answers

    def sentence(self, messages: Messages | None = None) -> str:
        """What the figures show, without any reason for it; also how many fewer answered, where that is many."""
        words = catalogue(messages)
        form = "picked" if self.series.item.form == "any" else "answered"
        at_once = len(self.first.weeks) == 1
        sentence = words(
            f"change.{form}_at_once" if at_once else f"change.{form}",
            prompt=self.series.item.prompt,
            what=_what(self.series.item, self.positions, words),
            first=_counted(self.first, words),
            last=_counted(self.last, words),
            **(self._each_week(words) if at_once else self._all_weeks(words)),
        )
        if not self.fewer:
            return sentence
        return f"{sentence} {words('change.fewer', first=self.first.answers, last=self.last.answers)}"

    def _each_week(self, messages: Messages) -> dict[str, str]:
        (first,), (last,) = self.first.weeks, self.last.weeks
        start = messages("change.first_week", week=first) if first else messages("change.first_week_0")
        return {"first_week": start, "last_week": messages("change.last_week", week=last)}

    def _all_weeks(self, messages: Messages) -> dict[str, str]:
        both = {"first_weeks": self.first.weeks, "last_weeks": self.last.weeks}
        return {name: listed(map(str, weeks), messages) for name, weeks in both.items()}


def rule(messages: Messages | None = None) -> str:
    """The rule in a few sentences, with its numbers."""
    numbers = {"least": LEAST_WEEKS, "window": WINDOW, "apart": APART, "few": APART_OF_FEW, "enough": ENOUGH}
    once = {"apart": APART_AT_ONCE, "few": APART_OF_FEW_AT_ONCE, "enough": ENOUGH_AT_ONCE, "answers": LEAST_AT_ONCE}
    words = catalogue(messages)
    parts = [words("change.rule", **numbers), words("change.rule_at_once", least=LEAST_WEEKS, **once)]
    return " ".join([*parts, words("change.rule_fewer", stayed=STAYED)])


def changes(releases: Releases, weeks: Mapping[int, Week]) -> list[Change]:
    """The changes that the rule states, at most one for each question, in the order of the curriculum."""
    stated = (clearest(one) for one in series(releases, weeks))
    return [change for change in stated if change is not None]


def comparable(releases: Releases, weeks: Mapping[int, Week]) -> bool:
    """Whether any question has results in so many weeks that the rule may look at it."""
    return any(_window_of(one) for one in series(releases, weeks))


def clearest(question: Series) -> Change | None:
    """The clearest change of a question that the rule lets be stated, or None."""
    stated = [change for change in _candidates(question) if _holds(change)]
    return max(stated, key=_distance, default=None)


def _window_of(question: Series) -> int:
    """How many weeks are put together at each end of *question*; 0 while it is not to be looked at."""
    published = question.published
    if len(question.points) >= LEAST_WEEKS:
        return WINDOW if len(published) >= LEAST_WEEKS else 0
    # Looked at after each week it would find by chance, some time, what is not there: so once, at its end.
    return 1 if len(published) > 1 and question.points[-1].result is not None else 0


def _candidates(question: Series) -> Iterator[Change]:
    published, window = question.published, _window_of(question)
    if not window:
        return
    whole = len(question.item.bins)
    for start in range(whole):
        if question.item.ordered and start == 0:
            continue
        positions = range(start, whole) if question.item.ordered else range(start, start + 1)
        first = _window(question.item, published[:window], positions)
        yield Change(
            series=question,
            positions=positions,
            first=first,
            last=_window(question.item, published[-window:], positions),
        )


def _holds(change: Change) -> bool:
    first, last = change.first, _with_the_missing(change)
    lower, upper = (first, last) if change.rises else (last, first)
    if len(first.weeks) == 1 and min(change.first.answers, change.last.answers) < LEAST_AT_ONCE:
        return False
    apart = Fraction(lower.high, lower.answers) < Fraction(upper.low, upper.answers)
    return apart and abs(last.middle - first.middle) >= _far(change) and _week_by_week(change)


def _with_the_missing(change: Change) -> Window:
    """The last weeks; where many are missing from them, these could have answered anything."""
    if not change.fewer:
        return change.last
    missing = change.first.answers - change.last.answers
    return replace(change.last, high=change.last.high + missing, answers=change.first.answers)


def _far(change: Change) -> Fraction:
    """How far apart the middles have to be."""
    answers = min(change.first.answers, change.last.answers)
    if len(change.first.weeks) == 1:
        return APART_AT_ONCE if answers >= ENOUGH_AT_ONCE else APART_OF_FEW_AT_ONCE
    return APART if answers >= ENOUGH else APART_OF_FEW


def _week_by_week(change: Change) -> bool:
    """Whether the weeks point the same way: the last ones lie beyond the first, or those between lie between."""
    middles = {
        week: _window(change.series.item, [(week, result)], change.positions).middle
        for week, result in change.series.published
    }
    lower, upper = (change.first, change.last) if change.rises else (change.last, change.first)
    low, high = max(middles[week] for week in lower.weeks), min(middles[week] for week in upper.weeks)
    if len(lower.weeks) > 1:
        return low < high
    return all(low <= middle <= high for middle in middles.values())


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
