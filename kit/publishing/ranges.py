"""The committed table of ranges: which range stands for a count, given how many people and bins there are.

Above 60 people the contributors are cut into parts of 30 to 60, and the parts' ranges are added.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations_with_replacement, pairwise
from pathlib import Path

from kit.errors import PolicyError
from kit.settings import packaged_curriculum

# Whether ranges give anybody away: the rule for a whole row of the table, and the attacker for one release.
#
# A row passes when in every output that can occur (a) every other member could still be in at least two bins, seen
# from outside, by every insider, and from 14 people on by every pair of insiders, and (b) no count follows exactly,
# from outside or for an insider; that nobody else is in a bin an insider may find.

Range = tuple[int, int]

PAIRS_FROM = 14


def intervals(ranges: Sequence[Range], people: int) -> list[Range]:
    """Where each count can lie, given all ranges and that the counts add up to *people*; each end is attained."""
    least, most = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    return [(max(low, people - (most - high)), min(high, people - (least - low))) for low, high in ranges]


def can_occur(ranges: Sequence[Range], people: int) -> bool:
    """Whether any counts within *ranges* add up to *people*."""
    return sum(low for low, _ in ranges) <= people <= sum(high for _, high in ranges)


def exposures(ranges: Sequence[Range], people: int) -> list[str]:
    """What the ranges of one release give away, as sentences; empty where properties (a) and (b) hold."""
    problems: list[str] = []
    for known in _knowledge(len(ranges), people):
        left, others = without(ranges, known), people - len(known)
        if any(high < 0 for _, high in left) or not can_occur(left, others):
            continue
        possible = intervals(left, others)
        who = ("from outside", "to an insider", "to two insiders together")[len(known)]
        if sum(high >= 1 for _, high in possible) < 2:
            problems.append(f"{who}, the answer of every other member is known")
        if len(known) < 2 and any(low == high and not (known and high == 0) for low, high in possible):
            problems.append(f"{who}, a count is known exactly")
    return sorted(set(problems))


def any_exposures(ranges: Sequence[Range], people: int) -> list[str]:
    """The same for a choice of any number, whose options are forms of two bins: who picked it, and who did not."""
    forms = [[(low, high), (people - high, people - low)] for low, high in ranges]
    return sorted({sentence for form in forms for sentence in exposures(form, people)})


def row_holds(people: int, bins: int, row: Sequence[Range]) -> bool:
    """Whether (a) and (b) hold in every output that a row of the table can have.

    Counts lie above the lows by an excess e and below the highs by a gap f, both shared by all bins, so a count
    is exact just when e or f is nothing left to share: it is enough to look for sums of lows and highs that hit
    the number of people (for an insider in the lowest range: one less). Assumes ranges of three counts or more.
    """
    lows, highs = [low for low, _ in row], [high for _, high in row]
    if not _covers(people, row) or min(high - low for low, high in row) < 2:
        return False
    exact = _reaches(lows, bins, people) or _reaches(highs, bins, people) or _reaches(lows, bins - 1, people - 1)
    # A pair in the lowest range takes two off it: the rest must not all be in one bin then.
    pair = people >= PAIRS_FROM and (people - 2 in lows or (bins == 2 and highs[0] < 3))
    return not exact and not pair


def without(ranges: Sequence[Range], known: Sequence[int]) -> list[Range]:
    """The ranges of all others, when the bins in *known* are those of people who are known."""
    taken = [known.count(place) for place in range(len(ranges))]
    return [(max(0, low - one), high - one) for (low, high), one in zip(ranges, taken, strict=True)]


def _knowledge(bins: int, people: int) -> Iterator[tuple[int, ...]]:
    """The bins of those who put their answers together: nobody, one insider, two."""
    most = 2 if people >= PAIRS_FROM else 1
    for size in range(most + 1):
        yield from combinations_with_replacement(range(bins), size)


def _covers(people: int, row: Sequence[Range]) -> bool:
    follows = all(after[0] == before[1] + 1 for before, after in pairwise(row))
    return len(row) >= 1 and row[0][0] == 0 and row[-1][1] == people and follows


def _reaches(numbers: Sequence[int], terms: int, total: int) -> bool:
    """Whether exactly *terms* of *numbers*, repeats allowed, add up to *total*; a bit for each sum."""
    sums, mask = 1, (1 << (total + 1)) - 1
    for _ in range(terms):
        shifted = 0
        for number in numbers:
            shifted |= sums << number
        sums = shifted & mask
    return bool(sums >> total & 1)


FILE_NAME = "ranges.csv"
SMALLEST, LARGEST = 5, 60

Row = tuple[Range, ...]
Lookup = list[list[int]]


class Table:
    """Rows of ranges by (people, bins). Raises PolicyError where a row would give somebody away."""

    def __init__(self, rows: Mapping[tuple[int, int], Row]) -> None:
        for (people, bins), row in rows.items():
            # A table edited by hand or damaged must not publish anything.
            if not SMALLEST <= people <= LARGEST or len(row) < 2 or not row_holds(people, bins, row):
                raise PolicyError(
                    f"{FILE_NAME}: the row for {people} people and {bins} bins would give answers away; "
                    "restore the file as the kit came with it."
                )
        self._rows = dict(rows)
        self._lookups: dict[int, tuple[Lookup, Lookup]] = {}

    def edges(self, people: int, bins: int) -> Row | None:
        """The ranges that stand for the counts 0..people, or None where nothing may be released.

        None also above 60 people: those have no row of their own but are cut into ``parts_of(people)``.
        """
        return self._rows.get((people, bins))

    def lookup(self, bins: int) -> tuple[Lookup, Lookup]:
        """Low and high end by [people, count], both up to 60; -1 where there is no row."""
        if bins not in self._lookups:
            low, high = ([[-1] * (LARGEST + 1) for _ in range(LARGEST + 1)] for _ in range(2))
            for (people, of), row in self._rows.items():
                for first, last in row if of == bins else ():
                    low[people][first : last + 1] = [first] * (last + 1 - first)
                    high[people][first : last + 1] = [last] * (last + 1 - first)
            self._lookups[bins] = low, high
        return self._lookups[bins]


def parts_of(people: int) -> list[int]:
    """The sizes of the parts into which contributors are cut: as few and as even as can be, none above 60."""
    parts = max(1, -(-people // LARGEST))
    size, larger = divmod(people, parts)
    return [size + 1] * larger + [size] * (parts - larger)


def table_path() -> Path:
    """The file of the kit's own table; a cohort's copy of the curriculum has no say in it."""
    return packaged_curriculum() / FILE_NAME


@cache
def load_table(path: Path | None = None) -> Table:
    """The table in *path* (default: the kit's own), every row checked. Raises PolicyError where it cannot be used."""
    try:
        with (path or table_path()).open(encoding="utf-8", newline="") as file:
            rows = {(int(row["people"]), int(row["bins"])): row_from(row["ranges"]) for row in csv.DictReader(file)}
        if not rows:
            raise ValueError("no rows")
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise PolicyError(f"{FILE_NAME}: can't be read; restore the file as the kit came with it.") from None
    return Table(rows)


def text(row: Sequence[Range]) -> str:
    """A row as it is written: ``0-4 5-9 10-14``."""
    return " ".join(f"{low}-{high}" for low, high in row)


def row_from(written: str) -> Row:
    """The row that ``text`` has written. Raises ValueError where it is none."""
    pairs = [part.split("-") for part in written.split()]
    return tuple((int(low), int(high)) for low, high in pairs)
