"""The JSON of a submission is taken as it is or not at all; what is wrong is told in a sentence without its answers."""

from __future__ import annotations

import pytest

from kit.errors import InvalidAnswer, NoSubmission
from kit.sending.submissions import from_json, to_json
from kit.sending.written import written
from tests.refused import sentence_of
from tests.sending.examples import submission


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"id": "../../x"}, NoSubmission),
        ({"id": "6F9619FF-8B86-D011-B42D-00C04FC964FF"}, NoSubmission),
        ({"id": "{6f9619ff-8b86-d011-b42d-00c04fc964ff}"}, NoSubmission),
        ({"id": 5}, NoSubmission),
        ({"cohort": "Spring 2027"}, NoSubmission),
        ({"exercise": "a/b"}, NoSubmission),
        ({"exercise": "check-in\n"}, NoSubmission),
        ({"week": True}, NoSubmission),
        ({"week": "1"}, NoSubmission),
        ({"week": 99}, NoSubmission),
        ({"revision": 0}, NoSubmission),
        ({"revision": 1.0}, NoSubmission),
        ({"revision": 10**30}, NoSubmission),
        ({"answers": []}, NoSubmission),
        ({"answers": {"A B": 1}}, NoSubmission),
        ({"answers": {"energy": True}}, InvalidAnswer),
        ({"answers": {"energy": 1.5}}, InvalidAnswer),
        ({"answers": {"energy": float("nan")}}, InvalidAnswer),
        ({"answers": {"energy": None}}, InvalidAnswer),
        ({"answers": {"energy": {"a": 1}}}, InvalidAnswer),
        ({"answers": {"energy": [1]}}, InvalidAnswer),
        ({"participant": "me"}, NoSubmission),
    ],
)
def test_other_shapes_are_refused(change, error):
    with pytest.raises(error) as caught:
        from_json({**to_json(submission()), **change})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("values", [None, [], "x", 3, {}])
def test_what_is_no_object_is_refused(values):
    with pytest.raises(NoSubmission):
        from_json(values)


GOOD = {"id": "6f9619ff-8b86-4011-b42d-00c04fc964ff", "cohort": "spring", "week": 1, "exercise": "check-in"}
GOOD |= {"answers": {"energy": 7, "words": "ours", "hopes": ["rest"]}, "revision": 1}


def test_what_is_right_is_taken_word_for_word():
    assert written(GOOD) == GOOD
    assert written({**GOOD, "answers": {}})["answers"] == {}


@pytest.mark.parametrize("field", GOOD)
def test_every_field_is_needed_and_no_other_is_taken(field):
    without = {name: value for name, value in GOOD.items() if name != field}
    for values in (without, {**GOOD, field.title(): 1}):
        with pytest.raises(NoSubmission, match="it needs id, cohort, week, exercise, answers and revision only"):
            written(values)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("id", "x", "its id must be a uuid in small letters"),
        ("week", 53, "'week' must be a whole number from 0 to 52"),
        ("revision", 1_000_001, "'revision' must be a whole number from 1 to 1000000"),
        ("cohort", "x" * 41, "'cohort' must be small letters, digits and hyphens"),
        ("answers", "ours", "'answers' must hold one answer for each item id"),
    ],
)
def test_the_first_thing_that_is_wrong_is_named_with_what_belongs_there(field, value, said):
    with pytest.raises(NoSubmission, match=said):
        written({**GOOD, field: value})


@pytest.mark.parametrize("answer", [{"quince": "thyme"}, [["quince"]], 1.5, None, False])
def test_a_sentence_about_an_answer_does_not_repeat_it(answer):
    with pytest.raises(InvalidAnswer) as told:
        written({**GOOD, "answers": {"words": answer}})
    assert sentence_of(told.value) == "An answer must be a whole number, a text, or a list of texts."
