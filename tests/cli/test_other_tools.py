"""Exports of other programs by command: a mapping first, answers second, nobody's address anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.answers import open_store
from kit.curriculum.loader import load_curriculum
from kit.settings import load_cohort
from tests.answers.examples import by_label
from tests.answers.other_tools.shapes import PEOPLE, as_csv

PULSE = "How much energy do you have for today?"
PAUSE = "In the past week, how often did you pause for a breath before you reacted?"
HARDEST = "Which of these is hardest for you at work at the moment?"
SAID = [("7", "not this week"), ("3", "once or twice"), ("10", "six times or more"), ("0", "not this week"), ("5", "")]


def form(people=PEOPLE, header="Email Address") -> str:
    head = ["Timestamp", header, PULSE, PAUSE]
    rows = [["3/4/2027 9:01:22", who, *said] for who, said in zip(people, SAID, strict=False)]
    return as_csv([head, *rows])


@pytest.fixture
def survey(root: Path) -> Path:
    (root.parent / "survey.csv").write_text(form(), "utf-8")
    return root.parent / "survey.csv"


def stored(root: Path, item: str, people=PEOPLE):
    cohort = load_cohort(root)
    with open_store(cohort, weeks=load_curriculum(cohort.curriculum)) as store:
        return by_label(store, 3, "pulse", item, people=people)


def test_the_first_run_writes_a_mapping_and_the_second_imports_by_it(kit, root, survey):
    first = kit("import", str(survey), "--map", "--week", "3", "--consent", "in the form")
    assert first.code == 0, first.err
    assert "of 4 columns 2 are clear, 0 left open, 1 left out. Nothing was imported." in first.out
    assert not (root / "private" / "answers.db").exists() or stored(root, "energy") == {}
    second = kit("import", str(survey), "--map", "--consent", "in the form")
    assert second.code == 0, second.err
    assert "Participants: 5, exercises: 1, answers: 9 (9 newly stored, 0 there already)." in second.out
    assert "survey.csv still says who answered what." in second.out
    assert stored(root, "energy") == dict(zip(PEOPLE, (7, 3, 10, 0, 5), strict=True))
    assert stored(root, "pause")["ben@example.org"] == "once-or-twice"
    again = kit("import", str(survey), "--map", "--consent", "in the form")
    assert "(0 newly stored, 9 there already)" in again.out


def test_no_address_is_written_to_any_file_or_shown(kit, root, survey):
    told = [kit("import", str(survey), "--map", *more) for more in (("--week", "3"), ("--consent", "in the form"))]
    assert [done.code for done in told] == [0, 0]
    for path in (one for one in root.parent.rglob("*") if one.is_file() and one != survey):
        data = path.read_bytes()
        for who in PEOPLE:
            assert who.encode() not in data, path
    assert not [who for who in PEOPLE if any(who in done.out + done.err for done in told)]


def test_the_same_person_comes_back_by_address_and_can_withdraw_by_it(kit, root, survey):
    for more in (("--week", "3"), ("--consent", "in the form")):
        kit("import", str(survey), "--map", *more)
    survey.write_text(form(("ANA@example.org ", "new@example.org")), "utf-8")
    done = kit("import", str(survey), "--map", "--consent", "in the form")
    assert done.code == 0, done.err
    cohort = load_cohort(root)
    with open_store(cohort, weeks=load_curriculum(cohort.curriculum)) as store:
        assert len(store.participants()) == 6
    gone = kit("withdraw", "ana@example.org", "--yes")
    assert gone.code == 0, gone.err
    left = stored(root, "energy", (*PEOPLE, "new@example.org"))
    assert set(left) == {*PEOPLE, "new@example.org"} - {"ana@example.org"}


def test_what_is_left_open_stops_it_with_each_place_and_nothing_is_stored(kit, root, survey):
    survey.write_text(as_csv([["Response ID", PULSE], ["R_1", "3"]]), "utf-8")
    first = kit("import", str(survey), "--map")
    assert "0 are clear, 2 left open" in first.out
    assert (
        "to be asked about one week alone, delete this file and add --week"
        in survey.with_suffix(".map.yaml").read_text()
    )
    done = kit("import", str(survey), "--map", "--consent", "in the form")
    assert done.code == 1
    assert done.err.count("is left open") >= 2
    assert stored(root, "energy") == {}


def test_two_addresses_that_look_alike_are_asked_about_without_being_shown(kit, root, survey):
    survey.write_text(form(("anna.m@example.org", "annam@example.org")), "utf-8")
    kit("import", str(survey), "--map", "--week", "3")
    done = kit("import", str(survey), "--map", "--consent", "in the form")
    assert done.code == 1
    assert "codes that look alike: an e-mail address and an e-mail address" in done.err
    assert "annam@" not in done.out + done.err
    same = kit("import", str(survey), "--map", "--same", "annam@example.org=anna.m@example.org")
    assert "the same participant answers otherwise" in same.err


def test_where_slips_give_places_an_address_alone_gives_none(kit, root, survey):
    assert kit("slips", "5", "--list").code == 0
    slip = (root / "private" / "slips.txt").read_text("utf-8").split()
    code = next(word for word in slip if len(word) == 11 and word[5] == "-")
    survey.write_text(form(("ana@example.org", code)), "utf-8")
    kit("import", str(survey), "--map", "--week", "3")
    done = kit("import", str(survey), "--map", "--consent", "in the form")
    assert done.code == 1
    assert "codes that are no unused slip and were never imported: an e-mail address" in done.err
    taken = kit("import", str(survey), "--map", "--consent", "x", "--same", f"ana@example.org={code}")
    assert "the same participant answers otherwise" in taken.err
    survey.write_text(form((code,)), "utf-8")
    assert kit("import", str(survey), "--map", "--consent", "in the form").code == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--week", "3"), "--week belongs to --map."),
        (("--map", "--into", "many"), "--map takes one file"),
        (("--map", "--points-from", "1"), "the mapping says what numbers stand for"),
        (("--map", "--week", "77"), "there is no week 77"),
    ],
)
def test_options_that_do_not_belong_together_are_refused(kit, root, survey, more, said):
    done = kit("import", str(survey), *more)
    assert (done.code, said in done.err) == (2, True), done.err
    assert not survey.with_suffix(".map.yaml").exists()


def test_a_week_is_only_for_the_first_run(kit, root, survey):
    kit("import", str(survey), "--map", "--week", "3")
    done = kit("import", str(survey), "--map", "--week", "3")
    assert (done.code, "--week belongs to the first run" in done.err) == (2, True)


def test_a_missing_file_and_a_spreadsheet_are_told_in_a_sentence(kit, root, survey):
    assert "there is no such file" in kit("import", str(survey.with_name("none.csv")), "--map").err
    survey.write_bytes(b"PK\x03\x04" + b"x" * 99)
    done = kit("import", str(survey), "--map")
    assert (done.code, "open it and save it as “CSV UTF-8”" in done.err) == (1, True)


def test_the_example_of_the_guide_is_what_the_kit_writes(kit, root, survey):
    guide = (Path(__file__).parents[2] / "facilitator_guide" / "adapting.md").read_text("utf-8")
    example = guide.partition("```yaml\nheader_lines")[2].partition("```")[0]
    rows = [["9:01", f"CF{at}", at, label] for at, label in enumerate(("4 - six times or more", "hardly at all") * 2)]
    survey.write_text(as_csv([["Timestamp", "Your code", PULSE, PAUSE], *rows]), "utf-8")
    kit("import", str(survey), "--map", "--week", "3")
    written = survey.with_suffix(".map.yaml").read_text("utf-8")
    assert f"header_lines{example}" in written
