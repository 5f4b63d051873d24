"""kit check names the questions that will say nothing in a cohort of its size, and no others."""

from __future__ import annotations

import pytest

from kit.checks.sizes import silent_questions
from kit.curriculum.items import Choice, Likert, Rating, Text
from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import Policy, load_policy
from kit.curriculum.weeks import Exercise
from kit.settings import packaged_curriculum
from tests.weeks import week_of

POINTS = ("never", "now and then", "often", "always")
AGAIN = Likert(id="again", prompt="How often?", share="group", scale=POINTS, recurs=True)
ONCE = Likert(id="once", prompt="How often so far?", share="group", scale=POINTS)
TWO = Choice(id="two", prompt="Yes or no?", share="group", choose="one", options=("yes", "no"))
WARY = Rating(id="wary", prompt="How safe?", share="group", low="not", high="very", sensitive=True)
STORY = Text(id="story", prompt="A sentence?", share="group")
LEADS = Policy(leaders=True)


def weeks(*items, numbers=(1,)):
    return {number: week_of(Exercise(id="e", title="E", items=items), number=number) for number in numbers}


@pytest.mark.parametrize(
    ("item", "people", "words"),
    [
        (AGAIN, 6, "will probably stay open"),
        (TWO, 6, "no result of exactly 6 answers"),
        (WARY, 7, "takes at least 8 answers"),
        (ONCE, 4, "takes at least 5 answers"),
    ],
)
def test_a_question_that_will_say_nothing_is_named_with_the_reason(item, people, words):
    (line,) = silent_questions(weeks(item), people, LEADS)
    assert line.startswith(f"week 1, exercise 'e', item '{item.id}': ")
    assert words in line


@pytest.mark.parametrize(("item", "people"), [(ONCE, 6), (TWO, 7), (WARY, 8), (AGAIN, 14), (STORY, 3)])
def test_a_question_that_will_say_something_is_not(item, people):
    assert list(silent_questions(weeks(item), people, LEADS)) == []


def test_a_cohort_that_began_without_leaders_hears_of_what_its_own_rule_says():
    assert list(silent_questions(weeks(ONCE), 6, Policy())) != []


@pytest.mark.parametrize(
    ("numbers", "words"), [((3,), "week 3,"), ((2, 3, 4), "weeks 2 to 4,"), ((0, 4, 8), "weeks 0, 4, 8,")]
)
def test_a_question_of_several_weeks_is_one_line_with_its_weeks(numbers, words):
    (line,) = silent_questions(weeks(AGAIN, numbers=numbers), 6, LEADS)
    assert line.startswith(f"{words} exercise 'e'")


def test_nothing_is_said_of_the_kit_s_own_questions_in_a_cohort_as_kit_init_makes_it():
    stock = packaged_curriculum()
    assert list(silent_questions(load_curriculum(stock), 14, load_policy(stock))) == []
