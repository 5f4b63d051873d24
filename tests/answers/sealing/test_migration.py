"""A store that kept answers in plain is sealed in one go; nothing plain stays, and everything counts as before."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing

import pytest

from kit.answers import open_store
from kit.answers.backup import back_up, backups_in
from kit.answers.consents import QUOTED, SHOWN
from kit.answers.members import Key, Member, join
from kit.answers.own import own_rows
from kit.answers.sealing.migration import TOLD, is_plain
from kit.answers.shared_texts import agreements, fix_pool, note_sharing, read_pool, shared_in, subject_of
from kit.answers.soundness import problems_of
from kit.answers.withdrawals import withdraw
from kit.errors import StoreError
from tests.answers.conftest import cohort, weeks
from tests.answers.examples import record, said
from tests.answers.plain import make_plain

__all__ = ["cohort", "weeks"]

SAID = "quince, thyme and a long sentence of somebody's own"


@pytest.fixture
def earlier(cohort, weeks):
    """A cohort of version 3: answers on devices and from files, some held, an older revision, a withdrawal, backups."""
    with open_store(cohort, weeks=weeks) as store:
        record(store, "anna", {"energy": 1, "words": "thistledown"})
        record(store, "anna", {"energy": 7, "hopes": ["rest"], "words": SAID}, revision=2)
        record(store, "ben", {"energy": 2, "years": 1}, consent=None, source="import")
        record(store, "ben", {}, week=2)
        record(store, "cleo", {"years": 2}, week=3, source="bundle")
        record(store, "gone", {"words": "of somebody who left"})
        withdraw(store, store.participant("gone"))
    make_plain(cohort)
    for _ in range(2):
        back_up(cohort.private)
    (cohort.private / "backups" / "before the holidays.db").write_bytes((cohort.private / "answers.db").read_bytes())
    return cohort


def files_with(cohort, *words: str) -> list[str]:
    files = [path for path in cohort.private.rglob("*") if path.is_file()]
    return [path.name for path in files if any(one.encode() in path.read_bytes() for one in words)]


def everything(store) -> list[object]:
    found = []
    with store.reading() as connection:
        for label in ("anna", "ben", "cleo"):
            for one in own_rows(connection, store.envelopes, store.participant(label)):
                sent = one.submission
                found.append((label, one.received, sent.week, sent.revision, sent.answers, one.newest, one.consented))
    return found


def test_everything_is_there_as_it_was_and_nothing_of_it_in_plain(earlier, weeks):
    assert len(files_with(earlier, SAID)) == 4
    with open_store(earlier, weeks=weeks) as store:
        assert store.news == [TOLD]
        assert everything(store) == [
            ("anna", 1, 1, 1, {"energy": 1, "words": "thistledown"}, False, True),
            ("anna", 2, 1, 2, {"energy": 7, "hopes": ["rest"], "words": SAID}, True, True),
            ("ben", 3, 1, 1, {"energy": 2, "years": 1}, True, False),
            ("ben", 4, 2, 1, {}, True, True),
            ("cleo", 5, 3, 1, {"years": 2}, True, True),
        ]
        # What was asked is kept beside the questions' fingerprints; that it was answered shows nowhere.
        assert files_with(earlier, SAID, "thistledown", '"years":') == []
        record(store, "anna", {"energy": 3}, revision=3)
        assert everything(store)[2][:2] == ("anna", 7)  # no number is given twice, also not that of who withdrew
    assert len(backups_in(earlier.private)) == len(list((earlier.private / "backups").iterdir())) == 1
    assert problems_of(earlier) == []
    with open_store(earlier, weeks=weeks) as store:
        assert store.news == []


def test_no_hash_and_no_id_is_left_by_which_a_guess_can_be_confirmed(earlier, weeks):
    with closing(sqlite3.connect(earlier.private / "answers.db")) as plain:
        ids = dict(plain.execute("SELECT received, id FROM submissions"))
    open_store(earlier, weeks=weeks).close()
    guess = {"week": 1, "exercise": "check-in", "answers": {"energy": 2, "years": 1}}
    digest = hashlib.sha256(json.dumps(guess, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
    assert files_with(earlier, digest) == []
    with closing(sqlite3.connect(earlier.private / "answers.db")) as sealed:
        now = dict(sealed.execute("SELECT received, id FROM submissions"))
        columns = [row[1] for row in sealed.execute("PRAGMA table_info(submissions)")]
    assert "sha256" not in columns
    # What a device sent keeps its id, as it may be sent again; what a file brought had one made of the answers.
    assert {number for number in ids if ids[number] == now[number]} == {1, 2, 4, 5}


def test_what_was_agreed_about_texts_still_holds_and_is_found_by_no_guess(cohort, weeks):
    with open_store(cohort, weeks=weeks) as store:
        member = Member(participant=store.participant("anna"), public="c0ffee" * 5)
        store.together([lambda writing: join(writing, member, "w", Key(token="t", last_day=99), None)])
        record(store, "anna", {"words": SAID})
        old = f"1/check-in/words/{store.hidden('shared text', SAID)}"
        given = agreements(old, "v1", quote=True)
        with store.transaction() as connection:
            note_sharing(connection, member.participant, said({"words": SAID}), given)
            fix_pool(connection, "w01/check-in/words", {old: member.participant})
    make_plain(cohort)
    with open_store(cohort, weeks=weeks) as store, store.reading() as connection:
        subject = subject_of(store, member.participant, 1, "check-in", "words", SAID)
        rows = connection.exec_driver_sql("SELECT purpose, subject FROM consents").all()
        assert {(one.purpose, one.subject) for one in rows} == {(SHOWN, subject), (QUOTED, subject)}
        assert read_pool(connection, "w01/check-in/words") == {subject: False}
        consents = agreements(subject, "v1", quote=True)
        assert shared_in(store, member.participant, said({"words": SAID}), consents)
    assert files_with(cohort, old.rpartition("/")[2]) == []


def test_what_another_hand_changed_before_is_still_told_afterwards(earlier, weeks):
    with closing(sqlite3.connect(earlier.private / "answers.db")) as plain:
        plain.execute("UPDATE answers SET stored = '9' WHERE item = 'energy' AND stored = '7'")
        plain.commit()
    before = problems_of(earlier)
    open_store(earlier, weeks=weeks).close()
    assert "aren't what was sent" in before[0]
    (after,) = problems_of(earlier)
    assert after.partition(";")[0] == before[0].partition(";")[0]


@pytest.mark.parametrize("at", ["VACUUM", "replace_backups", "_empty_log"])
def test_stopped_while_it_clears_away_it_goes_on_at_the_next_opening(earlier, weeks, monkeypatch, at):
    def dies(*_, **__):
        raise StoreError("the power failed")

    with monkeypatch.context() as patch:
        name = "scrub" if at == "VACUUM" else at
        patch.setattr(f"kit.answers.withdrawals.{name}", dies)
        with pytest.raises(StoreError, match="power"):
            open_store(earlier, weeks=weeks)
    with open_store(earlier, weeks=weeks) as store:
        assert len(everything(store)) == 5
    assert files_with(earlier, SAID) == []
    assert len(list((earlier.private / "backups").iterdir())) == 1


def test_stopped_before_it_ends_everything_is_still_plain_and_whole(earlier, weeks, monkeypatch):
    def dies(*_):
        raise StoreError("the power failed")

    with monkeypatch.context() as patch:
        patch.setattr("kit.answers.sealing.person_keys.PersonKeys.flush", dies)
        with pytest.raises(StoreError, match="power"):
            open_store(earlier, weeks=weeks)
    with closing(sqlite3.connect(earlier.private / "answers.db")) as plain:
        assert plain.execute("SELECT count(*) FROM answers").fetchone() == (8,)
    with open_store(earlier, weeks=weeks) as store:
        assert len(everything(store)) == 5
        with store.reading() as connection:
            assert not is_plain(connection)
