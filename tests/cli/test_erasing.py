"""Deleting by command: what it asks, what it says, and what is gone afterwards."""

from __future__ import annotations

import pytest

from kit.settings import load_cohort
from kit.store.backup import back_up

ROWS = "participant,week,exercise,item,answer\n" + "".join(
    f"slip {person},1,pulse,energy,{person % 11}\n" for person in range(1, 13)
)


@pytest.fixture
def cohort(kit, tmp_path, monkeypatch):
    root = tmp_path / "spring"
    kit("init", str(root))
    monkeypatch.chdir(root)
    table = tmp_path / "week_01.csv"
    table.write_text(ROWS, "utf-8")
    assert kit("import", str(table), "--consent", "on paper, 3 May").code == 0
    back_up(root / "private")
    return root


def published(root) -> bytes:
    return (root / "published" / "releases.json").read_bytes()


def test_a_participant_withdraws_and_published_figures_stand(kit, cohort, tmp_path):
    kit("publish", "1")
    before = published(cohort)
    done = kit("withdraw", "slip", "3", "--yes")
    assert (done.code, done.err) == (0, "")
    assert "Everything that was given under this code is deleted" in done.out
    assert "nothing of it is left in any of them" in done.out
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
    assert "nobody here with this code" in done.err
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
    assert "not counted any more" in done.out
    # The same table once more is no new consent.
    kit("import", str(tmp_path / "week_01.csv"), "--consent", "on paper, 3 May")
    kit("publish", "1")
    assert b'"people": 11' in published(cohort)


def test_a_table_that_still_has_rows_is_named_until_they_are_out(kit, cohort):
    table = cohort / "typed.csv"
    table.write_text(ROWS, "utf-8")
    done = kit("withdraw", "slip 3", "--yes")
    assert done.code == 1
    assert "Something of it is still in these files" in done.out
    assert str(table) in done.out
    assert kit("withdraw", "slip 3", "--yes").code == 1
    table.write_text(ROWS.replace("slip 3,", "slip 33,"), "utf-8")
    done = kit("withdraw", "slip 3", "--yes")
    assert done.code == 0
    assert "has withdrawn before" in done.out


def test_every_question_and_answer_of_the_command_is_a_sentence_for_people(kit, cohort):
    text = kit("withdraw", "--help").out
    assert "Example" in text
    assert "four words" in text
    assert load_cohort(cohort).slug == "spring"
