"""A session on one printed page each: the participant's handout and the facilitator's run sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kit.curriculum.practices.guided import Guided
from kit.curriculum.practices.peer_group import PeerMeeting
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Block, Week
from kit.design.drawings import Drawing
from kit.reports.paper.guide_parts import run_lines, to_look_at, with_waits
from kit.reports.standalone import fill, part
from kit.session.debrief import History
from kit.session.groups import Duty
from kit.session.meetings import Meeting
from kit.session.plan import plan
from kit.text.codes import in_halves

# Sizes in points, and up to how many characters of text a page of A4 holds at that size. A script in the page
# measures and goes smaller where a browser's letters are wider than these.
_SIZES = ((10.5, 2600), (10.0, 2950), (9.5, 3350), (9.0, 3800), (8.5, 4300))
_SMALLEST = 8.0


def handout(week: Week, messages: Messages) -> str:
    """HTML to print on one page of A4 and to take home: aims, practice, room for a plan, and leave to stop."""
    practice = _practice(week)
    words = [week.lead, *week.aims, *week.home_practice, week.safety, *(_script(practice) if practice else ())]
    steps = with_waits(practice, messages) if practice else []
    fields: dict[str, Any] = {
        "week": week,
        "practice": practice,
        "steps": steps,
        "size": _size(words, extra=800),
        "drawn": _drawn(week),
    }
    return _sheet("guide_handout.html.j2", week, messages, fields)


def run_sheet(week: Week, past: History, messages: Messages, *, begins: str = "") -> str:
    """HTML to print on one page of A4: the session at a glance, with room for what it really took.

    *begins* is a time of day; then each block also stands at the time on the wall.
    """
    rows = [
        (slot, block, _at(begins, slot.start), past.took_words(block.id, messages))
        for slot, block in zip(plan(week).slots, week.blocks, strict=True)
    ]
    titles = {block.id: block.title for block in week.blocks}
    runs = {block.id: list(run_lines(block, messages)) for block in week.blocks}
    words = [week.safety, *(line for block in week.blocks for line in _said(block))]
    fields: dict[str, Any] = {
        "week": week,
        "rows": rows,
        "runs": runs,
        "second": any(block.second for block in week.blocks),
        "shown": {exercise.id for exercise in to_look_at(week)},
        "cut": ", ".join(titles[one] for one in week.cut_order),
        "size": _size(words, extra=1100),
    }
    return _sheet("guide_run_sheet.html.j2", week, messages, fields)


def _said(block: Block) -> list[str]:
    """What the run sheet says of *block*: its parts, or its first words where it has none; and what to watch for."""
    notes = block.facilitator
    return [*([part.what for part in block.run] or [notes.say[0]]), notes.watch_for[0], block.second]


def _sheet(template: str, week: Week, messages: Messages, fields: dict[str, Any]) -> str:
    title = messages("guide.week" if week.number else "guide.start", number=week.number, title=week.title)
    fit = part("guide_fit.js")
    return fill(template, "guide_sheet.css", messages, scripts=[fit], script=fit, title=title, **fields)


def _at(begins: str, minute: int) -> str:
    """The time on the wall at *minute* of a session; empty where nobody knows when it begins."""
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", begins):
        return ""
    return (datetime.strptime(begins, "%H:%M") + timedelta(minutes=minute)).strftime("%H:%M")


def _practice(week: Week) -> Guided | None:
    """The practice to go on with at home: the last of the session that is guided line by line."""
    return next((one for one in reversed(week.practices) if isinstance(one, Guided)), None)


def _drawn(week: Week) -> Drawing:
    """What the handout shows beside its title: what is practised at home."""
    if any(one.module == "walk" for one in week.practices):
        return "steps"
    practice = _practice(week)
    return "breath" if practice and practice.module == "breath" else "pause"


def _script(practice: Guided) -> list[str]:
    return [practice.intro, *practice.steps, practice.eyes_open, practice.stopping]


def _size(words: Iterable[str], *, extra: int) -> float:
    """The largest size at which *words*, and *extra* characters of headings and lines, fit a page."""
    length = extra + sum(len(line) for line in words)
    return next((size for size, most in _SIZES if length <= most), _SMALLEST)


# A peer group's sheets to print: who meets when, the agenda with its minutes, and the charter to fill in.


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
    meeting: PeerMeeting,
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
        rota=list(_rota(meeting, messages, duties, meetings)),
        agenda=_agenda(meeting),
        meeting=meeting,
    )


def _rota(
    meeting: PeerMeeting, messages: Messages, duties: Sequence[Duty], meetings: Sequence[Meeting]
) -> Iterator[Line]:
    for at, theme in enumerate(meeting.themes):
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


def _agenda(meeting: PeerMeeting) -> list[tuple[int, int, str, str]]:
    """For each part: the minute at which it begins and ends, its title, and how it goes."""
    ends = 0
    agenda = []
    for step in meeting.agenda:
        agenda.append((ends, ends + step.minutes, step.title, step.how))
        ends += step.minutes
    return agenda


# Slips to print and cut: one personal code each, with what it is for.


def slip_sheet(codes: Sequence[str], cohort: str, messages: Messages, address: str = "") -> str:
    """HTML to print on A4 and to cut along the lines; with the *address* from outside, where there is one."""
    return fill(
        "slips.html.j2",
        "form.css",
        messages,
        title=messages("slips.title", cohort=cohort),
        own=part("slips.css"),
        codes=[in_halves(code) for code in codes],
        where=_where(address, messages),
    )


def slip_list(codes: Sequence[str], messages: Messages, address: str = "") -> str:
    """Text to send to one person after the other: each line one code, what it is for, and the *address* if known."""
    about = f"{messages('slips.about_sent')} {_where(address, messages)}".strip()
    return "".join(f"{in_halves(code)}  {about}\n" for code in codes)


def _where(address: str, messages: Messages) -> str:
    return messages("slips.where", address=address) if address else ""
