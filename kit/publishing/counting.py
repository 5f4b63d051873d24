"""The core that turns the coded answers of one group into ranges.

It is plain Python, so that the host, which reveals through it, stays small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from kit.curriculum.policy import FLOORS
from kit.errors import ContentError, PolicyError
from kit.publishing.ranges import LARGEST, Range, Table, parts_of


def count_ranges(codes: Sequence[int], table: Table, *, bins: int, floor: int) -> tuple[Range, ...] | None:
    """Count the answers of a group by bin and return the range of each count, or None where it may not be published.

    *codes* (0 to bins - 1) has one entry a contributor. A group below *floor*, or for which the table has no row, is
    not published. Above 60 a group is cut into parts in the order of its codes, so the caller orders them by a keyed
    hash. Raises PolicyError where *floor* is below the kit's own, ContentError where a code is none of the bins.
    """
    if floor < FLOORS["minimum"]:
        raise PolicyError(f"At least {FLOORS['minimum']} answers are needed for a result; {floor} were asked for.")
    if not all(0 <= code < bins for code in codes):
        raise ContentError(f"There's an answer beyond the last of {bins} bins; nothing was counted.")
    low, high = table.lookup(bins)
    if len(codes) < floor or not _has_rows(len(codes), low):
        return None
    totals = [(0, 0)] * bins
    rest = iter(codes)
    for people in parts_of(len(codes)):
        counts = Counter(islice(rest, people))
        ends = [(low[people][counts[place]], high[people][counts[place]]) for place in range(bins)]
        totals = [(least + more, most + at_most) for (least, most), (more, at_most) in zip(totals, ends, strict=True)]
    return tuple(totals)


def _has_rows(people: int, low: Sequence[Sequence[int]]) -> bool:
    if people <= LARGEST:
        return low[people][0] >= 0
    # Parts of a larger group have 30 to 60 people; where a row is missing there, no such group is published.
    return all(row[0] >= 0 for row in low[LARGEST // 2 :])
