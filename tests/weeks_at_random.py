"""Weeks as they are and weeks at random, each at many moments, for the run-of-show."""

from __future__ import annotations

import random

from kit.curriculum.loader import load_curriculum
from kit.curriculum.weeks import Week
from kit.session.plan import Plan, begin, plan
from kit.settings import packaged_curriculum
from tests.weeks import block_of, week_of

WEEKS = load_curriculum(packaged_curriculum())
# A week whose minutes and order of cutting are known to a test, whatever the stock weeks become.
_MINUTES = {
    "arrive": (3, 5, 6),
    "check-in": (6, 10, 12),
    "idea": (10, 15, 18),
    "exercise": (12, 18, 22),
    "practice": (8, 12, 15),
    "pairs": (12, 17, 22),
    "journal": (5, 6, 8),
    "close": (6, 7, 9),
}
KNOWN = week_of(
    *(block_of(id=name, minutes=minutes) for name, minutes in _MINUTES.items()),
    cut_order=("pairs", "idea", "exercise"),
)


def random_week(chance: random.Random) -> Week:
    free = [f"part-{n}" for n in range(chance.randint(1, 7))]
    ids = ["arrive", *free, *chance.sample(["journal"], chance.randint(0, 1)), "close"]
    blocks = []
    for block in ids:
        least = chance.randint(1, 9)
        target = least * 2 + chance.randint(0, 6)
        blocks.append(block_of(id=block, minutes=(least, target, target + chance.randint(0, 5))))
    return week_of(
        *blocks,
        session_minutes=max(5, sum(block.minutes.target for block in blocks)),
        cut_order=tuple(chance.sample(free, chance.randint(0, len(free)))),
    )


def weeks() -> list[Week]:
    chance = random.Random(20)
    return [*WEEKS.values(), *(random_week(chance) for _ in range(60))]


def moments(week: Week) -> list[tuple[Plan, int, int]]:
    """Plans with an elapsed minute and a lateness, of which many are far from anything planned."""
    chance = random.Random(week.session_minutes * 100 + len(week.blocks))
    found = []
    for _ in range(40):
        made = plan(week)
        elapsed = chance.randint(0, week.session_minutes + 5)
        if chance.random() < 0.7:
            block = chance.choice(made.slots).block
            made = begin(made, block, max(0, elapsed - chance.randint(0, 15)))
        found.append((made, elapsed, chance.randint(0, 40)))
    return found
