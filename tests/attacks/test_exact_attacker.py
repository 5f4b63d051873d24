"""The exact attacker against one who tries every set of answers: both find the same, however counts overlap."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

import pytest

from kit.publishing.ranges import PAIRS_FROM, Range, any_exposures, exposures, load_table
from tests.attacks.exact.attacker import Attacker, GaveUp, possible_values
from tests.attacks.exact.puzzle import Claim, puzzles

Answers = dict[str, int]


def fits(answers: Answers, claim: Claim) -> bool:
    given = [claim.bins[answers[one]] for one in claim.members]
    return all(low <= given.count(place) <= high for place, (low, high) in enumerate(claim.ranges))


def every(claims: list[Claim]) -> list[Answers]:
    """All answers of all people that fit, by trying each."""
    people = sorted(frozenset[str]().union(*(claim.members for claim in claims)))
    values = range(len(claims[0].bins))
    tried = (dict(zip(people, answers, strict=True)) for answers in product(values, repeat=len(people)))
    return [answers for answers in tried if all(fits(answers, claim) for claim in claims)]


def values_by_force(fitting: list[Answers], people: Iterable[str], known: Answers) -> dict[str, frozenset[int]]:
    left = [answers for answers in fitting if known.items() <= answers.items()]
    return {one: frozenset(answers[one] for answers in left) for one in people}


def drawn(
    rng: random.Random, *, people: int, values: int, claims: int, width: int, cut: bool = False
) -> tuple[list[Claim], Answers]:
    """Overlapping counts of one question, all true of some answers, as ranges of up to *width* more or less.

    With *cut* each counts the values in bins of its own.
    """
    truth = {f"p{one}": rng.randrange(values) for one in range(people)}
    made = []
    for _ in range(claims):
        members = frozenset(rng.sample(sorted(truth), rng.randint(2, people)))
        bins = rng.randint(2, values) if cut else values
        of = tuple(rng.randrange(bins) for _ in range(values)) if cut else tuple(range(values))
        counts = [sum(of[truth[one]] == place for one in members) for place in range(bins)]
        ranges = tuple((max(0, c - rng.randint(0, width)), c + rng.randint(0, width)) for c in counts)
        made.append(Claim(question="q", members=members, ranges=ranges, of=of))
    return made, {one: value for one, value in truth.items() if any(one in claim.members for claim in made)}


def cases(number: int) -> Iterator[tuple[list[Claim], Answers]]:
    for seed in range(number):
        rng = random.Random(seed)
        values = rng.randint(2, 4)
        people = rng.randint(3, {2: 8, 3: 6, 4: 5}[values])
        width, claims = rng.randint(0, 2), rng.randint(1, 4)
        yield drawn(rng, people=people, values=values, claims=claims, width=width, cut=rng.random() < 0.5)


@pytest.mark.parametrize("number", [12, pytest.param(600, marks=pytest.mark.audit)])
def test_it_finds_for_outsiders_insiders_and_pairs_what_trying_all_answers_finds(number: int) -> None:
    certain = 0
    for claims, truth in cases(number):
        fitting = every(claims)
        for people in range(3):
            for who in list(combinations(sorted(truth), people))[:4]:
                known = {one: truth[one] for one in who}
                found = values_by_force(fitting, truth, known)
                assert possible_values(claims, known) == found
                certain += any(len(values) == 1 for one, values in found.items() if one not in known)
    assert certain >= number, "many of these give somebody away, so both must have found it"


def test_an_own_answer_that_contradicts_what_was_published_fits_nothing() -> None:
    claim = Claim(question="q", members=frozenset("abc"), ranges=((0, 0), (1, 3)))
    assert possible_values([claim]) == {one: frozenset({1}) for one in "abc"}
    assert possible_values([claim], {"a": 0}) == {one: frozenset() for one in "abc"}


def succeeded_by_force(claims: list[Claim]) -> bool:
    """Whether anybody's answer or any count is certain, from outside or to an insider, by trying all answers."""
    fitting = every(claims)
    people = sorted(frozenset[str]().union(*(claim.members for claim in claims)))
    values = range(len(claims[0].bins))
    counts = [(claim.members, claim.bins, place) for claim in claims for place in range(len(claim.ranges))]
    atoms = [atom for _, _, atoms in puzzles(claims) for atom in atoms]
    counts += [(atom, tuple(values), value) for atom in atoms for value in values]
    for known in [None, *product(people, values)]:
        left = [answers for answers in fitting if known is None or answers[known[0]] == known[1]]
        others = {one for one in people if known is None or one != known[0]}
        if not left:
            continue
        if any(
            len({claim.bins[answers[one]] for answers in left}) < 2
            for claim in claims
            for one in claim.members & others
        ):
            return True
        for group, of, place in counts:
            found = {sum(of[answers[one]] == place for one in group & others) for answers in left}
            if len(found) == 1 and not (known and found == {0}):
                return True
    return False


