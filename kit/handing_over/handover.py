"""Packing a cohort for somebody else, so that from then on it goes on there and not here."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kit.answers.database import only_one
from kit.answers.ending import deleted_on, is_deleted
from kit.answers.folder import open_private, swept
from kit.answers.handed_over import HandedOver, mark_taken_back, note_of, refuse_handed_over, write_note
from kit.answers.sealing.cohort_key import open_key
from kit.errors import HandoverRefused, UnknownName
from kit.handing_over.packing import About, packed
from kit.handing_over.sealed_file import LEAST, seal
from kit.settings import Cohort
from kit.system.disk import OWN, disk_fault, put_in_place, sweep, write_whole
from kit.system.version import VERSION

WORDS = 7


def new_passphrase(words: Sequence[str]) -> str:
    """Seven different ones of *words*: with 1024 of them, one passphrase of 2^70."""
    return " ".join(secrets.SystemRandom().sample(list(words), WORDS))


def check_passphrase(passphrase: str) -> None:
    """Raise HandoverRefused where a passphrase that somebody made up is too short."""
    if len("".join(passphrase.split())) < LEAST:
        raise HandoverRefused(
            f"That passphrase is short; take at least {LEAST} letters, for example four unusual words."
        )


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Who gets the cohort, in words for whoever opens this folder later, and when."""

    name: str
    today: date


def hand_over(cohort: Cohort, file: Path, passphrase: str, receiver: Receiver, *, reports: bool = False) -> list[str]:
    """Seal *cohort* into the new *file* and note in its folder that it goes on elsewhere; what of it stayed behind.

    The note is there before the file is: whatever stops this, no file is about with which a second one could go on
    unnoticed. Raises HandoverRefused, StoreBusy while a host runs, StoreError.
    """
    file = file.absolute()
    refuse_handed_over(cohort)
    day = deleted_on(cohort)
    if day is not None:
        raise is_deleted(cohort, day)
    _refuse_place(file)
    open_private(cohort.private)
    with only_one(cohort.private / "run", "kit handover"):
        sweep(swept(cohort))
        key = open_key(cohort)
        about = About(
            kit=VERSION,
            cohort=cohort.slug,
            to=receiver.name,
            on=receiver.today.isoformat(),
            key=key.text if key else "",
        )
        content, left = packed(cohort, about, reports=reports)
        half = file.with_name(f".{file.name}.{secrets.token_hex(4)}.tmp")
        try:
            sweep([file.parent])
            write_whole(half, seal(content, passphrase), mode=OWN)
            write_note(cohort.root, HandedOver(to=receiver.name, on=about.on, file=file.name))
            put_in_place(half, file)
        except OSError as error:
            raise disk_fault(file, error) from None
        finally:
            half.unlink(missing_ok=True)
    return left


def take_back(cohort: Cohort, today: date) -> HandedOver:
    """Let this folder be the cohort again. Raises UnknownName where it was not handed over, CohortError, StoreError."""
    note = note_of(cohort)
    if note is None or note.taken_back:
        raise UnknownName(f"{cohort.slug} wasn't handed over, so there is nothing to take back.")
    with only_one(cohort.private / "run", "kit handover"):
        mark_taken_back(cohort, note, today)
    return note


def _refuse_place(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise HandoverRefused(f"{file}: there is something here already; choose a new name for the file.")
    if not file.parent.is_dir():
        raise HandoverRefused(f"{file.parent}: there is no such folder; make it, or choose another place for the file.")
