"""What to expect of an exercise, in plain sentences that name no answer."""

from __future__ import annotations

import pytest

from kit.curriculum.items import Likert
from kit.curriculum.registers import load_messages
from kit.curriculum.weeks import Exercise
from kit.session.expectations import sentence
from kit.settings import packaged_curriculum

MESSAGES = load_messages(packaged_curriculum())


def asking(*prompts):
    scale = ("never", "now and then", "often")
    items = [Likert(id=f"q{at}", prompt=prompt, share="group", scale=scale) for at, prompt in enumerate(prompts)]
    return Exercise(id="e", title="E", items=tuple(items))


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("often", "the result will probably show what most of them chose, or which answer was given most often."),
        ("perhaps", "the result may show which answer was given most often, or it may not."),
        ("seldom", "the result probably won't show which answer was given most often. Plan to talk about it."),
        ("no form", "there will be no result. With exactly that many answers, it could give someone away."),
        ("too few", "there will be no result. It takes more people."),
    ],
)
def test_one_question_is_told_in_one_sentence_with_the_number_of_people(word, words):
    assert sentence(asking("How often?"), {"q0": word}, 7, MESSAGES) == f"If all 7 answer: {words}"


def test_of_several_questions_those_that_say_less_are_named():
    asked = asking("First?", "Second?", "Third?")
    assert sentence(asked, dict.fromkeys(["q0", "q1", "q2"], "often"), 9, MESSAGES) == (
        "If all 9 answer: each of the 3 results will probably show what most of them chose, or which "
        "answer was given most often."
    )
    assert sentence(asked, {"q0": "often", "q1": "seldom", "q2": "too few"}, 7, MESSAGES) == (
        "If all 7 answer: 1 of the 3 results will probably show what most of them chose, or which "
        "answer was given most often. "
        "“Third?”: there will be no result. It takes more people. "
        "“Second?”: the result probably won't show which answer was given most often. Plan to talk about it."
    )


def test_more_than_two_questions_are_counted():
    asked = asking("First?", "Second?", "Third?", "Fourth?")
    said = sentence(asked, dict.fromkeys(["q0", "q1", "q2", "q3"], "perhaps"), 7, MESSAGES)
    assert "“First?” “Second?” and 2 more: the result may" in said


@pytest.mark.parametrize("words", [{}, {"other": "often"}])
def test_where_nothing_is_known_nothing_is_said(words):
    assert sentence(asking("How often?"), words, 7, MESSAGES) == ""
