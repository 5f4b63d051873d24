"""The exact attacker on more than 60 people, whose published ranges are sums over parts that nobody was told of.

He knows the rule: how large the parts are, and from which row of the table the ranges of each were taken. So he goes
through all ranges that the parts can have had, which says more than the sums alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations_with_replacement

from kit.publishing.ranges import Range, Row, can_occur, intervals, without
from tests.attacks.exact.attacker import WHO, Clock, GaveUp, Result

Known = tuple[tuple[int, int], ...]  # (part, bin) of each of those who put their own answers together
Parts = tuple[tuple[Range, ...], ...]  # the ranges of each part, one for each bin


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Published sums over parts of ``sizes``, with the row of the table that each part's ranges come from.

    In the form ``any`` there is one range, of those who picked an option; the others are the rest.
    """

    sizes: tuple[int, ...]
    rows: tuple[Row, ...]
    ranges: tuple[Range, ...]
    any_number: bool = False

    def play(self, clock: Clock) -> Result:
        """Attack from outside, as every insider and as every two, who may even know in which part they were."""
        result = Result()
        for known in self._knowledge():
            try:
                seen = self._seen(known, clock)
            except GaveUp:
                result.gave_up += 1
                continue
            if seen is None:
                result.gave_up += not known  # no parts have these sums, so they are not what they claim to be
                continue
            result.attacks += 1
            if what := seen.certain(known):
                result.successes.append(f"{WHO[len(known)]}, {what} is certain")
        return result

    def every(self) -> Iterator[Parts]:
        """All ranges of the parts that add up to what was published and that the people of each part can have."""
        yield from self._filled(0, tuple(() for _ in self.sizes))

    def _filled(self, place: int, so_far: Parts) -> Iterator[Parts]:
        if place == len(self.ranges):
            whole = self._with_the_rest(so_far) if self.any_number else so_far
            if all(can_occur(part, size) for part, size in zip(whole, self.sizes, strict=True)):
                yield whole
            return
        for column in self._columns(self.ranges[place]):
            longer = tuple((*part, one) for part, one in zip(so_far, column, strict=True))
            if all(sum(low for low, _ in part) <= size for part, size in zip(longer, self.sizes, strict=True)):
                yield from self._filled(place + 1, longer)

    def _with_the_rest(self, parts: Parts) -> Parts:
        return tuple(
            ((size - high, size - low), (low, high)) for ((low, high),), size in zip(parts, self.sizes, strict=True)
        )

    def _columns(self, total: Range) -> Iterator[tuple[Range, ...]]:
        """The ranges of one bin in all parts, where their ends add up to *total*."""

        @cache
        def can(part: int, low: int, high: int) -> bool:
            if part == len(self.rows):
                return (low, high) == (0, 0)
            return any(can(part + 1, low - one[0], high - one[1]) for one in self.rows[part] if one[0] <= low)

        def found(part: int, low: int, high: int) -> Iterator[tuple[Range, ...]]:
            if part == len(self.rows):
                yield ()
                return
            for one in self.rows[part]:
                if can(part + 1, low - one[0], high - one[1]):
                    yield from ((one, *rest) for rest in found(part + 1, low - one[0], high - one[1]))

        return found(0, *total)

    def _knowledge(self) -> Iterator[Known]:
        """Parts of one size are alike to an attacker, so one of each size stands for all; a pair can be in two."""
        bins = 2 if self.any_number else len(self.ranges)
        first = sorted({self.sizes.index(size) for size in self.sizes})
        second = [one + 1 for one in first if self.sizes.count(self.sizes[one]) > 1]
        yield ()
        yield from (((part, value),) for part in first for value in range(bins))
        places = [(part, value) for part in sorted({*first, *second}) for value in range(bins)]
        yield from combinations_with_replacement(places, 2)

    def _seen(self, known: Known, clock: Clock) -> _Seen | None:
        """What the counts of all the others can be, over all parts that fit *known*; None where none do."""
        seen: _Seen | None = None
        for parts in self.every():
            clock.left()
            found = _others(parts, self.sizes, known)
            if found is None:
                continue
            seen = seen or _Seen([high for _, high in found], [low for low, _ in found])
            seen.add(found)
            if not seen.certain(known):
                break  # more parts that fit can only leave more open
        return seen


@dataclass
class _Seen:
    """The most and the least that was found for each count."""

    most: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)

    def add(self, found: Sequence[Range]) -> None:
        self.most = [max(most, high) for most, (_, high) in zip(self.most, found, strict=True)]
        self.least = [min(least, low) for least, (low, _) in zip(self.least, found, strict=True)]

    def certain(self, known: Known) -> str:
        """What follows for certain, or nothing; that nobody else is in a bin an insider may find."""
        if sum(most > 0 for most in self.most) < 2:
            return "everybody else's answer"
        exact = [most for most, least in zip(self.most, self.least, strict=True) if most == least]
        if len(known) < 2 and any(count > 0 or not known for count in exact):
            return "a count"
        return ""


def _others(parts: Parts, sizes: Sequence[int], known: Known) -> list[Range] | None:
    """Where each count of all but the *known* lies, given the ranges of the parts; None where that cannot be."""
    found = []
    for place, (ranges, size) in enumerate(zip(parts, sizes, strict=True)):
        own = [value for part, value in known if part == place]
        left = without(ranges, own)
        if any(high < 0 for _, high in left) or not can_occur(left, size - len(own)):
            return None
        found.append(intervals(left, size - len(own)))
    return [(sum(low for low, _ in column), sum(high for _, high in column)) for column in zip(*found, strict=True)]
