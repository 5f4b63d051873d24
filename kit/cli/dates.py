"""The command for when a cohort meets: dates. What it writes stands in cohort.toml, with everything else as it was."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

import typer

from kit.cli.app import CohortOption, app, cohort_to_change, say, say_zone, weeks_of
from kit.curriculum.sectors import load_sector, sector_names
from kit.errors import CohortError
from kit.new_cohort import FirstSession
from kit.session.meetings import WEEKDAYS, date_typed, local_typed, sessions, time_typed
from kit.session.zones import here, place_named
from kit.settings import Cohort, cohort_file_text, load_cohort, packaged_curriculum, write_cohort_file
from kit.text.toml_files import with_values

_LATER = "-"
_USUAL_TIME = "14:00"
_USUAL_DAY = 1  # Tuesday
_AHEAD = timedelta(days=14)  # the notice and an invitation are out by then


@app.command(epilog="Example: kit dates --first-session 2027-03-02 --time 14:00 --time-zone Europe/Berlin")
def dates(
    first_session: Annotated[str, typer.Option(metavar="DATE", help="Date of the first session: year-month-day.")] = "",
    time: Annotated[str, typer.Option(metavar="HH:MM", help="When a session starts, for example 14:00.")] = "",
    time_zone: Annotated[str, typer.Option(metavar="ZONE", help="Where the sessions take place.")] = "",
    move: Annotated[
        list[str] | None,
        typer.Option(metavar="WEEK=DATE TIME", help='One session at another time: "4=2027-03-25 14:00".'),
    ] = None,
    folder: CohortOption = None,
) -> None:
    """Say when the sessions are. Asks for the first one where nothing is given; the others follow a week apart."""
    cohort = cohort_to_change(folder)
    when = FirstSession(date=first_session, time=time, time_zone=time_zone)
    if when == FirstSession() and not move and in_a_window():
        when = asked()
    keep_dates(cohort, when, _moves(move or ()))
    cohort = load_cohort(cohort.root)
    planned = sessions(cohort, [number for number in sorted(weeks_of(cohort)) if number])
    for meeting in planned:
        say(f"Week {meeting.number}: {meeting.when}")
    say_zone(cohort)


def in_a_window() -> bool:
    """Whether someone sits at the window in which this command runs, and can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def asked() -> FirstSession:
    """When the first session is, as the person at the window says; Enter takes what is offered."""
    offered = _offered(date.today())
    weekday = WEEKDAYS[offered.weekday()]
    say("When is the first session? The others follow a week apart. A dash leaves it open for now.")
    day = _until_right(f"  Day, such as {weekday},", offered.isoformat(), lambda text: date_typed(text, "The day"))
    if day == _LATER:
        return FirstSession()
    time = _until_right("  Time", _USUAL_TIME, lambda text: time_typed(text, "The time"))
    zone = _until_right("  Time zone", here(), lambda text: place_named(text, "The time zone"))
    return FirstSession(date=day, time="" if time == _LATER else time, time_zone="" if zone == _LATER else zone)


def asked_sector() -> str:
    """Whose work the cards, scripts and stories are to be about; empty for the general set, with Enter alone."""
    curriculum = packaged_curriculum()
    names = sector_names(curriculum)
    say("Whose work should cards, scripts and stories be about? Enter takes a general set.")
    for name in names:
        say(f"  {name}: {load_sector(curriculum, name).who}")
    while True:
        typed = str(typer.prompt("  Sector", default="", show_default=False)).strip()
        if not typed or typed in names:
            return typed
        say(f"There is no sector '{typed}'; there are {', '.join(names)}.")


def keep_dates(cohort: Cohort, when: FirstSession, moved: Mapping[int, str]) -> None:
    """Write *when* and the sessions that have *moved* into the cohort.toml of *cohort*.

    What isn't given stays as it is. Raises CohortError, and changes nothing, where that can't be.
    """
    values = {"first_session": when.date, "time": when.time, "time_zone": when.time_zone}
    values = {name: value for name, value in values.items() if value}
    if when.date:
        day = date_typed(when.date, "The first session")
        values["weekday"] = WEEKDAYS[day.weekday()]
    if when.time_zone:
        place_named(when.time_zone, "The time zone")
    known = {
        name: values.get(name, getattr(cohort, name)) for name in ("first_session", "time", "time_zone", "weekday")
    }
    changed = replace(cohort, **known, moved={**cohort.moved, **moved})
    if changed.first_session and changed.time:
        sessions(changed, [number for number in sorted(weeks_of(cohort)) if number])
    text = with_values(cohort_file_text(cohort.root), values)
    text = with_values(text, {str(number): moment for number, moment in moved.items()}, table="moved")
    write_cohort_file(cohort.root, text)


def _offered(today: date) -> date:
    """A day to offer for the first session: the usual weekday, some time ahead."""
    soon = today + _AHEAD
    return soon + timedelta(days=(_USUAL_DAY - soon.weekday()) % 7)


def _until_right(question: str, offered: str, read: Callable[[str], object]) -> str:
    """What is typed once *read* takes it, or the dash that leaves it open; what is *offered* where only Enter is."""
    while True:
        typed = str(typer.prompt(question, default=offered)).strip()
        if typed == _LATER:
            return typed
        try:
            read(typed)
        except CohortError as error:
            say(str(error))
            continue
        return typed


def _moves(typed: Sequence[str]) -> dict[int, str]:
    """The sessions that move, by week, from words such as "4=2027-03-25 14:00". Raises CohortError."""
    moved = {}
    for word in typed:
        number, _, when = word.partition("=")
        if not number.strip().isdecimal():
            raise CohortError(f"--move: {word!r} names no week; write for example --move '4=2027-03-25 14:00'.")
        moved[int(number)] = f"{local_typed(when.strip(), '--move'):%Y-%m-%d %H:%M}"
    return moved
