import pytest

from kit.answers.other_tools.headers import Column
from kit.answers.other_tools.questions import looks_like, meant, nearly_meant, parted, questions_of
from tests.answers.other_tools.shapes import ENERGY, HOPES, the_week

WEEKS = {1: the_week(1), 2: the_week(2)}


def item(name: str):
    return questions_of(WEEKS, 1).by_name[f"1/pulse/{name}"][1]


def names(header: str, week=1, part=""):
    found = questions_of(WEEKS, week).asked_in(Column(0, "A", header, part))
    return [(one.name, one.option) for one in found]


def test_a_question_is_found_by_its_words_or_its_ids():
    assert names(f"3. {ENERGY} *") == [("1/pulse/energy", "")]
    assert names("pulse.energy") == names("Pulse_Energy") == names("energy") == [("1/pulse/energy", "")]
    assert names("How much energy?") == []


def test_a_question_of_two_weeks_is_found_in_both_unless_one_is_named():
    assert names(ENERGY, None) == [("1/pulse/energy", ""), ("2/pulse/energy", "")]


def test_a_column_about_one_option_is_found_with_it():
    assert names(f"{HOPES} [people]") == names(HOPES, part="people") == [("1/pulse/hopes", "people")]
    assert names(f"{HOPES} [something else]") == []


def test_words_that_are_nearly_the_same_are_only_like_it():
    near = questions_of(WEEKS, 1).like(Column(0, "A", "How much energy do you have today?"))
    assert [one.name for one in near] == ["1/pulse/energy"]
    assert questions_of(WEEKS, 1).like(Column(0, "A", "Which department are you in?")) == []


def test_answers_tell_a_question_only_where_two_of_them_differ():
    questions = questions_of(WEEKS, 1)
    assert [one.name for one in questions.answered_with(["often", "never"])] == ["1/pulse/pause"]
    assert questions.answered_with(["often", "often"]) == []
    assert questions.answered_with(["often", "hardly"]) == []


@pytest.mark.parametrize("label", ["often", "OFTEN", "3 - often", "(3) often", "often (3)", "3. often", "3=often"])
def test_a_label_says_an_option_with_or_without_a_number(label):
    assert meant(item("pause"), label) == "often"


def test_of_a_rating_a_label_says_its_number():
    assert meant(item("energy"), "10 - plenty") == meant(item("energy"), "plenty (10)") == "10"
    assert meant(item("energy"), "11") is meant(item("energy"), "plenty") is None


def test_what_is_nearly_a_label_is_only_nearly():
    assert meant(item("pause"), "now & then") is None
    assert nearly_meant(item("pause"), "now an then") == "some"
    assert nearly_meant(item("pause"), "always") is None
    assert parted("no number") == (None, "no number")


def test_letters_of_other_scripts_look_like_the_option():
    assert looks_like(item("pause"), "\u043eften") == looks_like(item("pause"), "2 - \u043eft\u0435n") == "often"
    assert looks_like(item("pause"), "now") is None
