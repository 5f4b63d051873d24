import pytest

from kit.answers.other_tools.proposing import LEAVE_OUT
from kit.errors import ImportRefused
from tests.answers.other_tools.shapes import ENERGY, HARDEST, PAUSE, as_csv, google_forms, lime_survey


def refused(beside) -> list[str]:
    with pytest.raises(ImportRefused) as error:
        beside.settle()
    assert str(error.value).endswith("Nothing was imported.")
    return list(error.value.problems)


def test_what_is_left_open_stops_the_import_and_each_place_is_named(beside):
    beside.propose(as_csv([["Response ID", PAUSE, "How much energy do you have today?"], ["R_1", "2", "3"]]))
    told = [problem.partition(": column ")[::2] for problem in refused(beside)]
    assert [(where.rpartition(" ")[2], what[:14]) for where, what in told] == [
        ("16", "A is left open"),
        ("19", "B is left open"),
        ("24", "C is left open"),
    ]
    assert f"write item: {LEAVE_OUT}." in told[0][1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("item: participant", "item: leave out", "no column says who someone is"),
        ("item: leave out    # the program", "item: participant    # the program", "two columns say who someone is"),
        ("item: 1/pulse/energy", "item: 1/pulse/pause", "columns C and D are both said to be 1/pulse/pause"),
        ("item: 1/pulse/energy", "item: 1/pulse/letter", "1/pulse/letter is private and stays with the participant"),
        ("item: 1/pulse/energy", "item: 1/pulse/story", "1/pulse/story is a text"),
        ("item: 1/pulse/energy", "item: 9/pulse/energy", "there is no question '9/pulse/energy'"),
        ("item: 1/pulse/energy", "item: ../../secret.key", "there is no question '../../secret.key'"),
        ("column: C", "column: Z", "the file has no column Z"),
        ("column: C", "column: B", "column B has another header in the file now"),
        ('"often": "often"', '"often": "never"', "reads as the option 'often' and is said to stand for 'never'"),
        ('"often": "often"', '"often": "always"', "stands for 'always', and the options are never, some, often"),
        ('"often": "often"', '"\u043eften": "never"', "reads as the option 'often'"),
        ('"often": "often"', '"ana@example.org": "never"', "a label is an address"),
        ('      "often": "often"\n', '      "lots": "often"\n      "Lots": "never"\n', "stands for two options"),
        (
            '    labels:\n      "often"',
            '    first: 1\n    last: 9\n    labels:\n      "often"',
            "there must be 3 whole numbers",
        ),
        (
            '    labels:\n      "often"',
            '    first: 1\n    labels:\n      "often"',
            "'first' and 'last' belong together",
        ),
        ('    labels:\n      "often"', '    option: often\n    labels:\n      "often"', "takes one answer"),
        ("item: 1/pulse/energy", "item: 1/pulse/energy\n    first: 0\n    last: 10", "is a number itself"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_cure(beside, old, new, said):
    beside.propose(google_forms())
    beside.settle()
    beside.correct(old, new)
    assert any(said in problem for problem in refused(beside)), refused(beside)


@pytest.mark.parametrize("letter", ["A", "B"])
def test_no_answer_is_read_from_a_column_of_addresses_or_times_whatever_its_header_says(beside, letter):
    rows = [["9:01", "a@x.org", "CF7"], ["9:02", "b@x.org", "GH3"]]
    beside.write(as_csv([["How early?", "How late?", "Your code"], *rows]))
    beside.propose()
    text = beside.mapping.read_text("utf-8")
    entry = text.index(f"column: {letter}")
    beside.mapping.write_text(
        text[:entry] + text[entry:].replace("item: leave out", "item: 1/pulse/energy", 1), "utf-8"
    )
    assert any("so no answer is read from it" in problem for problem in refused(beside))


def test_a_column_that_came_later_and_one_that_is_said_twice_are_named(beside):
    beside.propose(as_csv([["Your code", ENERGY], ["CF7", "3"]]))
    beside.write(as_csv([["Your code", ENERGY, "More"], ["CF7", "3", "x"]]))
    assert "survey.map.yaml: nothing is said about column C" in refused(beside)[0]
    beside.write(as_csv([["Your code", ENERGY], ["CF7", "3"]]))
    text = beside.mapping.read_text("utf-8")
    beside.mapping.write_text(text + text[text.index("  - column: B") :], "utf-8")
    assert any("column B stands in this mapping twice" in problem for problem in refused(beside))


def test_one_option_without_a_column_of_its_own_stops_the_question(beside):
    beside.propose(lime_survey())
    beside.correct('    item: 1/pulse/hopes\n    option: "people"\n    chosen: "Yes"', "    item: leave out")
    assert any("has a column for each of its options but people" in problem for problem in refused(beside))


def test_numbers_in_labels_rise_or_fall_with_the_scale(beside):
    cells = ["1 - hardly", "2 - a bit", "3 - a lot"]
    beside.propose(as_csv([["Your code", PAUSE], *([f"C{at}F", cell] for at, cell in enumerate(cells * 2))]))
    beside.correct('"1 - hardly": "unsure"', '"1 - hardly": "never"')
    beside.correct('"2 - a bit": "unsure"', '"2 - a bit": "often"')
    beside.correct('"3 - a lot": "unsure"', '"3 - a lot": "some"')
    assert any("neither rise nor fall with the scale" in problem for problem in refused(beside))
    beside.correct('"2 - a bit": "often"', '"2 - a bit": "some"')
    beside.correct('"3 - a lot": "some"', '"3 - a lot": "often"')
    assert len(beside.settle().used) == 1


def test_a_mapping_in_which_nothing_is_asked_is_refused(beside):
    beside.propose(as_csv([["Your code", HARDEST], ["CF7", "pausing"]]))
    beside.correct("item: 1/pulse/hardest", "item: leave out")
    assert any("no column is said to hold answers" in problem for problem in refused(beside))
