"""What a figure, a table or a sentence is made from: how many answered, and the range of each bin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kit.results.releases import Bin


class Result(Protocol):
    """A release, or several of them together."""

    @property
    def people(self) -> int:
        """How many answered."""

    @property
    def bins(self) -> tuple[Bin, ...]:
        """The range of each bin, in declared order."""


@dataclass(frozen=True, kw_only=True)
class Together:
    """Releases of disjoint groups of answers, added up; the ranges add up as the people do."""

    people: int
    bins: tuple[Bin, ...]


def together(results: Sequence[Result]) -> Together:
    """The sum of *results*, which all have the same bins; there must be at least one."""
    columns = zip(*(result.bins for result in results), strict=True)
    return Together(
        people=sum(result.people for result in results),
        bins=tuple(
            Bin(label=column[0].label, low=sum(part.low for part in column), high=sum(part.high for part in column))
            for column in columns
        ),
    )


def within(result: Result, positions: range) -> tuple[int, int]:
    """How many people are in any of the bins at *positions*, where each person is in exactly one bin.

    What the other bins hold is counted too: whoever is not in them must be here.
    """
    inside = [part for i, part in enumerate(result.bins) if i in positions]
    outside = [part for i, part in enumerate(result.bins) if i not in positions]
    low = max(sum(part.low for part in inside), result.people - sum(part.high for part in outside))
    high = min(sum(part.high for part in inside), result.people - sum(part.low for part in outside))
    return low, high
