"""The exact attacker against one who tries every set of answers: both find the same, however counts overlap."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from itertools import combinations, product

import pytest

from kit.errors import AuditError
from kit.privacy.exact import Attacker, GaveUp, possible_values
from kit.privacy.exact_puzzle import Claim, puzzles
from kit.privacy.proof import PAIRS_FROM, exposures
from kit.privacy.ranges import load_table

Answers = dict[str, int]


def fits(answers: Answers, claim: Claim) -> bool:
    given = [answers[one] for one in claim.members]
    return all(low <= given.count(value) <= high for value, (low, high) in enumerate(claim.ranges))


def every(claims: list[Claim]) -> list[Answers]:
    """All answers of all people that fit, by trying each."""
    people = sorted(frozenset[str]().union(*(claim.members for claim in claims)))
    tried = (
        dict(zip(people, values, strict=True)) for values in product(range(len(claims[0].ranges)), repeat=len(people))
    )
    return [answers for answers in tried if all(fits(answers, claim) for claim in claims)]


def values_by_force(claims: list[Claim], known: Answers) -> dict[str, frozenset[int]]:
    people = frozenset[str]().union(*(claim.members for claim in claims))
    fitting = [answers for answers in every(claims) if known.items() <= answers.items()]
    return {one: frozenset(answers[one] for answers in fitting) for one in people}


def drawn(rng: random.Random, *, people: int, values: int, claims: int, width: int) -> tuple[list[Claim], Answers]:
    """Overlapping counts of one question, all true of some answers, as ranges of up to *width* more or less."""
    truth = {f"p{one}": rng.randrange(values) for one in range(people)}
    made = []
    for _ in range(claims):
        members = frozenset(rng.sample(sorted(truth), rng.randint(2, people)))
        counts = [sum(truth[one] == value for one in members) for value in range(values)]
        ranges = tuple((max(0, c - rng.randint(0, width)), c + rng.randint(0, width)) for c in counts)
        made.append(Claim(question="q", members=members, ranges=ranges))
    return made, {one: value for one, value in truth.items() if any(one in claim.members for claim in made)}


def cases(number: int) -> Iterator[tuple[list[Claim], Answers]]:
    for seed in range(number):
        rng = random.Random(seed)
        values = rng.randint(2, 3)
        people = rng.randint(3, 6 if values == 3 else 8)
        yield drawn(rng, people=people, values=values, claims=rng.randint(1, 4), width=rng.randint(0, 2))


@pytest.mark.parametrize("number", [40, pytest.param(600, marks=pytest.mark.audit)])
def test_it_finds_for_outsiders_insiders_and_pairs_what_trying_all_answers_finds(number: int) -> None:
    certain = 0
    for claims, truth in cases(number):
        for people in range(3):
            for who in list(combinations(sorted(truth), people))[:4]:
                known = {one: truth[one] for one in who}
                found = values_by_force(claims, known)
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
    groups = [claim.members for claim in claims] + [atom for _, _, atoms in puzzles(claims) for atom in atoms]
    for known in [None, *product(people, range(len(claims[0].ranges)))]:
        left = [answers for answers in fitting if known is None or answers[known[0]] == known[1]]
        others = [one for one in people if known is None or one != known[0]]
        if not left:
            continue
        if any(len({answers[one] for answers in left}) < 2 for one in others):
            return True
        for group in groups:
            for value in range(len(claims[0].ranges)):
                counts = {sum(answers[one] == value for one in group & set(others)) for answers in left}
                if len(counts) == 1 and not (known and counts == {0}):
                    return True
    return False


@pytest.mark.parametrize("number", [80, pytest.param(800, marks=pytest.mark.audit)])
def test_it_succeeds_just_where_trying_all_answers_finds_something_certain(number: int) -> None:
    seen = set()
    for seed in range(number):
        rng = random.Random(seed)
        claims, _ = drawn(rng, people=rng.randint(5, 8), values=2, claims=rng.randint(1, 2), width=3)
        attacker = Attacker(60)
        results = [attacker.play(puzzle) for puzzle, _, _ in puzzles(claims)]
        assert sum(result.gave_up for result in results) == 0
        found = any(result.successes for result in results)
        assert found == succeeded_by_force(claims)
        seen.add(found)
    assert seen == {True, False}


@pytest.mark.parametrize(("people", "bins"), [(5, 2), (8, 3), (10, 4), (13, 3), (14, 2), (14, 3), (15, 3)])
def test_for_one_batch_it_agrees_with_the_interval_formula_on_good_and_on_bad_ranges(people: int, bins: int) -> None:
    row = load_table().edges(people, bins)
    assert row is not None
    rng, attacker, seen = random.Random(people), Attacker(60), set()
    for draw in range(30):
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


def test_without_scipy_it_says_in_one_sentence_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    claim = Claim(question="q", members=frozenset("abcdefgh"), ranges=((0, 4), (4, 8)))
    ((puzzle, _, _),) = puzzles([claim])
    with pytest.raises(AuditError, match=r"pip install 'compassionate-intelligence-kit\[audit\]'$"):
        Attacker(60).play(puzzle)
