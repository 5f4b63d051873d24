"""The committed table: the rows that are promised, what it refuses, and groups of more than 60."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.errors import PolicyError
from kit.publishing.ranges import Table, load_table, parts_of, table_path, text
from tests.publishing.attacker import band

PROMISED = {
    2: {
        5: "0-2 3-5",
        8: "0-2 3-5 6-8",
        10: "0-3 4-6 7-10",
        12: "0-3 4-8 9-12",
        14: "0-4 5-9 10-14",
        20: "0-4 5-8 9-11 12-15 16-20",
        30: "0-5 6-9 10-13 14-16 17-20 21-24 25-30",
    },
    3: {
        5: "0-2 3-5",
        8: "0-2 3-5 6-8",
        10: "0-3 4-6 7-10",
        12: "0-2 3-6 7-9 10-12",
        14: "0-3 4-7 8-10 11-14",
        20: "0-3 4-8 9-12 13-16 17-20",
        30: "0-7 8-11 12-15 16-18 19-22 23-30",
    },
    5: {
        5: "0-2 3-5",
        8: "0-2 3-5 6-8",
        10: "0-3 4-6 7-10",
        12: "0-4 5-7 8-12",
        14: "0-3 4-7 8-10 11-14",
        20: "0-5 6-8 9-11 12-14 15-20",
        30: "0-4 5-10 11-15 16-20 21-25 26-30",
    },
}


@pytest.mark.parametrize("bins", PROMISED)
def test_the_promised_rows_are_in_the_table(bins: int) -> None:
    for people, written in PROMISED[bins].items():
        row = load_table().edges(people, bins)
        assert row is not None
        assert text(row) == written


def test_every_number_of_people_and_bins_has_a_row_but_six_in_two_bins() -> None:
    missing = [(n, m) for n in range(5, 61) for m in range(2, 13) if load_table().edges(n, m) is None]
    assert missing == [(6, 2)]


def test_there_is_no_row_below_five_people_or_above_twelve_bins() -> None:
    table = load_table()
    assert all(table.edges(n, m) is None for n in range(5) for m in range(1, 14))
    assert all(table.edges(n, m) is None for n in range(5, 61) for m in (0, 1, 13))


def test_a_count_is_published_as_the_range_it_lies_in() -> None:
    row = load_table().edges(12, 3)
    assert [band(count, row) for count in (0, 8, 4)] == [(0, 2), (7, 9), (3, 6)]


def test_the_lookup_says_the_same_as_the_rows() -> None:
    table = load_table()
    for bins in range(2, 13):
        low, high = table.lookup(bins)
        for people in range(61):
            row = table.edges(people, bins)
            for count in range(61):
                there = [one for one in row or () if one[0] <= count <= one[1]] or [(-1, -1)]
                assert (low[people][count], high[people][count]) == there[0]


@pytest.mark.parametrize("people", [*range(61, 400), 1000, 99_999])
def test_more_than_sixty_are_cut_into_parts_of_thirty_to_sixty(people: int) -> None:
    parts = parts_of(people)
    assert sum(parts) == people
    assert all(30 <= part <= 60 for part in parts)
    assert all(load_table().edges(part, 2) for part in parts)


def test_up_to_sixty_are_one_part() -> None:
    assert [parts_of(n) for n in (1, 5, 60)] == [[1], [5], [60]]


@pytest.mark.parametrize(
    "row",
    [
        ((0, 1), (2, 5), (6, 8)),  # one edge of 0-2 3-5 6-8 moved
        ((0, 2), (3, 4), (5, 8)),
        tuple((n, n) for n in range(9)),
        ((0, 2), (3, 5)),  # does not reach 8
        ((0, 2), (4, 5), (6, 8)),  # a gap
        ((0, 8),),
    ],
)
def test_a_table_with_a_row_that_gives_somebody_away_is_refused_whole(row: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(PolicyError, match="restore the file"):
        Table({(5, 2): ((0, 2), (3, 5)), (8, 2): row})


def test_a_file_in_which_one_edge_was_moved_is_refused(tmp_path: Path) -> None:
    good = table_path().read_text("utf-8")
    moved = tmp_path / "ranges.csv"
    moved.write_text(good.replace("\n14,2,0-4 5-9 10-14\n", "\n14,2,0-3 4-9 10-14\n"), "utf-8")
    assert moved.read_text("utf-8") != good
    with pytest.raises(PolicyError, match="14 people and 2 bins"):
        load_table(moved)


@pytest.mark.parametrize("content", ["", "people,bins,ranges\n5,2,\n", "a,b\n1,2\n", "people,bins,ranges\n5,2,0-x\n"])
def test_a_damaged_file_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "ranges.csv").write_text(content, "utf-8")
    with pytest.raises(PolicyError, match="restore the file"):
        load_table(tmp_path / "ranges.csv")
    with pytest.raises(PolicyError, match="restore the file"):
        load_table(tmp_path / "missing.csv")
