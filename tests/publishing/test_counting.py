"""The core against the slow way: one count at a time, looked for in its row."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from kit.errors import ContentError, PolicyError
from kit.publishing.counting import count_ranges
from kit.publishing.ranges import Table, load_table, parts_of
from tests.publishing.attacker import band

TABLE = load_table()
Ranges = tuple[tuple[int, int], ...]


def slowly(codes: Sequence[int], bins: int, floor: int) -> Ranges | None:
    """The ranges again, one bin after the other, each looked for in its row."""
    parts = parts_of(len(codes))
    if len(codes) < floor or not all(TABLE.edges(people, bins) for people in parts):
        return None
    total, rest = [(0, 0)] * bins, list(codes)
    for people in parts:
        part, rest = rest[:people], rest[people:]
        row = TABLE.edges(people, bins)
        ranges = [band(part.count(place), row) for place in range(bins)]
        total = [(a + low, b + high) for (a, b), (low, high) in zip(total, ranges, strict=True)]
    return tuple(total)


def counted(codes: Sequence[int], bins: int, floor: int = 5) -> Ranges | None:
    return count_ranges(codes, TABLE, bins=bins, floor=floor)


@pytest.mark.parametrize("floor", [5, 8, 40])
@pytest.mark.parametrize("bins", range(2, 13))
@pytest.mark.parametrize("people", [1, 4, 5, 6, 8, 14, 30, 60, 61, 62, 119, 120, 121, 300])
def test_each_count_gets_the_range_it_lies_in(people: int, bins: int, floor: int) -> None:
    rng = random.Random(people * 1000 + bins)
    codes = [rng.randrange(bins) for _ in range(people)]
    assert counted(codes, bins, floor) == slowly(codes, bins, floor)


@pytest.mark.parametrize("bins", [2, 3, 5, 12])
@pytest.mark.parametrize("people", [8, 14, 60, 61, 130])
def test_an_answer_that_all_give_and_one_that_nobody_gives(people: int, bins: int) -> None:
    assert counted([bins - 1] * people, bins) == slowly([bins - 1] * people, bins, 5) is not None


def test_one_item_of_a_small_group() -> None:
    assert counted([0, 0, 0, 0, 0, 0, 0, 1], 2) == ((6, 8), (0, 2))


@pytest.mark.parametrize("people", range(5))
def test_below_five_nothing_is_published(people: int) -> None:
    assert counted([1] * people, 3) is None


def test_below_a_stricter_floor_nothing_is_published() -> None:
    assert counted([0] * 7, 2, 8) is None
    assert counted([0] * 8, 2, 8) is not None


def test_six_people_in_two_bins_are_not_published() -> None:
    assert counted([0, 1, 1, 1, 1, 1], 2) is None


def test_bins_that_the_table_does_not_have_are_not_published() -> None:
    assert counted([0] * 20, 13) is None
    assert counted([0] * 20, 1) is None


def test_a_floor_below_five_is_refused() -> None:
    with pytest.raises(PolicyError):
        counted([0] * 9, 2, 4)


@pytest.mark.parametrize("code", [3, -1, 99])
def test_a_code_that_is_none_of_the_bins_is_refused_rather_than_counted_elsewhere(code: int) -> None:
    with pytest.raises(ContentError):
        counted([0, 1, 2, 0, 1, 2, 0, code], 3)


@pytest.mark.parametrize("people", [70, 130])
def test_a_table_without_rows_for_parts_publishes_no_large_group(people: int) -> None:
    row = TABLE.edges(8, 2)
    assert row is not None
    assert count_ranges([0] * people, Table({(8, 2): row}), bins=2, floor=5) is None


def test_one_row_that_is_missing_for_parts_publishes_no_large_group_of_any_size() -> None:
    rows = {(people, 2): TABLE.edges(people, 2) for people in range(30, 61) if people != 45}
    fewer = Table({place: row for place, row in rows.items() if row is not None})
    assert all(count_ranges([0] * people, fewer, bins=2, floor=5) is None for people in (61, 62, 90, 120))
    assert count_ranges([0] * 60, fewer, bins=2, floor=5) is not None


def test_the_order_of_answers_decides_nothing_up_to_sixty_people() -> None:
    rng = random.Random(3)
    codes = [rng.randrange(4) for _ in range(60)]
    assert counted(codes, 4) == counted(sorted(codes), 4)
