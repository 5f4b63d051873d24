"""The attacker on sums over hidden parts, against one who tries every group that could have been published so."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import combinations_with_replacement, product

import pytest

from kit.publishing.ranges import Range, Row, exposures, load_table, parts_of
from tests.attacks.exact.attacker import WHO, Clock
from tests.attacks.exact.parts import Sums
from tests.publishing.attacker import histograms

Group = tuple[tuple[int, ...], ...]  # the counts of each part


def band(count: int, row: Row) -> Range:
    return next(one for one in row if one[0] <= count <= one[1])


def published(group: Group, rows: tuple[Row, ...]) -> tuple[Range, ...]:
    """What stands in the file: the ranges of all parts, added up bin by bin."""
    by_part = [[band(count, row) for count in part] for part, row in zip(group, rows, strict=True)]
    return tuple((sum(low for low, _ in bin_), sum(high for _, high in bin_)) for bin_ in zip(*by_part, strict=True))


def certain(groups: list[Group], sizes: tuple[int, ...], bins: int) -> set[str]:
    """What is the same in all *groups*, for outsiders, insiders and pairs, with nothing but counting."""
    found = set()
    places = list(product(range(len(sizes)), range(bins)))
    for people in range(3):
        for known in combinations_with_replacement(places, people):
            left = [
                [sum(part[b] - known.count((p, b)) for p, part in enumerate(group)) for b in range(bins)]
                for group in groups
                if all(group[p][b] >= known.count((p, b)) for p, b in known)
            ]
            if not left:
                continue
            peopled = {b for counts in left for b, count in enumerate(counts) if count}
            sure = [{counts[b] for counts in left} for b in range(bins)]
            if len(peopled) < 2:
                found.add(f"{WHO[people]}, everybody else's answer is certain")
            elif people < 2 and any(len(one) == 1 and not (known and one == {0}) for one in sure):
                found.add(f"{WHO[people]}, a count is certain")
    return found


def cut(counts: int, rng: random.Random) -> Row:
    """Any row of ranges for 0 to *counts*."""
    ends = sorted({counts, *rng.sample(range(counts), rng.randint(1, 2))})
    return tuple(zip([0, *(end + 1 for end in ends[:-1])], ends, strict=True))


@pytest.mark.parametrize("rows", [6, pytest.param(120, marks=pytest.mark.audit)])
@pytest.mark.parametrize(("sizes", "bins"), [((4, 3), 2), ((4, 4), 3), ((3, 2, 2), 2), ((3, 3, 2), 3)])
def test_it_finds_for_every_output_what_trying_all_groups_finds(sizes: tuple[int, ...], bins: int, rows: int) -> None:
    seen = set()
    for seed in range(rows):
        rng = random.Random(seed)
        by_size = {size: cut(size, rng) for size in sizes}
        drawn = tuple(by_size[size] for size in sizes)
        outputs = defaultdict(list)
        for group in product(*(list(histograms(size, bins)) for size in sizes)):
            outputs[published(group, drawn)].append(group)
        for output, groups in rng.sample(sorted(outputs.items()), min(12, len(outputs))):
            found = Sums(sizes=sizes, rows=drawn, ranges=output).play(Clock(60))
            assert (set(found.successes), found.gave_up) == (certain(groups, sizes, bins), 0), (seed, output)
            seen.add(bool(found.successes))
    assert seen == {True, False}


@pytest.mark.parametrize("sizes", [(4, 3), (4, 4), (3, 3, 2)])
def test_of_any_number_the_rest_is_known_from_how_many_there_are(sizes: tuple[int, ...]) -> None:
    seen = set()
    for seed in range(10):
        rng = random.Random(seed)
        by_size = {size: cut(size, rng) for size in sizes}
        drawn = tuple(by_size[size] for size in sizes)
        outputs = defaultdict(list)
        for picked in product(*(range(size + 1) for size in sizes)):
            group = tuple((size - count, count) for size, count in zip(sizes, picked, strict=True))
            outputs[published(group, drawn)[1]].append(group)
        for output, groups in outputs.items():
            found = Sums(sizes=sizes, rows=drawn, ranges=(output,), any_number=True).play(Clock(60))
            assert set(found.successes) == certain(groups, sizes, 2), (seed, output)
            seen.add(bool(found.successes))
    assert seen == {True, False}


@pytest.mark.parametrize(("people", "bins"), [(61, 2), (100, 3), (129, 5), (200, 3), (300, 2)])
def test_what_the_table_lets_out_for_large_groups_gives_nobody_away(people: int, bins: int) -> None:
    rng, sizes = random.Random(people), tuple(parts_of(people))
    rows = tuple(row for size in sizes if (row := load_table().edges(size, bins)))
    for weights in ([1] * bins, [40, *[1] * (bins - 1)], [1, *[0] * (bins - 1)]):
        group = tuple(
            tuple(drawn.count(b) for b in range(bins))
            for drawn in (rng.choices(range(bins), weights, k=size) for size in sizes)
        )
        sums = Sums(sizes=sizes, rows=rows, ranges=published(group, rows))
        found = sums.play(Clock(60))
        assert (found.successes, found.gave_up) == ([], 0)
        assert found.attacks > bins


def test_parts_give_away_what_their_sums_alone_would_hide() -> None:
    row: Row = ((0, 0), (1, 5))
    sums = Sums(sizes=(5, 5), rows=(row, row), ranges=((0, 0), (2, 10)))
    assert exposures(((0, 5), (2, 10)), 10) == []
    assert "from outside, everybody else's answer is certain" in sums.play(Clock(60)).successes


def test_sums_that_no_parts_have_are_given_up_and_so_is_what_takes_too_long() -> None:
    row: Row = ((0, 2), (3, 5))
    assert Sums(sizes=(5, 5), rows=(row, row), ranges=((1, 4), (6, 10))).play(Clock(60)).gave_up == 1
    late = Sums(sizes=(5, 5), rows=(row, row), ranges=((0, 4), (6, 10))).play(Clock(0))
    assert (late.attacks, late.successes) == (0, [])
    assert late.gave_up > 1
