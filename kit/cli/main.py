"""Entry point: registers the commands and turns every error into one sentence and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from pathlib import Path

import typer

from kit.cli.app import app
from kit.cli.commands import HOMES
from kit.errors import ImportRefused, KitError, TranslatableError
from kit.settings import debugging, packaged_curriculum
from kit.system.processes import let_children_hear

_MOST_PROBLEMS = 200
_INTERRUPTED = 130


def main() -> None:
    """Run the command line. Exit code 0: done; 1: data or content stops it; 2: wrong use."""
    let_children_hear()
    try:
        _see_that_there_is_a_folder()
        _load(sys.argv[1:])
        app()
    except KitError as error:
        _tell(error)
        sys.exit(1)
    except KeyboardInterrupt:
        _stopped()
    except SystemExit as done:
        # What the library makes of Ctrl-C, without a word.
        if done.code != _INTERRUPTED:
            raise
        _stopped()
    except BrokenPipeError:
        # The reader of our output went away (kit export | head); that is no fault of ours or theirs.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # noqa: BLE001 - not passed over: told by its kind, and by its place where asked for
        typer.echo(f"Something went wrong inside the kit ({type(error).__name__}); nothing more was changed.", err=True)
        if debugging():
            _trace(error)
        else:
            cure = "Please run 'kit doctor'. To see the details, set KIT_DEBUG=1 and run the command again."
            typer.echo(cure, err=True)
        sys.exit(1)


def _see_that_there_is_a_folder() -> None:
    """Raise KitError where the folder that the command was given in was deleted, or its disk taken out."""
    try:
        Path.cwd()
    except OSError:
        raise KitError("The folder you're in isn't there any more; go to another one with cd and try again.") from None


def _stopped() -> None:
    typer.echo("Stopped; what was finished is kept.", err=True)
    sys.exit(1)


def _load(arguments: list[str]) -> None:
    """Import the module of the command that is asked for, and no other; none for help, or for an unknown one."""
    named = next((typed for typed in arguments if not typed.startswith("-")), "")
    if named in HOMES:
        # `kit host` runs through a whole session, and what makes reports would lie in its memory all the while.
        import_module(f"kit.cli.{HOMES[named]}")


def _trace(error: BaseException | None) -> None:
    """Where a fault came from, the first cause last. Its message is left out: it may hold what someone wrote."""
    while error is not None:
        typer.echo(f"{type(error).__name__}, at:", err=True)
        typer.echo("".join(traceback.format_tb(error.__traceback__)), err=True, nl=False)
        error = error.__cause__ or error.__context__


def _tell(error: KitError) -> None:
    typer.echo(_sentence(error), err=True)
    if isinstance(error, ImportRefused):
        # The first one may stand in the sentence itself.
        for problem in [one for one in error.problems if one not in str(error)][:_MOST_PROBLEMS]:
            typer.echo(f"  {problem}", err=True)
        if len(error.problems) > _MOST_PROBLEMS:
            typer.echo(f"  ... and {len(error.problems) - _MOST_PROBLEMS} more", err=True)


def _sentence(error: KitError) -> str:
    if not isinstance(error, TranslatableError):
        return str(error)
    from kit.curriculum.registers import messages_in  # noqa: PLC0415 - only where it is needed: it takes a while

    return messages_in(packaged_curriculum()).of_error(error)
