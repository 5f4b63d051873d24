"""Options with ids are kept by id, however often their words are mended; two that could be mixed up are refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from kit.curriculum.items import QUADRANT_IDS, Choice, Emotion, Likert, Ranking, Rating
from kit.curriculum.loader import load_week
from kit.curriculum.reading import Options
from kit.errors import ContentError, InvalidAnswer
from tests.refused import sentence_of
from tests.weeks import SMALL_WEEK

LEAN = {"listen": "I listen first", "advise": "I give advice, quickly", "wait": "I wait"}
GERMAN = {"listen": "Ich höre erst zu", "advise": "Ich rate schnell", "wait": "Ich warte ab"}
OFTEN = {"never": "not this week", "once": "once or twice", "often": "six times or more"}
OFT = {"never": "diese Woche nicht", "once": "ein- oder zweimal", "often": "öfter"}

ASKED = {"id": "a", "prompt": "A?", "share": "group"}
LEANS = Choice(**ASKED, choose="one", options=LEAN)
HELPED = Choice(**ASKED, choose="any", options=LEAN)
PAUSED = Likert(**ASKED, scale=OFTEN)
FIRST = Ranking(**ASKED, options=LEAN)
FELT = Emotion(**ASKED, by="labels", labels={"sad": "sad", "calm": "calm"})
WHERE = Emotion(**ASKED, by="quadrants", quadrants=dict(zip(QUADRANT_IDS, "abcd", strict=True)))
ENERGY = Rating(**ASKED, low={"empty": "none at all"}, high={"full": "plenty"})
ALL = [LEANS, HELPED, PAUSED, FIRST, FELT, WHERE, ENERGY]


@pytest.mark.parametrize(
    ("item", "answer", "stored", "codes"),
    [
        (LEANS, "advise", "advise", (1,)),
        (LEANS, "ADVISE", "advise", (1,)),
        (LEANS, "I give advice, quickly", "advise", (1,)),
        (LEANS, "i LISTEN\u00a0first.", "listen", (0,)),
        (LEANS, "3", "wait", (2,)),
        (HELPED, "I give advice, quickly; listen", ["listen", "advise"], (0, 1)),
        (HELPED, ["wait", "I listen first"], ["listen", "wait"], (0, 2)),
        (HELPED, "wait|2", ["advise", "wait"], (1, 2)),
        (HELPED, "none of these", [], ()),
        (HELPED, "none", [], ()),
        (PAUSED, "once or twice", "once", (1,)),
        (PAUSED, "often", "often", (2,)),
        (PAUSED, 1, "never", (0,)),
        (FIRST, "wait, I give advice, quickly, listen", ["wait", "advise", "listen"], (2,)),
        (FELT, ["calm"], ["calm"], (1,)),
        (WHERE, "unpleasant-low", "unpleasant-low", (3,)),
        (WHERE, "b", "pleasant-low", (1,)),
        (ENERGY, "4", 4, (1,)),
    ],
)
def test_words_ids_and_places_are_all_stored_as_the_id(item, answer, stored, codes):
    assert item.check(answer) == stored
    assert item.codes(stored) == codes
    assert item.check(stored) == stored
    assert item.by_id


@pytest.mark.parametrize("answer", ["listening", "", 0, 4, ["listen", "sing"], {"listen": 1}])
def test_what_is_neither_is_refused_by_what_people_read(answer):
    with pytest.raises(InvalidAnswer) as refused:
        LEANS.check(answer)
    assert sentence_of(refused.value) == "Choose one of: I listen first; I give advice, quickly; I wait."


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (LEANS, Choice(**ASKED, choose="one", options=GERMAN)),
        (PAUSED, Likert(**ASKED | {"prompt": "Wie oft?"}, scale=OFT)),
        (ENERGY, Rating(**ASKED, low={"empty": "gar keine"}, high={"full": "reichlich"})),
        (FELT, Emotion(**ASKED, by="labels", labels={"sad": "traurig", "calm": "ruhig"})),
        (WHERE, Emotion(**ASKED, by="quadrants", quadrants=dict(zip(QUADRANT_IDS, "wxyz", strict=True)))),
        (FIRST, Ranking(**ASKED, options=GERMAN)),
    ],
)
def test_mended_words_and_another_language_are_the_same_item_with_the_same_bins(here, there):
    assert here.fingerprint == there.fingerprint
    assert here.bins == there.bins


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (LEANS, Choice(**ASKED, choose="one", options={**LEAN, "leave": "I leave"})),
        (LEANS, Choice(**ASKED, choose="one", options={"wait": "I wait", "listen": "I listen", "advise": "I advise"})),
        (
            LEANS,
            Choice(**ASKED, choose="one", options={"hear": "I listen first", "advise": "I advise", "wait": "I wait"}),
        ),
        (LEANS, Choice(**ASKED, choose="one", options=["listen", "advise", "wait"])),
        (PAUSED, Likert(**ASKED, scale=["never", "once", "often"])),
        (FELT, Emotion(**ASKED, by="labels", labels=["sad", "calm"])),
        (ENERGY, Rating(**ASKED, low="empty", high="full")),
        (ENERGY, Rating(**ASKED, low={"low": "none at all"}, high={"full": "plenty"})),
        (WHERE, Emotion(**ASKED, by="quadrants")),
    ],
)
def test_other_ids_another_order_and_a_plain_list_that_looks_alike_are_another_item(here, there):
    assert here.fingerprint != there.fingerprint


def test_a_list_of_words_is_what_it_was():
    plain = Choice(**ASKED, choose="one", options=("pause", "name it"))
    assert plain.fingerprint == "8a37aa9c11ab779e3301c3fa769e65f86a1e7d8b054e0684ab7da7335812f8e8"
    assert (plain.by_id, plain.bins, plain.check("Name it")) == (False, ("pause", "name it"), "name it")
    assert plain.options == Options.plain(["pause", "name it"])


def test_bins_of_a_scale_with_ids_are_called_by_ids_and_read_in_words():
    points = {f"p{number}": f"point {number}" for number in range(1, 7)}
    scale = Likert(**ASKED, scale=points, bins=["1-2", "3", "4-6"])
    assert scale.bins == ("p1..p2", "p3", "p4..p6")
    assert scale.bin_words == ("point 1 to point 2", "point 3", "point 4 to point 6")
    assert (ENERGY.bins, ENERGY.bin_words) == (("0-3", "4-6", "7-10"), ("0 to 3", "4 to 6", "7 to 10"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"Listen": "a", "listen": "b"}, "the id 'Listen' stands twice, as capitals make no difference"),
        ({"1": "one", "2": "two"}, "'1' is no id for an option, as a number stands for a place in the list"),
        ({"none": "not at all", "some": "a little"}, "the id 'none' stands for 'none of these'"),
        ({"wait": "I act", "act": "Wait."}, "the id 'wait' is the words of another option"),
        ({"wait": "I wait", "stay": "i Wait"}, "the label 'I wait' stands twice"),
        ({"wait": "I wait", "act": "none of these"}, "the kit offers 'none of these' by itself"),
        ({"wait": "I wait", "act": "I act | now"}, r"contains '\|'"),
        ({"I wait": "I wait", "act": "I act"}, "should match pattern"),
        ({"wait": "I wait"}, "at least 2"),
        ({f"o{number}": f"option {number}" for number in range(13)}, "at most 12"),
        ({"wait": "", "act": "I act"}, "at least 1 character"),
        ({"wait": {"words": "I wait"}, "act": "I act"}, "valid string"),
    ],
)
def test_options_that_could_be_mixed_up_are_refused(options, said):
    with pytest.raises(ValidationError, match=said):
        Choice(**ASKED, choose="one", options=options)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ({"empty": "none"}, "plenty", "give both ends of a rating an id"),
        ("none", {"full": "plenty"}, "give both ends of a rating an id"),
        ({"end": "none"}, {"End": "plenty"}, "both ends have the id 'end'"),
        ({"empty": "none", "bare": "no"}, {"full": "plenty"}, "write one id with its words here"),
        ({}, {"full": "plenty"}, "write one id with its words here"),
    ],
)
def test_the_ends_of_a_rating_both_have_an_id_of_their_own_or_neither(low, high, said):
    with pytest.raises(ValidationError, match=said):
        Rating(**ASKED, low=low, high=high)


@pytest.mark.parametrize(
    "quadrants", [["a", "b", "c", "d"], dict.fromkeys(reversed(QUADRANT_IDS), "x"), {"a": "b", "c": "d"}]
)
def test_quadrants_have_the_four_ids_that_they_have_everywhere(quadrants):
    with pytest.raises(ValidationError):
        Emotion(**ASKED, by="quadrants", quadrants=quadrants)
    with pytest.raises(ValidationError, match="for an emotion asked by quadrants"):
        Emotion(**ASKED, by="labels", labels=["sad", "calm"], quadrants=dict(zip(QUADRANT_IDS, "abcd", strict=True)))


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("{not: not, a little: a little}", "'a little' is no id; use letters, digits, hyphens and underscores"),
        ("{no: not, 'no': a little}", "'no' stands twice"),
        ("{no: not, bit: a little, 3: very}", "'3' is no id for an option"),
        ("{no: not, bit: no, very: very}", "the id 'no' is the words of another option"),
        ("{no: not}", "'scale' has "),
        ("{no: not, bit: ''}", "'bit' has '': write something here"),
    ],
)
def test_a_week_file_says_where_an_id_does_not_fit_and_why(curriculum, written, problem):
    path = curriculum / "week_01.yaml"
    path.write_text(SMALL_WEEK.replace("[not, a little, very]", written), "utf-8")
    with pytest.raises(ContentError) as refused:
        load_week(path)
    (sentence,) = refused.value.problems
    assert sentence.startswith("week_01.yaml, line ")
    assert problem in sentence


def test_a_question_to_talk_about_is_one_line():
    asked = Choice(id="c", prompt="?", share="group", choose="one", options=("a", "b"), talk=" What\n  made room? ")
    assert asked.talk == "What made room?"


@pytest.mark.parametrize("kind", [Rating, Choice])
def test_a_question_to_talk_about_that_is_a_speech_is_refused(kind):
    fields = {"options": ("a", "b"), "choose": "one"} if kind is Choice else {"low": "l", "high": "h"}
    with pytest.raises(ValidationError, match="at most 160 characters; here are 161"):
        kind(id="c", prompt="?", share="group", talk="x" * 161, **fields)
