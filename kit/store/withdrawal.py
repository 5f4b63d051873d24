"""Withdrawal: a participant's raw answers go, from the file, its log and the backups; published figures stand.

A log outside the database remembers withdrawals, so that a backup that is put back does not bring anybody back.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Engine, String, Table, delete, insert, select

from kit.errors import StoreError
from kit.store.backup import back_up, backups_in
from kit.store.faults import told
from kit.store.folder import FILE_MODE, flush_folder
from kit.store.participants import PSEUDONYM
from kit.store.schema import metadata, participants

LOG = "withdrawals.log"

# Which lines of the log this database has seen: a backup that is put back has not seen the latest.
withdrawals = Table("withdrawals", metadata, Column("id", String, primary_key=True))


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """One line of the log: its own id, and the pseudonym whose answers go."""

    id: str
    participant: str


def withdraw(engine: Engine, private: Path, participant: str) -> None:
    """Erase all that *participant* (a pseudonym) ever sent; figures that are published stand.

    The backups before this are replaced by a new one. Raises StoreError; then doing it again is right.
    """
    one = Withdrawal(id=secrets.token_hex(16), participant=participant)
    _note(private / LOG, one)
    erase(engine, private, [one])


def reapply(engine: Engine, private: Path) -> int:
    """Erase again whoever withdrew after the backup that is now in use was made; returns how many."""
    with told(private / LOG), engine.begin() as connection:
        seen = set(connection.scalars(select(withdrawals.c.id)))
    missing = [one for one in _read(private / LOG) if one.id not in seen]
    if missing:
        erase(engine, private, missing)
    return len(missing)


def has_withdrawn(private: Path, participant: str) -> bool:
    """Whether a pseudonym ever withdrew, so that an old file does not bring its answers back. Raises StoreError."""
    return any(one.participant == participant for one in _read(private / LOG))


def erase(engine: Engine, private: Path, what: Iterable[Withdrawal]) -> None:
    """Delete the rows of some withdrawals, and see that no trace of them is left in the files."""
    with told(private), engine.begin() as connection:
        for one in what:
            # Answers, devices and consents go with their participant.
            connection.execute(delete(participants).where(participants.c.id == one.participant))
            connection.execute(insert(withdrawals), {"id": one.id})
    scrub(engine, private)
    old = backups_in(private)
    back_up(private)
    with told(private):
        for path in old:
            path.unlink(missing_ok=True)


def scrub(engine: Engine, private: Path) -> None:
    """Write the database anew without its deleted rows and empty its log. Raises StoreError where that is held up."""
    with told(private), contextlib.closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.close()
    if busy:
        raise StoreError(
            f"{private}: the answers are erased, but another program still reads the old file; close it and try again."
        )


def _note(path: Path, one: Withdrawal) -> None:
    line = json.dumps({"id": one.id, "participant": one.participant}) + "\n"
    with told(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, FILE_MODE)
        with open(descriptor, "a", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        flush_folder(path.parent)


def _read(path: Path) -> list[Withdrawal]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError):
        raise StoreError(f"{path}: cannot be read; see that it is a readable file, then try again.") from None
    found = []
    for line in lines:
        # A line cut short by a loss of power stands for a withdrawal that was not yet confirmed to anybody.
        with contextlib.suppress(ValueError, KeyError, TypeError):
            values = json.loads(line)
            if PSEUDONYM.fullmatch(values["participant"]):
                found.append(Withdrawal(id=str(values["id"]), participant=values["participant"]))
    return found
