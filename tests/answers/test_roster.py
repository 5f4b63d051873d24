from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from kit.answers import Store
from kit.answers.roster import draw, read_roster, write_roster
from kit.errors import CohortError, PairingError, StoreError
from kit.session.groups import pairs_of
from kit.settings import Cohort

TEN = "name,apart_from\n" + "".join(f"Person {letter},\n" for letter in "ABCDEFGHIJ")


@pytest.fixture
def private(cohort: Cohort) -> Path:
    cohort.private.mkdir(mode=0o700)
    return cohort.private


def write(private: Path, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    (private / "roster.csv").write_bytes(data)


def test_names_come_in_the_order_of_the_file_and_apart_counts_for_both(cohort: Cohort, private: Path) -> None:
    write(private, "name,apart_from\nZoe,\nAna,Ben; Zoe\nBen,\n")
    roster = read_roster(cohort)
    assert roster.names == ("Zoe", "Ana", "Ben")
    assert roster.apart == {frozenset(("Ana", "Ben")), frozenset(("Ana", "Zoe"))}


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbfname,apart_from\nAna,Ben\nBen,\n",
        b"name,apart_from\r\nAna,Ben\r\nBen,\r\n",
        b"name,apart_from\rAna,Ben\rBen,\r",
        b"Name , Apart_From\n\n  Ana  ,  Ben ;\n,\nBen\n",
        b'name,apart_from\n"Ana","Ben"\n"Ben",""',
    ],
    ids=["byte order mark", "windows", "old mac", "spaces and empty lines", "quoted"],
)
def test_what_spreadsheets_make_of_a_file_is_read_all_the_same(cohort: Cohort, private: Path, text: bytes) -> None:
    write(private, text)
    roster = read_roster(cohort)
    assert roster.names == ("Ana", "Ben")
    assert roster.apart == {frozenset(("Ana", "Ben"))}


def test_names_need_not_be_written_twice_in_the_same_way(cohort: Cohort, private: Path) -> None:
    write(private, "name,apart_from\nAna  Lía,\nBen,ana Li\u0301a\n")
    assert read_roster(cohort).apart == {frozenset(("Ana Lía", "Ben"))}


def test_a_roster_without_names_or_without_the_second_column_is_a_roster(cohort: Cohort, private: Path) -> None:
    write(private, "name,apart_from\n")
    assert read_roster(cohort).names == ()
    write(private, "name\nAna\n")
    assert read_roster(cohort).names == ("Ana",)


