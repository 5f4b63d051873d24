"""The committed table of ranges: which range stands for a count, given how many people and bins there are.

Above 60 people the contributors are cut into parts of 30 to 60, and the parts' ranges are added.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kit.errors import PolicyError
from kit.publishing.proof import Range, row_holds
from kit.settings import packaged_curriculum

FILE_NAME = "ranges.csv"
SMALLEST, LARGEST = 5, 60

Row = tuple[Range, ...]
Lookup = npt.NDArray[np.int16]


class Table:
    """Rows of ranges by (people, bins). Raises PolicyError where a row would give somebody away."""

    def __init__(self, rows: Mapping[tuple[int, int], Row]) -> None:
        for (people, bins), row in rows.items():
            # A table edited by hand or damaged must not publish anything.
            if not SMALLEST <= people <= LARGEST or not row_holds(people, bins, row):
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

    def ranges_for(self, counts: Sequence[int], people: int, bins: int) -> list[Range] | None:
        """The range of each count, or None where there is no row; at most 60 people, whose counts lie in one row."""
        row = self.edges(people, bins)
        if row is None:
            return None
        return [next(one for one in row if one[0] <= count <= one[1]) for count in counts]

    def lookup(self, bins: int) -> tuple[Lookup, Lookup]:
        """Low and high end by [people, count], both up to 60; -1 where there is no row."""
        if bins not in self._lookups:
            low = np.full((LARGEST + 1, LARGEST + 1), -1, dtype=np.int16)
            high = low.copy()
            for (people, of), row in self._rows.items():
                for first, last in row if of == bins else ():
                    low[people, first : last + 1] = first
                    high[people, first : last + 1] = last
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
            rows = {(int(row["people"]), int(row["bins"])): _row(row["ranges"]) for row in csv.DictReader(file)}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise PolicyError(f"{FILE_NAME}: cannot be read; restore the file as the kit came with it.") from None
    return Table(rows)


def text(row: Sequence[Range]) -> str:
    """A row as it is written: ``0-4 5-9 10-14``."""
    return " ".join(f"{low}-{high}" for low, high in row)


def _row(written: str) -> Row:
    pairs = [part.split("-") for part in written.split()]
    return tuple((int(low), int(high)) for low, high in pairs)
