"""The command that brings a cohort's folder of an earlier version to this one: upgrade."""

from __future__ import annotations

from typing import Annotated

import typer

from kit.cli.app import CohortOption, app, say, the_cohort
from kit.upgrading import upgrade as upgrading


@app.command(epilog="Example: kit upgrade --check, and when you have read what it would do: kit upgrade")
def upgrade(
    check: Annotated[bool, typer.Option("--check", help="Only say what it would do.")] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Put back the notebooks, sentences and pages as they were before.")
    ] = False,
    folder: CohortOption = None,
) -> None:
    """Bring a cohort's folder of an earlier version to this one. Words of your own stay.

    Notebooks, sentences and guide are renewed. Week files are, too, but never in a cohort that has opened a session:
    its people answered them as they are. First a copy of all that changes is made, in upgrades/, where the report is,
    too. Close JupyterLab before.
    """
    if check and undo:
        raise typer.BadParameter("--check and --undo don't go together.")
    cohort = the_cohort(folder)
    if check:
        lines = upgrading.would_do(cohort)
        for line in lines or ("There's nothing to do: this folder is of this version.",):
            say(line)
        return
    done = upgrading.undo(cohort) if undo else upgrading.upgrade(cohort)
    for line in done.report or ("There was nothing to do: this folder is of this version.",):
        say(line)
    if done.left:
        say("Left alone, because someone changed it in the meantime or a session was opened:")
        for place in done.left:
            say(f"  {place}")
    if done.file is not None:
        say(f"This report is also in {done.file}. To have the files back as they were: kit upgrade --undo")
    if undo:
        say("The answers stay in the form of this version, which an earlier one can't read.")
