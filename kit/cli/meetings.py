"""Commands about when people meet: calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kit.answers.revisions import Revisions, revise
from kit.cli.app import CohortOption, app, say, say_zone, the_cohort, week_typed, weeks_of
from kit.curriculum.registers import messages_in
from kit.errors import CohortError, UnknownName
from kit.session.calendar_files import calendar_file
from kit.session.meetings import Meeting, sessions
from kit.system.disk import write_bytes


@app.command(epilog="Example: kit calendar, or after a session was moved: kit calendar 4")
def calendar(
    week: Annotated[
        int | None,
        typer.Argument(metavar="WEEK", parser=week_typed, help="One week's session alone; none: all of them."),
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to write the file.")] = Path(),
    cohort: CohortOption = None,
) -> None:
    """Write the cohort's sessions as a calendar file that every calendar program opens."""
    found = the_cohort(cohort)
    if not out.is_dir():
        raise CohortError(f"{out}: this folder does not exist; make it, or choose another with --out.")
    every = sessions(found, [number for number in weeks_of(found) if number])
    chosen = [one for one in every if week in (None, one.number)]
    if not chosen:
        raise UnknownName(f"There is no session in week {week}; there are weeks 1 to {every[-1].number}.")
    words = messages_in(found.curriculum)
    titles = {
        one.key: words("calendar.session", place=place, count=len(every)) for place, one in enumerate(every, start=1)
    }
    revisions = revise(found, chosen)
    path = out / ("sessions.ics" if week is None else f"session_{week:02d}.ics")
    write_bytes(path, calendar_file(found.identity, chosen, titles, revisions.by_key))
    tell(chosen, titles, revisions)
    say_zone(found)
    say(f"{path} is ready to be sent round. Opened again after a change, it moves the entries that are there already.")


def tell(meetings: list[Meeting], titles: dict[str, str], revisions: Revisions) -> None:
    """Say when the meetings are, which have moved, and which of two equal times is meant."""
    for one in meetings:
        utc = f"{one.moment.utc:%H:%M} UTC"
        moved = ", moved since the last file" if one.key in revisions.moved else ""
        say(f"{titles[one.key]}: {one.when} ({utc}){moved}")
        if one.moment.twice:
            say(f"  On that day the clocks show {one.moment.local:%H:%M} twice; the first of the two is meant.")
