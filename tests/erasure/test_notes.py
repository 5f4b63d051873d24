"""A withdrawal that was held up or stopped: doing it again brings it to its end, and nothing is told meanwhile."""

from __future__ import annotations

import sqlite3
import stat

import pytest

from kit.answers import open_store
from kit.answers.bundles import take_bundle
from kit.answers.members import RECOVERY, Key, Member, join
from kit.erasure.notes import FILE
from kit.erasure.withdraw import find_participant, go_on, leave
from kit.errors import CohortError, StoreError
from kit.sending.outbox import Outbox
from kit.system.text_search import holds
from tests.answers.examples import record, said
from tests.erasure.examples import DEVICE, WORDS, sealed

OTHERS = "another sentence of somebody else entirely"


@pytest.fixture
def outbox(tmp_path):
    return tmp_path / "outbox" / "spring"


def stop(_):
    raise KeyboardInterrupt


def stopped(store, code, outbox) -> None:
    with pytest.raises(KeyboardInterrupt):
        leave(store, find_participant(store, code).participant, code, outbox=outbox, each=stop)


def test_held_up_by_another_program_it_has_removed_what_lies_beside_and_goes_on_later(store, cohort, weeks, outbox):
    one = said({"words": WORDS})
    bundle = sealed(cohort, "inbox/mine.bundle", one)
    store.enrol(store.participant(DEVICE))
    take_bundle(bundle, store, consent=None)
    box = Outbox(outbox)
    box.put(one)
    box.mark_sent(one.id)
    note = cohort.root / "notes.txt"
    note.write_text(f"somebody wrote: {WORDS}", "utf-8")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(cohort.private / "answers.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM submissions").fetchall()
    with pytest.raises(StoreError, match="close it and try again"):
        leave(store, find_participant(store, DEVICE).participant, DEVICE, outbox=outbox)
    assert not bundle.exists()
    assert list(outbox.rglob("*.json")) == []
    other.close()
    store.close()
    with open_store(cohort, weeks=weeks) as again:
        assert find_participant(again, DEVICE) is None
        done = go_on(again, DEVICE.upper(), outbox=outbox)
        assert done.left == (note,)
        assert done.searched > 3
        assert go_on(again, DEVICE, outbox=outbox) is None
    assert not (cohort.private / "run" / FILE).exists()


def test_what_is_left_beside_by_whatever_interrupted_goes_when_it_goes_on(store, cohort, outbox):
    one = said({"words": WORDS})
    bundle = sealed(cohort, "mine.bundle", one)
    store.enrol(store.participant(DEVICE))
    take_bundle(bundle, store, consent=None)
    whole = bundle.read_bytes()
    stopped(store, DEVICE, outbox)
    bundle.write_bytes(whole)
    assert go_on(store, DEVICE, outbox=outbox).removed == (bundle,)
    assert not bundle.exists()


def test_stopped_in_the_search_whoever_gives_the_four_words_again_ends_it(store, cohort, outbox):
    member = Member(participant=store.participant("live:1"), public="c0ffee" * 5)
    hidden = store.hidden(RECOVERY, "acorn acre actor adapter")
    store.together([lambda writing: join(writing, member, hidden, Key(token="t", last_day=9), None)])
    record(store, "live:1", {"words": WORDS})
    note = cohort.root / "notes.txt"
    note.write_text(f"somebody wrote: {WORDS}", "utf-8")
    stopped(store, "acorn acre actor adapter", outbox)
    assert find_participant(store, "acorn acre actor adapter") is None
    done = go_on(store, "Acorn, acre - ACTOR adapter", outbox=outbox)
    assert done.left == (note,)


def test_what_is_kept_meanwhile_is_its_owners_alone_and_tells_nothing(store, cohort, outbox):
    one = said({"words": WORDS})
    store.record(one, store.participant("slip 7"), consent="yes", source="paper")
    stopped(store, "slip 7", outbox)
    path = cohort.private / "run" / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not holds(path.read_bytes(), [WORDS, one.id, "slip 7", store.participant("slip 7")])
    assert go_on(store, "slip 7", outbox=outbox).left == ()
    assert not path.exists()


def test_each_of_several_goes_on_by_its_own_code_and_any_other_finds_none(store, cohort, outbox):
    for code, words in (("AB", WORDS), ("ab", OTHERS)):
        record(store, code, {"words": words})
        (cohort.root / f"{len(words)}.txt").write_text(words, "utf-8")
        stopped(store, code, outbox)
    for code in ("aB", "", "acorn acre actor adapter"):
        assert go_on(store, code, outbox=outbox) is None
    assert go_on(store, "AB", outbox=outbox).left == (cohort.root / f"{len(WORDS)}.txt",)
    assert go_on(store, "AB", outbox=outbox) is None
    assert go_on(store, "ab", outbox=outbox).left == (cohort.root / f"{len(OTHERS)}.txt",)


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a": "%"}'])
def test_a_note_that_is_damaged_is_said_to_be_and_nothing_is_deleted(store, cohort, outbox, text):
    record(store, "slip 7")
    (cohort.private / "run" / FILE).write_text(text, "utf-8")
    with pytest.raises(CohortError, match=r"leaving\.json: the note of a withdrawal"):
        leave(store, store.participant("slip 7"), "slip 7", outbox=outbox)
    assert store.participants() == {store.participant("slip 7")}


def test_a_note_that_was_changed_is_not_taken_for_an_empty_one(store, cohort, outbox):
    record(store, "slip 7")
    stopped(store, "slip 7", outbox)
    path = cohort.private / "run" / FILE
    path.write_text(path.read_text("utf-8").replace(': "', ': "AAAA'), "utf-8")
    with pytest.raises(CohortError, match="look through your own notes"):
        go_on(store, "slip 7", outbox=outbox)
