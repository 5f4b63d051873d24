"""Deleting by command: what it asks, what it says, and what is gone afterwards."""

from __future__ import annotations

import json
import sqlite3

import pytest

from kit.answers import open_store
from kit.answers.backup import back_up
from kit.answers.slip_sheets import draw_slips
from kit.curriculum.loader import load_curriculum
from kit.settings import load_cohort
from kit.text.codes import in_halves
from tests.answers.examples import record

ROWS = "participant,week,exercise,item,answer\n" + "".join(
    f"slip {person},1,pulse,energy,{person % 11}\n" for person in range(1, 13)
)


@pytest.fixture
def cohort(kit, root, tmp_path):
    table = tmp_path / "week_01.csv"
    table.write_text(ROWS, "utf-8")
    assert kit("import", str(table), "--consent", "on paper, 3 May").code == 0
    back_up(root / "private")
    return root


def stopped_by_hand(*_):
    raise KeyboardInterrupt


def published(root) -> bytes:
    return (root / "published" / "releases.json").read_bytes()


def test_a_participant_withdraws_and_published_figures_stand(kit, cohort, tmp_path):
    kit("publish", "1")
    before = published(cohort)
    done = kit("withdraw", "slip", "3", "--yes")
    assert (done.code, done.err) == (0, "")
    assert "Everything given under this code is deleted" in done.out
    assert "none of it is left in any of them" in done.out
    assert "slip 3" not in done.out
    kit("publish", "1")
    assert published(cohort) == before
    assert kit("audit").code == 0
    again = kit("import", str(tmp_path / "week_01.csv"), "--consent", "on paper, 3 May")
    assert "Left out, because they have withdrawn: 1" in again.out


def test_before_a_result_one_who_withdrew_is_not_in_it(kit, cohort):
    kit("withdraw", "slip 3", "--yes")
    kit("publish", "1")
    assert b'"people": 11' in published(cohort)


def test_a_code_that_nobody_has_changes_nothing(kit, cohort):
    done = kit("withdraw", "slip 99", "--yes")
    assert done.code == 1
    assert "Nobody here has this code" in done.err
    assert "99" not in done.err


def test_it_asks_first_and_a_no_changes_nothing(kit, cohort, monkeypatch):
    asked = []
    monkeypatch.setattr("typer.confirm", asked.append)
    done = kit("withdraw", "slip 3")
    assert done.code == 1
    assert "Nothing was changed." in done.out
    assert "for good" in asked[0]
    kit("publish", "1")
    assert b'"people": 12' in published(cohort)


def test_without_a_code_it_is_asked_for_and_not_shown(kit, cohort, monkeypatch):
    def ask(text, *, hide_input):
        assert hide_input
        assert "four words" in text
        return "slip 3"

    monkeypatch.setattr("typer.prompt", ask)
    assert kit("withdraw", "--yes").code == 0
    kit("publish", "1")
    assert b'"people": 11' in published(cohort)


def test_only_to_stop_counting_keeps_the_answers_and_publishes_none(kit, cohort, tmp_path):
    done = kit("withdraw", "slip 3", "--hold", "--yes")
    assert (done.code, done.err) == (0, "")
    assert "isn't counted any more" in done.out
    # The same table once more is no new consent.
    kit("import", str(tmp_path / "week_01.csv"), "--consent", "on paper, 3 May")
    kit("publish", "1")
    assert b'"people": 11' in published(cohort)


def test_a_table_that_still_has_rows_is_named_until_they_are_out(kit, cohort):
    table = cohort / "typed.csv"
    table.write_text(ROWS, "utf-8")
    done = kit("withdraw", "slip 3", "--yes")
    assert done.code == 1
    assert "Some of it is still in these files" in done.out
    assert str(table) in done.out
    assert kit("withdraw", "slip 3", "--yes").code == 1
    table.write_text(ROWS.replace("slip 3,", "slip 33,"), "utf-8")
    done = kit("withdraw", "slip 3", "--yes")
    assert done.code == 0
    assert "has already withdrawn" in done.out


def test_the_table_of_a_slip_is_named_however_its_code_is_typed(kit, cohort):
    with open_store(load_cohort(cohort), weeks=load_curriculum(cohort / "curriculum")) as store:
        (slip,) = draw_slips(store, 1)
    table = cohort / "private" / "week_01_answers.csv"
    head = "participant,week,exercise,item,answer\n"
    table.write_text(f"{head}{in_halves(slip)},1,pulse,energy,4\n", "utf-8")
    assert kit("import", str(table), "--consent", "on paper, 3 May").code == 0
    for typed in (slip.lower(), f"{slip[:3]} {slip[3:]}", in_halves(slip)):
        done = kit("withdraw", typed, "--yes")
        assert (done.code, "none of it is left" in done.out) == (1, False), typed
        assert str(table) in done.out, typed
    table.write_text(head, "utf-8")
    assert kit("withdraw", slip, "--yes").code == 0


def test_withdrawing_twice_never_reaches_somebody_whose_code_has_other_capitals(kit, cohort):
    # Two sheets of an earlier kit, to which capitals mattered.
    with open_store(load_cohort(cohort), weeks=load_curriculum(cohort / "curriculum")) as store:
        for code in ("AB", "ab"):
            record(store, code, exercise="pulse", cohort=store.cohort.slug)
    unclear = kit("withdraw", "aB", "--yes")
    assert unclear.code == 1
    assert "Two people have codes" in unclear.err
    assert kit("withdraw", "AB", "--yes").code == 0
    assert "has already withdrawn" in kit("withdraw", "AB", "--yes").out
    kit("publish", "1")
    assert b'"people": 13' in published(cohort)


