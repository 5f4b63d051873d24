"""Who takes part: temperaments, and which weeks a participant comes to."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from kit.simulate.chance import shuffled, source


@dataclass(frozen=True, kw_only=True)
class Temperament:
    """How somebody takes part; each number is the chance of it at any time."""

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
    """A simulated participant: a label such as ``P03``, a temperament, and the weeks he or she comes to."""

    label: str
    temperament: Temperament
    weeks: frozenset[int]


def people(seed: int, size: int, weeks: Sequence[int]) -> list[Person]:
    """The participants of a cohort, in order of their labels, which say nothing of their temperament."""
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