@pytest.mark.parametrize("number", [30, pytest.param(800, marks=pytest.mark.audit)])
@pytest.mark.parametrize("cut", [False, True])
def test_it_succeeds_just_where_trying_all_answers_finds_something_certain(number: int, cut: bool) -> None:
    seen = set()
    for seed in range(number):
        rng = random.Random(seed)
        people, values = (rng.randint(3, 5), 3) if cut else (rng.randint(5, 8), 2)
        claims, _ = drawn(rng, people=people, values=values, claims=rng.randint(1, 2), width=3, cut=cut)
        attacker = Attacker(60)
        results = [attacker.play(puzzle) for puzzle, _, _ in puzzles(claims)]
        assert sum(result.gave_up for result in results) == 0
        found = any(result.successes for result in results)
        assert found == succeeded_by_force(claims), seed
        seen.add(found)
    assert seen == {True, False}


@pytest.mark.parametrize(("people", "bins"), [(5, 2), (8, 3), (10, 4), (13, 3), (14, 2), (14, 3), (15, 3)])
def test_for_one_batch_it_agrees_with_the_interval_formula_on_good_and_on_bad_ranges(people: int, bins: int) -> None:
    row = load_table().edges(people, bins)
    assert row is not None
    rng, attacker, seen = random.Random(people), Attacker(60), set()
    for draw in range(12):
        counts = [0] * bins
        for _ in range(people):
            counts[rng.randrange(bins)] += 1
        narrow = tuple((max(0, c - rng.randint(0, 1)), c + rng.randint(0, 1)) for c in counts)
        table = tuple(next(one for one in row if one[0] <= c <= one[1]) for c in counts)
        ranges = narrow if draw % 2 else table
        claim = Claim(question="q", members=frozenset(map(str, range(people))), ranges=ranges)
        (puzzle,) = [puzzle for puzzle, _, _ in puzzles([claim])]
        found = bool(attacker.play(puzzle).successes)
        assert found == bool(exposures(ranges, people))
        seen.add(found)
    assert seen == {True, False}


def test_two_who_talk_are_played_from_fourteen_people_on() -> None:
    def attacks(people: int) -> int:
        claim = Claim(question="q", members=frozenset(map(str, range(people))), ranges=((0, people), (0, people)))
        ((puzzle, _, _),) = puzzles([claim])
        return Attacker(60).play(puzzle).attacks

    assert (attacks(PAIRS_FROM - 1), attacks(PAIRS_FROM)) == (1 + 2, 1 + 2 + 3)


def test_a_pair_that_can_tell_all_the_others_answers_is_caught() -> None:
    claim = Claim(question="q", members=frozenset(map(str, range(14))), ranges=((0, 2), (12, 14)))
    ((puzzle, _, _),) = puzzles([claim])
    assert any(said.startswith("to two who") for said in Attacker(60).play(puzzle).successes)


def test_one_late_answer_between_two_results_is_caught() -> None:
    members = [frozenset(map(str, range(people))) for people in (8, 9)]
    both = [
        Claim(question="q", members=members[0], ranges=((4, 4), (4, 4))),
        Claim(question="q", members=members[1], ranges=((4, 4), (5, 5))),
    ]
    assert possible_values(both)["8"] == {1}
    assert possible_values(both[:1])["7"] == {0, 1}


def test_counts_of_different_questions_or_of_other_people_say_nothing_about_each_other() -> None:
    ranges = ((0, 2), (3, 5))
    one = Claim(question="q", members=frozenset("abcde"), ranges=ranges)
    other = Claim(question="q", members=frozenset("fghij"), ranges=ranges)
    third = Claim(question="r", members=frozenset("abcde"), ranges=ranges)
    bridge = Claim(question="q", members=frozenset("aefij"), ranges=ranges)
    assert len(list(puzzles([one, other, third]))) == 3
    atoms = [sorted(puzzle.sizes) for puzzle, _, _ in puzzles([one, other, third, bridge])]
    assert sorted(atoms) == [[2, 2, 3, 3], [5]]


