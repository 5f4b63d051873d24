"""The exact attacker: tries by whole-number search what each person can have answered, given all that is published.

It is an oracle for tests, never the gate: it looks at what the gate has let out.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.attacks.exact.puzzle import Claim, Known, Puzzle, puzzles

Counts = npt.NDArray[np.int64]
_SOLVED, _IMPOSSIBLE = 0, 2


class GaveUp(Exception):
    """The time was over before an attack was decided; nothing may be concluded from that."""


class Clock:
    """How much time is left for a cohort."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left. Raises GaveUp where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise GaveUp
        return left


@dataclass(frozen=True)
class Found:
    """What fits a puzzle: the values that people of each atom can have, and the counts that follow exactly."""

    values: tuple[frozenset[int], ...]
    exact: frozenset[int]


@dataclass
class Result:
    """What came of some attacks: how many were played, what those that succeeded found, how many were given up."""

    attacks: int = 0
    gave_up: int = 0
    successes: list[str] = field(default_factory=list)


class Attacker:
    """Plays every attack on puzzles until *seconds* are over; puzzles that are alike are solved once."""

    def __init__(self, seconds: float) -> None:
        self.clock = Clock(seconds)
        self._solved: dict[Puzzle, Found | None] = {}

    def play(self, puzzle: Puzzle) -> Result:
        """Attack from outside, as every insider, and from 14 people on as every two of them.

        An attack succeeds where somebody else's answer, or a count, follows for certain; that no other person is in
        a bin an insider may find. A puzzle that no answers fit counts as given up, as does one that takes too long.
        """
        result = Result()
        for known in puzzle.knowledge():
            try:
                found = self._found(puzzle, known)
            except GaveUp:
                result.gave_up += 1
                continue
            if found is None:
                result.gave_up += not known  # what was published contradicts itself, or its members
                continue
            result.attacks += 1
            what = _certain(found, puzzle, known)
            if what:
                result.successes.append(f"{WHO[len(known)]}, {what} is certain")
        return result

    def _found(self, puzzle: Puzzle, known: Known) -> Found | None:
        left = puzzle.without(known)
        if left is None:
            return None
        left = left.in_order()
        if left not in self._solved:
            self._solved[left] = _Search(left, self.clock).found()
        return self._solved[left]


WHO = ("from outside", "to somebody who knows the own answer", "to two who put their answers together")


def _certain(found: Found, puzzle: Puzzle, known: Known) -> str:
    sizes = list(puzzle.sizes)
    for atom, _ in known:
        sizes[atom] -= 1
    for atoms, bins in zip(puzzle.within, puzzle.bins, strict=True):
        if any(sizes[atom] and len({bins[value] for value in found.values[atom]}) < 2 for atom in atoms):
            return "somebody else's answer"
    if len(known) < 2 and any(count > 0 or not known for count in found.exact):
        return "a count"
    return ""


def possible_values(
    claims: Sequence[Claim], known: Mapping[str, int] | None = None, *, seconds: float = 60
) -> dict[str, frozenset[int]]:
    """The values that each person can have in *claims* about one question, when the answers in *known* are known.

    Empty sets where no answers fit the claims. Raises GaveUp where the time is over.
    """
    known, clock = known or {}, Clock(seconds)
    possible: dict[str, frozenset[int]] = {}
    for puzzle, _, atoms in puzzles(claims):
        told = tuple((place, known[one]) for place, people in enumerate(atoms) for one in people if one in known)
        left = puzzle.without(told)
        found = _Search(left, clock).found() if left else None
        for place, people in enumerate(atoms):
            for one in people:
                own = frozenset({known[one]}) if one in known else None
                possible[one] = (own or found.values[place]) if found else frozenset()
    return possible


class _Search:
    """Looks for answers that fit a puzzle: each solution shows values that people can have and counts that can be."""

    def __init__(self, puzzle: Puzzle, clock: Clock) -> None:
        self._puzzle, self._clock = puzzle, clock
        atoms, values = len(puzzle.sizes), puzzle.values
        self._each = np.eye(atoms * values, dtype=np.int64)
        claimed, least, most = self._claims()
        # A cell is a count an attacker may ask for: of a value in an atom, or of a bin in all atoms of a claim.
        self._cells = np.vstack([self._each, claimed])
        everybody = np.repeat(np.eye(atoms, dtype=np.int64), values, axis=1)
        self._rows = np.vstack([everybody, claimed])
        self._low, self._high = np.hstack([puzzle.sizes, least]), np.hstack([puzzle.sizes, most])
        self._most = np.full(len(self._cells), -1, dtype=np.int64)
        self._least = np.full(len(self._cells), np.iinfo(np.int64).max)

    def found(self) -> Found | None:
        """All that fits; None where nothing does."""
        if not self._solve(self._cells[0]):
            return None
        atoms, values = len(self._puzzle.sizes), self._puzzle.values
        for cell in range(atoms * values):
            if self._most[cell] == 0:
                self._solve(-self._cells[cell])
        for cell, asked in enumerate(self._cells):
            for wanted in (-asked, asked):
                if self._most[cell] == self._least[cell] > 0:
                    self._solve(wanted)
        can = self._most[: atoms * values].reshape(atoms, values) > 0
        exact = self._most == self._least  # at least nothing: nothing at most is exact, too
        return Found(
            values=tuple(frozenset(np.flatnonzero(row).tolist()) for row in can),
            exact=frozenset(self._most[exact].tolist()),
        )

    def _claims(self) -> tuple[Counts, list[int], list[int]]:
        """What each claim counts, a row for each of its bins, and the least and the most that it can be."""
        puzzle = self._puzzle
        rows = []
        for atoms, ranges, bins in zip(puzzle.within, puzzle.ranges, puzzle.bins, strict=True):
            values = [[value for value, one in enumerate(bins) if one == place] for place in range(len(ranges))]
            cells = [[atom * puzzle.values + value for atom in atoms for value in those] for those in values]
            rows += [self._each[those].sum(axis=0) for those in cells]
        ends = [range_ for ranges in puzzle.ranges for range_ in ranges]
        return np.array(rows), [low for low, _ in ends], [high for _, high in ends]

    def _solve(self, costs: Counts) -> bool:
        """Find the cheapest answers that fit and note what they show; False where none fit. Raises GaveUp."""
        upper = np.repeat(self._puzzle.sizes, self._puzzle.values)
        done = milp(
            costs.astype(float),
            integrality=np.ones(len(costs)),
            bounds=Bounds(0, upper),
            constraints=LinearConstraint(self._rows, self._low, self._high),
            options={"time_limit": self._clock.left()},
        )
        if done.status == _IMPOSSIBLE:
            return False
        if done.status != _SOLVED:
            raise GaveUp
        answers = np.rint(done.x).astype(np.int64)
        counts = self._rows @ answers
        if (answers < 0).any() or (counts < self._low).any() or (counts > self._high).any():
            raise GaveUp  # rounding went wrong: that is no answer
        shown = self._cells @ answers
        self._most, self._least = np.maximum(self._most, shown), np.minimum(self._least, shown)
        return True
