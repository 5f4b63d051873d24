"""A peer group's sheets to print: who meets when, the agenda with its minutes, and the charter to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kit.curriculum.practices import PeerMeeting
from kit.curriculum.registers import Messages
from kit.reports.standalone import fill, part
from kit.session.meetings import Meeting
from kit.session.peer_groups import Duty


@dataclass(frozen=True, kw_only=True)
class Line:
    """A meeting in the rota. What is not known yet is empty, so that a pen can fill it in."""

    number: int
    day: str = ""
    hours: str = ""
    host: str = ""
    time_keeper: str = ""
    title: str
    question: str


def peer_sheets(
    found: PeerMeeting,
    messages: Messages,
    *,
    number: int | None = None,
    people: Sequence[str] = (),
    duties: Sequence[Duty] = (),
    meetings: Sequence[Meeting] = (),
) -> str:
    """HTML to print on A4 and to hand to a group: *people* and their *duties* by name, and when the *meetings* are.

    Without a *number* it is a sheet for a group that forms itself, with room to write.
    """
    return fill(
        "peers.html.j2",
        "form.css",
        messages,
        title=messages("peers.title", number=number) if number else messages("peers.title_blank"),
        own=part("peers.css"),
        people=people,
        rota=list(_rota(found, messages, duties, meetings)),
        agenda=_agenda(found),
        meeting=found,
    )


def _rota(
    found: PeerMeeting, messages: Messages, duties: Sequence[Duty], meetings: Sequence[Meeting]
) -> Iterator[Line]:
    for at, theme in enumerate(found.themes):
        who = vars(duties[at]) if duties else {}
        when = _when(meetings[at], messages) if meetings else {}
        yield Line(number=at + 1, title=theme.title, question=theme.question, **who, **when)


def _when(meeting: Meeting, messages: Messages) -> dict[str, str]:
    """Day and time of *meeting* in the words of the catalogue."""
    start = meeting.moment.local
    weekday, month = messages(f"calendar.weekday_{start.isoweekday()}"), messages(f"calendar.month_{start.month}")
    return {
        "day": messages("calendar.day", weekday=weekday, day=start.day, month=month, year=start.year),
        "hours": messages("calendar.hours", start=f"{start:%H:%M}", end=f"{meeting.end:%H:%M}"),
    }


def _agenda(found: PeerMeeting) -> list[tuple[int, int, str, str]]:
    """For each part: the minute at which it begins and ends, its title, and how it goes."""
    ends = 0
    agenda = []
    for one in found.agenda:
        agenda.append((ends, ends + one.minutes, one.title, one.how))
        ends += one.minutes
    return agenda
