"""The command that draws slips: personal codes, each good for one place."""

from __future__ import annotations

from typing import Annotated

import typer

from kit.cli.app import CohortOption, app, say, the_cohort, weeks_of
from kit.notebook.week import messages_in
from kit.render.slips import slip_list, slip_sheet
from kit.settings import Cohort
from kit.store import open_store
from kit.store.folder import discard, write_private
from kit.store.slips import cancel_slips, draw_slips, free

SHEET, LIST = "slips.html", "slips.txt"


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
    cohort: CohortOption = None,
) -> None:
    """Draw slips: codes for people without a place who join from elsewhere or answer on paper, each for one place."""
    found = the_cohort(cohort)
    if cancel and (number is not None or listed):
        raise typer.BadParameter("--cancel cancels all unused slips; draw new ones afterwards, with: kit slips")
    with open_store(found, weeks=weeks_of(found), command="kit slips") as store:
        if cancel:
            cancelled = cancel_slips(store)
            discard([found.private / SHEET, found.private / LIST])
            many = "1 unused slip is" if cancelled == 1 else f"{cancelled} unused slips are"
            say(f"{many} cancelled, and the places are free again. To draw new ones: kit slips")
            return
        codes = draw_slips(store, number)
        with store.reading() as connection:
            left = free(connection, found.size)
        # Kept before the store is let go: codes that nobody has would block their places.
        _keep(found, codes, listed=listed)
    _tell(found, len(codes), left, listed=listed)


def _keep(found: Cohort, codes: list[str], *, listed: bool) -> None:
    words = messages_in(found.curriculum)
    text = slip_list(codes, words) if listed else slip_sheet(codes, found.slug, words)
    write_private(found.private / (LIST if listed else SHEET), text.encode())


def _tell(found: Cohort, number: int, left: int, *, listed: bool) -> None:
    many = "1 slip is" if number == 1 else f"{number} slips are"
    say(f"{many} in {found.private / (LIST if listed else SHEET)}")
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
