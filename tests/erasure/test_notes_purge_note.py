"""A purge that is stopped and done again looks for the same as one that is not, and calls nothing clean unseen."""

from __future__ import annotations

import json
import shutil
import stat

import pytest

from kit.answers import open_store
from kit.answers.ending import NOTE
from kit.answers.withdrawals import withdraw
from kit.erasure import purge as module
from kit.erasure.purge import plan_purge, purge
from kit.erasure.withdraw import leave
from kit.errors import StoreError
from tests.attacks.scene import scene
from tests.erasure.examples import TODAY, WORDS, everything


@pytest.fixture
def left_over(over):
    """What nobody deletes: a copy of the answers, a note with somebody's words, and one with a full name."""
    root = over.store.cohort.root
    shutil.copy(root / "private" / "answers.db", root / "before week 4.db")
    (root / "notes.txt").write_text(f"somebody said: {WORDS}", "utf-8")
    (root / "people.txt").write_text("Ada Zwicky was late", "utf-8")
    return tuple(root / name for name in ("before week 4.db", "notes.txt", "people.txt"))


def note(cohort):
    return cohort.private / "run" / NOTE


def power_fails(*_, **__):
    raise StoreError("the power failed")


def by_hand(_):
    raise KeyboardInterrupt


@pytest.mark.parametrize("at", ["_put_ledger", "overwrite", "_destroy", "_tidy", "_search", "write_record"])
def test_whatever_stopped_it_the_second_run_finds_what_the_first_would_have(over, outbox, left_over, monkeypatch, at):
    cohort = over.store.cohort
    with monkeypatch.context() as patch:
        patch.setattr(module, at, power_fails)
        with pytest.raises(StoreError, match="power"):
            purge(cohort, over.weeks, outbox, today=TODAY)
    assert stat.S_IMODE(note(cohort).stat().st_mode) == 0o600
    assert plan_purge(cohort, outbox).count
    record, left = purge(cohort, over.weeks, outbox, today=TODAY)
    assert left == left_over
    assert record.left == 3
    # What a database lays beside itself and half a ledger are files too, so there may be more than two of the answers.
    assert record.deleted["answers"] >= 2
    assert {**record.deleted, "answers": 0} == {
        "answers": 0,
        "keys": 5,
        "names": 2,
        "other": 1,
        "beside": 0,
        "outbox": 0,
    }
    assert not note(cohort).exists()
    assert plan_purge(cohort, outbox).count == 0


def test_stopped_by_hand_again_and_again_it_still_finds_everything(over, outbox, left_over):
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            purge(over.store.cohort, over.weeks, outbox, today=TODAY, each=by_hand)
    record, left = purge(over.store.cohort, over.weeks, outbox, today=TODAY)
    assert (record.left, left) == (3, left_over)


def test_stopped_where_the_note_should_go_it_goes_the_next_time(over, outbox, left_over, monkeypatch):
    cohort = over.store.cohort
    destroy = module._destroy
    with monkeypatch.context() as patch:
        patch.setattr(module, "_destroy", lambda paths: power_fails() if note(cohort) in paths else destroy(paths))
        with pytest.raises(StoreError):
            purge(cohort, over.weeks, outbox, today=TODAY)
    first = (cohort.root / "deletion.json").read_bytes()
    assert plan_purge(cohort, outbox).files["other"] == (note(cohort),)
    assert purge(cohort, over.weeks, outbox, today=TODAY)[1] == left_over
    assert not note(cohort).exists()
    found, before = json.loads((cohort.root / "deletion.json").read_bytes()), json.loads(first)
    assert found["deleted"] == before["deleted"]


@pytest.mark.parametrize("text", [None, "", "[]", '{"ids": [], "words": []}'])
def test_with_the_note_lost_or_damaged_nobody_can_say_what_is_left(over, outbox, text):
    cohort = over.store.cohort
    with pytest.raises(KeyboardInterrupt):
        purge(cohort, over.weeks, outbox, today=TODAY, each=by_hand)
    note(cohort).unlink() if text is None else note(cohort).write_text(text, "utf-8")
    record, left = purge(cohort, over.weeks, outbox, today=TODAY)
    assert (record.left, left) == (None, ())
    assert json.loads((cohort.root / "deletion.json").read_text("utf-8"))["left"] is None
    assert not note(cohort).exists()


def test_neither_can_anybody_where_answers_or_names_could_not_be_read(over, outbox, left_over):
    cohort = over.store.cohort
    (cohort.private / "roster.csv").write_bytes(b"name,apart_from\nAda Zwicky\xff,\n")
    record, left = purge(cohort, over.weeks, outbox, today=TODAY)
    assert record.left is None
    assert left == left_over[:2]


@pytest.mark.parametrize("lost", [True, False])
def test_a_store_that_is_lost_or_damaged_tells_nothing(over, outbox, lost):
    path = over.store.cohort.private / "answers.db"
    path.unlink() if lost else path.write_bytes(b"no database")
    assert purge(over.store.cohort, over.weeks, outbox, today=TODAY)[0].left is None


def test_where_nobody_ever_answered_there_is_nothing_to_be_left(over, outbox, tmp_path):
    with scene(tmp_path / "new" / "spring") as here:
        pass
    (here.store.cohort.private / "answers.db").unlink()
    (here.store.cohort.private / "roster.csv").unlink(missing_ok=True)
    assert purge(here.store.cohort, here.weeks, outbox, today=TODAY)[0].left == 0


def test_a_withdrawal_that_was_never_searched_for_to_its_end_is_not_called_clean(over, outbox):
    cohort = over.store.cohort
    with open_store(cohort, weeks=over.weeks) as store, pytest.raises(KeyboardInterrupt):
        leave(store, store.participant("person 1"), "person 1", outbox=outbox, each=by_hand)
    assert purge(cohort, over.weeks, outbox, today=TODAY)[0].left is None
    assert set(everything(cohort.private)) == {"answers.db", "roster.csv", "run/store.lock"}


def test_a_note_of_an_end_that_never_began_does_not_outlast_a_withdrawal(over, outbox, monkeypatch):
    cohort = over.store.cohort
    with monkeypatch.context() as patch:
        patch.setattr(module, "_put_ledger", power_fails)
        with pytest.raises(StoreError):
            purge(cohort, over.weeks, outbox, today=TODAY)
    assert WORDS not in note(cohort).read_text("utf-8")
    with open_store(cohort, weeks=over.weeks) as store:
        withdraw(store, store.participant("person 1"))
    assert not note(cohort).exists()
