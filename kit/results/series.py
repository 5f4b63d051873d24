"""One item over the weeks: which items stand in several weeks, and what was published of them in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kit.curriculum.items import Item
from kit.curriculum.weeks import Week
from kit.results.bins import Result, together
from kit.results.releases import Releases


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
    found: dict[tuple[str, str, str], tuple[str, Item, list[int]]] = {}
    for number, week in sorted(weeks.items()):
        for exercise, item in week.group_items():
            if item.form != "text" and not item.stable:
                key = (exercise.id, item.id, item.fingerprint)
                found.setdefault(key, (exercise.title, item, []))[2].append(number)
    return [
        Series(
            exercise=exercise,
            title=title,
            item=item,
            points=tuple(_point(releases, number, exercise, item.id) for number in numbers),
        )
        for (exercise, _, _), (title, item, numbers) in found.items()
        if len(numbers) > 1
    ]


def _point(releases: Releases, week: int, exercise: str, item: str) -> Point:
    batches = releases.of(week, exercise, item)
    return Point(week=week, result=together(batches) if batches else None)
