"""The search makes the committed table, and its shortcut agrees with playing the attacker."""

from __future__ import annotations

from itertools import combinations, pairwise

from kit.publishing.ranges import row_holds, table_path
from tests.publishing.attacker import row_exposures
from tools.make_ranges import finest, regular, row_of, table_text


def test_the_committed_table_is_what_the_search_finds() -> None:
    assert table_path().read_text("utf-8") == table_text()


def test_nothing_finer_of_the_regular_shapes_passes() -> None:
    for people in (7, 12, 14, 20):
        for bins in (2, 3, 4):
            chosen = finest(people, bins)
            for widths in regular(people):
                if row_of(widths) == chosen:
                    break
                assert row_exposures(people, bins, row_of(widths))


def test_no_partition_at_all_passes_for_two_bins_at_six_people() -> None:
    assert finest(6, 2) is None
    for edges in (cut for size in range(1, 7) for cut in combinations(range(1, 7), size)):
        ends = [0, *edges, 7]
        assert row_exposures(6, 2, row_of([b - a for a, b in pairwise(ends)]))


def test_the_rule_of_sums_and_the_attacker_agree_on_every_partition_of_small_groups() -> None:
    compared = 0
    for people in range(5, 17):
        for size in (1, 2, 3):
            for edges in combinations(range(3, people - 1), size):
                ends = [0, *edges, people + 1]
                widths = [b - a for a, b in pairwise(ends)]
                if min(widths) < 3:
                    continue
                for bins in (2, 3, 5):
                    row = row_of(widths)
                    assert row_holds(people, bins, row) == (not row_exposures(people, bins, row)), (people, bins, row)
                    compared += 1
    assert compared > 500
