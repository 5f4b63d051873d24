from __future__ import annotations

import json
import shutil
import sqlite3

import pytest

from kit.answers import open_store
from kit.answers.sealing.cohort_key import record_of
from kit.erasure import purge as module
from kit.erasure.purge import plan_purge, purge
from kit.erasure.withdraw import leave
from kit.errors import ReleaseError, StoreBusy, StoreError
from kit.new_cohort import EMPTY_ROSTER
from kit.publishing.audit import audit
from kit.publishing.ledger import read_ledger
from kit.sending.outbox import Outbox
from kit.settings import keys_folder
from tests.attacks.exact.audit import audit_exactly
from tests.attacks.scene import scene
from tests.attacks.shared_texts import pools, publish, share, text_of
from tests.erasure.examples import TODAY, WORDS, everything


def test_a_plan_names_every_file_that_goes_and_changes_nothing(over, outbox):
    root = over.store.cohort.root
    (root / "week_01.csv").write_text("participant,week,exercise,item,answer\n7,1,check-in,calm,2\n", "utf-8")
    (root / "empty.csv").write_text("participant,week,exercise,item,answer\n7,1,check-in,calm,\n", "utf-8")
    (root / "a.bundle").write_bytes(b"kit-bundle 1 spring\n")
    Outbox(outbox).put(over.row(1, {"calm": 1}).submission)
    before = everything(root)
    plan = plan_purge(over.store.cohort, outbox)
    assert everything(root) == before
    names = {kind: {path.name for path in paths} for kind, paths in plan.files.items()}
    assert names["answers"] == {"answers.db", "answers-000001.db"}
    assert names["keys"] == {"secret.key", "bundle.key", "bundle.pub", "participant.keys", "sealing.json"}
    assert names["names"] == {"roster.csv", "pairs.json"}
    assert names["other"] == {"scan of the sheets.png"}
    assert names["beside"] == {"week_01.csv", "a.bundle"}
    assert len(names["outbox"]) == 1
    assert plan.count == 13


def test_nothing_of_anybody_stays_and_what_was_published_is_still_verified(over, outbox):
    cohort, published = over.store.cohort, over.bytes
    Outbox(outbox).put(over.row(1, {"words": WORDS}).submission)
    pseudonyms = [over.store.participant(f"person {who}").encode() for who in range(9)]
    secret = (cohort.private / "secret.key").read_bytes()
    kept = record_of(cohort)
    assert kept is not None
    key = kept.name
    assert (keys_folder() / f"{key}.key").exists()
    record, left = purge(cohort, over.weeks, outbox, today=TODAY)
    assert left == ()
    assert over.bytes == published
    found = everything(cohort.root)
    for name, data in found.items():
        assert WORDS.encode() not in data, name
        assert secret not in data, name
        assert b"Zwicky" not in data, name
        assert not any(one in data for one in pseudonyms), name
    assert set(found) == {
        "deletion.json",
        "private/answers.db",
        "private/roster.csv",
        "private/run/store.lock",
        "published/releases.json",
    }
    assert found["private/roster.csv"].decode() == EMPTY_ROSTER
    assert list(outbox.rglob("*.json")) == []
    done = audit(cohort, over.weeks)
    assert done.problems == ()
    assert done.with_ledger
    assert audit_exactly(cohort, over.weeks).safe
    # The record is written last, where the key is goes last, and the note of who holds the lock is gone by now.
    assert (record.releases, record.searched, record.left) == (2, len(found) - 1 + 2, 0)
    assert not (keys_folder() / f"{key}.key").exists()
    assert record.last == over.published.releases[-1].hash
    assert record.deleted == {"answers": 2, "keys": 5, "names": 2, "other": 1, "beside": 0, "outbox": 1}
    assert json.loads(found["deletion.json"])["deleted_on"] == "2027-06-01"


def test_the_ledger_that_stays_knows_results_policy_and_no_member(over, outbox):
    cohort = over.store.cohort
    purge(cohort, over.weeks, outbox, today=TODAY)
    ledger = read_ledger(cohort.private / "answers.db", "spring")
    assert ledger.releases == over.published
    assert ledger.policy == over.published.releases[0].policy
    assert ledger.members == {}
    assert ledger.open_families == frozenset()
    connection = sqlite3.connect(cohort.private / "answers.db")
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    full = {name for name in tables if connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]}
    connection.close()
    assert full == {"about", "releases", "asked", "policy"}


def test_after_the_end_nothing_can_be_asked_brought_in_or_published(over, outbox):
    purge(over.store.cohort, over.weeks, outbox, today=TODAY)
    with pytest.raises(StoreError, match="deleted on 2027-06-01"):
        open_store(over.store.cohort, weeks=over.weeks)
    assert plan_purge(over.store.cohort, outbox).count == 0


def test_while_the_store_is_in_use_nothing_is_deleted(over, outbox):
    cohort = over.store.cohort
    with open_store(cohort, weeks=over.weeks, command="kit host 8"):
        before = set(everything(cohort.root))
        with pytest.raises(StoreBusy, match="kit host 8"):
            purge(cohort, over.weeks, outbox, today=TODAY)
        assert set(everything(cohort.root)) == before


