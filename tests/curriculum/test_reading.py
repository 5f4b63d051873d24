import pytest

from kit.curriculum.items import Choice, Emotion, Likert, Ranking
from kit.curriculum.reading import Options, any_of, folded, pick
from kit.errors import InvalidAnswer
from tests.refused import refused, sentence_of

TYPED = ("I don't know", "half-way", 'a "real" break', "re-read it", "Café")


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("I don\u2019t know", 0),
        ("I DON\u00b4T KNOW.", 0),
        ("I\u00a0don\u02bct  know ", 0),
        ("half\u2011way", 1),
        ("half \u00ad-way".replace(" ", ""), 1),
        ("Half\u2013way ;", 1),
        ("a \u201creal\u201d break", 2),
        ("a \u201ereal\u201f break,", 2),
        ("re\u2010read\u2009it", 3),
        ("Cafe\u0301", 4),
        ("ＣＡＦÉ", 4),
        ("cafe\u0301\u200b", 4),
        ("２", 1),
    ],
)
def test_an_option_is_found_however_phones_and_programs_write_it(answer, label):
    assert pick(Options.plain(TYPED), answer) == TYPED[label]
    assert Likert(id="a", prompt="A?", share="group", scale=TYPED).check(answer) == label + 1


def test_labels_that_only_folding_makes_one_are_still_told_apart_by_their_own_spelling():
    labels = ("a-b", "a\u2013b")
    assert [pick(Options.plain(labels), one) for one in labels] == list(labels)
    with pytest.raises(InvalidAnswer):
        pick(Options.plain(labels), "a\u2014b")


WITH_COMMAS = ("rest", "Yes, often", "tea; coffee", "people")


@pytest.mark.parametrize(
    ("answer", "chosen"),
    [
        ("rest, people", ["rest", "people"]),
        ("rest; people;", ["rest", "people"]),
        ("people,rest", ["rest", "people"]),
        ("Yes, often, rest", ["rest", "Yes, often"]),
        ("tea; coffee; yes, often", ["Yes, often", "tea; coffee"]),
        ("1;3", ["rest", "tea; coffee"]),
        ("1, people", ["rest", "people"]),
        ("rest |yes, often| ", ["rest", "Yes, often"]),
        ("Yes,  often", ["Yes, often"]),
        ("none of these", []),
        ("None\u00a0of these.", []),
    ],
)
def test_several_options_may_be_separated_by_bars_semicolons_or_commas(answer, chosen):
    assert any_of(Options.plain(WITH_COMMAS), answer) == chosen
    by_labels = Emotion(id="a", prompt="A?", share="group", by="labels", labels=WITH_COMMAS)
    assert by_labels.check(answer) == chosen


def test_an_order_may_be_written_with_commas_too():
    order = Ranking(id="a", prompt="A?", share="group", options=("x", "y, z", "w"))
    assert order.check("w, y, z, x") == ["w", "y, z", "x"]
    assert order.check("3;1;2") == ["w", "x", "y, z"]


@pytest.mark.parametrize("labels", [("a", "b", "a, b"), ("tea; cake", "tea", "cake", "x")])
def test_what_can_be_read_in_two_ways_is_refused_and_the_cure_works(labels):
    ambiguous = ", ".join(labels[:2]) if labels[0] == "a" else labels[0]
    choice = Choice(id="a", prompt="A?", share="group", choose="any", options=labels)
    with refused(InvalidAnswer, match=r"two ways; put '\|' between the options") as error:
        choice.check(ambiguous)
    listed = sentence_of(error.value).partition("which are: ")[2].rstrip(".")
    assert choice.check(listed) == list(labels)


def test_a_refusal_names_the_separator_and_options_that_then_work():
    choice = Choice(id="a", prompt="A?", share="group", choose="any", options=WITH_COMMAS)
    with refused(InvalidAnswer, match=r"with '\|' between them, or write 'none of these'") as error:
        choice.check("rest and people")
    assert choice.check(sentence_of(error.value).partition("these': ")[2].rstrip(".")) == list(WITH_COMMAS)


def test_a_cell_of_a_thousand_separators_is_refused_at_once():
    labels = Options.plain(["a", "a, a", "a, a, a", "b"])
    with pytest.raises(InvalidAnswer):
        any_of(labels, "a, " * 3000 + "c")


def test_folding_leaves_what_is_said_apart():
    assert folded("Yes!") != folded("Yes?")
    assert folded("C++") != folded("C")
