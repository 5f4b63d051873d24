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
from kit.store.slips import cancel_slips, draw_slips

SHEET, LIST = "slips.html", "slips.txt"


@app.command(epilog="Example: kit slips, or: kit slips 3 --list")
def slips(
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", help="How many; default: one for each place that is left.", min=1)
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="A list to send one by one, in place of a sheet to print and cut.")
    ] = False,
    cancel: Annotated[
        bool, typer.Option("--cancel", help="Cancel every slip that nobody used yet, as for a sheet that was lost.")
    ] = False,
    cohort: CohortOption = None,
) -> None:
    """Draw slips: personal codes with which people join from elsewhere or answer on paper, each good for one place."""
    found = the_cohort(cohort)
    if cancel and (number is not None or listed):
        raise typer.BadParameter("--cancel cancels all unused slips; draw new ones afterwards, with: kit slips")
    with open_store(found, weeks=weeks_of(found), command="kit slips") as store:
        if cancel:
            cancelled = cancel_slips(store)
            discard([found.private / SHEET, found.private / LIST])
            say(f"{cancelled} unused slips are cancelled, and their places are free. To draw new ones: kit slips")
            return
        codes = draw_slips(store, number)
        # Kept before the store is let go: codes that nobody has would block their places.
        _keep(found, codes, listed=listed)
    _tell(found, len(codes), listed=listed)


def _keep(found: Cohort, codes: list[str], *, listed: bool) -> None:
    words = messages_in(found.curriculum)
    text = slip_list(codes, words) if listed else slip_sheet(codes, found.slug, words)
    write_private(found.private / (LIST if listed else SHEET), text.encode())


def _tell(found: Cohort, number: int, *, listed: bool) -> None:
    many = "1 slip is" if number == 1 else f"{number} slips are"
    say(f"{many} in {found.private / (LIST if listed else SHEET)}")
    if listed:
        say("Send each person one line, and nobody two. Then delete the file.")
        say("Say it to people: whoever sends codes one by one could use one first. Drawn by hand, nobody could.")
    else:
        say("Print it, cut it, fold the slips, and let everyone draw one by hand. Then delete the file.")
    say("Lost the sheet? kit slips --cancel, and draw anew.")
