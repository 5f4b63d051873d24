"""The command that makes what participants take home: takehome."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kit.cli.app import CohortOption, app, say, the_cohort
from kit.errors import CohortError
from kit.reports.take_home import RECORDINGS, take_home_file, take_home_folder
from kit.system.disk import write_bytes, write_text
from kit.system.opening import bytes_of


@app.command("takehome", epilog="Example: kit takehome between")
def take_home(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make, for any address with HTTPS.")],
    folder: CohortOption = None,
) -> None:
    """Make the practices to take home. A folder to put on the web, and the same as one file."""
    cohort = the_cohort(folder)
    alone = target.with_name(f"{target.name}.html")
    _refuse_other(target, alone)
    files, page = take_home_folder(cohort), take_home_file(cohort)
    for name, data in files.items():
        place = target / name
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CohortError(f"{place.parent}: the folder can't be made ({error.strerror}); choose another.") from None
        write_bytes(place, data)
    write_text(alone, page)
    heard = sum(name.startswith(f"{RECORDINGS}/") for name in files)
    size = sum(len(data) for name, data in files.items() if not name.startswith(f"{RECORDINGS}/"))
    sounds = f", with {heard} recording{'' if heard == 1 else 's'}" if heard else ""
    say(f"{target} is ready: {len(files)} files, {size // 1000} kB{sounds}. Put it at any address with https://.")
    say(f"{alone} is the same in one file, for computers. Phones often run no scripts in a saved file.")


def _refuse_other(target: Path, alone: Path) -> None:
    """Raise CohortError where *target* or the page *alone* is something else than what this command made."""
    if target.exists() and not target.is_dir():
        raise CohortError(f"{target}: there is a file of that name, and it stays; choose another folder.")
    if target.is_dir() and any(target.iterdir()) and not (target / "offline.js").is_file():
        raise CohortError(f"{target}: there is something else in this folder, and it stays; choose another.")
    if alone.exists() and b'id="kit-home"' not in bytes_of(alone):
        raise CohortError(f"{alone}: there is another page of that name, and it stays; choose another folder.")
