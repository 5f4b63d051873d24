from __future__ import annotations

import shutil
import sqlite3

import pytest

from kit.answers import open_store, schema
from kit.answers.backup import back_up, backups_in
from kit.answers.consents import (
    COUNTED,
    PAGE,
    QUOTED,
    SHOWN,
    Consent,
    agreed,
    consents_of,
    give,
    note,
    take_back,
    who_took_back,
)
from kit.answers.withdrawals import LOG, take_back_consent
from kit.errors import StoreError, UnknownName
from tests.answers.examples import record, said
from tests.answers.plain import make_plain

TEXT = "week 1, words, 5f0c"


def consent(purpose=COUNTED, **changed) -> Consent:
    return Consent(**{"purpose": purpose, "version": "v1", "how": PAGE, **changed})


def test_a_consent_keeps_its_purpose_what_it_is_about_the_notice_and_how_it_was_given(store):
    record(store, "a")
    mine = store.participant("a")
    given = [
        consent(),
        consent(QUOTED, subject=TEXT),
        consent(SHOWN, subject=TEXT),
        consent(version="v2", how="by word"),
    ]
    with store.transaction() as connection:
        for one in given * 2:
            give(connection, mine, one)
        assert set(consents_of(connection, mine)) == set(given)
        assert len(consents_of(connection, mine)) == 4
    assert agreed(given, COUNTED)
    assert agreed(given, COUNTED, version="v2")
    assert not agreed(given, COUNTED, version="v3")
    assert agreed(given, SHOWN, subject=TEXT)
    assert not agreed(given, SHOWN)
    assert not agreed(given, QUOTED, subject="another text")


def test_there_are_three_purposes_and_no_other(store):
    with pytest.raises(UnknownName, match="aggregate, text, quote"):
        consent("advertising")
    with store.transaction() as connection, pytest.raises(UnknownName):
        take_back(connection, store.participant("a"), "everything")


@pytest.mark.parametrize(
    ("ended", "left"),
    [(COUNTED, set()), (SHOWN, {COUNTED}), (QUOTED, {COUNTED, SHOWN})],
)
def test_what_builds_on_an_agreement_ends_with_it(store, ended, left):
    record(store, "a")
    mine = store.participant("a")
    with store.transaction() as connection:
        for one in (consent(), consent(version="v2"), consent(SHOWN, subject=TEXT), consent(QUOTED, subject=TEXT)):
            give(connection, mine, one)
        take_back(connection, mine, ended)
        assert {one.purpose for one in consents_of(connection, mine)} == left


def test_a_text_can_be_taken_back_by_itself(store):
    record(store, "a")
    mine = store.participant("a")
    with store.transaction() as connection:
        for one in (consent(SHOWN, subject=TEXT), consent(QUOTED, subject=TEXT), consent(SHOWN, subject="other")):
            give(connection, mine, one)
        take_back(connection, mine, SHOWN, TEXT)
        assert consents_of(connection, mine) == [consent(SHOWN, subject="other")]


def test_who_takes_back_is_not_counted_until_they_agree_again(store):
    record(store, "a", {"energy": 1}, consent="aggregate v1")
    record(store, "b", {"energy": 2})
    mine, other = store.participant("a"), store.participant("b")
    with store.transaction() as connection:
        give(connection, mine, consent())
        take_back(connection, mine, COUNTED)
    assert store.contributions(1, "check-in", "energy") == {other: 2}
    assert store.contributors(1, "check-in") == {other}
    assert store.participants() == {mine, other}
    with store.transaction() as connection:
        assert who_took_back(connection) == {mine}
        assert give(connection, mine, consent(version="v2"))
        assert who_took_back(connection) == set()
        assert not give(connection, mine, consent(version="v3"))
    assert store.contributions(1, "check-in", "energy") == {mine: 1, other: 2}


def test_a_file_that_is_brought_in_once_more_does_not_undo_it(store):
    submission = said({"energy": 1})
    mine = store.participant("a")
    store.record(submission, mine, consent="on paper", source="import")
    with store.transaction() as connection:
        take_back(connection, mine, COUNTED)
    assert store.record(submission, mine, consent="on paper", source="import") == "already"
    assert store.contributions(1, "check-in", "energy") == {}


