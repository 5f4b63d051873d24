import pytest

from kit.answers.other_tools.exported import MOST_COLUMNS, in_quotes, read_exported
from kit.errors import ImportRefused
from tests.answers.other_tools.shapes import ENERGY, HOPES, SHAPES, as_csv, qualtrics, survey_monkey


@pytest.fixture
def read(tmp_path):
    def run(text: str | bytes, encoding: str = "utf-8", header_lines=None):
        path = tmp_path / "survey.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_exported(path, header_lines)

    return run


@pytest.mark.parametrize(("name", "lines"), [(one, {"monkey": 2, "qualtrics": 3}.get(one, 1)) for one in SHAPES])
def test_the_header_lines_of_each_program_are_seen_and_a_row_is_a_person(read, name, lines):
    exported = read(SHAPES[name]())
    assert (exported.header_lines, len(exported.rows)) == (lines, 5)


def test_a_question_above_several_columns_belongs_to_all_of_them(read):
    columns = read(survey_monkey()).columns
    assert [(one.letter, one.part) for one in columns if one.question == HOPES] == [
        ("I", "rest"),
        ("J", "new ideas, of any kind"),
        ("K", "people"),
    ]
    assert in_quotes(columns[6]) == f"column G ('{ENERGY}')"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_stands_between_cells_and_the_encoding_are_seen(read, encoding, separator):
    text = as_csv([["Email", "Wie geht's, heute?"], ["a@x.org", "müde; sehr"]], separator)
    exported = read(text, encoding)
    assert [one.header for one in exported.columns] == ["Email", "Wie geht's, heute?"]
    assert exported.rows == ((2, ("a@x.org", "müde; sehr")),)


def test_a_first_line_with_sep_is_obeyed_and_lines_are_counted_as_in_the_file(read):
    exported = read('sep=;\r\nEmail;How?\r\na@x.org;"one\r\ntwo"\r\nb@x.org;three\r\n')
    assert [line for line, _ in exported.rows] == [3, 5]


def test_lines_that_end_as_on_an_old_mac_are_lines(read):
    assert len(read(b"Email,How?\ra@x.org,7\rb@x.org,8\r").rows) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "the file is empty"),
        (b"Email,How?\n", "there is no row below the header"),
        (b"PK\x03\x04rest", "this is no CSV text (a spreadsheet, perhaps); open it and save it as “CSV UTF-8”."),
        (b"Email,How?\na\xfcnn,7\n", "line 2 isn't in UTF-8"),
        (b"a@x.org,7\nb@x.org,8\n", "the header of column A looks like what someone wrote"),
        (b"2027-03-04 09:01,7\n2027-03-04 09:02,8\n", "the header of column A looks like what someone wrote"),
        (b"Email,How?\na@x.org,7,more\n", "line 2 has more cells than the header has columns"),
        (b'Email,How?\na@x.org,"7\n', "a quotation mark opens here and doesn't close"),
        (b"," * MOST_COLUMNS + b"x\n1,2\n", "has 1001 columns"),
    ],
)
def test_what_is_no_export_is_refused_in_one_sentence(read, text, said):
    with pytest.raises(ImportRefused) as refused:
        read(text)
    assert said in str(refused.value)
    assert str(refused.value).startswith("survey.csv: ")


def test_the_number_of_header_lines_may_be_said(read):
    exported = read(qualtrics(), header_lines=1)
    assert len(exported.rows) == 7
