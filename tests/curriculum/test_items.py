"""Every kind of item takes what fits, refuses the rest in words, and says in which bin an answer falls."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kit.curriculum.items import Choice, Emotion, Likert, Ranking, Rating, Text
from kit.errors import InvalidAnswer

ENERGY = Rating(id="energy", prompt="Energy?", share="group", low="none", high="plenty")
USEFUL = Likert(id="useful", prompt="Useful?", share="group", scale=("not", "a little", "very"))
STEP = Choice(id="step", prompt="Which?", share="group", choose="one", options=("pause", "name it"))
HELPED = Choice(id="helped", prompt="What helped?", share="group", choose="any", options=("rest", "talk", "walk"))
ORDER = Ranking(id="order", prompt="Order?", share="group", options=("a", "b", "c"))
FEEL = Emotion(id="feel", prompt="Which?", share="group", by="labels", labels=("calm", "tense"))
MAP = Emotion(id="map", prompt="Where?", share="group", by="quadrants")
WORDS = Text(id="words", prompt="Say more", share="group", longest=40)


@pytest.mark.parametrize(
    ("item", "answer", "stored", "codes"),
    [
        (ENERGY, 0, 0, (0,)),
        (ENERGY, "6", 6, (1,)),
        (ENERGY, 10, 10, (2,)),
        (USEFUL, 2, 2, (1,)),
        (USEFUL, "A little", 2, (1,)),
        (STEP, "name it", "name it", (1,)),
        (STEP, "1", "pause", (0,)),
        (HELPED, "walk | rest", ["rest", "walk"], (0, 2)),
        (HELPED, ["talk"], ["talk"], (1,)),
        (HELPED, "none of these", [], ()),
        (HELPED, [], [], ()),
        (ORDER, "b|a|c", ["b", "a", "c"], (1,)),
        (FEEL, ["tense"], ["tense"], (1,)),
        (MAP, "pleasant, low energy", "pleasant, low energy", (1,)),
        (WORDS, "  two\r\nlines\u202e ", "two\nlines", ()),
    ],
)
def test_an_answer_that_fits_is_stored_and_falls_into_its_bin(item, answer, stored, codes):
    assert item.check(answer) == stored
    assert item.codes(stored) == codes
    assert item.check(stored) == stored, "the stored form is itself a fitting answer"


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        (ENERGY, 11),
        (ENERGY, -1),
        (ENERGY, "5.5"),
        (ENERGY, True),
        (ENERGY, None),
        (ENERGY, float("nan")),
        (ENERGY, "٣"),
        (ENERGY, {"a": 1}),
        (USEFUL, 0),
        (USEFUL, "extremely"),
        (STEP, "3"),
        (STEP, ["pause"]),
        (HELPED, "rest|sing"),
        (HELPED, ""),
        (HELPED, 7),
        (ORDER, "a|b"),
        (ORDER, "a|a|b"),
        (FEEL, "furious"),
        (MAP, "elsewhere"),
        (WORDS, ""),
        (WORDS, "x" * 41),
        (WORDS, 3),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_a_sentence(item, answer):
    with pytest.raises(InvalidAnswer) as refused:
        item.check(answer)
    assert str(refused.value).endswith(".")
    assert "Traceback" not in str(refused.value)


@pytest.mark.parametrize("bins", [["0-3", "4-6"], ["0-10"], ["0-3", "5-10"], ["0-3", "3-10"], ["a-b", "4-10"]])
def test_a_rating_whose_bins_leave_gaps_or_overlap_is_refused(bins):
    with pytest.raises(ValidationError):
        Rating(id="r", prompt="p", share="group", low="l", high="h", bins=bins)


def test_a_rating_has_at_most_five_bins():
    with pytest.raises(ValidationError):
        Rating(id="r", prompt="p", share="group", low="l", high="h", bins=["0", "1", "2", "3", "4", "5-10"])


def test_a_likert_scale_has_at_most_five_points():
    with pytest.raises(ValidationError):
        Likert(id="l", prompt="p", share="group", scale=tuple("abcdef"))


@pytest.mark.parametrize("options", [("a", "A"), ("a", "none of these"), ("a", "b|c")])
def test_labels_that_a_file_of_answers_could_not_tell_apart_are_refused(options):
    with pytest.raises(ValidationError):
        Choice(id="c", prompt="p", share="group", choose="one", options=options)


def test_an_emotion_is_asked_by_labels_or_by_quadrants_never_both():
    with pytest.raises(ValidationError):
        Emotion(id="e", prompt="p", share="group", by="quadrants", labels=("calm", "tense"))
    with pytest.raises(ValidationError):
        Emotion(id="e", prompt="p", share="group", by="labels")


def test_rewording_a_prompt_keeps_the_identity_and_another_option_does_not():
    reworded = STEP.model_copy(update={"prompt": "Which one, today?", "help": "Take your time."})
    wider = STEP.model_copy(update={"options": ("pause", "name it", "act")})
    assert reworded.fingerprint == STEP.fingerprint
    assert wider.fingerprint != STEP.fingerprint