@pytest.mark.parametrize(
    "text",
    [
        "name;apart_from\r\nO'Neil;Zoë;Ben\r\nBen;\r\nZoë;\r\n",
        'Name;Apart from\nO\'Neil;"Ben;Zoë"\nZoë;\nBen;\n',
        "name;apart_from;;\nO'Neil;Zoë; Ben;\nBen;;;\nZoë;;;\n".replace("apart_from;;", "apart_from"),
        "NAME,apart from\nO'Neil,\nBen,o’neil\nZoë,O’Neil\n",
    ],
)
def test_what_a_spreadsheet_or_a_phone_makes_of_a_roster_is_read(cohort: Cohort, private: Path, text: str) -> None:
    write(private, text)
    roster = read_roster(cohort)
    assert set(roster.names) == {"O'Neil", "Ben", "Zoë"}
    assert roster.apart == {frozenset(("O'Neil", "Ben")), frozenset(("O'Neil", "Zoë"))}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,apart_from\nAna,Bne\nBen,\n", "line 2: 'Ana' is kept apart from 'Bne', who isn't on the roster"),
        ("name,apart_from\nAna,\nBen,\nANA,\n", "line 4: 'ANA' stands twice"),
        ("name,apart_from\nAna,ana\n", "line 2: 'Ana' is kept apart from themselves"),
        ("name,apart_from\n,Ana\n", "line 2: the name is missing"),
        ("name;apart_from\nAna;Bne\nBen;\n", "line 2: 'Ana' is kept apart from 'Bne', who isn't on the roster"),
        ("name;partner\nAna;Ben\n", "line 1: the columns must be name,apart_from, not name,partner"),
        ("name\nAna; Ben\n", "line 2: a name can't have a semicolon"),
        ("Ana,Ben\n", "line 1: the columns must be name,apart_from, not ana,ben"),
        ("", "line 1: the columns must be name,apart_from, not empty"),
        ("name,apart_from\nAna,Ben,Cem\n", "line 2: there are 3 columns rather than 2"),
        ('name,apart_from\n"Ana,Ben\n', "check the quotation marks"),
        ("name,apart_from\nAna; Ben,\n", "line 2: a name can't have a semicolon"),
        ("name,apart_from\nAna\u202eneB,\n", "line 2: a name is longer than 80 characters or has invisible signs"),
        ("name,apart_from\nA\0na,\n", "line 2: a name is longer than 80 characters or has invisible signs"),
        ("name,apart_from\n" + "A" * 81 + ",\n", "line 2: a name is longer than 80 characters"),
        (b"name,apart_from\nAna,\nJos\xe9,\n", "line 3: not UTF-8"),
        ("name\n" + "".join(f"P{n}\n" for n in range(1001)), "1001 names are more than a cohort has"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_a_cure(
    cohort: Cohort, private: Path, text: str | bytes, says: str
) -> None:
    write(private, text)
    with pytest.raises(CohortError) as error:
        read_roster(cohort)
    assert says in str(error.value)
    assert "roster.csv: " in str(error.value)


def test_a_missing_roster_is_told_with_how_to_make_one(cohort: Cohort) -> None:
    with pytest.raises(CohortError, match="make it with the columns name,apart_from"):
        read_roster(cohort)


def test_a_roster_that_is_a_folder_is_told_as_well(cohort: Cohort, private: Path) -> None:
    (private / "roster.csv").mkdir()
    with pytest.raises(CohortError, match="can't be read"):
        read_roster(cohort)


def test_eight_weeks_of_drawings_remember_who_has_met(cohort: Cohort, private: Path) -> None:
    write(private, TEN)
    names = read_roster(cohort).names
    met = [pair for week in range(1, 9) for pair in pairs_of(draw(cohort, week, names, 2, week).groups)]
    assert len(met) == len(set(met)) == 40


def test_drawing_again_in_a_week_replaces_that_weeks_drawing(cohort: Cohort, private: Path) -> None:
    write(private, TEN)
    names = read_roster(cohort).names
    first = draw(cohort, 1, names, 2, 1)
    second = draw(cohort, 1, names, 2, 2)
    assert first.groups != second.groups
    assert not second.again
    kept = json.loads((private / "run" / "pairs.json").read_text("utf-8"))
    assert kept == {"weeks": {"1": [list(group) for group in second.groups]}}


def test_only_people_who_are_here_are_drawn_and_never_with_whom_they_are_kept_apart(
    cohort: Cohort, private: Path
) -> None:
    write(private, "name,apart_from\nAna,Ben\nBen,\nCem,\nDee,\nEli,\n")
    for seed in range(8):
        found = draw(cohort, seed, ["dee", "Ana", "Cem", " Ben"], 2, seed)
        assert sorted(name for group in found.groups for name in group) == ["Ana", "Ben", "Cem", "Dee"]
        assert frozenset(("Ana", "Ben")) not in set(pairs_of(found.groups))


def test_a_name_that_is_not_on_the_roster_is_named(cohort: Cohort, private: Path) -> None:
    write(private, TEN)
    with pytest.raises(PairingError, match="'Zoe' isn't on the roster"):
        draw(cohort, 1, ["Person A", "Zoe"])


def test_a_refused_drawing_leaves_the_record_as_it_was(cohort: Cohort, private: Path) -> None:
    write(private, "name,apart_from\nAna,Ben\nBen,\nCem,\nDee,\n")
    draw(cohort, 1, ["Ana", "Cem"])
    before = (private / "run" / "pairs.json").read_bytes()
    with pytest.raises(PairingError):
        draw(cohort, 2, ["Ana", "Ben"])
    assert (private / "run" / "pairs.json").read_bytes() == before


def test_the_record_is_its_owners_alone_and_written_whole(cohort: Cohort, private: Path) -> None:
    write(private, TEN)
    draw(cohort, 1, read_roster(cohort).names)
    found = private / "run" / "pairs.json"
    assert stat.S_IMODE(found.stat().st_mode) == 0o600
    assert [path.name for path in found.parent.iterdir()] == ["pairs.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"weeks": []}', '{"weeks": {"one": []}}', '{"weeks": {"1": 3}}', "[" * 9999]
)
def test_a_damaged_record_is_told_with_a_cure_and_nothing_is_drawn(cohort: Cohort, private: Path, text: str) -> None:
    write(private, TEN)
    (private / "run").mkdir()
    (private / "run" / "pairs.json").write_text(text)
    with pytest.raises(CohortError, match=r"pairs.json: the record of earlier pairs is damaged; move the file away"):
        draw(cohort, 1, read_roster(cohort).names)
    assert (private / "run" / "pairs.json").read_text() == text


def test_a_record_that_cannot_be_read_is_told(cohort: Cohort, private: Path) -> None:
    write(private, TEN)
    (private / "run" / "pairs.json").mkdir(parents=True)
    with pytest.raises(StoreError, match=r"pairs.json"):
        draw(cohort, 1, read_roster(cohort).names)


def test_a_full_disk_is_told_and_the_record_stays(
    cohort: Cohort, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(private, TEN)
    names = read_roster(cohort).names
    draw(cohort, 1, names)
    before = (private / "run" / "pairs.json").read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="the disk is full"):
        draw(cohort, 2, names)
    assert (private / "run" / "pairs.json").read_bytes() == before


def test_neither_names_nor_drawings_ever_reach_the_file_of_answers(store: Store, cohort: Cohort) -> None:
    write(cohort.private, TEN)
    pseudonym = store.participant("Person A")
    draw(cohort, 1, read_roster(cohort).names)
    assert b"Person" not in (cohort.private / "answers.db").read_bytes()
    assert pseudonym not in (cohort.private / "run" / "pairs.json").read_text()


def test_names_that_are_written_replace_those_there_and_who_is_kept_apart_stays_so(
    cohort: Cohort, private: Path
) -> None:
    (private / "roster.csv").write_text("name,apart_from\nAda,Ben;Cem\nBen\nCem\n", "utf-8")
    made = write_roster(cohort, ["Zoë ", "Ada", "", "Cem", "Smith, Ben"])
    assert made == read_roster(cohort)
    assert made.names == ("Zoë", "Ada", "Cem", "Smith, Ben")
    assert made.apart == {frozenset(("Ada", "Cem"))}
    assert (private / "roster.csv").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("names", [["Ada", "ada"], ["A;B"], ["x" * 81], ["An\u200ba"]])
def test_a_name_that_cannot_be_one_is_told_and_the_roster_stays(
    cohort: Cohort, private: Path, names: list[str]
) -> None:
    (private / "roster.csv").write_text("name\nAda\nBen\n", "utf-8")
    with pytest.raises(CohortError, match="line"):
        write_roster(cohort, names)
    assert read_roster(cohort).names == ("Ada", "Ben")


def test_a_roster_that_cannot_be_read_is_not_written_over(cohort: Cohort, private: Path) -> None:
    (private / "roster.csv").write_text("people\nAda\n", "utf-8")
    with pytest.raises(CohortError, match="columns"):
        write_roster(cohort, ["Ben"])
    assert (private / "roster.csv").read_text("utf-8") == "people\nAda\n"
