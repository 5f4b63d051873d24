"""Chance that is the same everywhere: only ``random.Random(text).random()``, which Python keeps the same for ever."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

# Four even draws minus their middle have a variance of one third.
_TO_ONE = 1.7320508075688772


def source(*parts: object) -> random.Random:
    """A source of chance of its own for *parts*, such as seed, participant and week."""
    return random.Random("/".join(str(part) for part in parts))  # noqa: S311 - simulated, never a secret


def bell(rng: random.Random) -> float:
    """A number around 0 with a standard deviation of 1, never further than 3.5 from 0."""
    return (rng.random() + rng.random() + rng.random() + rng.random() - 2.0) * _TO_ONE


def weighted(rng: random.Random, weights: Sequence[float]) -> int:
    """A position, drawn in proportion to *weights*."""
    # Not sum(): from Python 3.12 on it rounds otherwise.
    left = rng.random() * math.fsum(weights)
    for position, weight in enumerate(weights):
        left -= weight
        if left < 0:
            return position
    return len(weights) - 1


def shuffled(rng: random.Random, things: Sequence[str]) -> list[str]:
    """*things* in an order of chance."""
    return [thing for _, thing in sorted((rng.random(), thing) for thing in things)]
