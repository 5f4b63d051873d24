from __future__ import annotations

import sqlite3

import pytest

from kit.answers.backup import back_up, backups_in
from kit.errors import StoreError
from tests.answers.examples import record


def counted(path) -> int:
    connection = sqlite3.connect(path)
    (found,) = connection.execute("SELECT count(*) FROM submissions").fetchone()
    connection.close()
    return found


def test_a_copy_holds_all_that_was_confirmed_and_its_owner_alone_reads_it(store, cohort):
    record(store, "a")
    path = back_up(cohort.private)
    record(store, "b")
    assert counted(path) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list(path.parent.glob("*.tmp*"))
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_only_the_newest_copies_are_kept_whatever_the_clock_says(store, cohort):
    made = [back_up(cohort.private, keep=3) for _ in range(5)]
    assert backups_in(cohort.private) == made[2:]
    assert made[-1].name == "answers-000005.db"


def test_a_copy_that_cannot_be_made_leaves_the_others_and_no_half(store, cohort):
    first = back_up(cohort.private)
    (cohort.private / "answers.db").rename(cohort.private / "elsewhere.db")
    with pytest.raises(StoreError):
        back_up(cohort.private)
    assert [one.name for one in first.parent.iterdir()] == [first.name]


def test_other_files_in_the_folder_are_left_alone(store, cohort):
    other = cohort.private / "backups" / "mine.db"
    other.write_bytes(b"x")
    for _ in range(3):
        back_up(cohort.private, keep=1)
    assert other.read_bytes() == b"x"
