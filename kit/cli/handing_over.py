"""Commands for giving a cohort to another facilitator or computer: handover, takeover."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kit.cli.app import CohortOption, app, say, the_cohort
from kit.curriculum.versions import is_behind
from kit.errors import HandoverRefused
from kit.handing_over.handover import Receiver, check_passphrase, hand_over, new_passphrase, take_back
from kit.handing_over.takeover import take_over
from kit.live.people import word_list


@app.command(epilog='Example: kit handover /media/stick/spring.handover --to "Kim Vale, ward 3"')
def handover(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The new file that the cohort is sealed into.")
    ] = None,
    to: Annotated[str, typer.Option(metavar="WHO", help="Who gets it; this folder says so from now on.")] = "",
    own: Annotated[
        bool, typer.Option("--own", help="Ask for a passphrase of your own instead of drawing one.")
    ] = False,
    reports: Annotated[bool, typer.Option("--reports", help="Let the reports go along, too.")] = False,
    back: Annotated[
        bool, typer.Option("--take-back", help="The file was never opened and never will be: go on here.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --take-back: don't ask before.")] = False,
    folder: CohortOption = None,
) -> None:
    """Seal the whole cohort into one file for someone else. It goes on there, or on another computer of yours.

    Answers, keys and names go along, and whoever has the file and its passphrase can go on: send them by two
    different ways. From then on this folder takes no answers and publishes nothing.
    """
    cohort = the_cohort(folder)
    if back:
        if file is not None or to:
            raise typer.BadParameter("--take-back takes neither a file nor --to.")
        _take_back(cohort.slug, yes=yes)
        note = take_back(cohort, date.today())
        say(f"{cohort.slug} goes on here. Delete {note.file} wherever it is.")
        return
    if file is None:
        raise typer.BadParameter("name the new file, for example spring.handover")
    who = to.strip() or typer.prompt("Who gets the cohort? This folder will say so").strip()
    passphrase = _own_passphrase() if own else new_passphrase(word_list())
    left = hand_over(cohort, file, passphrase, Receiver(name=who, today=date.today()), reports=reports)
    say(f"{cohort.slug} is sealed in {file.absolute()}.")
    _say_what_next(who, "" if own else passphrase, left)


def _say_what_next(who: str, drawn: str, left: Iterable[object]) -> None:
    """Tell the passphrase where the kit has *drawn* it, what isn't in the file, and what to do on either side."""
    if drawn:
        say("Its passphrase, shown once and kept nowhere. Write it down:")
        say(f"    {drawn}")
    say("Give file and passphrase on two different ways. Over there: kit takeover FILE DIR")
    for place in left:
        say(f"Not in it: {place}.")
    say(f"From now on this folder takes no answers and publishes nothing; it says that {who} has the cohort.")
    say("Once they have opened it, delete the answers, keys and names here: kit purge. The published results, the")
    say("reports and your material stay.")


@app.command(epilog="Example: kit takeover spring.handover spring-2027")
def takeover(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What kit handover made.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new folder of the cohort.")],
) -> None:
    """Go on with a cohort that was handed over to you. It gets a new folder on this computer."""
    taken = take_over(file, folder, typer.prompt("The passphrase", hide_input=True))
    say(f"{taken.cohort.slug} is in {taken.cohort.root}, as it was handed over on {taken.about.on}.")
    say(f"It has {_results(taken.releases)}. Next: cd there, then kit doctor and kit audit.")
    if is_behind(taken.cohort.root):
        say("Its notebooks and pages are those of an earlier version; kit upgrade renews them.")
    say("When all is well, delete the file, and tell the sender, who then runs kit purge.")


def _results(count: int) -> str:
    return "1 published result" if count == 1 else f"{count} published results"


def _own_passphrase() -> str:
    first = typer.prompt("A passphrase of your own", hide_input=True)
    check_passphrase(first)
    if typer.prompt("Once more", hide_input=True) != first:
        raise HandoverRefused("The two aren't the same, so nothing was done; try again.")
    return str(first)


def _take_back(slug: str, *, yes: bool) -> None:
    """Say what it means where the file was opened after all, and ask."""
    say("Take it back only if nobody has opened the file and nobody ever will. If someone has, there are two copies")
    say(f"of {slug}. Both would publish without knowing of each other, and what they say together could give away")
    say("single answers. No program can see from here whether the file was opened.")
    if not yes and not typer.confirm("Is it certain that nobody opened it?"):
        say("Nothing was changed.")
        raise typer.Exit(1)
