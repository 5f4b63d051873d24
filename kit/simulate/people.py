"""Who takes part: temperaments, and which weeks a participant comes to."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

# Chance that is the same everywhere: only ``random.Random(text).random()``, which Python keeps the same for ever.

# Four even draws minus their middle have a variance of one third.
_TO_ONE = 1.7320508075688772


def source(*parts: object) -> random.Random:
    """Return a random generator of its own for *parts*, such as seed, participant and week."""
    return random.Random("/".join(str(part) for part in parts))  # noqa: S311 - simulated, never a secret


def bell(rng: random.Random) -> float:
    """Draw a number around 0 with a standard deviation of 1, at most 3.5 from 0."""
    return (rng.random() + rng.random() + rng.random() + rng.random() - 2.0) * _TO_ONE


def weighted(rng: random.Random, weights: Sequence[float]) -> int:
    """Draw a position in proportion to *weights*."""
    # Not sum(): from Python 3.12 on it rounds otherwise.
    left = rng.random() * math.fsum(weights)
    for position, weight in enumerate(weights):
        left -= weight
        if left < 0:
            return position
    return len(weights) - 1


def shuffled(rng: random.Random, things: Sequence[str]) -> list[str]:
    """Return *things* in a random order."""
    return [thing for _, thing in sorted((rng.random(), thing) for thing in things)]


@dataclass(frozen=True, kw_only=True)
class Temperament:
    """How somebody takes part; each number is a probability."""

    name: str
    comes: float
    passes: float = 0.03
    stops_early: float = 0.0
    late: float = 0.02
    revises: float = 0.02
    weeks_away: int = 0


STEADY = Temperament(name="steady", comes=0.98)
HURRIED = Temperament(name="hurried", comes=0.93, passes=0.08, stops_early=0.25)
SILENT = Temperament(name="silent", comes=0.93, passes=0.45)
LATE = Temperament(name="late", comes=0.92, late=0.6)
AWAY = Temperament(name="leaves and returns", comes=0.95, weeks_away=3)
CHANGES = Temperament(name="changes mind", comes=0.96, revises=0.5)

# Fourteen people; larger cohorts begin again from the front.
_MIX = (
    STEADY,
    HURRIED,
    STEADY,
    LATE,
    STEADY,
    SILENT,
    STEADY,
    AWAY,
    STEADY,
    CHANGES,
    STEADY,
    HURRIED,
    STEADY,
    LATE,
)
# With every week a few more stay away.
_FADING = 0.015


@dataclass(frozen=True, kw_only=True)
class Person:
    """A simulated participant: a label such as ``P03``, a temperament, and the weeks they come to."""

    label: str
    temperament: Temperament
    weeks: frozenset[int]


def people(seed: int, size: int, weeks: Sequence[int]) -> list[Person]:
    """Return the participants of a cohort by label; labels say nothing about temperament."""
    width = max(2, len(str(size)))
    labels = shuffled(source(seed, "who is who"), [f"P{number:0{width}d}" for number in range(1, size + 1)])
    made = []
    for position, label in enumerate(labels):
        temperament = _MIX[position % len(_MIX)]
        comes = _attendance(source(seed, label, "attendance"), temperament, weeks)
        made.append(Person(label=label, temperament=temperament, weeks=comes))
    return sorted(made, key=lambda person: person.label)


def _attendance(rng: random.Random, temperament: Temperament, weeks: Sequence[int]) -> frozenset[int]:
    leaves = 2 + int(rng.random() * 4)
    away = range(leaves, leaves + temperament.weeks_away)
    return frozenset(week for week in weeks if rng.random() < temperament.comes - _FADING * week and week not in away)
