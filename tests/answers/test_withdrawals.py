from __future__ import annotations

import shutil
import sqlite3
import threading

import pytest

from kit.answers import backup, database, open_store
from kit.answers.backup import back_up, backups_in
from kit.answers.pseudonyms import aliases_of, note_alias, whose
from kit.answers.withdrawals import LOG, reapply, who_withdrew, withdraw
from kit.errors import StoreError
from tests.answers.examples import record

SAID = "one sentence that nobody else would write"


def traces(private) -> list[str]:
    return [path.name for path in private.rglob("*") if path.is_file() and SAID.encode() in path.read_bytes()]


def test_withdrawing_leaves_no_trace_in_the_database_its_log_or_the_backups(store, cohort):
    record(store, "a", {"words": SAID}, consent=SAID)
    record(store, "b", {"words": "other words"})
    back_up(cohort.private)
    assert traces(cohort.private)
    withdraw(store, store.participant("a"))
    assert traces(cohort.private) == []
    assert store.participants() == {store.participant("b")}
    assert len(backups_in(cohort.private)) == 1
    assert store.contributions(1, "check-in", "words") == {store.participant("b"): "other words"}


def test_the_database_is_written_anew_without_room_where_something_was(store, cohort):
    for number in range(1, 60):
        record(store, "a", {"words": f"{number} " + "word " * 90}, revision=number)
    withdraw(store, store.participant("a"))
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA freelist_count").scalar() == 0
        connection.rollback()
    assert not (cohort.private / "answers.db-wal").exists() or not (cohort.private / "answers.db-wal").stat().st_size


def test_withdrawing_is_remembered_outside_the_database_before_anything_is_erased(store, cohort, monkeypatch):
    record(store, "a", {"words": SAID}, consent=SAID)
    pseudonym = store.participant("a")
    with monkeypatch.context() as patch:
        patch.setattr("kit.answers.withdrawals._apply", _broken)
        with pytest.raises(StoreError):
            withdraw(store, pseudonym)
    log = cohort.private / LOG
    assert pseudonym in log.read_text("utf-8")
    assert log.stat().st_mode & 0o777 == 0o600
    assert reapply(store.engine, cohort.private, store.envelopes.keys) == 1
    assert traces(cohort.private) == []
    assert reapply(store.engine, cohort.private, store.envelopes.keys) == 0


def test_a_copy_that_is_put_back_forgets_who_withdrew_since_and_keeps_who_came_again(store, cohort, weeks, tmp_path):
    record(store, "a", {"words": SAID}, consent=SAID)
    record(store, "b")
    shutil.copy(back_up(cohort.private), tmp_path / "stick.db")
    withdraw(store, store.participant("a"))
    record(store, "a", {"energy": 1})
    store.close()
    with open_store(cohort, weeks=weeks) as again:
        # Nothing was put back: who took part once more under the same code is not erased a second time.
        assert len(again.participants()) == 2
    shutil.copy(tmp_path / "stick.db", cohort.private / "answers.db")
    with open_store(cohort, weeks=weeks) as restored:
        assert restored.participants() == {restored.participant("b")}
    assert traces(cohort.private) == []


def test_a_line_of_the_log_that_was_cut_short_is_passed_over(store, cohort, weeks):
    record(store, "a")
    withdraw(store, store.participant("a"))
    with (cohort.private / LOG).open("a") as log:
        log.write('{"id": "x", "participant": "p0\n{"id": 3, "participant": "../../etc"}\n[]\n')
    store.close()
    with open_store(cohort, weeks=weeks) as again:
        assert again.participants() == set()


def test_a_program_that_keeps_the_old_answers_open_is_told_of(store, cohort, monkeypatch):
    record(store, "a", {"words": SAID}, consent=SAID)
    store.engine.dispose()
    monkeypatch.setattr(database, "_WAIT_MS", 50)
    other = sqlite3.connect(cohort.private / "answers.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN")
    other.execute("SELECT * FROM submissions").fetchall()
    with pytest.raises(StoreError, match="still reads the old file"):
        withdraw(store, store.participant("a"))
    other.execute("ROLLBACK")
    other.close()
    withdraw(store, store.participant("a"))
    assert traces(cohort.private) == []


def _broken(*_):
    raise StoreError("no")


