"""Peer groups of three to five, drawn by lot so that nobody is with whom they are kept apart, and who hosts when.

Pure: who takes part and who stays apart are passed in, and the same seed gives the same groups.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kit.errors import PairingError
from kit.session.apart import Pair, decisive, in_words

Group = tuple[str, ...]

SMALLEST, LARGEST = 3, 5
# How many seats are tried for one number of groups before it counts as out of reach.
_PATIENCE = 600


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Who opens and closes a meeting, and who watches the clock there."""

    host: str
    time_keeper: str


def draw(people: Sequence[str], size: int = 4, *, apart: Collection[Pair] = (), seed: int = 0) -> list[Group]:
    """Everybody of *people* in one group of three to five, as near to *size* as it comes out.

    Raises PairingError where there are too few people, or none of the ways keeps everybody *apart* who should be;
    the sentence then names those wishes that leave no way.
    """
    if not SMALLEST <= size <= LARGEST:
        raise PairingError(f"Peer groups have {SMALLEST} to {LARGEST} people; choose a size among these.")
    if len(set(people)) < len(people):
        raise PairingError("A name stands twice among those who take part; name each person once.")
    if len(people) < SMALLEST:
        raise PairingError(
            f"A peer group needs {SMALLEST} people, and {len(people)} take part; ask who else would like to."
        )
    kept = {pair for pair in apart if pair <= set(people)}
    found = _grouped(people, size, kept, seed)
    if found is None:
        least = decisive(kept, lambda fewer: _grouped(people, size, fewer, seed) is not None)
        raise PairingError(
            f"No peer groups can be made while these are kept apart: {in_words(least, people)}. Change apart_from in "
            "private/roster.csv, or leave somebody out with --without."
        )
    return found


def rota(group: Sequence[str], meetings: int) -> list[Duty]:
    """Who hosts and who keeps time at each of the *meetings*: in turn, and whoever keeps time hosts the next one."""
    return [Duty(host=group[at % len(group)], time_keeper=group[(at + 1) % len(group)]) for at in range(meetings)]


def _grouped(people: Sequence[str], size: int, kept: set[Pair], seed: int) -> list[Group] | None:
    for count, least, most in _shapes(len(people), size):
        found = _Tables(people, kept, (count, least, most), random.Random(seed)).seated()  # noqa: S311 - no secret
        if found is not None:
            return found
    return None


def _shapes(people: int, size: int) -> Iterator[tuple[int, int, int]]:
    """How many groups, and how few and many are in each: first as even as can be and near *size*, then any."""
    counts = range(-(-people // LARGEST), people // SMALLEST + 1)
    wanted = sorted(counts, key=lambda count: (abs(people / count - size), count))
    yield from ((count, people // count, -(-people // count)) for count in wanted)
    yield from ((count, SMALLEST, LARGEST) for count in wanted)


class _Tables:
    """Seats those with wishes one after the other, always whoever has the fewest tables left; then all others."""

    def __init__(
        self, people: Sequence[str], kept: set[Pair], shape: tuple[int, int, int], chance: random.Random
    ) -> None:
        count, self._least, self._most = shape
        self._people, self._chance = people, chance
        self._tables: list[list[str]] = [[] for _ in range(count)]
        self._from: dict[str, list[str]] = {one: [] for one in people}
        for one, other in sorted(sorted(pair) for pair in kept):
            self._from[one].append(other)
            self._from[other].append(one)
        self._blocked = {one: Counter[int]() for one in people}
        lot = chance.sample(list(people), len(people))
        self._waiting = [one for one in lot if self._from[one]]
        self._free = [one for one in lot if not self._from[one]]

    def seated(self) -> list[Group] | None:
        """The groups by lot, each in an order by lot; None where no way was found."""
        if not self._wishes():
            return None
        for one in self._free:
            self._sit(one, min(self._open(one), key=lambda at: len(self._tables[at])))
        return [tuple(self._chance.sample(table, len(table))) for table in self._tables]

    def _wishes(self) -> bool:
        """Whether all who have wishes found a seat that leaves enough people for the other tables."""
        way: list[tuple[str, int, list[int]]] = []
        for _ in range(_PATIENCE + len(self._waiting)):
            if not self._waiting:
                return True
            one = max(self._waiting, key=lambda name: (len(self._blocked[name]), len(self._from[name])))
            self._waiting.remove(one)
            choices = self._choices(one)
            while not choices:
                self._waiting.append(one)
                if not way:
                    return False
                one, at, choices = way.pop()
                self._rise(one, at)
            way.append((one, choices[0], choices[1:]))
            self._sit(one, choices[0])
        return False

    def _choices(self, one: str) -> list[int]:
        """Tables for *one*, the smallest first; of the empty ones, which are all alike, only one."""
        tables = sorted(self._open(one), key=lambda at: len(self._tables[at]))
        empty = sum(not self._tables[at] for at in tables)
        missing = sum(max(0, self._least - len(table)) for table in self._tables)
        # Whoever sits down where enough sit already leaves one fewer for the tables that still need people.
        spare = len(self._waiting) + len(self._free) - missing
        return [at for at in tables[max(0, empty - 1) :] if spare >= 0 or len(self._tables[at]) < self._least]

    def _open(self, one: str) -> list[int]:
        return [at for at, table in enumerate(self._tables) if len(table) < self._most and not self._blocked[one][at]]

    def _sit(self, one: str, at: int) -> None:
        self._tables[at].append(one)
        for other in self._from[one]:
            self._blocked[other][at] += 1

    def _rise(self, one: str, at: int) -> None:
        self._tables[at].remove(one)
        for other in self._from[one]:
            self._blocked[other] -= Counter({at: 1})
