"""Handing over: a file that somebody else can go on with, and a folder that says so and does not."""

from __future__ import annotations

import json
from datetime import date

import pytest

from kit.answers import open_store
from kit.answers.database import only_one
from kit.answers.handed_over import NOTE, is_handed_over
from kit.answers.sealing.cohort_key import open_key, record_of
from kit.erasure.purge import purge
from kit.errors import CohortError, HandoverRefused, StoreBusy, StoreError, UnknownName
from kit.handing_over.handover import check_passphrase, hand_over, new_passphrase, take_back
from kit.handing_over.takeover import take_over
from kit.live.people import word_list
from tests.handing_over.handed import KIM, TEXT, WEEKS, WORDS, begun


@pytest.fixture
def cohort(tmp_path):
    return begun(tmp_path / "spring")


def test_the_file_holds_all_and_shows_nothing_and_the_folder_takes_no_more_answers(cohort, tmp_path):
    file = tmp_path / "spring.handover"
    hand_over(cohort, file, WORDS, KIM)
    content = file.read_bytes()
    assert not any(word.encode() in content for word in (TEXT, "spring", "answers.db", "Kim"))
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(StoreError, match="handed over to Kim Vale on 2027-04-01"):
        open_store(cohort, weeks=WEEKS)
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(".tmp")]


def test_it_is_not_handed_over_twice_and_never_over_another_file(cohort, tmp_path):
    file = tmp_path / "spring.handover"
    file.write_bytes(b"somebody's own")
    with pytest.raises(HandoverRefused, match="something here already"):
        hand_over(cohort, file, WORDS, KIM)
    with pytest.raises(HandoverRefused, match="no such folder"):
        hand_over(cohort, tmp_path / "none" / "x", WORDS, KIM)
    assert is_handed_over(cohort) is None
    hand_over(cohort, tmp_path / "other", WORDS, KIM)
    with pytest.raises(StoreError, match="was handed over"):
        hand_over(cohort, tmp_path / "third", WORDS, KIM)


def test_taken_back_the_folder_goes_on_and_remembers_it(cohort, tmp_path):
    with pytest.raises(UnknownName):
        take_back(cohort, date(2027, 4, 2))
    hand_over(cohort, tmp_path / "spring.handover", WORDS, KIM)
    take_back(cohort, date(2027, 4, 2))
    with open_store(cohort, weeks=WEEKS) as store:
        assert len(store.contributions(1, "check-in", "calm")) == 9
    noted = json.loads((cohort.root / NOTE).read_text("utf-8"))
    assert (noted["to"], noted["taken_back"]) == ("Kim Vale", "2027-04-02")
    hand_over(cohort, tmp_path / "again.handover", WORDS, KIM)
    assert is_handed_over(cohort).taken_back == ""


def test_the_old_copy_can_be_purged_and_the_new_one_still_has_the_answers(cohort, tmp_path):
    hand_over(cohort, tmp_path / "spring.handover", WORDS, KIM)
    taken = take_over(tmp_path / "spring.handover", tmp_path / "new", WORDS)
    assert record_of(cohort).name != record_of(taken.cohort).name
    purge(cohort, WEEKS, tmp_path / "outbox", today=date(2027, 4, 3))
    assert open_key(taken.cohort) is not None
    with open_store(taken.cohort, weeks=WEEKS) as store:
        assert len(store.contributions(1, "check-in", "calm")) == 9
    with pytest.raises(StoreError):
        open_store(cohort, weeks=WEEKS)


def test_it_waits_for_no_host_and_takes_no_cohort_that_has_ended(cohort, tmp_path):
    with only_one(cohort.private / "run", "kit host 2"), pytest.raises(StoreBusy, match="kit host 2"):
        hand_over(cohort, tmp_path / "spring.handover", WORDS, KIM)
    purge(cohort, WEEKS, tmp_path / "outbox", today=date(2027, 4, 3))
    with pytest.raises(StoreError, match="the cohort is over"):
        hand_over(cohort, tmp_path / "spring.handover", WORDS, KIM)
    assert not (tmp_path / "spring.handover").exists()


@pytest.mark.parametrize("content", ["{", "[]", '{"format": 2}', '{"format": 1, "to": "x", "on": "soon", "file": "y"}'])
def test_a_note_that_cannot_be_read_is_never_taken_for_none(cohort, content):
    (cohort.root / NOTE).write_text(content, "utf-8")
    with pytest.raises(CohortError, match="can't be read"):
        open_store(cohort, weeks=WEEKS)


def test_passphrases_that_are_drawn_are_long_and_those_made_up_must_be(tmp_path):
    drawn = new_passphrase(word_list())
    assert len(set(drawn.split())) == 7
    assert drawn != new_passphrase(word_list())
    check_passphrase(drawn)
    with pytest.raises(HandoverRefused, match="at least 12"):
        check_passphrase("short  one  x")