def test_noting_a_consent_given_for_one_file_leaves_held_what_came_without(store):
    record(store, "a", {"energy": 1}, consent=None)
    with store.transaction() as connection:
        note(connection, store.participant("a"), consent(version="", how="on paper, 3 June"))
    assert store.contributions(1, "check-in", "energy") == {}


def test_taking_back_outlasts_a_copy_that_is_put_back(store, cohort, weeks, tmp_path):
    record(store, "a", {"energy": 1})
    mine = store.participant("a")
    with store.transaction() as connection:
        give(connection, mine, consent())
    shutil.copy(back_up(cohort.private), tmp_path / "stick.db")
    take_back_consent(store.engine, cohort.private, mine, COUNTED)
    assert "erase" not in (cohort.private / LOG).read_text("utf-8")
    store.close()
    shutil.copy(tmp_path / "stick.db", cohort.private / "answers.db")
    with open_store(cohort, weeks=weeks) as restored:
        assert restored.contributions(1, "check-in", "energy") == {}
        assert restored.participants() == {mine}
        with restored.transaction() as connection:
            give(connection, mine, consent())
    with open_store(cohort, weeks=weeks) as again:
        # Agreeing once more stands: the line in the log was applied, and is not applied a second time.
        assert again.contributions(1, "check-in", "energy") == {mine: 1}


def test_taking_back_leaves_the_other_copies_alone(store, cohort):
    record(store, "a")
    copies = [back_up(cohort.private), back_up(cohort.private)]
    take_back_consent(store.engine, cohort.private, store.participant("a"), SHOWN, TEXT)
    assert backups_in(cohort.private) == copies


OLD = (
    "DROP TABLE consents",
    "DROP TABLE taken_back",
    "CREATE TABLE consents (participant VARCHAR NOT NULL, purpose VARCHAR NOT NULL, version VARCHAR NOT NULL, "
    "PRIMARY KEY (participant, purpose, version), "
    "FOREIGN KEY(participant) REFERENCES participants (id) ON DELETE CASCADE)",
    "INSERT INTO consents SELECT id, 'group', 'abcd' FROM participants",
    "PRAGMA user_version = 1",
)


def grown_old(cohort, *more: str) -> None:
    """Make the store what version 1 of it was."""
    make_plain(cohort)
    connection = sqlite3.connect(cohort.private / "answers.db")
    for statement in (*OLD, *more):
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_store_that_knew_one_purpose_is_brought_up_to_date(cohort, weeks):
    with open_store(cohort, weeks=weeks) as store:
        record(store, "a", {"energy": 1}, consent="group abcd")
        record(store, "b", {"energy": 2}, consent="group therapy room, 3 May", source="import")
    grown_old(cohort)
    with open_store(cohort, weeks=weeks) as store, store.transaction() as connection:
        assert consents_of(connection, store.participant("a")) == [consent(version="abcd")]
        words = connection.exec_driver_sql("SELECT consent FROM submissions ORDER BY received").scalars().all()
        assert words == ["aggregate abcd", "group therapy room, 3 May"]
        assert not connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name LIKE '%version_1'").all()
        assert len(store.contributions(1, "check-in", "energy", connection=connection)) == 2
    (copy,) = backups_in(cohort.private)
    with sqlite3.connect(copy) as sealed:
        assert sealed.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    sealed.close()
    open_store(cohort, weeks=weeks).close()
    assert backups_in(cohort.private) == [copy]


def test_a_store_of_version_1_that_never_had_a_device_is_brought_up_to_date_too(cohort, weeks):
    with open_store(cohort, weeks=weeks) as store:
        record(store, "a", {"energy": 1}, source="import")
    grown_old(cohort, "DROP TABLE consents")
    with open_store(cohort, weeks=weeks) as store:
        assert len(store.contributions(1, "check-in", "energy")) == 1


def test_without_room_for_the_copy_nothing_is_changed(cohort, weeks, monkeypatch):
    open_store(cohort, weeks=weeks).close()
    grown_old(cohort)

    def full(_private):
        raise StoreError("the disk is full")

    monkeypatch.setattr("kit.answers.store.back_up", full)
    with pytest.raises(StoreError, match="full"):
        open_store(cohort, weeks=weeks)
    with sqlite3.connect(cohort.private / "answers.db") as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()
