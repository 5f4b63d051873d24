"""Peer groups are of three to five, keep apart who should be, and come out the same for the same seed."""

from __future__ import annotations

import random
import time
from collections import Counter
from itertools import combinations

import pytest

from kit.errors import PairingError
from kit.session.groups import Pair, draw_peer_groups, rota


def people(count: int) -> list[str]:
    return [f"person {number:02}" for number in range(count)]


def met(groups: list[tuple[str, ...]]) -> set[Pair]:
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


@pytest.mark.parametrize("size", [3, 4, 5])
@pytest.mark.parametrize("count", [*range(3, 31), 100])
def test_everybody_is_in_one_group_of_three_to_five_as_near_to_the_wished_size_as_it_comes_out(
    count: int, size: int
) -> None:
    groups = draw_peer_groups(people(count), size, seed=count)
    assert sorted(name for group in groups for name in group) == people(count)
    sizes = [len(group) for group in groups]
    assert set(sizes) <= {3, 4, 5}
    assert max(sizes) - min(sizes) <= 1
    nearest = min(abs(count / number - size) for number in range(1, count) if 3 * number <= count <= 5 * number)
    assert abs(count / len(groups) - size) == nearest


def test_the_same_seed_draws_the_same_groups_and_another_one_others() -> None:
    kept = [frozenset(("person 01", "person 02")), frozenset(("person 01", "person 03"))]
    assert draw_peer_groups(people(14), apart=kept, seed=3) == draw_peer_groups(people(14), apart=kept[::-1], seed=3)
    drawn = {tuple(draw_peer_groups(people(14), apart=kept, seed=seed)) for seed in range(20)}
    assert len(drawn) > 15


def test_everybody_meets_everybody_else_about_as_often_over_many_lots() -> None:
    counts = Counter(pair for seed in range(600) for pair in met(draw_peer_groups(people(8), seed=seed)))
    assert len(counts) == 28
    assert max(counts.values()) < 1.4 * min(counts.values())


def test_people_who_are_kept_apart_are_never_in_one_group() -> None:
    chance = random.Random(3)
    for seed in range(40):
        names = people(chance.randint(8, 30))
        kept = {frozenset(pair) for pair in combinations(names, 2) if chance.random() < 0.12}
        assert not kept & met(draw_peer_groups(names, chance.choice([3, 4, 5]), apart=kept, seed=seed))


def possible(names: list[str], kept: set[Pair]) -> bool:
    if not names:
        return True
    first, *rest = names
    for size in (2, 3, 4):
        for others in combinations(rest, size):
            if not kept & met([(first, *others)]) and possible([one for one in rest if one not in others], kept):
                return True
    return False


def test_a_drawing_is_refused_only_where_there_really_is_none() -> None:
    chance = random.Random(1)
    outcomes: Counter[bool] = Counter()
    for seed in range(300):
        names = people(chance.randint(3, 9))
        kept = {frozenset(pair) for pair in combinations(names, 2) if chance.random() < 0.4}
        try:
            assert not kept & met(draw_peer_groups(names, apart=kept, seed=seed))
            found = True
        except PairingError:
            found = False
        assert found == possible(names, kept)
        outcomes[found] += 1
    assert min(outcomes.values()) > 50


def test_uneven_groups_are_made_where_only_these_keep_everybody_apart() -> None:
    # Three of seven must be apart from all others but one another: three and four, whoever draws.
    names = people(8)
    kept = {frozenset((one, other)) for one in names[:3] for other in names[3:]}
    assert sorted(sorted(group) for group in draw_peer_groups(names, 4, apart=kept)) == [names[:3], names[3:]]


@pytest.mark.parametrize(
    ("names", "apart", "said"),
    [
        (["Ana", "Ben", "Cem", "Dee", "Eli"], ["AB", "CD"], "Cem from Dee"),
        (
            ["Ana", "Ben", "Cem", "Dee", "Eli", "Fay", "Gil"],
            ["AB", "BC", "CA", "DE"],
            "Ana, Ben and Cem from one another",
        ),
        (["Ana", "Ben", "Cem", "Dee", "Eli", "Fay"], ["AB", "AC", "AD", "AE"], "Ana from everyone but Fay"),
    ],
)
def test_wishes_that_leave_no_way_are_named_and_no_others(names: list[str], apart: list[str], said: str) -> None:
    kept = {frozenset(next(name for name in names if name[0] == letter) for letter in pair) for pair in apart}
    with pytest.raises(PairingError) as error:
        draw_peer_groups(names, apart=kept)
    assert str(error.value) == (
        f"No peer groups can be made while these are kept apart: {said}. Change apart_from in private/roster.csv, or "
        "leave someone out with --without."
    )


def test_a_wish_that_concerns_somebody_who_takes_no_part_stands_in_nobodys_way() -> None:
    assert len(draw_peer_groups(people(3), apart={frozenset(("person 00", "somebody else"))})) == 1


@pytest.mark.parametrize(
    ("names", "size", "said"),
    [
        (people(2), 4, "A peer group needs 3 people, and 2 take part"),
        ([], 4, "and 0 take part"),
        (["Ana", "Ben", "Cem", "Ana"], 4, "A name is there twice"),
        (people(9), 2, "Peer groups have 3 to 5 people"),
        (people(9), 6, "Peer groups have 3 to 5 people"),
    ],
)
def test_who_makes_no_group_is_told_so(names: list[str], size: int, said: str) -> None:
    with pytest.raises(PairingError, match=said):
        draw_peer_groups(names, size)


@pytest.mark.parametrize("kept_apart", ["in twos", "a whole department"])
def test_a_large_cohort_is_no_reason_to_wait(kept_apart: str) -> None:
    names = people(1000)
    kept = {frozenset(names[at : at + 2]) for at in range(0, 1000, 2)}
    if kept_apart == "a whole department":
        kept = {frozenset(pair) for pair in combinations(names[:120], 2)}
    before = time.process_time()
    assert not kept & met(draw_peer_groups(names, apart=kept))
    assert time.process_time() - before < 5


def test_nobody_waits_long_for_a_refusal_either() -> None:
    names = people(30)
    kept = {frozenset(pair) for pair in combinations(names[:14], 2)}
    before = time.process_time()
    with pytest.raises(PairingError, match="person 13 from one another"):
        draw_peer_groups(names, apart=kept)
    assert time.process_time() - before < 5


@pytest.mark.parametrize("count", [3, 4, 5])
def test_hosts_and_time_keepers_take_turns_and_whoever_keeps_time_hosts_the_next_meeting(count: int) -> None:
    duties = rota(people(count), 6)
    assert len(duties) == 6
    assert all(duty.host != duty.time_keeper for duty in duties)
    assert [duty.time_keeper for duty in duties[:-1]] == [duty.host for duty in duties[1:]]
    hosted = Counter(duty.host for duty in duties)
    assert len(hosted) == count
    assert max(hosted.values()) - min(hosted.values()) <= 1
