"""The command about the key to a cohort's answers: where it is, a sheet for the safe, a passphrase, its return."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kit.answers.database import only_one
from kit.answers.folder import open_private
from kit.answers.sealing.cohort_key import (
    CohortKey,
    Where,
    key_from,
    note_sheet,
    place_of,
    put_back,
    put_behind,
    record_of,
)
from kit.answers.sealing.opening import ready_key
from kit.answers.sealing.passphrase import new_passphrase
from kit.answers.sealing.person_keys import FILE, PersonKeys, id_in
from kit.answers.sealing.recovery import groups_of, key_of
from kit.cli.app import CohortOption, app, cohort_to_change, say
from kit.curriculum.registers import messages_in
from kit.errors import StoreError
from kit.settings import Cohort
from kit.system.disk import write_private

Sheet = Annotated[
    Path | None,
    typer.Option("--sheet", metavar="FILE", help="Write a page with the key to print for the organisation's safe."),
]
Passphrase = Annotated[bool, typer.Option("--passphrase", help="From now on the key opens with a passphrase alone.")]
NoPassphrase = Annotated[bool, typer.Option("--no-passphrase", help="Keep the key on this computer again.")]
Recover = Annotated[bool, typer.Option("--recover", help="Put the key back from a recovery sheet; it's asked for.")]


@app.command(epilog="Example: kit seal --sheet ~/recovery.html")
def seal(
    sheet: Sheet = None,
    passphrase: Passphrase = False,
    no_passphrase: NoPassphrase = False,
    recover: Recover = False,
    folder: CohortOption = None,
) -> None:
    """Say where the key to the answers is. Print it for a safe, put it behind a passphrase, or get it back."""
    if (sheet is not None) + passphrase + no_passphrase + recover > 1:
        raise typer.BadParameter("Only one of --sheet, --passphrase, --no-passphrase and --recover at a time.")
    cohort = cohort_to_change(folder)
    open_private(cohort.private)
    with only_one(cohort.private / "run", "kit seal"):
        key = _recovered(cohort) if recover else ready_key(cohort)
        if sheet is not None:
            _print(cohort, key, sheet)
        elif passphrase:
            put_behind(cohort, key, new_passphrase())
        elif no_passphrase or recover:
            put_back(cohort, key)
        _tell(cohort)


def _print(cohort: Cohort, key: CohortKey, path: Path) -> None:
    from kit.reports.paper.recovery_sheet import recovery_sheet  # noqa: PLC0415 - nothing else here makes pages

    if path.resolve().is_relative_to(cohort.root.resolve()):
        raise typer.BadParameter("Choose a place outside the cohort's folder: the key must not lie beside the answers.")
    day = date.today().isoformat()
    page = recovery_sheet(cohort.slug, key.id, groups_of(key.text), day=day, messages=messages_in(cohort.curriculum))
    write_private(path.absolute(), page.encode())
    note_sheet(cohort, day)
    say(f"The recovery sheet is in {path}. Print it, put it in the organisation's safe, and delete the file.")


def _recovered(cohort: Cohort) -> CohortKey:
    """The key from a recovery sheet. Raises StoreError where it isn't this cohort's, or nothing is sealed here."""
    typed = key_of(typer.prompt("The groups on the recovery sheet, all in one line"))
    record = record_of(cohort)
    if record is not None:
        return key_from(record, typed, "The recovery sheet")
    key_id = id_in(cohort.private)
    if key_id is None:
        raise StoreError(f"{cohort.private}: nothing is sealed here, so there is no key to put back.")
    key = CohortKey(key_id, bytes.fromhex(typed))
    if PersonKeys(cohort.private / FILE, key).opens_none:
        raise StoreError("The recovery sheet is another cohort's; nothing was changed.")
    return key


def _tell(cohort: Cohort) -> None:
    record = record_of(cohort)
    assert record is not None
    say(f"The key to the answers is {'' if record.where is Where.PASSPHRASE else 'in '}{place_of(cohort, record)}.")
    if record.where is Where.FILE:
        say("Keep that file apart from copies of the cohort's folder, and as safe as the answers themselves.")
    if record.sheet:
        say(f"A recovery sheet was made on {record.sheet}.")
    elif record.where is not Where.BESIDE:
        say("No recovery sheet was made yet. Without one, a lost key means lost answers: kit seal --sheet FILE")
