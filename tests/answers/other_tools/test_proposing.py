import pytest

from tests.answers.other_tools.shapes import ENERGY, HARDEST, HOPES, PAUSE, PEOPLE, SHAPES, STORY, as_csv


@pytest.mark.parametrize("name", SHAPES)
def test_each_programs_export_is_understood_and_nothing_of_people_gets_into_the_mapping(beside, name):
    proposed = beside.propose(SHAPES[name](), "utf-16" if name == "qualtrics" else "utf-8")
    assert not [one for one in proposed.values() if one.is_open]
    asked = {one.item for one in proposed.values()} - {"participant", "leave out"}
    assert asked == {"1/pulse/energy", "1/pulse/pause", "1/pulse/hopes", "1/pulse/hardest"}
    written = beside.mapping.read_text("utf-8")
    for word in (*PEOPLE, "example.org", "10.0.0.7", "Jo", "R_ana", "CF7", "a long day", "Somebody"):
        assert word not in written, word


def one_column(header: str, *cells: str) -> str:
    return as_csv([["Your code", header], *([f"C{at}F", cell] for at, cell in enumerate(cells))])


def test_a_question_that_is_worded_nearly_so_is_left_open(beside):
    one = beside.propose(one_column("How often did you pause before reacting?", "often", "never"))["B"]
    assert (one.item, one.note) == ("unsure", "perhaps 1/pulse/pause")


def test_a_column_whose_answers_fit_is_left_open_and_a_text_is_not_even_looked_at(beside):
    assert beside.propose(one_column("Frage 4", "often", "never", "often"))["B"].note == "perhaps 1/pulse/pause"
    beside.mapping.unlink()
    assert beside.propose(one_column("Frage 4", "often", "never", "x" * 90))["B"].item == "leave out"


def test_numbers_on_a_scale_are_left_open_for_they_may_rise_or_fall(beside):
    one = beside.propose(one_column(PAUSE, "1", "3", "2"))["B"]
    assert one.is_open
    assert "which stands for 'never', which for 'often'?" in one.note
    assert "first: unsure" in beside.mapping.read_text("utf-8")


def test_a_label_that_several_chose_is_listed_and_what_stands_alone_is_not(beside):
    one = beside.propose(one_column(HARDEST, "pausing", "to pause", "to pause", "my boss, Kim Lee"))["B"]
    assert [(label.text, label.option) for label in one.labels] == [("pausing", "pause"), ("to pause", "unsure")]
    assert one.note == "a label that isn't copied here stands in line 5; add it with its option"
    assert "Kim" not in beside.mapping.read_text("utf-8")


def test_a_label_that_is_nearly_an_options_words_is_offered_and_left_open(beside):
    one = beside.propose(one_column(PAUSE, "now an then", "now an then", "often"))["B"]
    assert [(label.option, label.note) for label in one.labels] == [("unsure", "perhaps some"), ("often", "")]


def test_an_address_or_a_long_number_is_never_a_label(beside):
    proposed = beside.propose(one_column(HARDEST, *["call a@x.org"] * 3, *["0151 2345678"] * 3, "pausing"))
    assert [label.text for label in proposed["B"].labels] == ["pausing"]


def test_private_questions_and_texts_are_left_out_with_the_reason(beside):
    proposed = beside.propose(as_csv([["Your code", STORY, "A letter to yourself"], ["CF7", "one", "two"]]))
    assert "is a text" in proposed["B"].note
    assert "is private" in proposed["C"].note
    assert {proposed["B"].item, proposed["C"].item} == {"leave out"}


def test_an_option_that_the_question_does_not_have_is_left_open(beside):
    one = beside.propose(one_column(f"{HOPES} [money]", "Yes", "No"))["B"]
    assert (one.item, one.note) == ("unsure", "perhaps 1/pulse/hopes")


def test_two_columns_for_one_question_are_both_left_open(beside):
    proposed = beside.propose(as_csv([["Your code", ENERGY, ENERGY], ["CF7", "3", "4"]]))
    assert [proposed[letter].item for letter in "BC"] == ["unsure", "unsure"]


def test_codes_are_preferred_to_addresses_and_a_number_of_a_response_is_only_asked_about(beside):
    proposed = beside.propose(as_csv([["Email", "Your code", ENERGY], ["a@x.org", "CF7", "3"]]))
    assert (proposed["A"].item, proposed["B"].item) == ("leave out", "participant")
    beside.mapping.unlink()
    proposed = beside.propose(as_csv([["Response ID", ENERGY], ["R_1", "3"]]))
    assert (proposed["A"].item, "if every person answers once" in proposed["A"].note) == ("unsure", True)
    beside.mapping.unlink()
    assert beside.propose(as_csv([["Email", ENERGY], ["anonymous", "3"]]))["A"].item == "leave out"
    beside.mapping.unlink()
    assert beside.propose(as_csv([["Code", "Your code", ENERGY], ["a", "b", "3"]]))["A"].item == "unsure"
