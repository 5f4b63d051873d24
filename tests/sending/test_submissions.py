import json

import pytest

from kit.curriculum.items import Choice, Emotion, Likert, Rating, Text
from kit.curriculum.weeks import Exercise
from kit.errors import InvalidAnswer
from kit.sending.submissions import from_json, to_json, validate
from tests.refused import refused
from tests.sending.examples import submission


def test_json_there_and_back_is_the_same():
    mine = submission({"energy": 7, "words": "x", "picked": [], "lone": "\ud83c"})
    assert from_json(json.loads(json.dumps(to_json(mine)))) == mine


def test_a_submission_does_not_show_its_answers_when_printed():
    assert "secret" not in repr(submission({"words": "a secret"}))


@pytest.fixture
def exercise() -> Exercise:
    return Exercise(
        id="check-in",
        title="How are you arriving?",
        items=(
            Rating(id="energy", prompt="Energy?", share="group", low="none", high="full"),
            Likert(id="calm", prompt="Calm?", share="group", scale=("no", "a little", "yes")),
            Choice(id="hopes", prompt="Hopes?", share="group", choose="any", options=("rest", "ideas")),
            Emotion(id="feeling", prompt="Where?", share="spoken", by="quadrants"),
            Text(id="letter", prompt="A letter", share="private"),
            Text(id="words", prompt="Words", share="group"),
        ),
    )


def test_answers_come_back_in_stored_form_and_the_items_order(exercise):
    checked = validate(exercise, {"words": " x\x00y ", "hopes": "ideas|rest", "calm": "A Little", "energy": "7"})
    assert list(checked.items()) == [("energy", 7), ("calm", 2), ("hopes", ["rest", "ideas"]), ("words", "xy")]
    assert validate(exercise, checked) == checked


def test_passing_leaves_the_item_out_and_none_of_these_is_an_answer(exercise):
    assert validate(exercise, {"energy": None, "words": "", "hopes": []}) == {"hopes": []}


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"enrgy": 3}, "no such item"),
        ({"letter": "dear"}, "stays with you"),
        ({"feeling": 1}, "stays with you"),
        ({"energy": 11}, "from 0 to 10"),
        ([("energy", 3)], "by item"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence_for_the_participant(exercise, answers, sentence):
    with refused(InvalidAnswer, match=sentence):
        validate(exercise, answers)
