"""Publishers that the suite must find out: each is right but for its bad habits, and the naive one has the usual ones.

Without any habit it is a second making of the rule, from the same answers, against which the gate is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from sqlalchemy import text

from kit.answers.sealing.envelopes import rows_opened
from kit.curriculum.items import Item
from kit.curriculum.policy import Policy
from kit.curriculum.reading import Stored
from kit.curriculum.weeks import Week
from kit.publishing.gate import Decision, Outcome
from kit.publishing.ranges import LARGEST, load_table, parts_of
from kit.results.releases import FIRST, Asked, Bin, Release, Releases, to_text
from tests.attacks import scene as real
from tests.attacks.scene import EXERCISE, Opened, Published, Scene

EXACT = "publishes the counts themselves"
AGAIN = "counts everybody again whenever something changed"
FOUR = "thinks that four are enough"
NEWCOMERS = "counts who joined after the result"
HIDES = "hides a result in which one or two stand out"
TELLS = "says how many answered"
HELD = "counts answers that were given without consent"
WEEKLY = "publishes a stable question in every week"
ARRIVAL = "cuts a large group in the order of its pseudonyms"
NAMES = "writes down whose answers are in a result"
TWICE = "counts a changed mind as somebody else"
SOON = "shows a later result from as few people as the first"
HABITS = (EXACT, AGAIN, FOUR, NEWCOMERS, HIDES, TELLS, HELD, WEEKLY, ARRIVAL, NAMES, TWICE, SOON)
NAIVE = "publishes the counts of five or more, again and again"
_NAIVE = frozenset({EXACT, AGAIN, NEWCOMERS, TELLS, WEEKLY, TWICE, SOON})

Members = frozenset[str]


@dataclass
class Kept:
    """What a publisher remembers from day to day."""

    history: list[Published] = field(default_factory=list)
    asked: set[Asked] = field(default_factory=set)
    used: dict[str, set[str]] = field(default_factory=dict)
    there: dict[str, set[str]] = field(default_factory=dict)
    last: dict[str, object] = field(default_factory=dict)


@dataclass
class Careless(Scene):
    """A cohort whose results are published by somebody else than the gate."""

    kept: Kept
    habits: frozenset[str]

    def history(self) -> list[Published]:
        return list(self.kept.history)

    def publish(self, week: int = 1, exercise: str | None = None) -> list[Outcome]:
        asked = self.store.status(week, EXERCISE) != "never opened"
        if asked:
            self.store.close_exercise(week, EXERCISE)
        found = [self.decide(week, item, asked=asked) for item in self.weeks[week].exercises[0].group_items]
        folder = self.store.cohort.published
        folder.mkdir(exist_ok=True)
        published = Releases(
            cohort="spring", releases=tuple(one.release for one in self.kept.history), asked=tuple(self.kept.asked)
        )
        (folder / "releases.json").write_text(to_text(published), "utf-8")
        return found

    def decide(self, week: int, item: Item, *, asked: bool) -> Outcome:
        """What becomes of an item now; kept, and written nowhere."""
        place = Asked(week=week, exercise=EXERCISE, item=item.id)
        if not asked:
            return Outcome(**vars(place), decision=Decision.NOT_ASKED)
        if item.form == "text":
            return Outcome(**vars(place), decision=Decision.NOT_SHOWN)
        self.kept.asked.add(place)
        stable = item.stable and WEEKLY not in self.habits
        family = f"stable/{EXERCISE}/{item.id}" if stable else f"w{week:02d}/{EXERCISE}/{item.id}"
        said = self._said(week, item, stable=stable)
        chosen = self._chosen(family, said)
        bins = self._bins(item, family, {one: said[one] for one in chosen})
        if bins is None:
            before = self.kept.used.get(family)
            told = Outcome(**vars(place), decision=Decision.ALREADY if before else Decision.HELD)
            return _Telling(**vars(told), people=len(said)) if TELLS in self.habits else told
        release = self._release(family, place, len(chosen), bins)
        self.kept.history.append(Published(release, item, frozenset(chosen)))
        self.kept.used.setdefault(family, set()).update(chosen)
        self.kept.there.setdefault(family, self.store.participants())
        return Outcome(**vars(place), decision=Decision.PUBLISHED, release=release)

    def _said(self, week: int, item: Item, *, stable: bool) -> dict[str, Stored]:
        """What each contributor answered last, found by a query of its own."""
        weeks = "s.week >= 0" if stable else f"s.week = {week:d}"
        newer = "n.participant = s.participant AND n.week = s.week AND n.exercise = s.exercise"
        newer += " AND (n.revision, n.received) > (s.revision, s.received)"
        newest = f"NOT EXISTS (SELECT 1 FROM submissions n WHERE {newer})"
        query = text(
            f"SELECT s.* FROM submissions s WHERE {weeks} AND s.exercise = :exercise "
            f"AND {'1' if HELD in self.habits else 's.consent IS NOT NULL'} "
            f"AND {'1' if TWICE in self.habits else newest} ORDER BY s.received"
        )
        with self.store.reading() as connection:
            rows = rows_opened(self.store.envelopes, connection.execute(query, {"exercise": EXERCISE}))
        twice = TWICE in self.habits
        return {
            f"{row.participant}#{row.revision}" if twice else row.participant: answers[item.id]
            for row, answers in rows
            if item.id in answers
        }

    def _chosen(self, family: str, said: Mapping[str, Stored]) -> list[str]:
        if AGAIN in self.habits:
            changed = self.kept.last.get(family) != said
            self.kept.last[family] = said
            return sorted(said) if changed else []
        fresh = set(said) - self.kept.used.get(family, set())
        if NEWCOMERS not in self.habits:
            there = self.kept.there.get(family)
            fresh = {one for one in fresh if there is None or one.partition("#")[0] in there}
        return sorted(fresh)

    def _bins(self, item: Item, family: str, said: Mapping[str, Stored]) -> tuple[Bin, ...] | None:
        later = bool(self.kept.used.get(family)) and SOON not in self.habits
        floor = min(Policy().floor_for(item, later=later), 4 if FOUR in self.habits else 99)
        bins = 2 if item.form == "any" else len(item.bins)
        if len(said) < floor or (EXACT not in self.habits and not self._has_rows(len(said), bins)):
            return None
        parts = self._parts(family, sorted(said))
        codes = {one: item.codes(answer) for one, answer in said.items()}
        counts = [[sum(place in codes[one] for one in part) for place in range(len(item.bins))] for part in parts]
        if HIDES in self.habits and any(sum(column) in (1, 2) for column in zip(*counts, strict=True)):
            return None
        ranges = [
            [self._range(count, len(part), bins) for count in row] for part, row in zip(parts, counts, strict=True)
        ]
        sums = [[sum(ends) for ends in zip(*column, strict=True)] for column in zip(*ranges, strict=True)]
        return tuple(Bin(label=label, low=low, high=high) for label, (low, high) in zip(item.bins, sums, strict=True))

    def _has_rows(self, people: int, bins: int) -> bool:
        return people == 4 or all(load_table().edges(part, bins) for part in parts_of(people))

    def _parts(self, family: str, people: list[str]) -> Iterator[list[str]] | list[list[str]]:
        if len(people) <= LARGEST:
            return [people]
        if ARRIVAL not in self.habits:
            people = sorted(people, key=lambda one: self.store.order(f"{family}/{one}"))
        ends = [sum(parts_of(len(people))[:place]) for place in range(len(parts_of(len(people))) + 1)]
        return [people[first:last] for first, last in pairwise(ends)]

    def _range(self, count: int, people: int, bins: int) -> tuple[int, int]:
        if EXACT in self.habits:
            return count, count
        row = load_table().edges(people, bins) or ((0, 1), (2, people))
        return next(one for one in row if one[0] <= count <= one[1])

    def _release(self, family: str, place: Asked, people: int, bins: tuple[Bin, ...]) -> Release:
        before = self.kept.history
        previous = before[-1].release.hash if before else FIRST
        if NAMES in self.habits:
            bins = (replace(bins[0], label=f"{bins[0].label} {self.store.participant('person 0')}"), *bins[1:])
        release = Release(
            sequence=len(before) + 1,
            family=family,
            people=people,
            bins=bins,
            policy=Policy().name,
            previous=previous,
            **vars(place),
        )
        return replace(release, hash=release.computed_hash())


@dataclass(frozen=True, kw_only=True)
class _Telling(Outcome):
    people: int

    @property
    def sentence(self) -> str:
        return f"{super().sentence} So far there are {self.people}."


def careless(habit: str = "") -> Opened:
    """What takes the place of ``scene``: a cohort with this publisher, who remembers from one opening to the next."""
    kept: dict[Path, Kept] = {}
    habits = _NAIVE if habit == NAIVE else frozenset({habit})

    @contextmanager
    def opened(folder: Path, *, size: int = 40, weeks: Mapping[int, Week] | None = None) -> Iterator[Careless]:
        with real.scene(folder, size=size, weeks=weeks) as here:
            yield Careless(here.store, here.weeks, here.policy, kept.setdefault(folder, Kept()), habits)

    return opened
