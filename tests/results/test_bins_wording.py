import pytest

from kit.results.bins import answers, catalogue, labels, listed, range_of, range_words, week_words
from tests.results.examples import AGREE, ENERGY, ITEMS, PAUSE, TENSE

WORDS = catalogue(None)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_bin_has_a_label(item):
    assert len(labels(item, WORDS)) == len(item.bins)


def test_the_ends_of_a_rating_carry_their_anchors():
    assert labels(ENERGY, WORDS) == ("0 to 3, towards “empty”", "4 to 6", "7 to 10, towards “full of energy”")


def test_neighbouring_answers_of_a_rating_are_said_in_numbers_of_the_scale():
    assert answers(ENERGY, 1, 2, WORDS) == "a number from 4 to 10"


def test_neighbouring_answers_of_a_scale_are_said_by_their_ends():
    assert answers(PAUSE, 0, 0, WORDS) == "“not yet”"
    assert answers(PAUSE, 0, 1, WORDS) == "“not yet” or “a little”"
    assert answers(PAUSE, 1, 3, WORDS) == "something from “a little” to “most days”"


def test_points_that_go_together_are_said_by_the_words_at_their_ends():
    assert labels(AGREE, WORDS) == (
        "strongly disagree to disagree",
        "rather disagree to rather agree",
        "agree to strongly agree",
    )
    assert answers(AGREE, 0, 0, WORDS) == "something from “strongly disagree” to “disagree”"
    assert answers(AGREE, 1, 2, WORDS) == "something from “rather disagree” to “strongly agree”"


def test_a_rating_with_ends_of_its_own_is_said_in_its_own_numbers():
    assert labels(TENSE, WORDS) == ("1 to 3, towards “calm”", "4", "5 to 7, towards “tense”")
    assert answers(TENSE, 1, 2, WORDS) == "a number from 4 to 7"


def test_ranges_lists_and_weeks_are_said_in_words():
    assert range_words(4, 7, 14, WORDS) == "4 to 7"
    assert range_words(0, 4, 14, WORDS) == "at most 4"
    assert range_words(9, 14, 14, WORDS) == "at least 9"
    assert range_of(4, 7, 14, WORDS) == "4 to 7 of 14"
    assert listed(["a"], WORDS) == "a"
    assert listed(["a", "b", "c"], WORDS) == "a, b and c"
    assert [week_words(week, WORDS) for week in (0, 3)] == ["Start", "Week 3"]
