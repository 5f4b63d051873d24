"""How often the rule for change speaks, over many simulated cohorts: ``python -m tests.simulate.rates [COHORTS]``.

It prints the table of facilitator_guide/reading_results.md: a column for each number of people, in each cell the share
of cohorts in per cent. Nothing is looked up here that a cohort's summary does not show.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from kit.curriculum.items import Item
from kit.curriculum.loader import load_curriculum
from kit.curriculum.weeks import Week
from kit.results.over_weeks import Change, changes, series
from kit.results.releases import Releases
from kit.settings import packaged_curriculum
from kit.simulate.cohort import PAUSE, Planted, Simulated, simulate
from tests.simulate.quick import published
from tests.weeks import week_of

SIZES = (8, 10, 12, 14, 20, 30)
COHORTS = 200
FIRST_SEED = 5000
# A question of the start, halfway and the end, moved as far as the one of every week.
BASELINE = Planted(exercise="baseline", item="noticing", shift=PAUSE.shift)
# Weeks in which whole curricula ask only two or three times what they ask again.
TWO, THREE = (0, 1, 8), (0, 1, 4, 8)
# Of those whose answer is in the lower half so many leave for good before the next week, and of the others.
LOW_LEAVE, OTHERS_LEAVE = 0.2, 0.03


@cache
def weeks() -> dict[int, Week]:
    """The curriculum with nothing but the exercises that stand in several weeks: the rule looks at no others."""
    whole = load_curriculum(packaged_curriculum())
    again = {one.exercise for one in series(Releases(cohort="none"), whole)}
    return {
        number: week_of(*(one for one in week.exercises if one.id in again), number=number)
        for number, week in whole.items()
    }


@cache
def only(numbers: tuple[int, ...]) -> dict[int, Week]:
    return {number: weeks()[number] for number in numbers}


def with_leavers(cohort: Simulated, question: str | None) -> Simulated:
    """*cohort* after people have left whose answers were low: to one *question*, or to all on a scale together."""
    there = {(exercise.id, item.id): item for week in weeks().values() for exercise, item in week.group_items()}
    lows: dict[tuple[str, int], list[float]] = {}
    for one in cohort.sendings:
        for name, answer in one.answers.items():
            item = there[one.exercise, name]
            if item.ordered and question in (None, f"{one.exercise}/{name}"):
                lows.setdefault((one.participant, one.week), []).append(_height(item, answer))
    dice = random.Random(f"{cohort.seed} {question}")
    stays = set[tuple[str, int]]()
    for person in cohort.people:
        for number in sorted(weeks()):
            stays.add((person.label, number))
            heights = lows.get((person.label, number), [])
            chance = LOW_LEAVE if sum(heights) < len(heights) / 2 else OTHERS_LEAVE
            if heights and dice.random() < chance:
                break
    return replace(cohort, sendings=tuple(one for one in cohort.sendings if (one.participant, one.week) in stays))


def _height(item: Item, answer: object) -> float:
    """Where an answer stands on its scale, from 0 to 1."""
    return item.codes(answer)[0] / (len(item.bins) - 1)


@lru_cache(maxsize=1024)
def _published(seed: int, size: int, planted: Planted | None, leave: str | None) -> Releases:
    made = simulate(weeks(), seed=seed, size=size, planted=planted)
    return published(made if leave == "" else with_leavers(made, leave), weeks())


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is true of the cohorts, which weeks are looked at, and which statements are counted."""

    name: str
    counts: Callable[[Change], bool] = lambda _: True
    planted: Planted | None = None
    leave: str | None = ""  # nobody leaves; else the question, or None for all of them
    weeks: tuple[int, ...] = tuple(range(9))

    def speaks(self, seed: int, size: int) -> bool:
        """Whether the cohort of that *seed* and *size* hears a statement of those that are counted."""
        releases = _published(seed, size, self.planted, self.leave)
        return any(self.counts(change) for change in changes(releases, only(self.weeks)))

    def rate(self, seeds: Sequence[int], size: int) -> float:
        """The share of cohorts that hear one."""
        return sum(self.speaks(seed, size) for seed in seeds) / len(seeds)


def finds(planted: Planted) -> Callable[[Change], bool]:
    return lambda change: change.rises and change.series.name == f"{planted.exercise}/{planted.item}"


def hides_it(change: Change) -> bool:
    """Whether the statement does not say that fewer answered."""
    return "Fewer people answered" not in change.sentence()


ALARMS = (
    Case(name="nothing changed"),
    Case(name="nothing changed, questions of two weeks", weeks=TWO),
    Case(name="nothing changed, questions of two or three weeks", weeks=THREE),
    Case(name="those leave who answered low: a change without a word on it", leave=None, counts=hides_it),
    Case(name="those leave who answered low to one question: the same", leave="pulse/pause", counts=hides_it),
    Case(name="those leave who answered low: any statement", leave=None),
    Case(name="those leave who answered low to one question: any statement", leave="pulse/pause"),
)
FOUND = (
    Case(name="a change over eight weeks: found", planted=PAUSE, counts=finds(PAUSE)),
    Case(name="the same while people leave: found", planted=PAUSE, counts=finds(PAUSE), leave="pulse/pause"),
    Case(name="a change over start, halfway and end: found", planted=BASELINE, counts=finds(BASELINE), weeks=THREE),
    Case(name="a change over start and end: found", planted=BASELINE, counts=finds(BASELINE), weeks=TWO),
)


def table(cohorts: int) -> str:
    """All rates in per cent, as the guide has them."""
    cases = (*ALARMS, *FOUND)
    heard = {case.name: [0] * len(SIZES) for case in cases}
    for place, size in enumerate(SIZES):
        for seed in range(FIRST_SEED, FIRST_SEED + cohorts):
            # All that is asked of one cohort, one after the other, so that it is made once.
            for case in cases:
                heard[case.name][place] += case.speaks(seed, size)
    head = [f"| of 100 cohorts ({cohorts} were tried) | " + " | ".join(map(str, SIZES)) + " |", "|---" * 7 + "|"]
    return "\n".join([*head, *(f"| {name} | {_row(found, cohorts)} |" for name, found in heard.items())])


def _row(found: Sequence[int], cohorts: int) -> str:
    return " | ".join(f"{100 * number / cohorts:.1f}" for number in found)


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else COHORTS))
