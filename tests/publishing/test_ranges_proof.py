"""The proof of the table a second way: the attacker lists all groups. And what is broken must be seen as broken."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, pairwise, product

import pytest

from kit.publishing.ranges import any_exposures, exposures, intervals, load_table, row_holds
from tests.publishing.attacker import Counts, Output, attack, band, histograms, row_exposures

TABLE = load_table()
SMALL = [(n, m) for n in range(5, 13) for m in range(2, 6) if TABLE.edges(n, m) and not (n > 10 and m == 5)]


def row(people: int, bins: int) -> tuple[tuple[int, int], ...]:
    found = TABLE.edges(people, bins)
    assert found is not None
    return found


@pytest.mark.parametrize(("people", "bins"), SMALL)
def test_an_attacker_who_lists_all_groups_learns_nothing_certain(people: int, bins: int) -> None:
    assert attack(people, bins, row(people, bins)) == []


@pytest.mark.parametrize(("people", "bins"), [(14, 2), (14, 3), (20, 2), (20, 3), (30, 2)])
def test_two_insiders_who_talk_learn_nothing_certain_from_fourteen_people_on(people: int, bins: int) -> None:
    assert attack(people, bins, row(people, bins), insiders=2) == []


@pytest.mark.audit
def test_every_output_of_every_row_passes_the_interval_formula() -> None:
    for people in range(5, 61):
        for bins in range(2, 13):
            if TABLE.edges(people, bins):
                assert row_exposures(people, bins, row(people, bins)) == []


def test_the_intervals_are_what_all_groups_that_fit_have() -> None:
    for people, bins in [(8, 3), (10, 4), (12, 3)]:
        fitting: dict[Output, list[Counts]] = defaultdict(list)
        for counts in histograms(people, bins):
            fitting[tuple(band(count, row(people, bins)) for count in counts)].append(counts)
        for output, groups in fitting.items():
            seen = [(min(place), max(place)) for place in zip(*groups, strict=True)]
            assert intervals(output, people) == seen  # type: ignore[arg-type]


BROKEN = {
    "exact counts": lambda n: [(count, count) for count in range(n + 1)],
    "few, exact middle, most": lambda n: [(0, 2), *((count, count) for count in range(3, n - 2)), (n - 2, n)],
    "an edge moved down": lambda n: [(0, 1), (2, 5), (6, n)],
    "halves": lambda n: [(0, n // 2), (n // 2 + 1, n)],
    "one range": lambda n: [(0, n)],
}


@pytest.mark.parametrize("people", [8, 12])
@pytest.mark.parametrize("form", ["exact counts", "few, exact middle, most", "an edge moved down"])
def test_broken_tables_are_caught_by_the_attacker_and_by_both_proofs(form: str, people: int) -> None:
    broken = BROKEN[form](people)
    assert attack(people, 3, broken)
    assert row_exposures(people, 3, broken)
    assert not row_holds(people, 3, broken)


def test_moving_any_edge_of_a_row_by_one_is_judged_alike_by_attacker_and_proof() -> None:
    failed = 0
    for people, bins in [(8, 2), (8, 3), (10, 3), (12, 2), (12, 3)]:
        good = row(people, bins)
        for place, step in product(range(1, len(good)), (-1, 1)):
            ends = [0, *(low for low, _ in good[1:]), people + 1]
            ends[place] += step
            moved = [(a, b - 1) for a, b in pairwise(ends)]
            assert bool(attack(people, bins, moved)) == bool(row_exposures(people, bins, moved))
            failed += bool(attack(people, bins, moved))
    assert failed >= 6


def test_the_reason_is_said() -> None:
    assert exposures([(0, 0), (8, 8)], 8) == [
        "from outside, a count is known exactly",
        "from outside, the answer of every other member is known",
        "to an insider, a count is known exactly",
        "to an insider, the answer of every other member is known",
    ]
    assert exposures([(0, 2), (6, 8)], 8) == []


@pytest.mark.parametrize("people", [5, 7, 8])
def test_any_number_of_picks_tells_no_more_than_two_bins_for_each_option_alone(people: int) -> None:
    """Each option's picked range comes from a two-bin form; all of three options are published together."""
    options = 3 if people == 5 else 2
    answers = list(product((0, 1), repeat=options))
    two = row(people, 2)
    fitting: dict[Output, list[Counts]] = defaultdict(list)
    for group in histograms(people, len(answers)):
        picked = [sum(c * a[o] for c, a in zip(group, answers, strict=True)) for o in range(options)]
        fitting[tuple(band(count, two) for count in picked)].append(group)
    for groups in fitting.values():
        for own in (None, *range(len(answers))):
            others = [tuple(c - (place == own) for place, c in enumerate(g)) for g in groups]
            others = [g for g in others if min(g) >= 0]
            if not others:
                continue
            # Another member may have given any answer at all that is not ruled out option by option: here none is.
            assert {place for g in others for place, c in enumerate(g) if c} == set(range(len(answers)))
            for option in range(options):
                counts = {sum(c * a[option] for c, a in zip(g, answers, strict=True)) for g in others}
                assert len(counts) > 1


def test_the_picked_range_alone_fits_every_group_that_both_ranges_fit() -> None:
    for people in (5, 8, 12, 14, 20):
        two = row(people, 2)
        alone, both = defaultdict(set), defaultdict(set)
        for picked in range(people + 1):
            alone[band(picked, two)].add(picked)
            both[band(picked, two), band(people - picked, two)].add(picked)
        assert all(groups <= alone[output[0]] for output, groups in both.items())
        assert all(any_exposures([one], people) == [] for one in alone)  # type: ignore[list-item]


def test_with_a_limit_of_two_picks_of_five_ranges_would_give_everybody_away() -> None:
    """Why the loader refuses pick limits: four times 0-2 and once 6-8 of 8 people forces 2, 2, 2, 2, 8."""
    picks = list(combinations(range(5), 2))
    fits = []
    for group in histograms(8, len(picks)):
        counts = [sum(c for c, pick in zip(group, picks, strict=True) if option in pick) for option in range(5)]
        if counts[4] >= 6 and max(counts[:4]) <= 2:
            fits.append(counts)
    assert {tuple(counts) for counts in fits} == {(2, 2, 2, 2, 8)}
