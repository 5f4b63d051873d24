"""Ranges of a million answers at once, from a data frame: the figures of ``count_ranges``, in arrays.

The kit itself counts one group after the other in plain Python, as it never has more than a cohort before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kit.curriculum.policy import FLOORS
from kit.errors import ContentError, PolicyError
from kit.publishing.ranges import LARGEST, Table, parts_of

Whole = npt.NDArray[Any]  # of whole numbers, of whatever width


def to_ranges(
    frame: pd.DataFrame,
    table: Table,
    *,
    bins: int,
    by: Sequence[str] = ("cohort", "week"),
    floor: int = FLOORS["minimum"],
) -> pd.DataFrame:
    """Publishable ranges of every group in *frame*, one row a bin.

    *frame* has one row a contributor: the columns *by* (whole numbers, text or categories, none missing) and
    ``code``, the bin from 0 (whole number; missing or negative: passed). A group of more than 60 is cut into
    parts in the order of its rows, so order them by a keyed hash first.

    The result is indexed by *by* and ``bin`` (0 to bins - 1, every bin of a group), sorted; its columns
    ``people``, ``low`` and ``high`` are int64. A group below *floor* or without a row in the table is absent;
    nothing in the result is missing. Raises PolicyError where *floor* is below the kit's own, ContentError
    where a code is beyond the bins.
    """
    codes, levels = zip(*(_coded(frame[name]) for name in by), strict=True)
    group, groups = _combined(codes, [len(level) for level in levels])
    counted = count_groups(group, _codes(frame["code"]), table, groups=groups, bins=bins, floor=floor)
    index = _index(counted.group, levels, by, bins)
    columns = {
        "people": np.repeat(counted.people, bins),
        "low": counted.low.ravel(),
        "high": counted.high.ravel(),
    }
    return pd.DataFrame({name: column.astype(np.int64, copy=False) for name, column in columns.items()}, index=index)


def _codes(column: pd.Series[Any]) -> Whole:
    if _is_plain(column):
        return column.to_numpy()
    return column.fillna(-1).to_numpy(dtype=np.int64)


def _is_plain(column: pd.Series[Any]) -> bool:
    # pandas' own Int64 says "i" as well, and holds missing values.
    return isinstance(column.dtype, np.dtype) and column.dtype.kind in "iu"


def _coded(column: pd.Series[Any]) -> tuple[Whole, pd.Index[Any]]:
    """Each row's place in the sorted values of *column*, and those values."""
    if _is_plain(column) and len(column):
        values = column.to_numpy()
        least, most = int(values.min()), int(values.max())
        if most - least < 4 * len(values) + 1000:
            # Numbers that lie close together need no look-up at all.
            return np.subtract(values, least, dtype=np.int64), pd.RangeIndex(least, most + 1)
    codes, found = pd.factorize(column, sort=True)
    return codes, pd.Index(found)


def _combined(codes: Sequence[Whole], sizes: Sequence[int]) -> tuple[Whole, int]:
    """One number for each group of a row's codes, and how many such numbers there are."""
    group, groups = codes[0], sizes[0]
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        group = group * np.int64(size) + code
        groups *= size
    return group, groups


def _index(group: Whole, levels: Sequence[pd.Index[Any]], by: Sequence[str], bins: int) -> pd.MultiIndex:
    codes: list[Whole] = [np.tile(np.arange(bins), len(group))]
    for level in reversed(levels):
        codes.append(np.repeat(group % max(1, len(level)), bins))
        group = group // max(1, len(level))
    every: list[pd.Index[Any]] = [*levels, pd.RangeIndex(bins)]
    # The codes are places in the levels by construction; checking them again takes longer than the counting.
    index: pd.MultiIndex = pd.MultiIndex(
        levels=every,  # type: ignore[arg-type]
        codes=codes[::-1],  # type: ignore[arg-type]
        names=[*by, "bin"],
        verify_integrity=False,
    )
    return index


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The ranges of the groups that may be published, in rising order of ``group``; the others are not in it.

    ``group`` and ``people`` have one entry a group, ``low`` and ``high`` one row a group and one column a bin.
    """

    group: Whole
    people: Whole
    low: Whole
    high: Whole


def count_groups(group: Whole, code: Whole, table: Table, *, groups: int, bins: int, floor: int) -> Counted:
    """Count the answers of each group by bin and publish the counts as ranges, as ``count_ranges`` does for one.

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
    by_size = np.array(table.lookup(bins)[0])[:, 0] >= 0
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
    low, high = (np.array(ends, dtype=np.int16) for ends in table.lookup(bins))
    people = counts.sum(axis=1, keepdims=True)
    return low[people, counts].astype(np.int64), high[people, counts].astype(np.int64)
