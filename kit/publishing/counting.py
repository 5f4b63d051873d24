"""The core that turns coded answers into ranges, for one item of a small group or a million rows at once.

It needs no pandas, so that the host, which reveals through it, stays small; ``frames`` is the same for data frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kit.curriculum.policy import FLOORS
from kit.errors import ContentError, PolicyError
from kit.publishing.ranges import LARGEST, Table, parts_of

Whole = npt.NDArray[Any]  # of whole numbers, of whatever width


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The ranges of the groups that may be published, in rising order of ``group``; the others are not in it.

    ``group`` and ``people`` have one entry a group, ``low`` and ``high`` one row a group and one column a bin.
    """

    group: Whole
    people: Whole
    low: Whole
    high: Whole


def count_ranges(group: Whole, code: Whole, table: Table, *, groups: int, bins: int, floor: int) -> Counted:
    """Count the answers of each group by bin and publish the counts as ranges.

    ``group`` (0 to groups - 1) and ``code`` (0 to bins - 1; negative: passed, and no contribution) have one entry
    a contributor. Groups below *floor*, or for which the table has no row, are left out. Above 60 a group is cut
    into parts in the order of its rows, so the caller orders them by a keyed hash. Raises PolicyError where
    *floor* is below the kit's own, ContentError where a code is beyond the bins.
    """
    if floor < FLOORS["minimum"]:
        raise PolicyError(f"At least {FLOORS['minimum']} answers are needed for a result; {floor} were asked for.")
    if len(code) and code.max() >= bins:
        raise ContentError(f"There is an answer beyond the last of {bins} bins; nothing was counted.")
    if len(code) and code.min() < 0:
        group, code = _only(code >= 0, group, code)
    # Small numbers halve the time of what follows, which is spent on moving memory.
    code = code.astype(np.int8, copy=False)
    size = np.bincount(group, minlength=groups)
    released = np.flatnonzero(_may_be_published(size, floor, bins, table))
    people = size[released]
    place = group
    if len(released) < groups:
        number = np.full(groups, -1, dtype=np.int32 if groups < 2**31 else np.int64)
        number[released] = np.arange(len(released))
        place = number.take(group)
        place, code = _only(np.not_equal(place, -1), place, code)
    parts = -(-people // LARGEST)
    first = np.cumsum(parts) - parts
    if (parts > 1).any():
        place, code = _in_parts(place, code, people, first)
    low, high = _ranges(place, code, int(parts.sum()), bins, table)
    if (parts > 1).any():
        low, high = np.add.reduceat(low, first), np.add.reduceat(high, first)
    return Counted(group=released, people=people, low=low, high=high)


def _only(wanted: npt.NDArray[np.bool_], group: Whole, code: Whole) -> tuple[Whole, Whole]:
    # Taking a copy of a million rows for nothing costs as much as counting them.
    return (group, code) if wanted.all() else (group[wanted], code[wanted])


def _may_be_published(size: Whole, floor: int, bins: int, table: Table) -> npt.NDArray[np.bool_]:
    by_size = table.lookup(bins)[0][:, 0] >= 0
    # Parts of a larger group have 30 to 60 people; where a row is missing there, no such group is published.
    large = bool(by_size[LARGEST // 2 :].all())
    allowed: npt.NDArray[np.bool_] = np.where(size <= LARGEST, by_size[np.minimum(size, LARGEST)], large)
    return allowed & (size >= floor)


def _in_parts(place: Whole, code: Whole, people: Whole, first: Whole) -> tuple[Whole, Whole]:
    """The rows again, each with the place of its part: a group's rows in their order fill one part after the other."""
    is_large = people > LARGEST
    large = np.flatnonzero(is_large)
    of_large = is_large.take(place)
    rows, rows_code = _only(of_large, place, code)
    # Numbers of few bits are sorted byte by byte, without comparing.
    names = np.zeros(len(people), dtype=np.min_scalar_type(len(large)))
    names[large] = np.arange(len(large))
    order = np.argsort(names.take(rows), kind="stable")
    sizes = [parts_of(int(size)) for size in people[large]]
    parts = np.concatenate([np.arange(start, start + len(of)) for start, of in zip(first[large], sizes, strict=True)])
    filled, filled_code = np.repeat(parts.astype(np.int32), np.concatenate(sizes)), rows_code.take(order)
    if len(rows) == len(place):
        return filled, filled_code
    small, small_code = _only(~of_large, place, code)
    return np.concatenate([first[small], filled]), np.concatenate([small_code, filled_code])


def _ranges(place: Whole, code: Whole, places: int, bins: int, table: Table) -> tuple[Whole, Whole]:
    cell = np.multiply(place, bins, dtype=np.intp)
    cell += code
    counts = np.bincount(cell, minlength=places * bins).reshape(places, bins)
    low, high = table.lookup(bins)
    people = counts.sum(axis=1, keepdims=True)
    return low[people, counts].astype(np.int64), high[people, counts].astype(np.int64)
