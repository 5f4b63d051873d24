import csv
import io

import pytest

from kit.answers.answer_files import Problems, read_rows, shown, split_by_cohort
from kit.errors import ImportRefused

HEADER = "participant,week,exercise,item,answer\n"


def read(tmp_path, data: str | bytes):
    path = tmp_path / "answers.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    problems = Problems()
    return list(read_rows(path, problems)), problems.sentences()


def refusal(tmp_path, data: str | bytes) -> str:
    with pytest.raises(ImportRefused) as caught:
        read(tmp_path, data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_row_is_its_cells_and_the_line_it_starts_in(tmp_path):
    rows, problems = read(tmp_path, HEADER + '\na1,1,check-in,words,"two\r\nlines"\n,,,,\n a2 ,2,check-in,energy, 7 \n')
    assert [(row.line, row.participant, row.week, row.answer) for row in rows] == [
        (3, "a1", "1", "two\r\nlines"),
        (6, "a2", "2", "7"),
    ]
    assert problems == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_what_spreadsheets_write_reads_the_same(tmp_path, separator, ending, mark, quoting):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=ending, quoting=quoting)
    answer = 'Grüße, "so" ; und\tso\nweiter 🌱'
    writer.writerows([["Participant", " WEEK", "exercise", "item", "answer", ""], ["a", "1", "x", "y", answer, ""]])
    rows, problems = read(tmp_path, mark + text.getvalue().encode())
    assert [(row.participant, row.answer) for row in rows] == [("a", answer)]
    assert problems == []


def test_columns_may_stand_in_any_order(tmp_path):
    (row,), _ = read(tmp_path, "cohort,answer,item,exercise,week,participant\nsite,7,energy,check-in,1,a\n")
    assert (row.cohort, row.answer, row.item, row.participant) == ("site", "7", "energy", "a")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the file is empty"),
        (b"\n\n  \n", "the file is empty"),
        (HEADER, "has a header and no rows"),
        (b"\xff\xfep\0a\0r\0", "this is no CSV text"),
        (b"PK\x03\x04 a spreadsheet", "this is no CSV text"),
        (b"participant\0week", "this is no CSV text"),
        (HEADER.encode() + b"a,1,x,y,7\nb,1,x,y,Gr\xfc\xdfe\n", "line 3 isn't in UTF-8"),
        ("participant,week,exercise,item\n", "has no column 'answer'"),
        ("a,1,check-in,energy,7\n", "has no column 'participant'"),
        ("name" + HEADER.removeprefix("participant"), "has no column 'participant'"),
        (HEADER.strip() + ",mood\n", "has the column 'mood', which is unknown"),
        (HEADER.strip() + ",answer\n", "has the column 'answer' twice"),
    ],
)
def test_a_file_that_is_none_is_refused_in_one_sentence(tmp_path, data, sentence):
    assert sentence in refusal(tmp_path, data)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path):
    for path, sentence in ((tmp_path / "no.csv", "no such file"), (tmp_path, "can't be read")):
        with pytest.raises(ImportRefused, match=sentence):
            list(read_rows(path, Problems()))


def test_rows_of_a_wrong_length_are_all_named_and_the_others_read(tmp_path):
    rows, problems = read(tmp_path, HEADER + "a,1,x,y\nb,1,x,y,7\nc,1,x,y,7,8\nd,1,x,y,7,,\n")
    assert [row.participant for row in rows] == ["b", "d"]
    assert [problem[:26] for problem in problems] == ["lines 2, 4: has 4, 6 cells"]
    assert "quotation marks" in problems[0]


@pytest.mark.parametrize("bad", ['"never closed\nb,1,x,y,7\n', '"closed" too soon\nb,1,x,y,7\n', '"' + "x" * 200_000])
def test_a_stray_quotation_mark_is_named_with_its_line(tmp_path, bad):
    rows, problems = read(tmp_path, HEADER + "a,1,x,y,7\nb,1,x,y," + bad)
    assert [row.participant for row in rows] == ["a"]
    assert len(problems) == 1
    assert problems[0].startswith("line 3: a quotation mark opens here")


def test_what_is_quoted_from_a_file_is_short_and_harmless():
    assert shown("\x1b[2Jx\n\u202e") == "' [2Jx  '"
    assert len(shown("x" * 500)) < 50


def test_a_file_of_many_cohorts_is_split_by_slug(tmp_path):
    path = tmp_path / "all.csv"
    path.write_text("cohort," + HEADER + "Site 7,a,1,x,y,7\nsite8,a,1,x,y,7\nSite 7,b,1,x,y,7\n")
    parts = split_by_cohort(path, Problems())
    assert {slug: [row.line for row in rows] for slug, rows in parts.items()} == {"site-7": [2, 4], "site8": [3]}
    assert {row.cohort for row in parts["site-7"]} == {"Site 7"}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            "Site 7,a,1,x,y,7\nsite-7,a,1,x,y,7\n",
            "line 3: the cohorts 'Site 7' and 'site-7' would both be called site-7",
        ),
        ("site,a,1,x,y,7\n,b,1,x,y,7\n", "line 3: name the row's cohort"),
        ("../..,a,1,x,y,7\n", "line 2: name the row's cohort"),
        ("site,a,1,x,y,7\nsite,b,1,x,y\n", "line 3: has 5 cells"),
    ],
)
def test_cohorts_that_cannot_be_told_apart_are_refused(tmp_path, rows, sentence):
    path = tmp_path / "all.csv"
    path.write_text("cohort," + HEADER + rows)
    problems = Problems()
    split_by_cohort(path, problems)
    assert any(problem.startswith(sentence) for problem in problems.sentences()), problems.sentences()


def test_without_a_cohort_column_there_is_nothing_to_split_by(tmp_path):
    path = tmp_path / "all.csv"
    path.write_text(HEADER + "a,1,x,y,7\nb,1,x,y,7\n")
    with pytest.raises(ImportRefused, match="needs a column cohort"):
        split_by_cohort(path, Problems())
