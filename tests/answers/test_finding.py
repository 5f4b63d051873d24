import itertools
from contextlib import nullcontext

import pytest

from kit.answers.importing import Import, Told, import_csv
from kit.answers.slip_sheets import cancel_slips, draw_slips
from kit.answers.withdrawals import withdraw
from kit.erasure.withdraw import find_participant, withdrew_before
from kit.errors import ImportRefused
from kit.text.codes import in_halves
from tests.answers.examples import HEADER, PAPER, record


@pytest.fixture
def bring(tmp_path, store):
    """``bring("a", "b")`` imports one answer under each code; a list of codes is a file of its own."""
    number = itertools.count()

    def run(*codes: str, week=1, into=store, **told):
        path = tmp_path / f"answers {next(number)}.csv"
        rows = "".join(f'"{code}",{week},check-in,energy,{n % 11}\n' for n, code in enumerate(codes))
        path.write_text(HEADER + rows, "utf-8")
        return import_csv(path, into, into.weeks, consent=PAPER, told=Told(**told))

    return run


ALIKE = [
    ("anna7", "Anna 7"),
    ("anna7", "anna-7"),
    ("B0b", "BOb"),
    ("4a", "４A"),
    ("AI5", "Al5"),
    ("José", "Jose"),
    ("mаx", "max"),  # the first a is Cyrillic
    ("P1", "P01"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_codes_that_look_alike_in_one_file_are_named_before_anything_is_stored(bring, store, one, other):
    with pytest.raises(ImportRefused) as refused:
        bring("zoe", one, other)
    assert f"codes that look alike: '{one}' and '{other}' (--same \"{other}={one}\")" in str(refused.value)
    assert store.participants() == set()


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_in_another_file_the_folding_rule_makes_them_one_or_they_are_named(bring, store, one, other):
    bring(one)
    try:
        bring(other, week=2)
    except ImportRefused as refused:
        assert "look like codes in the cohort already" in str(refused)
        assert bring(other, week=2, same={other: one}).participants == 1
        assert bring(other, week=3).participants == 1  # said once is said
    assert len(store.participants()) == 1


def test_codes_across_the_files_of_one_import_are_compared(store, tmp_path, weeks):
    batch = Import(Told())
    for number, code in enumerate(("0a42", "oa42")):
        path = tmp_path / f"{number}.csv"
        path.write_text(HEADER + f"{code},1,check-in,energy,3\n", "utf-8")
        batch.read(path, weeks, store.cohort)
    with pytest.raises(ImportRefused, match="look alike: '0a42' and 'oa42'"):
        batch.check(lambda _: nullcontext(store))


@pytest.mark.parametrize("code", ["0042", "42", "3E2", "MAR1", "1/2", "4.0", "01-Mar"])
def test_codes_that_a_spreadsheet_rewrites_are_asked_about_once(bring, store, code):
    with pytest.raises(ImportRefused, match="--codes-as-written"):
        bring(code)
    assert store.participants() == set()
    bring(code, as_written=True)
    assert bring(code, week=2).participants == 1
    assert len(store.participants()) == 1


def test_no_answer_to_that_question_makes_two_people_of_one(bring, store):
    for one, other in (("0042", "42"), ("3E2", "300"), ("MAR1", "01-Mar"), ("4", "4.0")):
        with pytest.raises(ImportRefused, match="look alike"):
            bring(one, other, as_written=True)
    bring("0042", as_written=True)
    with pytest.raises(
        ImportRefused, match=r"look like codes in the cohort already: '42' \(like '0042': --same \"42=0042\"\)"
    ):
        bring("42", as_written=True)


def test_what_is_said_to_be_the_same_must_stand_somewhere(bring):
    with pytest.raises(ImportRefused, match="--same names 'annna'"):
        bring("anna7", "Anna 7", same={"Anna 7": "annna"})


def test_one_person_with_two_answers_to_one_question_is_named(bring):
    with pytest.raises(ImportRefused, match="answers otherwise in line 2"):
        bring("anna7", "Anna 7", same={"Anna 7": "anna7"})


# A store of an earlier kit holds pseudonyms of codes as they were written.


def test_whoever_was_there_before_is_found_by_the_code_as_it_was_written(bring, store):
    for code in ("Anna 7", "AB", "ab", "0042"):
        record(store, code, week=2)
    bring("Anna 7", "0042", "AB", "ab")
    assert len(store.participants()) == 4
    assert find_participant(store, "AB").participant == store.participant("AB")
    assert find_participant(store, "ab").participant == store.participant("ab")


@pytest.mark.parametrize(
    ("before", "now"), [("Anna 7", "anna7"), ("AB", "ab"), ("ab", "AB"), ("0042", "42"), ("4.0", "4")]
)
def test_another_spelling_of_a_code_of_before_is_named_and_nobody_doubled(bring, store, before, now):
    record(store, before, week=2)
    with pytest.raises(ImportRefused, match="look like codes in the cohort already"):
        bring(now, as_written=True)
    bring(now, same={now: before}, as_written=True)
    assert store.participants() == {store.participant(before)}
    found = find_participant(store, now)
    assert (found.participant, found.spelled) == (store.participant(before), None)


def test_a_spelling_of_two_people_of_before_is_refused_and_never_merged(bring, store):
    for code in ("AB", "ab"):
        record(store, code, week=2)
    with pytest.raises(ImportRefused, match="either of two people"):
        bring("Ab")
    with pytest.raises(ImportRefused, match="were imported as two people"):
        bring("AB", "zoe", same={"AB": "ab"})
    assert find_participant(store, "Ab").unclear
    bring("AB", "ab")
    assert find_participant(store, "Ab").unclear
    assert len(store.participants()) == 2


@pytest.mark.parametrize(
    ("kept", "given", "spelled"),
    [
        ("42", "0042", "42"),
        ("0042", "42", "0042"),
        ("300", "3E2", "300"),
        ("01-Mar", "MAR1", ""),
        ("Anna-7", "anna7", ""),
    ],
)
def test_withdrawing_finds_what_a_spreadsheet_made_of_a_code_and_takes_it_for_nobody_unasked(
    bring, store, kept, given, spelled
):
    bring(kept, as_written=True)
    found = find_participant(store, given)
    assert found.spelled == spelled
    assert not found.unclear
    assert find_participant(store, f" {kept.upper()} ") is not None
    assert find_participant(store, "somebody else") is None


def test_whoever_has_withdrawn_is_left_out_in_every_spelling_of_the_code(bring, store, cohort):
    bring("Anna 7", "ben")
    withdraw(store, find_participant(store, "anna7").participant)
    for spelling in ("Anna 7", "anna7", "ANNA7"):
        assert bring(spelling).left_out == 1
        assert withdrew_before(store, spelling)
    with pytest.raises(ImportRefused, match="someone who has withdrawn"):
        bring("anna-7")
    assert len(store.participants()) == 1


# Slips: personal codes for people on paper.


def test_a_slip_on_paper_gives_one_place_once_and_its_code_goes_on_counting(bring, store):
    first, second, *_ = draw_slips(store, 4)
    assert bring(in_halves(first), second.lower()).participants == 2
    assert bring(first.replace("0", "O").replace("1", "l"), week=2).participants == 1
    assert len(store.participants()) == 2
    assert find_participant(store, in_halves(first).lower()).spelled is None


def test_once_slips_are_drawn_no_other_code_gives_a_place(bring, store):
    record(store, "here before")
    codes = draw_slips(store, 3)
    for code in ("somebody", "0000000000", in_halves(codes[0])[:-1] + "?"):
        with pytest.raises(ImportRefused, match="no unused slip and were never imported"):
            bring(codes[1], code)
    assert bring("here before", *codes).participants == 4
    with pytest.raises(ImportRefused, match="no unused slip"):
        bring("late")  # the last slip is used, and slips are still what gives a place


def test_a_slip_that_was_used_on_a_device_or_cancelled_is_refused(bring, store):
    codes = draw_slips(store, 3)
    bring(codes[0])
    cancel_slips(store)
    with pytest.raises(ImportRefused, match="no unused slip"):
        bring(codes[1])
    assert bring(codes[0], week=2).participants == 1


def test_places_kept_for_slips_are_not_given_away_by_a_file(store, bring):
    bring(*(f"person {chr(97 + n)}" for n in range(20)))
    codes = draw_slips(store)
    assert len(codes) == 20
    assert bring(*codes).participants == 20
    assert len(store.participants()) == store.cohort.size
