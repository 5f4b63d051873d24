"""How many people an attack is tried with: any number in the long run, and always those where a rule begins or ends."""

from __future__ import annotations

import pytest

# Either side of what a result, a delicate one and a shared text need (5 and 8), one between, and the largest cohort.
TELLING = (4, 5, 7, 8, 9, 13, 29, 30)


def sizes(first: int, last: int) -> list[object]:
    """Return the numbers from *first* to *last* as parameters; all but the telling ones are for ``make audit``."""
    numbers = range(first, last + 1)
    return [one if one in TELLING else pytest.param(one, marks=pytest.mark.audit) for one in numbers]
