"""The command for peer groups: peers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from kit.answers.folder import discard, keep_bytes, keep_text
from kit.answers.peer_groups import FILE, SHEETS, PeerGroup, keep_groups, read_groups
from kit.answers.revisions import Revisions, revise
from kit.answers.roster import FILE as ROSTER
from kit.answers.roster import Roster, read_roster, tidy
from kit.cli.app import CohortOption, app, cohort_to_change, say, say_zone, week_typed, weeks_of
from kit.curriculum.practices.peer_group import PeerMeeting
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import Messages, messages_in
from kit.errors import CohortError, ContentError, PairingError, UnknownName
from kit.reports.paper.sheets import peer_sheets
from kit.session.calendar_files import calendar_file
from kit.session.groups import draw_peer_groups, rota
from kit.session.meetings import Meeting, Row, first_session, local_typed, sessions, zone_of
from kit.settings import Cohort, packaged_curriculum
from kit.system.disk import write_bytes

PRACTICE = "peer-group"
_SIZE = 4


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """A group, and when it meets as far as that is known."""

    group: PeerGroup
    meetings: list[Meeting]


@app.command(epilog="Example: kit peers --size 3, or for groups that people form themselves: kit peers --blank")
def peers(
    size: Annotated[
        int | None, typer.Option(metavar="N", help="How many people a group should have.", min=3, max=5)
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Someone who takes no part; once for each name.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="A number for the lot; another number draws other groups.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Draw again, and forget the groups there are.")] = False,
    blank: Annotated[bool, typer.Option("--blank", help="One set of sheets without names and dates.")] = False,
    folder: CohortOption = None,
) -> None:
    """Draw peer groups for the time after the last week. Each group gets sheets and a calendar file."""
    cohort = cohort_to_change(folder)
    content, words = peer_meeting(cohort.curriculum), messages_in(cohort.curriculum)
    if blank:
        path = cohort.root / SHEETS / "blank.html"
        keep_text(path, peer_sheets(content, words))
        say(f"{path} is ready to be printed, once for each group.")
        return
    roster = _roster(cohort)
    groups = None if again else read_groups(cohort, roster)
    if groups is not None and (size, without, seed) != (None, None, None):
        raise typer.BadParameter(f"The groups are drawn. To draw again add --again; else change private/{FILE}.")
    new = groups is None
    groups = groups or _drawn(cohort, roster, content, _taking_part(roster, without or []), (size or _SIZE, seed or 0))
    # Everything that could be wrong is found before anything is written.
    plans = [_Plan(group=group, meetings=_meetings(cohort, group, content)) for group in groups]
    if new:
        keep_groups(cohort, groups)
    _write(cohort, plans, content, words)
    _tell(cohort, plans, roster, drawn=seed or 0 if new else None)


def peer_meeting(curriculum: Path) -> PeerMeeting:
    """The meeting of a peer group as *curriculum* has it, or else the kit's own. Raises ContentError."""
    for folder in (curriculum, packaged_curriculum()):
        meeting = load_practices(folder).get(PRACTICE)
        if isinstance(meeting, PeerMeeting):
            return meeting
    raise ContentError(f"practices.yaml: practice '{PRACTICE}' must have the module peer_group; fix that line.")


def _roster(cohort: Cohort) -> Roster:
    """The names there are. Raises CohortError where there are none, or the roster can't be read."""
    roster = read_roster(cohort)
    if not roster.names:
        raise CohortError(
            f"{cohort.private / ROSTER}: there are no names yet; write the name of each person on a line of its own."
        )
    return roster


def _taking_part(roster: Roster, without: Sequence[str]) -> list[str]:
    known = {name.casefold(): name for name in roster.names}
    out = {known.get(tidy(name).casefold(), name) for name in without}
    for name in sorted(out - set(roster.names)):
        raise PairingError(f"{name!r} isn't on the roster, so nobody of that name can be left out; fix the spelling.")
    return [name for name in roster.names if name not in out]


def _drawn(
    cohort: Cohort, roster: Roster, content: PeerMeeting, people: Sequence[str], how: tuple[int, int]
) -> list[PeerGroup]:
    size, seed = how
    first = ""
    if cohort.first_session and cohort.time:
        last = first_session(cohort) + timedelta(weeks=max(weeks_of(cohort)) - 1)
        first = f"{last + timedelta(weeks=content.weeks_apart):%Y-%m-%d %H:%M}"
    drawn = draw_peer_groups(people, size, apart=roster.apart, seed=seed)
    return [PeerGroup(number=at, people=group, first_meeting=first) for at, group in enumerate(drawn, start=1)]


