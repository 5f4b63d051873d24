"""Whatever another program changes in the store is noticed: any column of any row, rows that come, rows that go."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from kit.answers import open_store, schema
from kit.answers.backup import back_up
from kit.answers.consents import COUNTED, PAGE, SHOWN, Consent, give, take_back
from kit.answers.database import FILE_NAME
from kit.answers.marks import altered
from kit.answers.soundness import problems_of
from kit.answers.withdrawals import withdraw
from kit.errors import StoreError, StoreFull
from kit.publishing.audit import audit
from tests.answers.plain import make_plain
from tests.attacks.scene import scene, week

WEEKS = {number: week(number) for number in range(1, 3)}


def spoiled(cohort, *statements, hits=True):
    """What an editor of databases does: it knows nothing of the kit."""
    with sqlite3.connect(cohort.private / FILE_NAME) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            assert (connection.execute(statement).rowcount > 0) is hits, statement
    connection.close()


@pytest.fixture
def cohort(tmp_path):
    """A cohort in which people answered, agreed, were counted and published; closed, beside a backup."""
    with scene(tmp_path / "spring", weeks=WEEKS) as here:
        here.all_say(range(9), calm=3, words="quince and thyme")
        here.publish()
        with here.store.transaction() as connection:
            for participant in sorted(here.store.participants())[:2]:
                agreed = Consent(purpose=SHOWN, subject="1/check-in/words/x", version="1", how=PAGE)
                give(connection, participant, agreed)
        here.all_say([9], calm=1)
        back_up(here.store.cohort.private)
    return here.store.cohort


def filled(cohort):
    with sqlite3.connect(cohort.private / FILE_NAME) as connection:
        return [
            (table.name, column.name)
            for table in schema.metadata.sorted_tables
            if connection.execute(f"SELECT 1 FROM {table.name}").fetchone()
            for column in table.columns
        ]


def test_every_column_of_every_row_is_covered(cohort):
    assert altered(cohort) == ""
    columns = filled(cohort)
    assert {("submissions", "consent"), ("submissions", "source"), ("consents", "subject")} <= set(columns)
    whole = (cohort.private / FILE_NAME).read_bytes()
    for table, column in columns:
        (cohort.private / FILE_NAME).write_bytes(whole)
        last = f"(SELECT max(rowid) FROM {table})"
        kind = f"CASE typeof({column}) WHEN 'integer' THEN {column} + 1000 WHEN 'blob' THEN x'00' ELSE 'else' END"
        hand = (
            "PRAGMA ignore_check_constraints = ON",
            f"UPDATE {table} SET {column} = {kind} WHERE rowid = {last}",
        )
        with sqlite3.connect(cohort.private / FILE_NAME) as connection:
            for statement in hand:
                connection.execute(statement)
        connection.close()
        assert "changed, added or removed by another program" in altered(cohort), (table, column)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE submissions SET consent = NULL WHERE received = 3",
        "UPDATE submissions SET consent = 'aggregate 2' WHERE received = 3",
        "UPDATE submissions SET source = 'bundle'",
        "DELETE FROM submissions WHERE received = 2",
        "DELETE FROM batch_members WHERE rowid = 1",
        "DELETE FROM consents",
        "UPDATE marks SET value = replace(value, '1', '2')",
        "UPDATE marks SET value = NULL",
        "DELETE FROM marks",
        "UPDATE about SET value = 'autumn'",
        "INSERT INTO taken_back SELECT id FROM participants LIMIT 1",
    ],
)
def test_what_another_program_does_is_told_and_stays_told(cohort, statement):
    before = audit(cohort, WEEKS)
    assert before.problems == ()
    spoiled(cohort, statement)
    assert audit(cohort, WEEKS).problems
    if "autumn" in statement:
        return  # the kit takes it for another cohort's, and does not open it
    with open_store(cohort, weeks=WEEKS) as store:  # what the kit itself writes does not heal it
        store.enrol(store.participant("late"))
    assert audit(cohort, WEEKS).problems


def test_consent_that_was_not_there_is_told_in_one_sentence_with_a_cure_that_works(cohort):
    with open_store(cohort, weeks=WEEKS) as store, store.transaction() as connection:
        take_back(connection, store.participant("9"), COUNTED)
        for participant in sorted(store.participants())[:3]:
            take_back(connection, participant, COUNTED)
    back_up(cohort.private)
    assert audit(cohort, WEEKS).problems == ()
    spoiled(cohort, "UPDATE submissions SET consent = 'aggregate 1' WHERE consent IS NULL")
    (said,) = audit(cohort, WEEKS).problems
    assert said.startswith(f"{cohort.private / FILE_NAME}: something in it was changed, added or removed")
    newest = cohort.private / "backups" / said.rpartition("backups/")[2]
    shutil.copyfile(newest, cohort.private / FILE_NAME)
    assert audit(cohort, WEEKS).problems == ()


def test_whatever_the_kit_itself_does_is_no_change_by_another(cohort):
    with open_store(cohort, weeks=WEEKS) as store:
        people = sorted(store.participants())
        with store.transaction() as connection:
            take_back(connection, people[0], COUNTED)
            give(connection, people[0], Consent(purpose=COUNTED, version="1", how=PAGE))
        withdraw(store, people[1])
        assert altered(cohort) == "", "while a session has it open"
        with pytest.raises(StoreFull), store.transaction() as connection:
            take_back(connection, people[2], COUNTED)
            raise StoreFull("no")
        assert altered(cohort) == "", "what was rolled back"
    with scene(cohort.root, weeks=WEEKS) as here:
        here.all_say(range(20, 29), calm=2)
        here.publish()
    assert audit(cohort, WEEKS).problems == ()


def test_a_job_that_is_refused_among_others_leaves_the_sum_as_it_was(cohort):
    def joins(label):
        return lambda writing: writing.recording.enrol(label)

    with open_store(cohort, weeks=WEEKS) as store:
        done = store.together([joins(store.participant("x")), joins("no pseudonym"), joins(store.participant("y"))])
    assert [isinstance(one, StoreError) for one in done] == [False, True, False]
    assert altered(cohort) == ""


@pytest.mark.parametrize("version", [3, 4])
def test_a_store_that_had_no_sum_gets_one_over_all_that_is_there(cohort, version):
    if version == 3:
        make_plain(cohort)
        assert altered(cohort) == ""
    else:
        spoiled(cohort, "DROP TABLE marks", "PRAGMA user_version = 4", hits=False)
    with open_store(cohort, weeks=WEEKS) as store:
        assert bool(store.news) is (version == 3)
    assert audit(cohort, WEEKS).problems == ()
    spoiled(cohort, "UPDATE submissions SET consent = NULL WHERE received = 3")
    assert audit(cohort, WEEKS).problems


def test_a_store_of_version_4_whose_key_is_lost_gets_no_new_one(cohort, monkeypatch, tmp_path):
    spoiled(cohort, "PRAGMA user_version = 4", hits=False)
    monkeypatch.setenv("KIT_KEYS", str(tmp_path / "elsewhere"))
    (cohort.private / "sealing.json").unlink(missing_ok=True)
    with pytest.raises(StoreError):
        open_store(cohort, weeks=WEEKS)


def test_a_store_that_was_just_made_and_one_that_is_not_there_are_no_problem(cohort, tmp_path):
    path = cohort.private / FILE_NAME
    path.unlink()
    assert altered(cohort) == ""
    assert problems_of(cohort) != []
