"""A data frame of a million answers put before the core that a reveal uses, so that its speed can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from kit.curriculum.policy import FLOORS
from kit.publishing.counting import Whole, count_ranges
from kit.publishing.ranges import Table


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
    counted = count_ranges(group, _codes(frame["code"]), table, groups=groups, bins=bins, floor=floor)
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