def _meetings(cohort: Cohort, group: PeerGroup, content: PeerMeeting) -> list[Meeting]:
    if not group.first_meeting:
        return []
    row = Row(
        key=f"group-{group.number}",
        name="meeting",
        numbers=range(1, len(content.themes) + 1),
        first=local_typed(group.first_meeting, f"{group.where}: 'first_meeting'"),
        zone=zone_of(cohort),
        minutes=content.minutes,
        weeks=content.weeks_apart,
        moved=group.moved,
        where=group.where,
        table="'moved'",
    )
    return row.meetings()


def _write(cohort: Cohort, plans: Sequence[_Plan], content: PeerMeeting, words: Messages) -> None:
    folder = cohort.root / SHEETS
    revisions = revise(cohort, [one for plan in plans for one in plan.meetings])
    written = set()
    for group, meetings in ((plan.group, plan.meetings) for plan in plans):
        page, dates = folder / f"group_{group.number}.html", folder / f"group_{group.number}.ics"
        duties = rota(group.people, len(content.themes))
        text = peer_sheets(content, words, number=group.number, people=group.people, duties=duties, meetings=meetings)
        keep_text(page, text)
        written.add(page)
        if meetings:
            titles = {one.key: words("calendar.peers", place=one.number, count=len(meetings)) for one in meetings}
            keep_bytes(dates, calendar_file(cohort.identity, meetings, titles, revisions.by_key))
            written.add(dates)
    # What an earlier drawing left would be handed to the wrong people.
    made = re.compile(r"group_\d+\.(html|ics)")
    discard(path for path in folder.iterdir() if made.fullmatch(path.name) and path not in written)


def _told(meeting: Meeting) -> str:
    twice = " (the first of the two times the clocks show it)" if meeting.moment.twice else ""
    return f"  {meeting.number}  {meeting.when}{twice}"


def _tell(cohort: Cohort, plans: Sequence[_Plan], roster: Roster, *, drawn: int | None) -> None:
    together: dict[tuple[str, ...], list[_Plan]] = {}
    for plan in plans:
        together.setdefault(tuple(map(_told, plan.meetings)), []).append(plan)
    for dates, alike in together.items():
        for plan in alike:
            say(f"Group {plan.group.number}: {', '.join(plan.group.people)}")
        if dates and len(alike) > 1:
            say("These groups meet at the same times:" if len(together) > 1 else "All groups meet at the same times:")
        for line in dates:
            say(line)
    grouped = {name for plan in plans for name in plan.group.people}
    if left := [name for name in roster.names if name not in grouped]:
        say(f"In no group: {', '.join(left)}.")
    if drawn is not None:
        kept = " Nobody is with anyone from whom they're kept apart." if roster.apart else ""
        say(f"Drawn by lot (seed {drawn}).{kept} To change the groups: private/{FILE}, then kit peers once more.")
    if any(plan.meetings for plan in plans):
        say_zone(cohort)
    if not all(plan.meetings for plan in plans):
        say(f"Where no time is known there is no calendar file: write first_meeting in private/{FILE}.")
    say(f"To print and hand to each group alone, because of the names: {cohort.root / SHEETS}")


# Commands about when people meet: calendar.


@app.command(epilog="Example: kit calendar, or after a session was moved: kit calendar 4")
def calendar(
    week: Annotated[
        int | None,
        typer.Argument(metavar="WEEK", parser=week_typed, help="One week's session alone; none: all of them."),
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to write the file.")] = Path(),
    folder: CohortOption = None,
) -> None:
    """Write a calendar file of the sessions. Every calendar program opens it."""
    cohort = cohort_to_change(folder)
    if not out.is_dir():
        raise CohortError(f"{out}: this folder doesn't exist; make it, or choose another with --out.")
    every = sessions(cohort, [number for number in weeks_of(cohort) if number])
    chosen = [one for one in every if week in (None, one.number)]
    if not chosen:
        raise UnknownName(f"There's no session in week {week}; there are weeks 1 to {every[-1].number}.")
    words = messages_in(cohort.curriculum)
    titles = {
        one.key: words("calendar.session", place=place, count=len(every)) for place, one in enumerate(every, start=1)
    }
    revisions = revise(cohort, chosen)
    path = out / ("sessions.ics" if week is None else f"session_{week:02d}.ics")
    write_bytes(path, calendar_file(cohort.identity, chosen, titles, revisions.by_key))
    tell(chosen, titles, revisions)
    say_zone(cohort)
    say(f"{path} is ready to be sent round. Opened again after a change, it moves the entries that are there already.")


def tell(meetings: list[Meeting], titles: dict[str, str], revisions: Revisions) -> None:
    """Say when the meetings are, which have moved, and which of two equal times is meant."""
    for meeting in meetings:
        utc = f"{meeting.moment.utc:%H:%M} UTC"
        moved = ", moved since the last file" if meeting.key in revisions.moved else ""
        say(f"{titles[meeting.key]}: {meeting.when} ({utc}){moved}")
        if meeting.moment.twice:
            say(f"  On that day the clocks show {meeting.moment.local:%H:%M} twice; the first of the two is meant.")
