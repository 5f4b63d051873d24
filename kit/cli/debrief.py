"""The command for the minutes after a session: debrief."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Annotated, TypeVar

import typer

from kit.answers.roster import read_roster
from kit.cli.app import CohortOption, WeekArgument, app, cohort_to_change, say
from kit.curriculum.loader import find_week_file, load_week
from kit.curriculum.registers import Messages, messages_in
from kit.curriculum.weeks import Week
from kit.errors import ContentError, KitError
from kit.session.debrief import Run, keep, log_of, read_log
from kit.settings import Cohort

T = TypeVar("T")

_STILL_FRESH = timedelta(days=7)
_PART = re.compile(r"([\w-]*[^\W\d])\s*[:= ]\s*(\d{1,3})")
_INITIAL = 2  # letters; a shorter part of a name is an initial, or a word of its own
_QUESTIONS = ("change", "well")


@app.command(epilog='Example: kit debrief 3, or: kit debrief 3 --took "check-in 14, idea 20" --note "Fewer words."')
def debrief(
    week: WeekArgument,
    took: Annotated[str, typer.Option(metavar="PARTS", help="What parts took, in minutes, such as: idea 20.")] = "",
    note: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="A note for next time; may be repeated.")
    ] = None,
    on: Annotated[str, typer.Option(metavar="DATE", help="The day of the session; default: the last one.")] = "",
    folder: CohortOption = None,
) -> None:
    """Note what took how long, and what you'd change. The guide and the plan show it next time."""
    cohort = cohort_to_change(folder)
    content = load_week(find_week_file(cohort.curriculum, week))
    messages, names = messages_in(cohort.curriculum), _names(cohort)
    run = _run_of(content, read_log(log_of(cohort)), on)
    if took or note:
        changes, notes = _parts(took, content, messages), _notes(note or (), names, messages)
    else:
        changes, notes = _asked(run, content, names, messages)
    if not changes and not notes:
        say(messages("debrief.nothing"))
        return
    keep(log_of(cohort), Run(week=week, day=run.day, took=run.took | changes, notes=(*run.notes, *notes)))
    say(messages("debrief.kept", file=log_of(cohort)))
    say(messages("debrief.rest"))


def _notes(given: Sequence[str], names: Sequence[str], messages: Messages) -> list[str]:
    return [one for one in (_checked(text, names, messages) for text in given) if one]


def _run_of(week: Week, runs: Sequence[Run], on: str) -> Run:
    """The run that is meant: of the day *on*, or the last one where it was in these days, or one of today."""
    known = {run.day: run for run in runs if run.week == week.number}
    if on:
        try:
            day = date.fromisoformat(on)
        except ValueError:
            raise ContentError(f"{on!r} is no date; write year-month-day, for example 2027-03-16.") from None
    else:
        today = date.today()
        day = max((one for one in known if today - _STILL_FRESH <= one <= today), default=today)
    return known.get(day, Run(week=week.number, day=day))


def _asked(run: Run, week: Week, names: Sequence[str], messages: Messages) -> tuple[dict[str, int], list[str]]:
    """What the person at the keyboard says: minutes of parts, and notes; each may be left out."""
    say(messages("debrief.title", number=week.number, title=week.title, day=run.day.isoformat()))
    for block in week.blocks:
        taken = messages("debrief.row_took", took=run.took[block.id]) if block.id in run.took else ""
        say(messages("debrief.row", block=block.id, planned=block.minutes.target, took=taken, title=block.title))
    asked = "debrief.ask_measured" if run.took else "debrief.ask_remembered"
    changes = _until_right(messages(asked), lambda line: _parts(line, week, messages))
    say(messages("debrief.no_names"))
    notes = [
        _until_right(messages(f"debrief.ask_{name}"), lambda line: _checked(line, names, messages))
        for name in _QUESTIONS
    ]
    return changes, [one for one in notes if one]


def _until_right(question: str, read: Callable[[str], T]) -> T:
    """What *read* makes of the line that is typed; it's asked for again until it can be read."""
    while True:
        try:
            return read(typer.prompt(question, default="", show_default=False))
        except KitError as error:
            say(str(error))


def _parts(text: str, week: Week, messages: Messages) -> dict[str, int]:
    """Minutes by block, from words such as "check-in 14, idea 20". Raises ContentError."""
    known = [block.id for block in week.blocks]
    took = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _PART.fullmatch(part)
        if match is None or not 1 <= int(match[2]) <= 240:
            raise ContentError(messages("debrief.unclear", part=part))
        if match[1] not in known:
            raise ContentError(messages("debrief.unknown", part=match[1], known=", ".join(known)))
        took[match[1]] = int(match[2])
    return took


def _checked(text: str, names: Sequence[str], messages: Messages) -> str:
    """*text* as it may be kept outside the private folder. Raises ContentError where it names someone."""
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in names):
        raise ContentError(messages("debrief.names_somebody"))
    return text.strip()


def _names(cohort: Cohort) -> list[str]:
    """The names on the roster, whole and in their parts. Raises CohortError where it can't be read.

    Without them nobody could tell whether a line names someone, and the file of notes is made to be shared.
    """
    whole = read_roster(cohort).names
    return [*whole, *(part for name in whole for part in name.split() if len(part) > _INITIAL)]
