"""Which wishes to be kept apart are named where they leave no way."""

from __future__ import annotations

import random
from itertools import combinations

from kit.session.groups import Pair, decisive, in_words

NAMES = ["Ana", "Ben", "Cem", "Dee", "Eli", "Fay"]


def wishes(*pairs: str) -> set[Pair]:
    """``wishes("AB")`` keeps Ana and Ben apart."""
    return {frozenset(next(name for name in NAMES if name[0] == letter) for letter in pair) for pair in pairs}


def two_tables(kept: set[Pair]) -> bool:
    """Whether everybody can sit at one of two tables."""
    tables = [set(some) for size in range(7) for some in combinations(NAMES, size)]
    return any(not any(pair <= one or pair <= set(NAMES) - one for pair in kept) for one in tables)


def test_what_is_named_is_impossible_by_itself_and_none_of_it_could_be_left_out() -> None:
    chance = random.Random(8)
    tried = 0
    while tried < 60:
        kept = {frozenset(pair) for pair in combinations(NAMES, 2) if chance.random() < 0.6}
        if two_tables(kept):
            continue
        tried += 1
        found = decisive(kept, two_tables)
        assert set(found) <= kept
        assert not two_tables(set(found))
        assert all(two_tables(set(found) - {one}) for one in found)
        assert found == decisive(sorted(kept, key=sorted, reverse=True), two_tables)


def test_a_hard_question_is_given_up_after_a_while_with_what_is_known_by_then() -> None:
    asked: list[int] = []

    def never(kept: set[Pair]) -> bool:
        asked.append(len(kept))
        return len(kept) < 200

    many = {frozenset((f"a{one}", f"b{other}")) for one in range(20) for other in range(20)}
    assert len(decisive(many, never)) >= 200
    assert len(asked) < 200


def test_wishes_are_said_in_as_few_words_as_may_be() -> None:
    assert in_words(wishes("AB"), NAMES) == "Ana from Ben"
    assert in_words(wishes("AB", "AC", "DE"), NAMES) == "Ana from Ben and Cem; Dee from Eli"
    assert in_words(wishes("AB", "AC", "BC", "DE"), NAMES) == "Ana, Ben and Cem from one another; Dee from Eli"
    assert in_words(wishes("AB", "AC", "AD", "AE"), NAMES) == "Ana from everyone but Fay"
    assert in_words(wishes("AB", "AC", "AD", "AE", "AF"), NAMES) == "Ana from everybody else"


def test_somebody_whose_wish_was_said_already_is_not_told_as_their_partner() -> None:
    kept = wishes("FA", "FB", "FC", "FE", "EA", "EB", "EC")
    assert in_words(kept, NAMES) == "Eli from everyone but Dee; Fay from everyone but Dee"
