"""A file of answers that another hand changed is told in one sentence with a cure; a sound one is never blamed."""

from __future__ import annotations

import sqlite3

import pytest

from kit.answers import open_store
from kit.answers.backup import back_up
from kit.answers.database import FILE_NAME
from kit.answers.importing import Told, import_csv
from kit.answers.soundness import is_missing, problems_of
from tests.answers.examples import HEADER, PAPER, record


@pytest.fixture
def path(cohort, weeks):
    """The file of a store with answers of two people, closed, beside a backup."""
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna", {"energy": 7, "words": "quince and thyme"})
        record(store, "ben", {"energy": 2})
    back_up(cohort.private)
    return cohort.private / FILE_NAME


def change(path, *statements):
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement
    connection.close()


def test_a_sound_store_and_none_yet_are_no_problem(cohort, weeks, tmp_path):
    assert problems_of(cohort) == []
    assert not is_missing(cohort)
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna")
        assert problems_of(cohort) == [], "while a session has it open"
    assert problems_of(cohort) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE submissions SET sealed = (SELECT sealed FROM submissions AS other WHERE other.id <> submissions.id)",
        "UPDATE submissions SET sealed = substr(sealed, 1, 200) || x'00' || substr(sealed, 202) WHERE received = 2",
        "UPDATE submissions SET sealed = x'' WHERE received = 1",
        "UPDATE submissions SET sealed = zeroblob(284)",
        "UPDATE submissions SET exercise = 'listening' WHERE received = 1",
        "UPDATE submissions SET week = 2",
        "UPDATE submissions SET revision = 2 WHERE received = 1",
        "UPDATE submissions SET revision = revision + 1",
        "UPDATE submissions SET id = '00000000-0000-4000-8000-000000000001' WHERE received = 2",
        "UPDATE submissions SET participant = (SELECT participant FROM submissions AS other WHERE other.received = 2)",
    ],
)
def test_an_answer_that_is_not_what_was_sent_is_found_and_its_content_told_to_nobody(path, cohort, statement):
    change(path, statement)
    (said,) = problems_of(cohort)
    assert said.startswith(f"{path}: answers in it aren't what was sent")
    assert "copy the newest backup to its place" in said
    assert "quince" not in said
    assert "theirs" not in said


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE submissions SET revision = 9 WHERE revision = 1",
        "UPDATE submissions SET revision = 3 - revision",
        "UPDATE submissions SET id = '00000000-0000-4000-8000-' || printf('%012d', received)",
        "UPDATE submissions SET participant = (SELECT max(id) FROM participants) WHERE revision = 2",
    ],
)
def test_another_order_of_imported_answers_is_found(cohort, weeks, tmp_path, statement):
    with open_store(cohort, weeks=weeks) as store:
        for number, rows in enumerate(("a,1,check-in,energy,7\nb,1,check-in,energy,2\n", "b,1,check-in,energy,5\n")):
            file = tmp_path / f"{number}.csv"
            file.write_text(HEADER + rows, "utf-8")
            import_csv(file, store, weeks, consent=PAPER, told=Told())
        moved = min(store.participant(label) for label in "ab") == store.participant("b")
    back_up(cohort.private)
    assert problems_of(cohort) == []
    if "max(id)" in statement and not moved:
        statement = statement.replace("max(", "min(")
    change(cohort.private / FILE_NAME, statement)
    (said,) = problems_of(cohort)
    assert "aren't what was sent" in said


@pytest.mark.parametrize("source", ["live", "bundle"])
@pytest.mark.parametrize("newest", ["revision = 3 - revision", "revision = 9 WHERE revision = 1", "revision = 1"])
def test_an_earlier_answer_cannot_be_made_the_newest_again_however_it_came(cohort, weeks, source, newest):
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna", {"energy": 7}, source=source)
        record(store, "anna", {"energy": 2}, source=source, revision=2)
        assert problems_of(cohort) == []
    change(cohort.private / FILE_NAME, f"UPDATE submissions SET {newest}")
    (said,) = problems_of(cohort)
    assert "aren't what was sent" in said


def test_a_revision_that_nobody_sends_is_found_wherever_it_came_from(path, cohort):
    change(path, "UPDATE submissions SET revision = 0")
    (said,) = problems_of(cohort)
    assert "aren't what was sent" in said


def test_parts_that_belong_to_nothing_are_found(path, cohort):
    change(path, "DELETE FROM participants")
    (said,) = problems_of(cohort)
    assert "belong to nothing any more" in said
    assert "private/backups/" in said


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(4000)])
def test_what_is_no_file_of_answers_is_told_and_left_as_it_is(path, cohort, content):
    path.write_bytes(content)
    for beside in path.parent.glob(f"{FILE_NAME}-*"):
        beside.unlink()
    (said,) = problems_of(cohort)
    assert str(path) in said
    assert path.read_bytes() == content


def test_a_file_that_was_there_and_is_gone_is_missing_and_following_the_cure_helps(path, cohort, weeks):
    path.unlink()
    assert is_missing(cohort)
    (said,) = problems_of(cohort)
    assert "private/backups/" in said
    (kept,) = (path.parent / "backups").iterdir()
    path.write_bytes(kept.read_bytes())
    assert problems_of(cohort) == []
    with open_store(cohort, weeks=weeks) as store:
        assert len(store.participants()) == 2
