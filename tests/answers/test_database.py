import errno
import logging
import os
import sqlite3

import pytest

from kit.answers import open_store
from kit.answers.database import open_database
from kit.errors import StoreError
from tests.answers.examples import record

NOTHING_TO_SEAL = None


@pytest.fixture
def filled(cohort, weeks):
    """A cohort with answers, closed."""
    with open_store(cohort, weeks=weeks) as store:
        for n in range(30):
            record(store, f"c{n}", {"words": f"word {n} " * 100})
    return cohort


def opening(cohort, weeks) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(cohort, weeks=weeks)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_commits_are_flushed_and_deleted_text_is_overwritten(store):
    with store.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }


def test_a_writing_transaction_takes_the_lock_before_it_reads(store, cohort):
    other = sqlite3.connect(cohort.private / "answers.db", timeout=0)
    with store.transaction(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_database_with_flipped_bytes_is_refused_and_the_newest_backup_named(filled, weeks):
    path = filled.private / "answers.db"
    whole = path.read_bytes()
    (filled.private / "backups" / "answers-000001.db").write_bytes(b"")
    (filled.private / "backups" / "answers-000002.db").write_bytes(whole)
    os.utime(filled.private / "backups" / "answers-000002.db", (1, 1))
    for start in range(4096, len(whole), 4096):  # the head of every page but the first, one at a time
        path.write_bytes(whole[:start] + bytes(b ^ 0xFF for b in whole[start : start + 16]) + whole[start + 16 :])
        sentence = opening(filled, weeks)
        assert "answers.db: the file of answers is damaged" in sentence
        assert sentence.endswith("private/backups/answers-000002.db")
    path.write_bytes(whole)
    open_store(filled, weeks=weeks).close()


@pytest.mark.parametrize("content", [b"dear diary\n" * 500, b"\x00" * 8192, b"PK\x03\x04" * 3000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(cohort, weeks, content):
    cohort.private.mkdir()
    path = cohort.private / "answers.db"
    path.write_bytes(content)
    assert "this is no file of answers; there is no backup" in opening(cohort, weeks)
    assert path.read_bytes() == content


def test_a_database_cut_to_nothing_is_not_taken_for_a_new_one(filled, weeks):
    (filled.private / "answers.db").write_bytes(b"")
    assert "is damaged" in opening(filled, weeks)


def test_a_database_cut_short_is_refused(filled, weeks):
    path = filled.private / "answers.db"
    path.write_bytes(path.read_bytes()[:-5000])
    assert "is damaged" in opening(filled, weeks)


def test_a_half_made_database_is_made_anew(cohort, weeks):
    cohort.private.mkdir()
    (cohort.private / ".answers.db.new").write_bytes(b"half")
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna")
    assert not (cohort.private / ".answers.db.new").exists()


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
@pytest.mark.parametrize(
    "name", [".answers.db.", ".secret.key.", ".store.holder.", ".sealing.json.", ".participant.keys."]
)
def test_a_disk_that_refuses_is_named_in_one_sentence_and_nothing_stays_half_open(
    cohort, weeks, monkeypatch, number, name
):
    real = os.open

    def refuse(path, *args, **kwargs):
        if str(path).rpartition("/")[2].startswith(name):
            raise OSError(number, os.strerror(number), str(path))
        return real(path, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        sentence = opening(cohort, weeks)
    assert str(cohort.private) in sentence
    assert ("the disk is full" if number == errno.ENOSPC else "check the permissions") in sentence
    with open_store(cohort, weeks=weeks) as store:
        assert record(store, "anna") == "stored"


def test_a_folder_that_cannot_be_made_is_named(cohort, weeks):
    cohort.private.write_text("a file stands here")
    assert str(cohort.private) in opening(cohort, weeks)


def test_a_database_that_cannot_be_written_is_named(filled, weeks, monkeypatch):
    real = sqlite3.connect

    def read_only(address, **settings):
        return real(address.replace("mode=rw", "mode=ro"), **settings)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    assert "must be writable" in opening(filled, weeks)


def test_no_level_of_logging_brings_a_row_into_a_log(tmp_path, caplog):
    for name in ("", "sqlalchemy", "sqlalchemy.engine", "sqlalchemy.engine.Engine"):
        caplog.set_level(logging.DEBUG, logger=name)
    engine = open_database(tmp_path / "answers.db", NOTHING_TO_SEAL)
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT 'a canary'").scalar() == "a canary"
    engine.dispose()
    assert "canary" not in caplog.text
    assert "SELECT" not in caplog.text


@pytest.mark.parametrize("named", ["answers-000003.db", "answers before the move.db"])
def test_a_file_of_answers_that_is_gone_is_not_replaced_by_an_empty_one_where_a_backup_is(tmp_path, named):
    path = tmp_path / "answers.db"
    (tmp_path / "backups").mkdir()
    open_database(tmp_path / "backups" / named, NOTHING_TO_SEAL).dispose()
    with pytest.raises(StoreError, match="is missing; copy the newest backup") as told:
        open_database(path, NOTHING_TO_SEAL)
    assert named in str(told.value)
    assert not path.exists()
    (tmp_path / "backups" / named).rename(path)
    open_database(path, NOTHING_TO_SEAL).dispose()


@pytest.mark.skipif(os.name == "nt", reason="links are made otherwise there")
@pytest.mark.parametrize("made", ["the file", "its folder"])
def test_a_disk_that_is_not_connected_is_not_taken_for_a_cohort_without_answers(tmp_path, made):
    place = tmp_path / "private"
    if made == "its folder":
        place.symlink_to(tmp_path / "disk")
    else:
        place.mkdir()
        (place / "answers.db").symlink_to(tmp_path / "disk" / "answers.db")
    with pytest.raises(StoreError, match="connect the disk"):
        open_database(place / "answers.db", NOTHING_TO_SEAL)
    assert not (tmp_path / "disk").exists()
    assert place.is_symlink() or (place / "answers.db").is_symlink()
