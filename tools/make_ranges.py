"""Finding the table of ranges: ``python -m tools.make_ranges`` writes data/curriculum/ranges.csv.

For each number of people and of bins the finest passing row is taken out of the regular ones: two outer ranges of
one width, the rest split as evenly as it goes with the wider ranges outside, three counts or more in every range, and
at most seven ranges, which is as many as a reader tells apart. Finest is: most ranges, then the least
widest range, then the least sum of squared widths, then the most symmetric, then the widest first.
Where no row passes (two bins at six people) the table has none, and nothing is released.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate

from kit.curriculum.items import MOST_BINS
from kit.publishing.ranges import LARGEST, SMALLEST, Row, row_holds, table_path
from kit.publishing.ranges import text as row_text
from kit.system.disk import write_text

MOST_RANGES = 7
NARROWEST = 3


def finest(people: int, bins: int) -> Row | None:
    """The finest regular row that gives nobody away, or None where none does."""
    rows = (row_of(widths) for widths in regular(people))
    return next((row for row in rows if row_holds(people, bins, row)), None)


def regular(people: int) -> list[tuple[int, ...]]:
    """The widths of all regular partitions of 0..people, the finest first."""
    return sorted(set(_regular(people + 1)), key=_coarseness)


def row_of(widths: Sequence[int]) -> Row:
    """The ranges that have these widths, from 0 up."""
    ends = list(accumulate(widths))
    return tuple((end - width, end - 1) for end, width in zip(ends, widths, strict=True))


def table_text() -> str:
    """The whole table as CSV: people, bins, ranges; a row that does not exist is left out."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["people", "bins", "ranges"])
    for people in range(SMALLEST, LARGEST + 1):
        for bins in range(2, MOST_BINS + 1):
            row = finest(people, bins)
            if row:
                writer.writerow([people, bins, row_text(row)])
    return out.getvalue()


def _regular(counts: int) -> Iterator[tuple[int, ...]]:
    for outer in range(NARROWEST, counts - NARROWEST + 1):
        yield outer, counts - outer
        inside = counts - 2 * outer
        for parts in range(1, min(MOST_RANGES - 2, inside // NARROWEST) + 1):
            yield outer, *_evenly(inside, parts), outer


def _evenly(counts: int, parts: int) -> list[int]:
    """*counts* in *parts* that differ by one at most, the wider ones outside: first, last, second, last but one..."""
    width, wider = divmod(counts, parts)
    places = sorted(range(parts), key=lambda place: (min(place, parts - 1 - place), place))
    return [width + (place in places[:wider]) for place in range(parts)]


def _coarseness(widths: tuple[int, ...]) -> tuple[int, int, int, int, list[int]]:
    lopsided = sum(abs(left - right) for left, right in zip(widths, reversed(widths), strict=True))
    squares = sum(width * width for width in widths)
    return -len(widths), max(widths), squares, lopsided, [-width for width in widths]


def main() -> None:
    """Write the table."""
    write_text(table_path(), table_text())
    sys.stdout.write(f"{table_path().name} is written.\n")


if __name__ == "__main__":
    main()
