"""What was published as a puzzle of whole numbers: who is counted alike, and between which counts the answers lie.

People who stand in exactly the same published counts are alike to an attacker and are one *atom*.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

from kit.publishing.ranges import PAIRS_FROM, Range

Known = tuple[tuple[int, int], ...]  # (atom, value) of each of those who put their own answers together


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What one release says of one question: how many of *members* are in each bin, as a range for each bin.

    Claims about the same ``question`` count the same answers. ``of`` says for each value an answer can have in which
    bin this claim counts it; without it every value is a bin of its own. So figures that cut the same answers in
    different ways, such as the options of one choice or a start and a change, can be attacked together.
    """

    question: str
    members: frozenset[str]
    ranges: tuple[Range, ...]
    of: tuple[int, ...] = ()

    @property
    def bins(self) -> tuple[int, ...]:
        """The bin of each value."""
        return self.of or tuple(range(len(self.ranges)))


@dataclass(frozen=True)
class Puzzle:
    """Atoms of ``sizes`` people; each claim counts the atoms ``within`` it, one range for each bin.

    ``bins`` has one row a claim: the bin of each value.
    """

    sizes: tuple[int, ...]
    within: tuple[tuple[int, ...], ...]
    ranges: tuple[tuple[Range, ...], ...]
    bins: tuple[tuple[int, ...], ...]

    @property
    def values(self) -> int:
        """How many values an answer can have."""
        return len(self.bins[0])

    def without(self, known: Known) -> Puzzle | None:
        """What is left when the answers of some are known; None where they contradict what was published."""
        sizes = list(self.sizes)
        for atom, _ in known:
            sizes[atom] -= 1
        rows = []
        for atoms, ranges, bins in zip(self.within, self.ranges, self.bins, strict=True):
            own = [bins[value] for atom, value in known if atom in atoms]
            taken = [own.count(place) for place in range(len(ranges))]
            rows.append(tuple((max(0, low - t), high - t) for (low, high), t in zip(ranges, taken, strict=True)))
        if min(sizes) < 0 or any(high < 0 for row in rows for _, high in row):
            return None
        return Puzzle(tuple(sizes), self.within, tuple(rows), self.bins)

    def in_order(self) -> Puzzle:
        """The same with its values sorted, so that puzzles that differ in the names of values alone are equal."""
        plain = tuple(range(self.values))
        if any(bins != plain for bins in self.bins):
            return self
        columns = sorted(zip(*self.ranges, strict=True))
        return Puzzle(self.sizes, self.within, tuple(zip(*columns, strict=True)), self.bins)

    def knowledge(self) -> Iterator[Known]:
        """All that can be known beforehand: nothing, one person's own answer, and among 14 or more that of two."""
        places = [(atom, value) for atom in range(len(self.sizes)) for value in range(self.values)]
        most = 2 if sum(self.sizes) >= PAIRS_FROM else 1
        for people in range(most + 1):
            yield from combinations_with_replacement(places, people)


def puzzles(claims: Sequence[Claim]) -> Iterator[tuple[Puzzle, list[Claim], list[frozenset[str]]]]:
    """The separate puzzles of some claims, each with its claims and with the people of its atoms.

    Claims that share no question, or no person, say nothing about each other.
    """
    by_question = defaultdict(list)
    for claim in claims:
        by_question[claim.question].append(claim)
    for alike in by_question.values():
        for linked in _linked(alike):
            yield _puzzle(linked)


def _linked(claims: Sequence[Claim]) -> list[list[Claim]]:
    groups: list[tuple[set[str], list[Claim]]] = []
    for claim in claims:
        people, together, apart = set(claim.members), [claim], []
        for others, group in groups:
            if others & people:
                people |= others
                together = [*group, *together]
            else:
                apart.append((others, group))
        groups = [*apart, (people, together)]
    return [group for _, group in groups]


def _puzzle(claims: list[Claim]) -> tuple[Puzzle, list[Claim], list[frozenset[str]]]:
    by_claims = defaultdict(set)
    for person in frozenset[str]().union(*(claim.members for claim in claims)):
        by_claims[tuple(person in claim.members for claim in claims)].add(person)
    signatures = sorted(by_claims)
    within = tuple(
        tuple(atom for atom, stands in enumerate(signatures) if stands[place]) for place in range(len(claims))
    )
    sizes = tuple(len(by_claims[stands]) for stands in signatures)
    people = [frozenset(by_claims[stands]) for stands in signatures]
    ranges, bins = tuple(claim.ranges for claim in claims), tuple(claim.bins for claim in claims)
    return Puzzle(sizes, within, ranges, bins), claims, people
