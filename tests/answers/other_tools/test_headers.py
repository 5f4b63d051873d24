import pytest

from kit.answers.other_tools.headers import (
    Column,
    are_of_the_tool,
    as_question,
    is_noted,
    looks_personal,
    spreadsheet_name,
)


@pytest.mark.parametrize(
    "written",
    [
        "How are you?",
        "3. How are you?",
        "Q3: How are you? *",
        "G1Q2[SQ003]. how  are you",
        "(q2) How are you?",
        "<b>How</b> are you?",
    ],
)
def test_numbers_names_and_signs_around_a_question_do_not_matter(written):
    assert as_question(written) == "how are you"


def test_words_that_only_look_like_a_number_of_a_question_stay():
    assert as_question("On 3 days a week, how are you?") == "on 3 days a week, how are you"
    assert as_question("2nd choice") == "2nd choice"


@pytest.mark.parametrize(
    "header",
    [
        "Timestamp",
        "Email Address",
        "E-Mail-Adresse",
        "IP Address",
        "Last name",
        "submitdate. Date submitted",
        "Points - How?",
    ],
)
def test_what_programs_write_is_known_by_its_header(header):
    assert Column(0, "A", header).is_of_the_tool


@pytest.mark.parametrize(
    "header", ["How are you?", "Your name for this week in one word?", "Where does your group stand?"]
)
def test_a_question_is_not_taken_for_what_programs_write(header):
    assert not Column(0, "A", header).is_of_the_tool


def test_an_import_id_tells_in_every_language():
    assert Column(0, "A", "Nachname des Empfängers", import_id="recipientLastName").is_of_the_tool
    assert Column(0, "A", "Name", import_id="QID4_DO_1").is_of_the_tool
    assert not Column(0, "A", "Name", import_id="QID4").is_of_the_tool


def test_a_part_is_read_in_brackets_behind_a_dash_and_from_the_second_line():
    assert ("what helped", "rest") in list(Column(0, "A", "What helped? [rest]").readings())
    assert ("what helped", "rest") in list(Column(0, "A", "What helped? - Selected Choice - rest").readings())
    assert ("what helped", "rest") in list(Column(0, "A", "What helped?", "rest").readings())
    assert ("i can say no", "") in list(Column(0, "A", "How true are these? [I can say no]").readings())


def test_addresses_and_times_are_seen_and_answers_are_not():
    for text in ("a@x.org", "10.0.0.7", "2027-03-04 09:01:00", "3/4/27 9:01", "09:01", "fe80::1:2:3"):
        assert is_noted(text), text
    for text in ("7", "often", "two or three", "30-44", "3 to 5"):
        assert not looks_personal(text), text
    assert looks_personal("write to a@x.org, please")
    assert not is_noted("write to a@x.org, please")
    assert are_of_the_tool(["10.0.0.7", "10.0.0.8"])
    assert not are_of_the_tool(["10.0.0.7", "often"])
    assert not are_of_the_tool([])


def test_columns_are_called_as_spreadsheets_call_them():
    assert [spreadsheet_name(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
