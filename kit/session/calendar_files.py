"""Calendar files: one event for each meeting, in UTC, under an id that outlasts every change of its time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from kit.session.meetings import Meeting

_NAMESPACE = UUID("5d6c9b0e-4a63-4c0e-8f0b-b1f5a7f2c6d1")
# No clock is read: the same meetings make the same bytes, and the file tells nobody when it was made.
_STAMP = datetime(2026, 1, 1, tzinfo=UTC)


def calendar_file(
    cohort: str, meetings: Iterable[Meeting], titles: Mapping[str, str], revisions: Mapping[str, int]
) -> bytes:
    """The calendar file with *meetings* of the *cohort*, which is called by its identity.

    *titles* and *revisions* are by the meetings' keys; a higher revision replaces the event in a calendar that has
    it already. Nothing in the file is about a person or a computer.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Session calendar//EN")
    calendar.add("version", "2.0")
    for meeting in meetings:
        calendar.add_component(_event(cohort, meeting, titles[meeting.key], revisions[meeting.key]))
    return bytes(calendar.to_ical())


def event_id(cohort: str, key: str) -> str:
    """The id by which calendars know a meeting again: made of the cohort's identity and the meeting's key alone."""
    return str(uuid5(_NAMESPACE, f"{cohort}/{key}"))


def _event(cohort: str, meeting: Meeting, title: str, revision: int) -> Event:
    event = Event()
    event.add("uid", event_id(cohort, meeting.key))
    event.add("dtstamp", _STAMP + timedelta(minutes=revision))
    event.add("dtstart", meeting.moment.utc)
    event.add("dtend", meeting.moment.utc + timedelta(minutes=meeting.minutes))
    event.add("sequence", revision)
    event.add("summary", title)
    # Who shares a calendar shows colleagues as little of it as their program allows.
    event.add("class", "PRIVATE")
    return event