def test_an_erasure_that_was_interrupted_is_brought_to_its_end_at_the_next_start(store, cohort, weeks, monkeypatch):
    record(store, "a", {"words": SAID}, consent=SAID)
    back_up(cohort.private)

    def dies(*_):
        raise StoreError("the power failed")

    with monkeypatch.context() as patch:
        patch.setattr("kit.answers.withdrawals.scrub", dies)
        with pytest.raises(StoreError, match="power"):
            withdraw(store, store.participant("a"))
    assert traces(cohort.private)
    store.close()
    open_store(cohort, weeks=weeks).close()
    assert traces(cohort.private) == []
    (copy,) = backups_in(cohort.private)
    open_store(cohort, weeks=weeks).close()
    assert backups_in(cohort.private) == [copy]


def test_halves_of_copies_and_copies_of_ones_own_in_the_backups_are_gone_too(store, cohort):
    record(store, "a", {"words": SAID}, consent=SAID)
    copy = back_up(cohort.private)
    for name in (".answers-000002.db.tmp", "before the holidays.db"):
        shutil.copy(copy, copy.with_name(name))
    withdraw(store, store.participant("a"))
    assert traces(cohort.private) == []
    assert [path.name for path in copy.parent.iterdir()] == ["answers-000002.db"]


def test_a_copy_that_is_being_made_meanwhile_is_not_finished_afterwards(store, cohort, monkeypatch):
    record(store, "a", {"words": SAID}, consent=SAID)
    begun, done = threading.Event(), []

    def slowly(source, target, copy=backup._copy):
        copy(source, target)
        begun.set()
        done.append(withdrawing.is_alive())

    withdrawing = threading.Thread(target=lambda: begun.wait(20) and withdraw(store, store.participant("a")))
    withdrawing.start()
    with monkeypatch.context() as patch:
        patch.setattr(backup, "_copy", slowly)
        back_up(cohort.private)
    withdrawing.join(20)
    assert done[0]
    assert traces(cohort.private) == []


def test_a_line_that_was_cut_short_does_not_swallow_the_next(store, cohort):
    (cohort.private / LOG).write_text('{"id": "x", "partic', "utf-8")
    record(store, "a")
    withdraw(store, store.participant("a"))
    assert who_withdrew(cohort.private) == {store.participant("a")}


def test_every_code_of_a_participant_has_withdrawn_with_them(store, cohort):
    record(store, "a", {"words": SAID}, consent=SAID)
    mine, other = store.participant("a"), store.participant("another device")
    with store.transaction() as connection:
        note_alias(connection, other, mine)
        note_alias(connection, mine, mine)
        assert whose(connection, other) == whose(connection, mine) == mine
        assert aliases_of(connection, mine) == [other]
    withdraw(store, mine)
    assert who_withdrew(cohort.private) == {mine, other}
    with store.transaction() as connection:
        assert whose(connection, other) == other


def test_copies_without_anything_of_whoever_leaves_stay(store, cohort):
    record(store, "b", {"words": "other words"})
    for _ in range(4):
        back_up(cohort.private)
    before = backups_in(cohort.private)
    record(store, "a", {"words": SAID}, consent=SAID)
    back_up(cohort.private)
    assert traces(cohort.private)
    withdraw(store, store.participant("a"))
    assert traces(cohort.private) == []
    there = backups_in(cohort.private)
    assert there[:4] == before
    assert len(there) == 5


@pytest.mark.parametrize("sends", [False, True])
def test_leaving_again_and_again_takes_no_older_copy_away(store, cohort, sends):
    record(store, "b", {"words": "other words"})
    for _ in range(backup.KEPT):
        back_up(cohort.private)
    before = backups_in(cohort.private)
    for number in range(backup.KEPT + 2):
        if sends:
            record(store, f"a{number}", {"words": SAID}, consent=SAID)
        withdraw(store, store.participant(f"a{number}"))
    assert traces(cohort.private) == []
    assert backups_in(cohort.private) == before


def test_a_copy_that_cannot_be_looked_into_goes_with_whoever_leaves(store, cohort):
    record(store, "a", {"words": SAID}, consent=SAID)
    folder = back_up(cohort.private).parent
    (folder / ".answers-000009.db.tmp").write_bytes(b"half of a copy: " + SAID.encode())
    (folder / "mine.db").write_bytes(b"SQLite format 3\0" + SAID.encode())
    withdraw(store, store.participant("a"))
    assert traces(cohort.private) == []
    assert len(list(folder.iterdir())) == 1
