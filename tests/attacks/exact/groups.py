"""The exact attacker on a result that says which answer leads, or does not: he lists every group that looks like it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

from kit.publishing.ranges import PAIRS_FROM, Range
from tests.attacks.exact.attacker import WHO, Result

Counts = tuple[int, ...]


def fitting(ranges: Sequence[Range], people: int) -> Iterator[Counts]:
    """All counts within *ranges* that add up to *people*."""
    if not ranges:
        if people == 0:
            yield ()
        return
    (low, high), *rest = ranges
    for count in range(low, min(high, people) + 1):
        for others in fitting(rest, people - count):
            yield count, *others


@dataclass(frozen=True, kw_only=True)
class Groups:
    """The counts of every group of *people* whose result looks the same."""

    people: int
    counts: list[Counts]

    def play(self) -> Result:
        """Attack from outside, as every insider, and from 14 people on as every two of them."""
        result = Result()
        if not self.counts:
            result.gave_up += 1  # no group has such a result, so it is not what it claims to be
            return result
        bins = range(len(self.counts[0]))
        for size in range(3 if self.people >= PAIRS_FROM else 2):
            for known in combinations_with_replacement(bins, size):
                others = self._without(known)
                if others:
                    result.attacks += 1
                    if what := _certain(others, size):
                        result.successes.append(f"{WHO[size]}, {what} is certain")
        return result

    def _without(self, known: Sequence[int]) -> list[Counts]:
        left = [tuple(count - known.count(place) for place, count in enumerate(one)) for one in self.counts]
        return [counts for counts in left if min(counts) >= 0]


def _certain(others: list[Counts], known: int) -> str:
    columns = [set(column) for column in zip(*others, strict=True)]
    if sum(max(column) > 0 for column in columns) < 2:
        return "somebody else's answer"
    if known < 2 and any(len(column) == 1 and not (known and column == {0}) for column in columns):
        return "a count"
    return ""
