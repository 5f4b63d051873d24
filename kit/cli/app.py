"""The Typer application, the option that every command shares, and how errors are told."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from kit.answers.handed_over import refuse_handed_over
from kit.cli.commands import GROUPS, ORDER, described
from kit.errors import CohortError, KitError, TranslatableError
from kit.session.meetings import first_session, zone_of
from kit.session.zones import clocks, is_place, places_for
from kit.settings import Cohort, cohort_at, has_material, load_cohort

if TYPE_CHECKING:
    from kit.answers import Store
    from kit.curriculum.registers import Messages
    from kit.curriculum.weeks import Week


class _InOrder(TyperGroup):
    """The commands by when they're needed; for a list of them none is loaded, as that takes seconds."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - as Typer calls it
        room = formatter.width - 6 - max(map(len, ORDER))
        for heading, names in GROUPS.items():
            with formatter.section(heading):
                formatter.write_dl(
                    [(name, TyperCommand(name, help=described(name)).get_short_help_str(room)) for name in names]
                )


app = typer.Typer(
    name="kit",
    cls=_InOrder,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _commands() -> None:
    """Run an eight-week cohort on compassionate intelligence: sessions, exercises and the group's own results."""
    # Without this, an application with a single command loaded would take that command's name for an argument.


def week_typed(typed: str) -> int:
    """The number of a week from what was typed."""
    if not (typed.isascii() and typed.isdecimal()):
        raise typer.BadParameter(f"'{typed}' is no week's number; weeks are 1, 2, 3 ..., and 0 is the orientation.")
    return int(typed)


WeekArgument = Annotated[
    int, typer.Argument(metavar="WEEK", parser=week_typed, help="The week's number; 0 is the orientation.")
]

CohortOption = Annotated[
    Path | None,
    typer.Option(
        "--cohort", metavar="DIR", help="The cohort's folder; default: the nearest one at or above this folder."
    ),
]


def the_cohort(folder: Path | None) -> Cohort:
    """The cohort a command is about. Raises CohortError where there is none, or where it can't be used."""
    cohort = cohort_if_any(folder)
    if cohort is None:
        raise CohortError(
            f"There's no cohort at or above {Path.cwd()}; go into a cohort's folder, add --cohort DIR, or make one: "
            "kit init DIR"
        )
    return cohort


def cohort_to_change(folder: Path | None) -> Cohort:
    """As ``the_cohort``, for a command that adds or changes something. StoreError where it was handed over."""
    cohort = the_cohort(folder)
    refuse_handed_over(cohort)
    return cohort


def cohort_if_any(folder: Path | None) -> Cohort | None:
    """As ``the_cohort``; None where none is named and none is at or above this folder."""
    return load_cohort(folder.resolve()) if folder is not None else cohort_at(Path.cwd())


def say_about(cohort: Cohort | None) -> None:
    """Say so where a command is about the kit's own material: there is no cohort, or it has none of its own."""
    if cohort is None:
        say(f"There's no cohort at or above {Path.cwd()}, so this is about the kit's own material.")
    elif not has_material(cohort.root):
        say(f"The cohort in {cohort.root} has no material of its own, so this is about the kit's own.")


def weeks_of(cohort: Cohort) -> dict[int, Week]:
    """The cohort's weeks by number. Raises ContentError."""
    from kit.curriculum.loader import load_curriculum  # noqa: PLC0415 - not carried by `kit host`

    return load_curriculum(cohort.curriculum)


def say_zone(cohort: Cohort) -> None:
    """Say what the clocks of the cohort's time zone show, and point out one that nobody may have chosen.

    A calendar file in the wrong one is hours off, and nobody sees that in it.
    """
    zone_of(cohort)
    times = clocks(cohort.time_zone, *_first(cohort))
    if cohort.time_zone == "UTC":
        say("The times are UTC. If that isn't what clocks show where you are, say so with: kit dates --time-zone")
        say("and a place, for example Europe/Berlin.")
        return
    say(f"Clocks in {cohort.time_zone}: {times}.")
    if not is_place(cohort.time_zone):
        near = " or ".join(places_for(cohort.time_zone, _first(cohort)[0]))
        say(f"That time zone names no place. If your clocks show something else, write for example {near}")
        say("as time_zone in cohort.toml, and send a new calendar file round.")


def _first(cohort: Cohort) -> tuple[date, time] | tuple[None, None]:
    """Day and time of the first session, where both are written down. Raises CohortError where one is wrong."""
    if not (cohort.first_session and cohort.time):
        return None, None
    planned = first_session(cohort)
    return planned.date(), planned.time()


@contextlib.contextmanager
def told_in(messages: Messages) -> Iterator[None]:
    """Put what a participant is told into the words of their cohort, which *messages* has. Raises KitErrors."""
    try:
        yield
    except TranslatableError as error:
        raise KitError(messages.of_error(error)) from None


def say(text: str = "") -> None:
    """Print a line for the person at the keyboard; what their window can't show becomes question marks."""
    encoding = getattr(typer.get_text_stream("stdout"), "encoding", None) or "utf-8"
    typer.echo(text.encode(encoding, "replace").decode(encoding))


def tell_news(store: Store) -> None:
    """Say what opening the store changed, such as that answers of an earlier version are sealed now."""
    for sentence in store.news:
        say(sentence)
