"""Every kind of item takes what fits, refuses the rest in words, and says in which bin an answer falls."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kit.curriculum.items import Choice, Emotion, Likert, Ranking, Rating, Text
from kit.curriculum.reading import Options
from kit.errors import InvalidAnswer
from tests.refused import sentence_of

ENERGY = Rating(id="energy", prompt="Energy?", share="group", low="none", high="plenty")
USEFUL = Likert(id="useful", prompt="Useful?", share="group", scale=("not", "a little", "very"))
AGREE = Likert(
    id="a",
    prompt="?",
    share="group",
    scale=("No", "hardly", "rather not", "so so", "rather", "yes", "Very"),
    bins=["1-2", "3-5", "6-7"],
)
TENSE = Rating(id="t", prompt="?", share="group", low="l", high="h", min="1", max="7", bins=["1-2", "3-5", "6-7"])
FEW = Rating(id="f", prompt="?", share="group", low="l", high="h", min=2, max=6)
TEN = Likert(id="n", prompt="?", share="group", scale=tuple("jihgfedcba"), bins=["1-2", "3-4", "5-6", "7-8", "9-10"])
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
        (AGREE, "No", 1, (0,)),
        (AGREE, "4", 4, (1,)),
        (AGREE, 7, 7, (2,)),
        (TENSE, 1, 1, (0,)),
        (TENSE, "7", 7, (2,)),
        (FEW, 3, 3, (1,)),
        (TEN, "10", 10, (4,)),
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
        (AGREE, 8),
        (AGREE, "No to hardly"),
        (TENSE, 0),
        (TENSE, "8"),
        (FEW, 1),
        (TEN, 11),
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
    assert sentence_of(refused.value).endswith(".")
    assert "Traceback" not in sentence_of(refused.value)


@pytest.mark.parametrize("bins", [["0-3", "4-6"], ["0-10"], ["0-3", "5-10"], ["0-3", "3-10"], ["a-b", "4-10"]])
def test_a_rating_whose_bins_leave_gaps_or_overlap_is_refused(bins):
    with pytest.raises(ValidationError):
        Rating(id="r", prompt="p", share="group", low="l", high="h", bins=bins)


def test_a_rating_has_at_most_five_bins():
    with pytest.raises(ValidationError):
        Rating(id="r", prompt="p", share="group", low="l", high="h", bins=["0", "1", "2", "3", "4", "5-10"])


@pytest.mark.parametrize(
    ("points", "bins", "said"),
    [
        (6, None, r"a scale from 1 to 6 needs two to five bins, for example bins: \[1-2, 3-4, 5-6\]"),
        (7, ["1", "2", "3", "4", "5", "6-7"], r"needs two to five bins, for example bins: \[1-2, 3-5, 6-7\]"),
        (9, ["0-3", "4-9"], r"must follow one another from 1 to 9, for example bins: \[1-3, 4-6, 7-9\]"),
        (10, ["1-4", "5-9"], r"must end at 10, for example bins: \[1-3, 4-7, 8-10\]"),
        (10, ["1-4", "4-10"], "must follow one another"),
        (8, ["1-4", "five"], "'five' isn't a stretch of the scale; write for example 0-3"),
        (4, ["1-4"], "needs two to five bins"),
        (11, ["1-5", "6-11"], "at most 10 items"),
    ],
)
def test_a_likert_scale_of_more_than_five_points_declares_at_most_five_bins(points, bins, said):
    with pytest.raises(ValidationError, match=said):
        Likert(
            id="l", prompt="p", share="group", scale=tuple("abcdefghijk"[:points]), **({"bins": bins} if bins else {})
        )


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (
            {"min": 1, "max": 7},
            r"a rating from 1 to 7 needs|must follow one another from 1 to 7, for example bins: \[1-2",
        ),
        ({"min": 0, "max": 6, "bins": ["1-3", "4-6"]}, r"must follow one another from 0 to 6"),
        ({"min": 0, "max": 20, "bins": ["0-9", "10-20"]}, "there are 21 numbers; a rating has at most 11"),
        ({"min": 5, "max": 5}, "'max' must be more than 'min'"),
        ({"min": 9, "max": 3}, "'max' must be more than 'min'"),
        ({"min": "one"}, "valid integer"),
        ({"max": 9}, "must end at 9"),
    ],
)
def test_a_rating_with_ends_of_its_own_declares_bins_that_fit_them(ends, said):
    with pytest.raises(ValidationError, match=said):
        Rating(id="r", prompt="p", share="group", low="l", high="h", **ends)


def test_few_points_are_bins_by_themselves_and_may_be_put_together():
    assert FEW.bins == ("2", "3", "4", "5", "6")
    put = Likert(id="l", prompt="p", share="group", scale=("a", "b", "c", "d"), bins=["1", "2-3", "4"])
    assert put.bins == ("a", "b to c", "d")


def test_items_of_0_1_0_are_the_same_items():
    assert ENERGY.fingerprint == "e35483c056e8a26508495d2dbb1bc92f36c66381e8061af05b83c94b4511deb9"
    assert USEFUL.fingerprint == "312b57f30c268f20b2d502c3f0fae28ca9f77bb73158423fde702f5cdad53812"


def test_other_ends_or_bins_are_another_item():
    widened = TENSE.model_copy(update={"highest": 8})
    binned = AGREE.model_copy(update={"binning": AGREE.binning[:2]})
    assert widened.fingerprint != TENSE.fingerprint
    assert binned.fingerprint != AGREE.fingerprint


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
    reworded = STEP.model_copy(update={"prompt": "Which one, today?", "help": "Take your time.", "talk": "So?"})
    wider = STEP.model_copy(update={"options": Options.plain(["pause", "name it", "act"])})
    assert reworded.fingerprint == STEP.fingerprint
    assert wider.fingerprint != STEP.fingerprint