def options(ranges: Sequence[Range], people: int, admitted: Sequence[tuple[int, ...]]) -> list[Claim]:
    """One choice whose options are attacked together: a value is a whole set of picks, of those that are admitted."""
    members = frozenset(map(str, range(people)))
    return [
        Claim(
            question="q",
            members=members,
            ranges=((people - high, people - low), (low, high)),
            of=tuple(int(option in picks) for picks in admitted),
        )
        for option, (low, high) in enumerate(ranges)
    ]


@pytest.mark.parametrize("seed", range(6))
def test_options_of_any_number_give_away_together_what_each_gives_away_alone_and_no_more(seed: int) -> None:
    rng, people = random.Random(seed), 5 + seed % 2
    ranges = [(low := rng.randint(0, 3), rng.randint(low + (seed > 2), people)) for _ in range(3)]
    every_set = [picks for size in range(4) for picks in combinations(range(3), size)]
    together = options(ranges, people, every_set)
    apart = [replace(claim, question=f"q{place}", of=()) for place, claim in enumerate(together)]

    def what(claims: list[Claim]) -> bool:
        attacker = Attacker(60)
        return any(attacker.play(puzzle).successes for puzzle, _, _ in puzzles(claims))

    assert what(together) == what(apart) == bool(any_exposures(ranges, people))


def test_exactly_two_picks_of_five_give_everybody_away_though_each_option_alone_gives_nothing() -> None:
    ranges = [(0, 2), (0, 2), (0, 2), (0, 2), (6, 8)]
    claims = options(ranges, 8, list(combinations(range(5), 2)))
    ((puzzle, _, _),) = puzzles(claims)
    assert Attacker(60).play(puzzle).successes
    assert any_exposures(ranges, 8) == []


def test_a_start_an_end_and_the_change_between_give_a_count_away_that_start_and_end_do_not() -> None:
    start, end = (0, 0, 0, 1, 1, 1, 2, 2, 2), (0, 1, 2, 0, 1, 2, 0, 1, 2)
    change = (1, 2, 2, 0, 1, 2, 0, 0, 1)
    members, claims = frozenset("abcde"), []
    for of in (start, end, change):
        counts = [sum(of[value] == place for value in (0, 1, 2, 4, 4)) for place in range(3)]
        ranges = tuple((0, 2) if count < 3 else (3, 5) for count in counts)
        claims.append(Claim(question="q", members=members, ranges=ranges, of=of))
    ((both, _, _),) = puzzles(claims[:2])
    ((three, _, _),) = puzzles(claims)
    assert not Attacker(60).play(both).successes
    assert "from outside, a count is certain" in Attacker(60).play(three).successes


@pytest.mark.parametrize("seed", range(8))
def test_two_questions_attacked_together_tell_what_each_tells_alone(seed: int) -> None:
    rng = random.Random(seed)
    truth = {f"p{one}": rng.randrange(4) for one in range(5)}
    claims = []
    for of in ((0, 0, 1, 1), (0, 1, 0, 1)):  # a value is an answer to both
        members = frozenset(rng.sample(sorted(truth), rng.randint(3, 5)))
        counts = [sum(of[truth[one]] == place for one in members) for place in range(2)]
        ranges = tuple((max(0, c - rng.randint(0, 2)), c + rng.randint(0, 2)) for c in counts)
        claims.append(Claim(question="q", members=members, ranges=ranges, of=of))
    together = possible_values(claims)
    for claim, of in zip(claims, ((0, 0, 1, 1), (0, 1, 0, 1)), strict=True):
        alone = possible_values([replace(claim, question="one", of=())])
        assert {one: {of[value] for value in together[one]} for one in claim.members} == alone


def test_without_time_everything_is_given_up_and_nothing_is_called_safe() -> None:
    claim = Claim(question="q", members=frozenset("abcdefgh"), ranges=((0, 4), (4, 8)))
    ((puzzle, _, _),) = puzzles([claim])
    result = Attacker(0).play(puzzle)
    assert (result.attacks, result.gave_up, result.successes) == (0, 3, [])
    with pytest.raises(GaveUp):
        possible_values([claim], seconds=0)


def test_counts_that_no_answers_fit_are_given_up_and_not_passed() -> None:
    claim = Claim(question="q", members=frozenset("abcde"), ranges=((0, 1), (0, 1)))
    ((puzzle, _, _),) = puzzles([claim])
    result = Attacker(60).play(puzzle)
    assert (result.attacks, result.gave_up) == (0, 1)
