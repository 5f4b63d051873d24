"""The command that draws slips: personal codes, each good for one place."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from kit.answers import open_store
from kit.answers.folder import discard
from kit.answers.slip_sheets import cancel_slips, draw_slips
from kit.answers.slips import free, unused
from kit.cli.app import CohortOption, app, cohort_to_change, say, tell_news, weeks_of
from kit.curriculum.registers import messages_in
from kit.live.process.earlier import public_address
from kit.reports.paper.sheets import slip_list, slip_sheet
from kit.settings import Cohort
from kit.system.disk import write_private

# Sheets and lists that were written before: slips.html, slips-2.html, slips-3.txt.
_NAME = re.compile(r"slips(-[0-9]+)?\.(html|txt)")


@app.command(epilog="Example: kit slips, or: kit slips 3 --list")
def slips(
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", help="How many; default: one for each place that is left.", min=1)
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Write a list to send one by one, instead of a sheet to print and cut.")
    ] = False,
    cancel: Annotated[
        bool,
        typer.Option("--cancel", help="Cancel all slips that nobody has used yet, if the sheet is lost."),
    ] = False,
    folder: CohortOption = None,
) -> None:
    """Draw codes for new people elsewhere or on paper. Each is good for one place."""
    cohort = cohort_to_change(folder)
    if cancel and (number is not None or listed):
        raise typer.BadParameter("--cancel cancels all unused slips; draw new ones afterwards, with: kit slips")
    with open_store(cohort, weeks=weeks_of(cohort), command="kit slips") as store:
        tell_news(store)
        if cancel:
            cancelled = cancel_slips(store)
            discard(_written(cohort))
            many = "1 unused slip is" if cancelled == 1 else f"{cancelled} unused slips are"
            say(f"{many} cancelled, and the places are free again. To draw new ones: kit slips")
            return
        with store.reading() as connection:
            earlier = unused(connection)
        codes = draw_slips(store, number)
        with store.reading() as connection:
            left = free(connection, cohort.size)
        # Kept before the store is let go: codes that nobody has would block their places.
        path = _keep(cohort, codes, listed=listed)
    _tell(path, len(codes), earlier)
    _advise(left, listed=listed)


def _written(cohort: Cohort) -> list[Path]:
    """The sheets and lists of slips that lie in the cohort's private folder."""
    return sorted(path for path in cohort.private.glob("slips*") if _NAME.fullmatch(path.name))


def _keep(cohort: Cohort, codes: list[str], *, listed: bool) -> Path:
    """Write *codes* beside what was written before, which stays as it is; where to."""
    words = messages_in(cohort.curriculum)
    address = public_address(cohort.private / "run")
    text = slip_list(codes, words, address) if listed else slip_sheet(codes, cohort.slug, words, address)
    taken = {path.stem for path in _written(cohort)}
    number = next(n for n in range(1, len(taken) + 2) if _stem(n) not in taken)
    path = cohort.private / f"{_stem(number)}.{'txt' if listed else 'html'}"
    write_private(path, text.encode())
    return path


def _stem(number: int) -> str:
    return "slips" if number == 1 else f"slips-{number}"


def _tell(path: Path, number: int, earlier: int) -> None:
    many = "1 slip is" if number == 1 else f"{number} slips are"
    say(f"{many} in {path}")
    if earlier:
        which = "slip drawn earlier and not used is" if earlier == 1 else "slips drawn earlier and not used are"
        say(f"{earlier} {which} valid too. If that sheet is lost, run kit slips --cancel and draw all again.")


def _advise(left: int, *, listed: bool) -> None:
    say(f"Each slip keeps a place free for the person who uses it. {_left(left)}")
    if listed:
        say("Send each person who has no place yet one line of their own. Then delete the file.")
        say("Please tell them: when codes are sent one by one, the sender could use one first. With slips that people")
        say("draw by hand, nobody knows which one is whose.")
    else:
        say("Print it, cut it, fold the slips, and let everyone who has no place yet draw one by hand.")
        say("Then delete the file.")
    say("Lost the sheet? Run kit slips --cancel, and draw new ones.")


def _left(places: int) -> str:
    if not places:
        return "No places are left for new people with the code on the screen; in a session, they type a slip's code."
    many = "1 more new person" if places == 1 else f"{places} more new people"
    return f"With the code on the screen, {many} can join."
