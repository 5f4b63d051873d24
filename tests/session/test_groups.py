from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest

from kit.curriculum.registers import load_messages
from kit.errors import PairingError
from kit.session.groups import Groups, Pair, Seating, draw, pairs_of
from kit.settings import packaged_curriculum

MESSAGES = load_messages(packaged_curriculum())


def people(count: int) -> list[str]:
    return [f"person {number:02}" for number in range(count)]


def apart(*pairs: tuple[str, str]) -> set[Pair]:
    return {frozenset(pair) for pair in pairs}


def season(
    names: list[str], seed: int, *, size: int = 2, weeks: int = 8, kept: set[Pair] | None = None
) -> list[Groups]:
    met: Counter[Pair] = Counter()
    drawn = []
    for week in range(weeks):
        found = draw(names, size, apart=kept or (), met=met, seed=seed + week, ahead=weeks - 1 - week)
        met.update(pairs_of(found.groups))
        drawn.append(found)
    return drawn


@pytest.mark.parametrize("size", [2, 3])
@pytest.mark.parametrize("count", [*range(2, 17), 23, 29, 30])
def test_everybody_who_is_here_is_in_exactly_one_group(count: int, size: int) -> None:
    names = people(count)
    for found in season(names, seed=count, size=size):
        assert sorted(name for group in found.groups for name in group) == names
        assert {len(group) for group in found.groups} <= {2, 3}


@pytest.mark.parametrize("count", range(2, 31))
def test_odd_numbers_make_one_trio_and_trios_that_do_not_come_out_even_one_or_two_pairs(count: int) -> None:
    lengths = Counter(len(group) for group in draw(people(count), 2).groups)
    assert lengths[3] == count % 2
    lengths = Counter(len(group) for group in draw(people(count), 3).groups)
    assert lengths[2] == {0: 0, 2: 1, 1: 2}[count % 3]


@pytest.mark.parametrize("count", [10, 12, 14, 16])
def test_nobody_meets_the_same_person_twice_in_eight_weeks_of_an_even_cohort(count: int) -> None:
    for seed in range(0, 60, 10):
        met = Counter(pair for found in season(people(count), seed) for pair in pairs_of(found.groups))
        assert max(met.values()) == 1


@pytest.mark.parametrize("count", [4, 6, 8])
def test_small_cohorts_meet_everybody_before_anybody_is_met_again(count: int) -> None:
    met = Counter(pair for found in season(people(count), 7, weeks=count - 1) for pair in pairs_of(found.groups))
    assert len(met) == count * (count - 1) // 2
    assert max(met.values()) == 1


def test_in_the_eighth_week_of_eight_people_repeats_cannot_be_avoided_and_are_named() -> None:
    last = season(people(8), 3)[-1]
    assert len(last.again) == 4
    said = last.sentences(MESSAGES)
    assert sum("have been together before" in sentence for sentence in said) == 4
    assert not any("haven't been with before" in sentence for sentence in said)


def test_changing_attendance_repeats_nobody_while_there_is_another_way() -> None:
    chance = random.Random(4)
    met: Counter[Pair] = Counter()
    for week in range(8):
        here = chance.sample(people(16), chance.choice([12, 13, 14, 15, 16]))
        found = draw(here, met=met, seed=week, ahead=7 - week)
        assert not found.again
        met.update(pairs_of(found.groups))


def test_people_who_are_kept_apart_never_meet() -> None:
    chance = random.Random(11)
    for seed in range(6):
        names = people(chance.randint(9, 14))
        kept = {frozenset(pair) for pair in combinations(names, 2) if chance.random() < 0.15}
        for size in (2, 3):
            drawn = season(names, seed, size=size, kept=kept)
            assert not kept & {pair for found in drawn for pair in pairs_of(found.groups)}


def brute_force(names: list[str], threes: int, kept: set[Pair]) -> bool:
    if not names:
        return True
    first, *rest = names
    sizes = [3] * bool(threes) + [2] * (len(names) > 3 * threes)
    for size in sizes:
        for others in combinations(rest, size - 1):
            if not kept & set(pairs_of([(first, *others)])):
                left = [name for name in rest if name not in others]
                if brute_force(left, threes - (size == 3), kept):
                    return True
    return False


def test_a_drawing_is_refused_only_where_there_really_is_none() -> None:
    chance = random.Random(1)
    outcomes: Counter[bool] = Counter()
    for seed in range(300):
        names = people(chance.randint(2, 8))
        kept = {frozenset(pair) for pair in combinations(names, 2) if chance.random() < 0.5}
        possible = brute_force(names, len(names) % 2, kept)
        try:
            draw(names, apart=kept, seed=seed)
            found = True
        except PairingError:
            found = False
        assert found == possible
        outcomes[found] += 1
    assert min(outcomes.values()) > 50


def ways(names: list[str], count: int, least: int, most: int) -> Iterator[list[tuple[str, ...]]]:
    """Every way of making *count* groups of these people."""
    if not names or not count:
        yield from [[]] if not names and not count else []
        return
    first, *rest = names
    for size in range(least, most + 1):
        for others in combinations(rest, size - 1):
            left = [name for name in rest if name not in others]
            yield from ([(first, *others), *more] for more in ways(left, count - 1, least, most))


