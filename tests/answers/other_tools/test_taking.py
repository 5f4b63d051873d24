import pytest

from tests.answers.other_tools.shapes import (
    CODES,
    ENERGY,
    HARDEST,
    HOPES,
    PAUSE,
    PEOPLE,
    SAID,
    SHAPES,
    as_csv,
    google_forms,
    qualtrics,
)

IDS = {"never": "never", "now and then": "some", "often": "often", "": ""}
NAMED = {"pausing": "pause", "naming, out loud, what I feel": "name", "": ""}
# Where a program leaves a cell empty for "nothing of this", nobody can tell it from a pass.
TELLS_NONE = {"lime"}


@pytest.mark.parametrize("name", SHAPES)
def test_every_answer_of_every_program_arrives_as_it_was_given(beside, name):
    beside.propose(SHAPES[name](), "utf-16" if name == "qualtrics" else "utf-8")
    answers, problems = beside.take()
    assert problems == []
    for who, (energy, pause, hopes, hardest, _) in zip(
        CODES if name in ("monkey", "lime") else PEOPLE, SAID, strict=True
    ):
        nothing = "none of these" if name in TELLS_NONE else ""
        assert answers[who, "energy"] == str(energy)
        assert answers[who, "pause"] == IDS[pause]
        assert set(answers[who, "hopes"].split("|")) == (set(hopes) if hopes else {nothing})
        assert answers[who, "hardest"] == NAMED[hardest]
    assert not [key for key in answers if key[1] == "story"]


def test_numbers_count_as_first_and_last_say_also_where_they_fall(beside):
    beside.propose(as_csv([["Your code", PAUSE], ["CF7", "1"], ["GH3", "3.0"], ["JK5", "2"]]))
    beside.correct("first: unsure", "first: 3")
    beside.correct("last: unsure", "last: 1")
    answers, problems = beside.take()
    assert (answers, problems) == ({("CF7", "pause"): "often", ("GH3", "pause"): "never", ("JK5", "pause"): "some"}, [])


@pytest.mark.parametrize(
    ("header", "good", "bad"),
    [(PAUSE, "often", "2"), (HARDEST, "pausing", "1"), (HOPES, "rest, people", "rest; 2"), (ENERGY, "7", "70")],
)
def test_a_cell_that_says_nothing_known_is_named_by_line_and_column_and_not_shown(beside, header, good, bad):
    beside.propose(as_csv([["Your code", header], ["CF7", good], ["GH3", bad], ["JK5", f"{bad} Kim"]]))
    for left_open in ("first: unsure", "last: unsure"):
        if left_open in beside.mapping.read_text("utf-8"):
            beside.correct(left_open, "")
    _, problems = beside.take()
    (told,) = problems
    assert told.startswith("lines 3, 4: column B ('")
    assert "holds what stands for no option" in told
    assert "Kim" not in told


def test_a_row_without_a_code_is_named_and_one_without_answers_is_a_pass(beside):
    beside.propose(as_csv([["Your code", ENERGY], ["CF7", "7"], ["", "3"], ["", ""], ["JK5", ""]]))
    answers, problems = beside.take()
    assert answers == {("CF7", "energy"): "7", ("JK5", "energy"): ""}
    assert len(problems) == 1
    assert problems[0].startswith("line 3: column A ('Your code') is empty")


def test_a_trial_of_the_questions_is_no_answer(beside):
    beside.propose(qualtrics().replace("\tIP Address\t10.0.0.7\tR_ben7", "\tSurvey Preview\t10.0.0.7\tR_ben7"))
    _, problems = beside.take()
    assert problems == ["line 5: this row is a trial of the questions and no answer; delete it."]


def test_a_column_about_one_option_says_yes_or_no_and_nothing_else(beside):
    heads = [f"{HOPES} [{one}]" for one in ("rest", "new ideas, of any kind", "people")]
    beside.propose(
        as_csv([["Your code", *heads], ["CF7", "Yes", "No", ""], ["GH3", "No", "No", ""], ["JK5", "", "", ""]])
    )
    assert '"unsure"' not in beside.mapping.read_text("utf-8")
    answers, problems = beside.take()
    assert problems == []
    assert answers == {("CF7", "hopes"): "rest", ("GH3", "hopes"): "none of these", ("JK5", "hopes"): ""}
    beside.write(as_csv([["Your code", *heads], ["CF7", "Yes", "perhaps", ""]]))
    assert "holds neither what 'chosen' says nor a no" in beside.take()[1][0]


def test_the_mapping_serves_the_next_export_of_the_same_questions(beside):
    beside.propose(google_forms())
    beside.write(google_forms().replace("ana@example.org", "new@example.org").replace(",often,", ",never,"))
    answers, problems = beside.take()
    assert (answers["new@example.org", "pause"], problems) == ("never", [])
