"""The core against the slow way: one group at a time, one count at a time."""

from __future__ import annotations

import numpy as np
import pytest

from kit.errors import ContentError, PolicyError
from kit.publishing.counting import count_ranges
from kit.publishing.ranges import Table, load_table, parts_of
from tests.publishing.attacker import band

TABLE = load_table()
Slow = dict[int, tuple[int, list[tuple[int, int]]]]


def slowly(group: list[int], code: list[int], bins: int, floor: int) -> Slow:
    found: Slow = {}
    for one in sorted(set(group)):
        answers = [c for g, c in zip(group, code, strict=True) if g == one and c >= 0]
        if len(answers) < floor or not all(TABLE.edges(part, bins) for part in parts_of(len(answers))):
            continue
        total, rest = [(0, 0)] * bins, answers
        for size in parts_of(len(answers)):
            part, rest = rest[:size], rest[size:]
            row = TABLE.edges(size, bins)
            ranges = [band(part.count(place), row) for place in range(bins)]
            total = [(a + low, b + high) for (a, b), (low, high) in zip(total, ranges, strict=True)]
        found[one] = len(answers), total
    return found


def quickly(group: list[int], code: list[int], bins: int, floor: int) -> Slow:
    groups = max(group, default=0) + 3
    counted = count_ranges(np.array(group, int), np.array(code, int), TABLE, groups=groups, bins=bins, floor=floor)
    rows = zip(counted.group, counted.people, counted.low, counted.high, strict=True)
    return {int(g): (int(n), list(zip(low.tolist(), high.tolist(), strict=True))) for g, n, low, high in rows}


@pytest.mark.parametrize("seed", range(40))
def test_many_groups_at_once_get_what_each_gets_alone(seed: int) -> None:
    rng = np.random.default_rng(seed)
    bins, floor = int(rng.integers(2, 13)), int(rng.choice([5, 8, 40]))
    sizes = rng.choice([1, 4, 5, 6, 8, 14, 30, 60, 61, 62, 119, 120, 121, 300], 12)
    group = np.repeat(rng.permutation(12), sizes)
    order = rng.permutation(len(group))
    code = rng.integers(-1 if seed % 2 else 0, bins, len(group))
    group, code = group[order].tolist(), code[order].tolist()
    expected = slowly(group, code, bins, floor)
    assert quickly(group, code, bins, floor) == expected
    assert expected


def test_one_item_of_a_small_group() -> None:
    assert quickly([0] * 8, [0, 0, 0, 0, 0, 0, 0, 1], 2, 5) == {0: (8, [(6, 8), (0, 2)])}


def test_nobody_at_all_gives_no_group() -> None:
    assert quickly([], [], 3, 5) == {}


@pytest.mark.parametrize("people", range(5))
def test_below_five_there_is_no_group(people: int) -> None:
    assert quickly([0] * people, [1] * people, 3, 5) == {}


def test_those_who_passed_do_not_count() -> None:
    assert quickly([0] * 6, [0, 1, 2, 0, -1, -1], 3, 5) == {}
    assert quickly([0] * 7, [0, 1, 2, 0, 2, -1, -1], 3, 5)[0][0] == 5


def test_six_people_in_two_bins_are_not_published() -> None:
    assert quickly([0] * 6, [0, 1, 1, 1, 1, 1], 2, 5) == {}


def test_a_floor_below_five_is_refused() -> None:
    with pytest.raises(PolicyError):
        quickly([0] * 9, [0] * 9, 2, 4)


def test_a_code_beyond_the_bins_is_refused_rather_than_counted_elsewhere() -> None:
    with pytest.raises(ContentError):
        quickly([0] * 9, [3] * 9, 3, 5)


def test_a_table_without_rows_for_parts_publishes_no_large_group() -> None:
    row = TABLE.edges(8, 2)
    assert row is not None
    small = Table({(8, 2): row})
    counted = count_ranges(np.zeros(70, int), np.zeros(70, int), small, groups=1, bins=2, floor=5)
    assert counted.group.tolist() == []


def test_the_order_of_rows_decides_nothing_up_to_sixty_people() -> None:
    rng = np.random.default_rng(3)
    code = rng.integers(0, 4, 60)
    assert quickly([0] * 60, code.tolist(), 4, 5) == quickly([0] * 60, np.sort(code).tolist(), 4, 5)