def test_groups_of_any_size_are_the_best_that_trying_every_way_finds() -> None:
    chance = random.Random(12)
    outcomes: Counter[tuple[bool, int]] = Counter()
    for seed in range(400):
        names, least = people(chance.randint(2, 9)), chance.randint(2, 4)
        most, count = chance.randint(least, 5), chance.randint(1, 4)
        every = [frozenset(pair) for pair in combinations(names, 2)]
        kept = {pair for pair in every if chance.random() < chance.choice([0, 0.1, 0.4])}
        met = {pair: chance.randint(1, 2) for pair in every if chance.random() < chance.choice([0, 0.5])}
        repeats = [
            sum(met.get(pair, 0) for pair in pairs_of(groups))
            for groups in ways(names, count, least, most)
            if not kept & set(pairs_of(groups))
        ]
        seating = Seating(people=names, count=count, least=least, most=most, apart=kept)
        groups = seating.solved(random.Random(seed), met)
        outcomes[groups is not None, most] += 1
        assert (groups is None) == (not repeats)
        if groups is not None:
            assert sorted(name for group in groups for name in group) == names
            assert not kept & set(pairs_of(groups))
            assert len(groups) == count
            assert {len(group) for group in groups} <= set(range(least, most + 1))
            assert sum(met.get(pair, 0) for pair in pairs_of(groups)) == min(repeats)
    assert min(outcomes[True, most] for most in (2, 3, 4, 5)) > 5
    assert sum(times for (made, _), times in outcomes.items() if not made) > 50


def test_thirty_people_with_few_ways_left_are_still_placed() -> None:
    chance = random.Random(5)
    names = people(30)
    for seed in range(20):
        mixed = chance.sample(names, 30)
        way = {frozenset(mixed[at : at + 2]) for at in range(0, 30, 2)}
        kept = {frozenset(pair) for pair in combinations(names, 2) if chance.random() < 0.9} - way
        assert not kept & set(pairs_of(draw(names, apart=kept, seed=seed).groups))


def test_who_has_no_partner_left_is_named() -> None:
    kept = apart(("Ana", "Ben"), ("Ana", "Cem"), ("Ana", "Dee"))
    with pytest.raises(PairingError, match=r"^Ana is kept apart from everyone who is ticked"):
        draw(["Ana", "Ben", "Cem", "Dee"], apart=kept)


def test_where_it_takes_several_to_make_it_impossible_those_are_named_whose_wish_decides() -> None:
    # Ana and Ben have Cem alone for a partner, and Cem cannot be with both.
    kept = apart(("Ana", "Ben"), ("Ana", "Dee"), ("Ben", "Dee"))
    with pytest.raises(PairingError, match="It would work if Ana, Ben or Dee were") as error:
        draw(["Ana", "Ben", "Cem", "Dee"], apart=kept)
    assert "Cem" not in str(error.value)


def test_a_whole_department_that_must_not_meet_is_named_and_nobody_waits_for_it() -> None:
    names = people(30)
    kept = {frozenset(pair) for pair in combinations(names[:18], 2)}
    with pytest.raises(PairingError, match=r"person 16 and person 17 from one another\. Change apart_from"):
        draw(names, apart=kept)


@pytest.mark.parametrize(
    ("names", "says"), [([], "at least two"), (["Ana"], "at least two"), (["Ana", "Ana"], "twice")]
)
def test_who_makes_no_group_is_told_so(names: list[str], says: str) -> None:
    with pytest.raises(PairingError, match=says):
        draw(names)


def test_groups_have_two_or_three_people() -> None:
    with pytest.raises(PairingError, match="two or three"):
        draw(people(8), 4)


def test_the_same_seed_gives_the_same_groups_and_another_one_others() -> None:
    assert draw(people(14), seed=1, ahead=7) == draw(people(14), seed=1, ahead=7)
    assert draw(people(14), seed=1) != draw(people(14), seed=2)


def test_over_the_weeks_of_an_odd_cohort_the_trio_falls_to_different_people() -> None:
    trios = [name for found in season(people(13), 2) for group in found.groups if len(group) == 3 for name in group]
    assert len(set(trios)) > 8


def test_a_drawing_explains_itself_and_says_of_nobody_from_whom_they_are_kept_apart() -> None:
    found = draw(["Ana", "Ben", "Cem", "Dee", "Eli"], apart=apart(("Ana", "Ben"), ("Cem", "not here")), seed=2)
    said = found.sentences(MESSAGES)
    trio = next(group for group in found.groups if len(group) == 3)
    assert said[0] == f"There's an odd number, so {trio[0]}, {trio[1]} and {trio[2]} are a three."
    assert said[1:] == [
        "Everyone is with someone they haven't been with before.",
        "Everyone who has to be kept apart is kept apart.",
    ]
    assert not draw(["Ana", "Dee"], apart=apart(("Ana", "Ben"))).kept_apart