def test_answers_in_the_log_of_a_database_that_was_not_closed_are_gone_too(over, outbox):
    cohort = over.store.cohort
    other = sqlite3.connect(cohort.private / "answers.db", isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("UPDATE submissions SET consent = ?", (f"{WORDS}, later",))
    log = cohort.private / "answers.db-wal"
    assert f"{WORDS}, later".encode() in log.read_bytes()
    kept = log.read_bytes()
    other.close()
    log.write_bytes(kept)  # as a process that was killed leaves it
    _, left = purge(cohort, over.weeks, outbox, today=TODAY)
    assert left == ()
    assert not log.exists()
    assert audit(cohort, over.weeks).problems == ()


@pytest.mark.parametrize("at", ["_put_ledger", "_destroy", "write_private", "write_record"])
def test_whatever_interrupts_it_doing_it_again_brings_it_to_its_end(over, outbox, monkeypatch, at):
    cohort, published = over.store.cohort, over.bytes

    def dies(*_):
        raise StoreError("the power failed")

    with monkeypatch.context() as patch:
        patch.setattr(module, at, dies)
        with pytest.raises(StoreError, match="power"):
            purge(cohort, over.weeks, outbox, today=TODAY)
    if at in ("write_private", "write_record"):
        with pytest.raises(StoreError):
            open_store(cohort, weeks=over.weeks)
    purge(cohort, over.weeks, outbox, today=TODAY)
    assert not any(WORDS.encode() in data for data in everything(cohort.root).values())
    assert over.bytes == published
    assert audit(cohort, over.weeks).problems == ()


def test_a_store_that_cannot_be_read_is_deleted_and_the_ledger_made_anew_from_what_is_public(over, outbox):
    cohort, published = over.store.cohort, over.bytes
    (cohort.private / "answers.db").write_bytes(WORDS.encode() * 400)
    purge(cohort, over.weeks, outbox, today=TODAY)
    assert over.bytes == published
    assert audit(cohort, over.weeks).problems == ()
    assert not any(WORDS.encode() in data for data in everything(cohort.root).values())


@pytest.mark.parametrize("text", [None, "damaged"])
def test_what_was_published_is_written_from_the_ledger_where_its_file_is_lost(over, outbox, text):
    cohort, published = over.store.cohort, over.bytes
    path = cohort.published / "releases.json"
    path.unlink() if text is None else path.write_text(text, "utf-8")
    purge(cohort, over.weeks, outbox, today=TODAY)
    assert over.bytes == published


def test_an_older_copy_of_the_store_does_not_take_results_with_it(over, outbox, tmp_path):
    cohort = over.store.cohort
    shutil.copy(cohort.private / "answers.db", tmp_path / "older.db")
    with scene(cohort.root) as here:
        here.all_say(range(9), calm=3, week=2)
        here.publish(2)
        published = here.bytes
    shutil.copy(tmp_path / "older.db", cohort.private / "answers.db")
    purge(cohort, over.weeks, outbox, today=TODAY)
    assert over.bytes == published
    assert audit(cohort, over.weeks).problems == ()


def test_where_ledger_and_file_cannot_both_be_right_nothing_is_deleted(over, outbox):
    cohort = over.store.cohort
    with scene(cohort.root.parent / "other" / "spring") as other:
        other.all_say(range(7), calm=1)
        other.publish()
        foreign = other.bytes
    (cohort.published / "releases.json").write_bytes(foreign)
    before = everything(cohort.root)
    with pytest.raises(ReleaseError, match="nothing was deleted"):
        purge(cohort, over.weeks, outbox, today=TODAY)
    after = everything(cohort.root)
    assert before.items() <= after.items()


def test_where_neither_verifies_nothing_is_deleted(over, outbox):
    cohort = over.store.cohort
    (cohort.published / "releases.json").write_text("damaged", "utf-8")
    connection = sqlite3.connect(cohort.private / "answers.db")
    connection.execute("UPDATE releases SET content = replace(content, '\"people\": 9', '\"people\": 8')")
    connection.commit()
    connection.close()
    with pytest.raises(ReleaseError, match="Neither"):
        purge(cohort, over.weeks, outbox, today=TODAY)
    assert (cohort.private / "secret.key").exists()


def test_what_is_left_somewhere_is_named(over, outbox):
    cohort = over.store.cohort
    note = cohort.root / "facilitator_guide" / "my notes.md"
    note.parent.mkdir()
    note.write_text(f"somebody wrote: {WORDS}", "utf-8")
    record, left = purge(cohort, over.weeks, outbox, today=TODAY)
    assert left == (note,)
    assert record.left == 1
    assert note.exists()


def test_a_cohort_that_published_nothing_has_an_empty_ledger(tmp_path, outbox):
    with scene(tmp_path / "spring") as here:
        here.all_say(range(3), calm=3)
    record, left = purge(here.store.cohort, here.weeks, outbox, today=TODAY)
    assert (record.releases, record.last, left) == (0, "", ())
    assert audit(here.store.cohort, here.weeks).problems == ()


def test_a_shared_text_stays_where_it_was_published_and_is_nothing_that_is_left(tmp_path, outbox):
    with scene(tmp_path / "spring") as here:
        for who in range(9):
            share(here, who)
        shown = publish(pools(here)).texts
        assert text_of(1) in [one.text for one in shown]
        published = here.bytes
        left = leave(here.store, here.store.participant("person 1"), "person 1", outbox=outbox).left
        assert left == ()
    assert purge(here.store.cohort, here.weeks, outbox, today=TODAY)[1] == ()
    assert here.bytes == published
    assert audit(here.store.cohort, here.weeks).problems == ()


def test_a_damaged_record_stops_a_purge_and_its_cure_works(over, outbox):
    cohort = over.store.cohort
    purge(cohort, over.weeks, outbox, today=TODAY)
    record = cohort.root / "deletion.json"
    record.write_text('{"deleted_on": "2027-0', "utf-8")
    with pytest.raises(StoreError, match="move it away: kit purge then writes it again"):
        purge(cohort, over.weeks, outbox, today=TODAY)
    record.unlink()
    purge(cohort, over.weeks, outbox, today=TODAY)
    assert json.loads(record.read_text("utf-8"))["deleted_on"] == "2027-06-01"
    assert audit(cohort, over.weeks).problems == ()
