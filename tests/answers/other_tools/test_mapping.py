import pytest

from kit.answers.other_tools.mapping import is_mapping_there, mapping_beside, read_mapping, short
from kit.errors import ContentError, ImportRefused
from tests.answers.other_tools.shapes import ENERGY, as_csv, google_forms


def test_a_mapping_lies_beside_its_export_and_is_its_owners_alone(beside):
    beside.propose(google_forms())
    assert beside.mapping.name == "survey.map.yaml"
    assert beside.mapping.stat().st_mode & 0o077 == 0
    assert mapping_beside(beside.path.with_name("a.b.csv")).name == "a.b.map.yaml"


def test_what_was_written_is_read_back_as_it_was_whatever_stands_in_a_header(beside):
    header = 'a "quoted": {header} #1, =HYPERLINK(1) \\ & *x'
    beside.propose(as_csv([["Your code", header, "\u2028two\nlines", ENERGY], ["CF7", "x", "", "3"]]))
    read = read_mapping(beside.mapping)
    assert [one.header for one in read.columns] == ["Your code", header, "two lines", ENERGY]
    assert len(set(read.lines)) == 4
    beside.settle()


def test_a_header_is_shortened_and_addresses_in_it_are_left_out():
    assert short("Write to ana@example.org, please") == "Write to …, please"
    assert len(short("x" * 900)) == 161


def test_a_link_that_leads_nowhere_is_not_written_over(tmp_path):
    (tmp_path / "survey.map.yaml").symlink_to(tmp_path / "gone")
    assert is_mapping_there(tmp_path / "survey.map.yaml")
    assert not is_mapping_there(tmp_path / "other.map.yaml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("header_lines: 1", "header_lines: 7", "line 12: 'header_lines' has '7': write '1', '2' or '3'."),
        ("header_lines: 1\n", "", "the key 'header_lines' is missing."),
        ("    item: participant", "    itme: participant", "unknown key 'itme'; did you mean 'item'?"),
        ("  - column: A", "  - column: ../../etc", "is no id"),
        ("columns:\n", "columns: []\nrest:\n", "unknown key 'rest'"),
    ],
)
def test_what_is_wrong_in_a_mapping_is_told_with_its_line(beside, old, new, said):
    beside.propose(google_forms())
    beside.correct(old, new)
    with pytest.raises(ImportRefused) as refused:
        read_mapping(beside.mapping)
    assert any(said in problem for problem in refused.value.problems), refused.value.problems
    assert all(problem.startswith("survey.map.yaml") for problem in refused.value.problems)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words"])
def test_a_file_without_a_mapping_is_told_with_a_cure(beside, text):
    beside.mapping.write_text(text, "utf-8")
    with pytest.raises(ImportRefused, match="delete it, and give the same command again"):
        read_mapping(beside.mapping)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("header_lines: !!python/object/apply:os.system ['true']\n", "stands before a value"),
        ("a: &a [x]\nb: [*a, *a]\ncolumns: *b\n", "no part is marked"),
        ("x: " + "[" * 60 + "]" * 60, "nested too deeply"),
        ("x" * 1_100_000, "larger than a content file can be"),
        ("header_lines: 1\nheader_lines: 2\n", "stands twice"),
    ],
)
def test_yaml_that_is_no_plain_mapping_is_refused(beside, text, said):
    beside.mapping.write_text(text, "utf-8")
    with pytest.raises(ContentError, match=said):
        read_mapping(beside.mapping)
