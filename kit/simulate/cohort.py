"""A simulated cohort: who sends what, week by week, with a planted pattern or without any."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kit.curriculum.items import MOST_BINS, Item
from kit.curriculum.reading import Stored
from kit.curriculum.weeks import Exercise, Week
from kit.errors import UnknownName
from kit.simulate.answering import Leaning, sample
from kit.simulate.people import Person, bell, people, source

# How far participants differ from one another for good, items from one another, and weeks by chance;
# what an answer adds of its own from week to week has a spread of 1.
_PERSON = 0.6
_PERSON_AND_ITEM = 0.8
_ITEM = 0.5
_WEEK = 0.2
# How much more often an item that is marked sensitive is passed.
_WARY = 0.12


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A planted pattern: the tendency of an item rises from -``shift`` to +``shift`` over its weeks."""

    exercise: str
    item: str
    shift: float


PAUSE = Planted(exercise="pulse", item="pause", shift=1.8)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What a participant sends of one exercise; ``late`` when it comes after the session."""

    participant: str
    week: int
    exercise: str
    answers: Mapping[str, Stored]
    revision: int = 1
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """A simulated cohort and the truth about it; sendings are in order of weeks, late ones last."""

    seed: int
    size: int
    planted: Planted | None
    people: tuple[Person, ...]
    sendings: tuple[Sending, ...]

    @cached_property
    def latest(self) -> tuple[Sending, ...]:
        """The last revision of each participant's answers to each exercise, in order."""
        last = {(one.participant, one.week, one.exercise): one for one in self.sendings}
        return tuple(one for one in self.sendings if last[one.participant, one.week, one.exercise] is one)


def simulate(
    weeks: Mapping[int, Week], *, seed: int, size: int = 14, planted: Planted | None = PAUSE, all_come: bool = False
) -> Simulated:
    """A cohort of *size* that answers every group item of *weeks*; the same for the same seed, everywhere.

    With *all_come* nobody stays away from any week.
    Raises UnknownName where the planted item does not stand in several weeks.
    """
    numbers = sorted(weeks)
    shifts = _shifts(weeks, planted)
    cohort = people(seed, size, numbers)
    room = _Room(seed)
    minds = {person.label: _Mind(room, person) for person in cohort}
    sendings: list[Sending] = []
    for number in numbers:
        sent = [
            sending
            for person in cohort
            if all_come or number in person.weeks
            for exercise in weeks[number].exercises
            for sending in minds[person.label].sendings(number, exercise, shifts.get((number, exercise.id), {}))
        ]
        sendings += sorted(sent, key=lambda one: one.late)
    return Simulated(seed=seed, size=size, planted=planted, people=tuple(cohort), sendings=tuple(sendings))


def _shifts(weeks: Mapping[int, Week], planted: Planted | None) -> dict[tuple[int, str], dict[str, float]]:
    """Return how far the planted item is moved, by week and exercise."""
    if planted is None:
        return {}
    name = (planted.exercise, planted.item)
    there = [n for n in sorted(weeks) if name in [(exercise.id, item.id) for exercise, item in weeks[n].group_items()]]
    if len(there) < 2:
        raise UnknownName(
            f"The item '{planted.exercise}/{planted.item}' doesn't stand in several weeks of this curriculum, so no "
            "pattern can be planted in it; simulate without one."
        )
    return {
        (n, planted.exercise): {planted.item: planted.shift * _rise(place, len(there))} for place, n in enumerate(there)
    }


def _rise(place: int, weeks: int) -> float:
    """Return a value from -1 to +1 that grows like a habit: slowly, then steadily, then hardly any more."""
    if weeks < 4:
        return 2.0 * place / (weeks - 1) - 1.0
    return min(1.0, max(-1.0, 2.0 * (place - 1) / (weeks - 3) - 1.0))


class _Room:
    """What all participants share: how an item is liked, and what a week does to everyone."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._liked: dict[tuple[str, str], Leaning] = {}
        self._weather: dict[tuple[int, str, str], float] = {}

    def leaning(self, exercise: str, item: str) -> Leaning:
        """Return the tendency of the whole cohort for an item."""
        key = (exercise, item)
        if key not in self._liked:
            rng = source(self.seed, "item", exercise, item)
            self._liked[key] = Leaning(lean=_ITEM * bell(rng), liked=tuple(rng.random() for _ in range(MOST_BINS)))
        return self._liked[key]

    def weather(self, week: int, exercise: str, item: str) -> float:
        """Return how far a week moves everyone's answers to an item."""
        key = (week, exercise, item)
        if key not in self._weather:
            whole, part = source(self.seed, "week", week), source(self.seed, "week", week, exercise, item)
            self._weather[key] = _WEEK * (bell(whole) + bell(part))
        return self._weather[key]


class _Mind:
    """What stays the same of a participant from week to week."""

    def __init__(self, room: _Room, person: Person) -> None:
        self._room = room
        self._seed = seed = room.seed
        self._person = person
        self._general = _PERSON * bell(source(seed, person.label, "general"))
        self._known: dict[tuple[str, str], Leaning] = {}

    def sendings(self, week: int, exercise: Exercise, shifts: Mapping[str, float]) -> Iterator[Sending]:
        """What the participant sends of an exercise: nothing, one sending, or a second that corrects it."""
        if not exercise.group_items:
            return
        temperament = self._person.temperament
        rng = source(self._seed, self._person.label, week, exercise.id)
        late = rng.random() < temperament.late
        revises = rng.random() < temperament.revises
        answers = dict(self._answers(week, exercise, shifts, rng))
        if not answers:
            return
        label = self._person.label
        yield Sending(participant=label, week=week, exercise=exercise.id, answers=answers, late=late)
        if revises:
            again = dict(self._answers(week, exercise, shifts, rng))
            changed = {item: again.get(item, answer) for item, answer in answers.items()}
            yield Sending(participant=label, week=week, exercise=exercise.id, answers=changed, revision=2, late=late)

    def _answers(
        self, week: int, exercise: Exercise, shifts: Mapping[str, float], rng: random.Random
    ) -> Iterator[tuple[str, Stored]]:
        for item in exercise.group_items:
            passes = self._person.temperament.passes + (_WARY if item.sensitive else 0.0)
            if rng.random() >= passes:
                yield item.id, sample(item, rng, self._leaning(week, exercise.id, item, shifts.get(item.id, 0.0)))
            if rng.random() < self._person.temperament.stops_early:
                return

    def _leaning(self, week: int, exercise: str, item: Item, shift: float) -> Leaning:
        own = self._known.get((exercise, item.id))
        if own is None:
            own = self._known[exercise, item.id] = self._draw(exercise, item)
        if not item.ordered and item.form != "one":
            return own
        weather = self._room.weather(week, exercise, item.id)
        return Leaning(lean=own.lean + weather + shift, liked=own.liked, taste=own.taste)

    def _draw(self, exercise: str, item: Item) -> Leaning:
        rng = source(self._seed, self._person.label, exercise, item.id)
        everybody = self._room.leaning(exercise, item.id)
        lean = self._general + _PERSON_AND_ITEM * bell(rng) + everybody.lean
        if item.ordered:
            return Leaning(lean=lean)
        return Leaning(lean=lean, liked=everybody.liked, taste=tuple(rng.random() for _ in range(MOST_BINS)))