def test_a_withdrawal_that_was_stopped_goes_on_when_the_command_is_given_again(kit, cohort, monkeypatch):
    table = cohort / "typed.csv"
    table.write_text(ROWS, "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("kit.erasure.search.holds", stopped_by_hand)
        done = kit("withdraw", "slip", "3", "--yes")
    assert done.code
    assert "once more with the same code" in done.out
    again = kit("withdraw", "slip", "3", "--yes")
    assert again.code == 1
    assert "Everything given under this code is deleted" in again.out
    assert str(table) in again.out
    assert "has already withdrawn" in kit("withdraw", "slip", "3", "--yes").out


def test_every_question_and_answer_of_the_command_is_a_sentence_for_people(kit, cohort):
    text = kit("withdraw", "--help").out
    assert "Example" in text
    assert "four words" in text
    assert load_cohort(cohort).slug == "spring"


def test_the_end_of_a_cohort_names_what_goes_and_wants_its_name(kit, cohort, monkeypatch):
    kit("publish", "1")
    before = published(cohort)
    (cohort / "typed.csv").write_text(ROWS, "utf-8")
    (cohort / "private" / "roster.csv").write_text("name,apart_from\nAda Zwicky,\n", "utf-8")
    asked = []

    def prompt(text, **_):
        asked.append(text)
        return "autumn" if len(asked) == 1 else "spring"

    monkeypatch.setattr("typer.prompt", prompt)
    done = kit("purge")
    assert done.code == 1
    assert "Nothing was deleted." in done.out
    assert (cohort / "private" / "secret.key").exists()
    for words in (
        "private/secret.key",
        "private/bundle.key",
        "private/roster.csv",
        "typed.csv",
        "files in private/: 2",
    ):
        assert words in done.out, words
    assert "names no first session" in done.out
    done = kit("purge")
    assert (done.code, done.err) == (0, "")
    assert "spring" in asked[1]
    assert "deletion.json" in done.out
    assert published(cohort) == before
    assert not (cohort / "typed.csv").exists()
    assert kit("audit").code == 0
    assert "were deleted on" in kit("doctor").out
    assert "nothing left to delete" in kit("purge").out


def test_an_end_that_was_stopped_goes_on_and_still_finds_what_is_left(kit, cohort, monkeypatch):
    copy = cohort / "facilitator_guide" / "before week 4.db"
    copy.write_bytes((cohort / "private" / "answers.db").read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr("kit.erasure.search.holds", stopped_by_hand)
        done = kit("purge", "--yes")
    assert done.code
    assert "once more" in done.out
    done = kit("purge", "--yes")
    assert done.code == 1
    assert str(copy) in done.out
    assert json.loads((cohort / "deletion.json").read_text("utf-8"))["left"] == 1
    assert "nothing left to delete" in kit("purge").out


def test_where_answers_could_not_be_read_it_is_said_that_nobody_can_look_for_them(kit, cohort):
    (cohort / "private" / "answers.db").write_bytes(b"no database")
    done = kit("purge", "--yes")
    assert done.code == 1
    assert "Not everything that was deleted could be searched for" in done.out
    assert json.loads((cohort / "deletion.json").read_text("utf-8"))["left"] is None


def test_after_the_end_every_command_that_needs_answers_says_so(kit, cohort, tmp_path):
    kit("publish", "1")
    assert kit("purge", "--yes").code == 0
    for command in (
        ("import", str(tmp_path / "week_01.csv"), "--consent", "paper"),
        ("publish", "1"),
        ("withdraw", "slip 3", "--yes"),
        ("host", "1", "--no-lab", "--people", "3"),
        ("form", "2"),
    ):
        done = kit(*command)
        assert done.code == 1, command
        assert "the cohort is over" in done.err, command
    assert kit("report", "1").code == 0
    assert kit("export").code == 0
    assert kit("form", "2", "--out", str(tmp_path)).code == 0  # to look at, beside the cohort
    assert list((cohort / "private").glob("*_answers.csv")) == []


def test_the_clock_is_told_before_anything_is_deleted(kit, tmp_path, monkeypatch):
    kit("init", str(tmp_path / "old"), "--first-session", "2020-03-03")
    kit("init", str(tmp_path / "new"), "--first-session", "2150-03-03")
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "")
    assert "kept until 2020-05-21. By this computer's clock" in kit("purge", "--cohort", str(tmp_path / "old")).out
    assert "may be kept until 2150-05-21" in kit("purge", "--cohort", str(tmp_path / "new")).out


def test_something_that_is_left_is_named_and_no_success(kit, cohort):
    note = cohort / "facilitator_guide" / "notes.md"
    connection = sqlite3.connect(cohort / "private" / "answers.db")
    (id,) = connection.execute("SELECT id FROM submissions LIMIT 1").fetchone()
    connection.close()
    note.write_text(f"seen: {id}", "utf-8")
    done = kit("purge", "--yes")
    assert done.code == 1
    assert str(note) in done.out
