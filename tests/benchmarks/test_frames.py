"""Ranges from data frames: the figures that the gate's own count has, and an index that says what is what."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kit.errors import PolicyError
from kit.publishing.counting import count_ranges
from kit.publishing.ranges import load_table
from tests.benchmarks.frames import count_groups, to_ranges

TABLE = load_table()


def answers(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns)


@pytest.mark.parametrize("seed", range(40))
def test_many_groups_at_once_get_what_the_gate_gives_each_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    bins, floor = int(rng.integers(2, 13)), int(rng.choice([5, 8, 40]))
    sizes = rng.choice([1, 4, 5, 6, 8, 14, 30, 60, 61, 62, 119, 120, 121, 300], 12)
    group = np.repeat(rng.permutation(12), sizes)
    group = group[rng.permutation(len(group))]
    code = rng.integers(-1 if seed % 2 else 0, bins, len(group))
    there = count_groups(group, code, TABLE, groups=15, bins=bins, floor=floor)
    ends = [
        tuple(zip(low, high, strict=True)) for low, high in zip(there.low.tolist(), there.high.tolist(), strict=True)
    ]
    alone = {one: [c for c in code[group == one].tolist() if c >= 0] for one in range(15)}
    expected = {one: count_ranges(codes, TABLE, bins=bins, floor=floor) for one, codes in alone.items()}
    assert dict(zip(there.group.tolist(), ends, strict=True)) == {a: b for a, b in expected.items() if b is not None}
    assert there.people.tolist() == [len(alone[one]) for one in there.group.tolist()]


def test_each_cohort_and_week_gets_one_row_a_bin() -> None:
    frame = answers(cohort=["b"] * 8 + ["a"] * 4 + ["a"] * 5, week=[1] * 8 + [1] * 4 + [2] * 5, code=[0] * 16 + [1])
    found = to_ranges(frame, TABLE, bins=3)
    assert found.index.names == ["cohort", "week", "bin"]
    assert found.index.tolist() == [("a", 2, 0), ("a", 2, 1), ("a", 2, 2), ("b", 1, 0), ("b", 1, 1), ("b", 1, 2)]
    assert {str(kind) for kind in found.dtypes} == {"int64"}
    assert found.columns.tolist() == ["people", "low", "high"]
    assert found.loc[("b", 1)].to_numpy().tolist() == [[8, 6, 8], [8, 0, 2], [8, 0, 2]]
    assert found.loc[("a", 2)].to_numpy().tolist() == [[5, 3, 5], [5, 0, 2], [5, 0, 2]]


@pytest.mark.parametrize("missing", [None, -1, float("nan")])
def test_a_missing_code_is_a_pass_and_no_contribution(missing: object) -> None:
    frame = answers(cohort=[1] * 6, week=[1] * 6, code=[0, 1, 1, 0, 1, missing])
    assert to_ranges(frame, TABLE, bins=2)["people"].tolist() == [5, 5]
    assert to_ranges(frame.iloc[1:], TABLE, bins=2).empty


def test_missing_codes_of_a_nullable_column_are_passes_too() -> None:
    frame = answers(cohort=[1] * 6, week=[1] * 6, code=pd.array([0, 1, 1, 0, 1, None], dtype="Int64"))
    assert to_ranges(frame, TABLE, bins=2)["people"].tolist() == [5, 5]


@pytest.mark.parametrize("kind", ["int64", "int8", "str", "category", "far apart"])
def test_the_kind_of_column_changes_no_figure(kind: str) -> None:
    rng = np.random.default_rng(1)
    frame = answers(cohort=rng.integers(0, 20, 3000), week=rng.integers(1, 9, 3000), code=rng.integers(0, 5, 3000))
    plain = to_ranges(frame, TABLE, bins=5)
    far = kind == "far apart"
    frame["cohort"] = frame["cohort"] * 10**12 if far else frame["cohort"].astype(kind)  # type: ignore[call-overload]
    found = to_ranges(frame, TABLE, bins=5)
    assert sorted(map(tuple, found.to_numpy().tolist())) == sorted(map(tuple, plain.to_numpy().tolist()))
    assert len(found) == len(plain) > 0


def test_an_empty_frame_gives_an_empty_result() -> None:
    frame = answers(cohort=[], week=[], code=[])
    found = to_ranges(frame.astype("int64"), TABLE, bins=3)
    assert found.empty
    assert found.index.names == ["cohort", "week", "bin"]


def test_groups_may_be_formed_by_other_columns() -> None:
    frame = answers(option=[0] * 8 + [1] * 8, code=[1] * 8 + [0] * 8)
    found = to_ranges(frame, TABLE, bins=2, by=["option"])
    assert found["low"].tolist() == [0, 6, 6, 0]


def test_a_stricter_floor_holds_and_a_looser_one_is_refused() -> None:
    frame = answers(cohort=[1] * 7, week=[1] * 7, code=[0] * 7)
    assert to_ranges(frame, TABLE, bins=2, floor=8).empty
    with pytest.raises(PolicyError):
        to_ranges(frame, TABLE, bins=2, floor=4)


def test_the_frame_that_was_given_stays_as_it_is() -> None:
    frame = answers(cohort=[1] * 7, week=[1] * 7, code=[0, 1, 0, 1, 0, 1, None])
    before = frame.copy()
    to_ranges(frame, TABLE, bins=2)
    pd.testing.assert_frame_equal(frame, before)
