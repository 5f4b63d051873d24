"""Calendar files as a calendar program reads them."""

from __future__ import annotations

import getpass
import socket
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from kit.session.calendar_files import calendar_file, event_id
from kit.session.meetings import Meeting, sessions
from kit.settings import Cohort
from tests.cohorts import unwritten_cohort


def cohort(zone: str, slug: str = "spring", **moved: str) -> Cohort:
    when = {"first_session": "2027-03-02", "time_zone": zone, "time": "14:00"}
    return unwritten_cohort(slug=slug, size=12, moved={4: moved["moved"]} if moved else {}, **when)


def made(meetings: list[Meeting], revision: int = 0, slug: str = "spring") -> bytes:
    titles = {one.key: f"Workshop, session {one.number} of 8" for one in meetings}
    return calendar_file(slug, meetings, titles, dict.fromkeys(titles, revision))


def events(text: bytes) -> list[Event]:
    calendar = Calendar.from_ical(text)
    assert (calendar["VERSION"], calendar.errors) == ("2.0", [])
    return calendar.walk("VEVENT")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "America/Santiago", "Asia/Kolkata"])
def test_there_are_eight_events_in_utc_that_every_reader_sees_at_the_hour_of_the_place(zone: str) -> None:
    found = events(made(sessions(cohort(zone), range(1, 9))))
    assert len(found) == 8
    for week, event in enumerate(found):
        start, end = event.decoded("DTSTART"), event.decoded("DTEND")
        assert event["DTSTART"].to_ical().endswith(b"Z")
        assert "RRULE" not in event
        assert start.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime(2027, 3, 2, 14) + timedelta(weeks=week)
        assert end - start == timedelta(minutes=90)


def test_the_same_sessions_make_the_same_bytes_with_ids_that_are_made_of_slug_and_week_alone() -> None:
    first = made(sessions(cohort("Europe/Berlin"), range(1, 9)))
    assert made(sessions(cohort("Europe/Berlin"), range(1, 9))) == first
    elsewhere = events(made(sessions(cohort("America/New_York"), range(1, 9))))
    ids = [event["UID"] for event in events(first)]
    assert ids == [event["UID"] for event in elsewhere]
    assert len(set(ids)) == 8
    assert not set(ids) & {event_id("autumn", f"week/{number}") for number in range(1, 9)}


def test_ids_stay_what_they_are_from_one_version_of_the_kit_to_the_next() -> None:
    # People have these in their calendars.
    assert event_id("spring", "week/1") == "cd02eed2-febe-5105-a7e4-5af225482545"


def test_a_moved_session_has_its_id_and_a_higher_revision() -> None:
    before = events(made(sessions(cohort("Europe/Berlin"), range(1, 9))))[3]
    after = events(made(sessions(cohort("Europe/Berlin", moved="2027-03-25 16:00"), range(1, 9)), revision=1))[3]
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after.decoded("DTSTAMP") > before.decoded("DTSTAMP")
    assert after.decoded("DTSTART") == datetime(2027, 3, 25, 15, tzinfo=UTC)


def test_a_colleague_who_looks_at_the_calendar_learns_nothing_but_that_there_is_a_workshop() -> None:
    text = made(sessions(cohort("Europe/Berlin"), range(1, 9)))
    found = events(text)
    assert {event["CLASS"] for event in found} == {"PRIVATE"}
    kept = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "CLASS"}
    assert {name for event in found for name in event} == kept
    lower = text.decode().lower()
    for word in (
        "compassion",
        "empathy",
        "feeling",
        "emotion",
        "spring",
        "somewhere",
        getpass.getuser(),
        socket.gethostname(),
    ):
        assert word.lower() not in lower, word


def test_every_line_is_one_that_every_program_reads() -> None:
    meetings = sessions(cohort("Europe/Berlin"), [1])
    title = "Treffen, jede zweite Woche; " + "größer " * 20
    text = calendar_file("spring", meetings, {"week/1": title}, {"week/1": 0})
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert events(text)[0]["SUMMARY"] == title
