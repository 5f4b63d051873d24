"""A meeting that moves gets the next revision, and nothing else does."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from datetime import timedelta

import pytest

from kit.answers.revisions import revise
from kit.errors import CohortError, StoreError
from kit.session.meetings import Meeting, sessions
from kit.settings import Cohort

WEEKS = range(1, 4)


@pytest.fixture
def planned(cohort: Cohort) -> list[Meeting]:
    return sessions(replace(cohort, first_session="2027-03-02", time="14:00"), WEEKS)


def later(meeting: Meeting, minutes: int = 30) -> Meeting:
    return replace(meeting, moment=replace(meeting.moment, utc=meeting.moment.utc + timedelta(minutes=minutes)))


def test_what_was_in_no_file_yet_begins_at_nought_and_stays_there(cohort: Cohort, planned: list[Meeting]) -> None:
    for _ in range(2):
        found = revise(cohort, planned)
        assert found.by_key == {"week/1": 0, "week/2": 0, "week/3": 0}
        assert found.moved == frozenset()


def test_a_meeting_that_moves_or_changes_its_length_counts_up_alone(cohort: Cohort, planned: list[Meeting]) -> None:
    revise(cohort, planned)
    found = revise(cohort, [planned[0], later(planned[1]), planned[2]])
    assert (found.by_key, found.moved) == ({"week/1": 0, "week/2": 1, "week/3": 0}, {"week/2"})
    assert revise(cohort, [replace(later(planned[1]), minutes=60)]).by_key == {"week/2": 2}


def test_moving_back_counts_up_too_so_that_calendars_believe_it(cohort: Cohort, planned: list[Meeting]) -> None:
    revise(cohort, planned)
    revise(cohort, [later(planned[0])])
    assert revise(cohort, planned).by_key == {"week/1": 2, "week/2": 0, "week/3": 0}


def test_one_sessions_file_forgets_nothing_of_the_others(cohort: Cohort, planned: list[Meeting]) -> None:
    revise(cohort, planned)
    revise(cohort, [later(planned[0])])
    assert revise(cohort, [planned[2]]).by_key == {"week/3": 0}
    assert revise(cohort, [later(planned[0])]).by_key == {"week/1": 1}


def test_the_record_is_its_owners_alone_and_holds_times_and_nothing_else(
    cohort: Cohort, planned: list[Meeting]
) -> None:
    revise(cohort, planned[:1])
    path = cohort.private / "run" / "calendar.json"
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent, cohort.private)] == [0o600, 0o700, 0o700]
    assert json.loads(path.read_text("utf-8")) == {"meetings": {"week/1": ["2027-03-02T14:00Z", 90, 0]}}
    before = path.stat().st_mtime_ns, path.stat().st_ino
    revise(cohort, planned[:1])
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


@pytest.mark.parametrize("text", ["", "[]", '{"meetings": 3}', '{"meetings": {"week/1": [1]}}', "[" * 9999])
def test_a_damaged_record_is_told_with_a_cure_and_stays(cohort: Cohort, planned: list[Meeting], text: str) -> None:
    path = cohort.private / "run" / "calendar.json"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    with pytest.raises(
        CohortError, match=r"calendar.json: the record of calendar files is damaged; move the file away"
    ):
        revise(cohort, planned)
    assert path.read_text("utf-8") == text


def test_a_full_disk_is_told(cohort: Cohort, planned: list[Meeting], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="the disk is full"):
        revise(cohort, planned)
