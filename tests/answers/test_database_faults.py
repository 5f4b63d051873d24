import os
import sqlite3

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import SQLAlchemyError

from kit.answers import schema
from kit.answers.counted import used
from kit.answers.database import damaged
from kit.errors import InvalidAnswer, StoreBusy, StoreError
from tests.answers.examples import record


def test_an_error_never_carries_an_answer(store, caplog):
    secret = "I cry in the car"
    with pytest.raises(StoreError) as caught, store.transaction() as connection:
        connection.exec_driver_sql("INSERT INTO used (submission, item, sequence) VALUES (?, ?, ?)", (99, secret, 1))
    shown = f"{caught.value} {caught.value.__cause__} {caught.value.__suppress_context__}"
    assert secret not in shown
    assert caught.value.__suppress_context__
    with pytest.raises(SQLAlchemyError) as raw, store.engine.begin() as connection:  # past our own sentences
        connection.execute(insert(used), {"submission": 99, "item": secret, "sequence": 1})
    assert secret not in str(raw.value)
    with pytest.raises(InvalidAnswer) as wrong:
        record(store, "anna", {"energy": secret})
    assert secret not in f"{wrong.value}{caplog.text}"


def test_a_full_disk_stores_nothing_says_so_and_goes_on_when_there_is_room(store):
    record(store, "anna")
    with store.transaction() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="NOT stored, the disk is full") as caught:
        for n in range(1000):
            record(store, f"c{n % 30}", {"words": "x" * 2000}, revision=n + 1)
    assert "xxx" not in str(caught.value)
    people = set(store.contributions(1, "check-in", "words"))
    with store.transaction() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    record(store, "zoe", {"words": "there is room"})
    assert set(store.contributions(1, "check-in", "words")) == people | {store.participant("zoe")}


def test_a_database_locked_by_another_program_is_busy_not_broken(store, cohort):
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(cohort.private / "answers.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreBusy, match="another program has locked"):
            record(store, "anna")
    finally:
        other.close()
    assert record(store, "anna") == "stored"


@pytest.mark.parametrize("column", ["exercise", "id", "sealed"])
def test_a_value_that_can_be_read_as_nothing_is_a_damaged_file_and_not_one_that_took_no_answer(store, cohort, column):
    record(store, "anna")
    with sqlite3.connect(cohort.private / "answers.db") as other:
        other.execute(f"UPDATE submissions SET {column} = CAST(x'ff00fe' AS TEXT)")
    other.close()
    with pytest.raises(StoreError, match="is damaged") as caught, store.reading() as reading:
        reading.execute(select(schema.submissions)).all()
    assert str(damaged(cohort.private / "answers.db")) == str(caught.value)


def test_the_newest_backup_is_the_one_with_the_highest_number_whatever_a_clock_said(cohort):
    backups = cohort.private / "backups"
    backups.mkdir(parents=True)
    # A clock that was set back between two backups, a copy that reset times, and a file that is no backup.
    for name, written in (("answers-999999.db", 9), ("answers-1000000.db", 1), ("before week 4.db", 99)):
        (backups / name).write_bytes(b"")
        os.utime(backups / name, (written, written))
    assert str(damaged(cohort.private / "answers.db")).endswith("private/backups/answers-1000000.db")
    for path in backups.glob("answers-*.db"):
        path.unlink()
    assert str(damaged(cohort.private / "answers.db")).endswith("private/backups/before week 4.db")
