"""Withdrawal: a participant's raw answers go, from the file, its log and the backups; published figures stand.

A log outside the database remembers withdrawals and agreements that were taken back, so that a backup that is put back
neither brings anybody back nor counts anybody again.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, Engine, String, Table, delete, insert, select

from kit.answers.backup import COPYING, UNFINISHED, holds, replace_backups
from kit.answers.consents import EVERYTHING, PURPOSES, take_back
from kit.answers.database import FILE_NAME, told
from kit.answers.ending import NOTE
from kit.answers.folder import FILE_MODE, discard
from kit.answers.pseudonyms import PSEUDONYM, aliases_of
from kit.answers.schema import metadata, participants
from kit.answers.sealing.person_keys import PersonKeys
from kit.errors import StoreError
from kit.system.disk import flush_folder
from kit.system.opening import text_of
from kit.text.parsing import json_of

if TYPE_CHECKING:
    from kit.answers.store import Store

LOG = "withdrawals.log"

# Which lines of the log this database has seen: a backup that is put back has not seen the latest.
withdrawals = Table("withdrawals", metadata, Column("id", String, primary_key=True))


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """One line of the log: its own id, whose, and the agreement that was taken back; without one, all answers go."""

    id: str
    participant: str
    purpose: str = ""
    subject: str = EVERYTHING


def withdraw(store: Store, participant: str) -> None:
    """Erase all that *participant* (a pseudonym) ever sent; figures that are published stand.

    The key of whoever leaves is destroyed first: from then on nothing of theirs can be read, in any copy. Then it is
    cleared away, and backups that hold anything of it are replaced by a new one. Raises StoreError; then doing it again
    is right.
    """
    _withdraw(store.engine, store.cohort.private, store.envelopes.keys, participant)


def _withdraw(engine: Engine, private: Path, keys: PersonKeys, participant: str) -> None:
    with told(private), engine.begin() as connection:
        everyone = [participant, *aliases_of(connection, participant)]
    keys.destroy([participant])
    lines = [Withdrawal(id=secrets.token_hex(16), participant=line) for line in everyone]
    for line in lines:
        _note(private / LOG, line)
    _apply(engine, private, lines, keys)


def take_back_consent(engine: Engine, private: Path, participant: str, purpose: str, subject: str = EVERYTHING) -> None:
    """End an agreement of *participant* and those that build on it; what it was for is held from now on.

    Raises UnknownName, StoreError; then doing it again is right.
    """
    line = Withdrawal(id=secrets.token_hex(16), participant=participant, purpose=purpose, subject=subject)
    _note(private / LOG, line)
    _apply(engine, private, [line], None)


def reapply(engine: Engine, private: Path, keys: PersonKeys) -> int:
    """Do again what was withdrawn after the backup that is now in use was made; returns how many lines there were.

    An erasure that was interrupted is brought to its end. Raises StoreError, also where somebody's key is missing.
    """
    with told(private / LOG), engine.begin() as connection:
        seen = set(connection.scalars(select(withdrawals.c.id)))
    missing = [one for one in _read(private / LOG) if one.id not in seen]
    if missing or UNFINISHED in seen:
        _apply(engine, private, missing, keys, unfinished=UNFINISHED in seen)
    for participant in _without_key(engine, private, keys):
        _withdraw(engine, private, keys, participant)
    return len(missing)


def _without_key(engine: Engine, private: Path, keys: PersonKeys) -> list[str]:
    """Who has a place, and a key that was destroyed: they have withdrawn, whatever the log of it says.

    Raises StoreError where somebody has a place and never had a key there: then it is not the newest copy of the file.
    """
    with told(private), engine.begin() as connection:
        lost = [one for one in connection.scalars(select(participants.c.id)) if keys.of(one) is None]
    if not all(map(keys.is_destroyed, lost)):
        raise keys.outdated()
    return lost


def who_withdrew(private: Path) -> set[str]:
    """The pseudonyms that ever withdrew, so that an old file does not bring their answers back. Raises StoreError."""
    return {one.participant for one in _read(private / LOG) if not one.purpose}


def scrub(engine: Engine, private: Path) -> None:
    """Write the database anew without its deleted rows and empty its log. Raises StoreError where that is held up."""
    _run(engine, private, "VACUUM")
    _empty_log(engine, private)


def _empty_log(engine: Engine, private: Path) -> None:
    (busy, *_) = _run(engine, private, "PRAGMA wal_checkpoint(TRUNCATE)")
    if busy:
        raise StoreError(
            f"{private}: the answers are erased, but another program still reads the old file; close it and try again."
        )


def _run(engine: Engine, private: Path, statement: str) -> tuple[int, ...]:
    """Run one statement outside any transaction; the first row of what it says."""
    with told(private), contextlib.closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        row: tuple[int, ...] = cursor.execute(statement).fetchone() or ()
        cursor.close()
    return row


def _apply(
    engine: Engine,
    private: Path,
    what: Iterable[Withdrawal],
    keys: PersonKeys | None,
    *,
    unfinished: bool = False,
) -> None:
    """Do what some lines of the log say, and see that no trace of what was erased is left in the files."""
    what = list(what)
    leaving = [withdrawal.participant for withdrawal in what if not withdrawal.purpose]
    if keys is not None:
        keys.destroy(leaving)
    with COPYING:
        # Whoever sent nothing leaves nothing behind that would have to be searched out of the files.
        erasing = unfinished or (bool(leaving) and _ever_sent(private, leaving))
        with told(private), engine.begin() as connection:
            for withdrawal in what:
                _apply_one(connection, withdrawal)
                connection.execute(insert(withdrawals), {"id": withdrawal.id})
            if erasing:
                connection.execute(insert(withdrawals).prefix_with("OR IGNORE"), {"id": UNFINISHED})
        if erasing:
            scrub(engine, private)
            replace_backups(private, None if unfinished else leaving)
            # A purge that was stopped before it deleted anything kept everybody's words there.
            discard([private / "run" / NOTE])
            with told(private), engine.begin() as connection:
                connection.execute(delete(withdrawals).where(withdrawals.c.id == UNFINISHED))
            _empty_log(engine, private)


def _apply_one(connection: Connection, withdrawal: Withdrawal) -> None:
    if withdrawal.purpose:
        take_back(connection, withdrawal.participant, withdrawal.purpose, withdrawal.subject)
        return
    # Answers, devices and consents go with their participant.
    connection.execute(delete(participants).where(participants.c.id == withdrawal.participant))


def _ever_sent(private: Path, leaving: Collection[str]) -> bool:
    """Whether the answers or a copy of them may hold anything that was sent under one of these pseudonyms."""
    folder = private / "backups"
    copies = [one for one in folder.iterdir() if not one.is_dir()] if folder.is_dir() else []
    return any(holds(path, leaving) for path in (private / FILE_NAME, *copies))


def _note(path: Path, withdrawal: Withdrawal) -> None:
    line = json.dumps({name: value for name, value in vars(withdrawal).items() if value}) + "\n"
    with told(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, FILE_MODE)
        with open(descriptor, "ab+") as file:  # noqa: PTH123 - a descriptor, not a path
            if file.tell():
                # A line that a loss of power cut short must not swallow this one.
                file.seek(-1, os.SEEK_END)
                line = line if file.read(1) == b"\n" else f"\n{line}"
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())
        flush_folder(path.parent)


def _read(path: Path) -> list[Withdrawal]:
    try:
        lines = text_of(path).splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError):
        raise StoreError(f"{path}: can't be read; see that it's a readable file, then try again.") from None
    withdrawals = []
    for line in lines:
        # A line cut short by a loss of power stands for a withdrawal that was not yet confirmed to anybody.
        with contextlib.suppress(ValueError, TypeError, AttributeError):
            values = {name: str(value) for name, value in json_of(line).items()}
            withdrawal = Withdrawal(**values)
            if PSEUDONYM.fullmatch(withdrawal.participant) and withdrawal.purpose in ("", *PURPOSES):
                withdrawals.append(withdrawal)
    return withdrawals
