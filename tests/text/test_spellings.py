import pytest

from kit.text.spellings import drawn_codes, folded, looks, may_be_changed, spellings


@pytest.mark.parametrize(
    "written",
    [
        ("anna7", "Anna7", "Anna 7", " ANNA\u00a07 ", "an\u200bna7", "ａｎｎａ７", "\ufeffAnna\u00ad7", "'anna7"),
        ("4", "4.0", "4,0", "4,00", "４", "٤", " 4 "),
        ("jos\u00e9", "Jose\u0301", "JOSÉ"),
        ("a-1", "A\u20131", "a \u2011 1"),
        ("p300", "P 300"),
        ("o'brien", "O\u2019Brien", "O\u2018Brien", "O\u02bcBRIEN", "o`brien", "O \u2032 Brien"),
        ("d'arc-4", "D\u2019Arc\u20134", "d'arc\u22124"),
    ],
)
def test_spellings_of_one_code_are_one(written):
    assert {folded(one) for one in written} == {written[0]}


@pytest.mark.parametrize(
    "alike",
    [
        ("0042", "42", "42.0", "00042", "4.2e1", "O042", "0 042"),
        ("3E2", "300", "3e+2", "3.0E+02", "300,00"),
        ("MAR1", "01-Mar", "1-Mar", "1. March", "mar-1", "1/3", "3/1", "01.03.", "2027-03-01", "01/03/2027", "Mar 01"),
        ("1/2", "02-Jan", "01-Feb", "1.2."),
        ("SEPT2", "2-Sep", "September 2"),
        ("B0", "BO", "bo", "b-0", "В0"),
        ("AI7", "Al7", "A17", "A-17", "A.17"),
        ("anna_7", "anna-7", "anna.7", "Anna 07"),
        ("José", "jose"),
        ("P1", "P01", "p001"),
        ("1.20", "1,2"),
    ],
)
def test_what_is_taken_for_one_another_looks_the_same(alike):
    assert len({looks(one) for one in alike}) == 1, {one: looks(one) for one in alike}


@pytest.mark.parametrize(
    "apart", [("Kai", "Kal"), ("10", "100"), ("P1", "P10"), ("a", "b"), ("3E2", "3E3"), ("1/2", "1/3")]
)
def test_what_nobody_mistakes_stays_apart(apart):
    assert len({looks(one) for one in apart}) == len(apart)


@pytest.mark.parametrize(
    "code", ["0042", "42", "4.0", "3E2", "MAR1", "1/2", "12:30", "2027-01-02", "dec-10", "-5", "1,5"]
)
def test_codes_that_a_spreadsheet_rewrites_are_known(code):
    assert may_be_changed(code)


@pytest.mark.parametrize(
    "code", ["C22", "anna7", "P01", "7K3MQ-2ZD45", "A1", "blue heron", "b-01234-56789-abcde-fghjk", "MARA"]
)
def test_codes_that_survive_are_left_alone(code):
    assert not may_be_changed(code)


def test_what_an_earlier_kit_may_have_kept_is_tried():
    assert {"ab", "AB", "Ab", "aB"} <= set(spellings("aB"))
    assert {"42", "42.0", "042", "0042"} <= set(spellings("42"))
    assert {"42", "0042"} <= set(spellings("0042"))
    assert {"Anna 7", "anna7", "ANNA7", "anna 7"} <= set(spellings("Anna7"))


def test_the_codes_of_printed_sheets_survive_every_program_and_every_eye():
    codes = list(drawn_codes())
    assert len(codes) == 1024
    assert len({looks(code) for code in codes}) == len({folded(code) for code in codes}) == 1024
    for code in codes:
        assert not may_be_changed(code)
        assert code[0].isalpha()
        assert not set(code) & set("0O1lI")


@pytest.mark.parametrize(
    ("code", "before"), [("O'Brien", "O\u2019Brien"), ("o\u2019brien", "O'Brien"), ("d'arc 4", "D\u2019Arc 4")]
)
def test_a_code_of_0_1_0_is_found_with_the_other_apostrophe(code, before):
    assert before in spellings(code)
