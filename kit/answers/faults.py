"""Saying in one sentence what went wrong with the file of answers; never an answer, never a statement."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kit.answers.folder import backups_in
from kit.errors import StoreBusy, StoreError
from kit.system.content_files import content_files
from kit.system.disk_refusals import disk_fault


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn whatever the database at *path* or its disk throws into a StoreError with a cure."""
    try:
        yield
    except OSError as error:
        raise disk_fault(path, error) from None
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _database_fault(path, error) from None


def damaged(path: Path) -> StoreError:
    """The StoreError for a damaged file of answers, naming the newest backup there is."""
    return StoreError(f"{path}: the file of answers is damaged; {cure_of(path)}")


def missing(path: Path) -> StoreError:
    """The StoreError for a file of answers that was there and is not any more."""
    return StoreError(f"{path}: the file of answers is missing; {cure_of(path, away='')}")


def is_lost(path: Path) -> bool:
    """Whether the file of answers at *path* is gone while a backup is there: no empty one may take its place."""
    return not os.path.lexists(path) and bool(_backups(path))


def cure_of(path: Path, *, away: str = "move it away and ") -> str:
    """What to do about a file of answers that cannot be used: the newest backup, where there is one."""
    backups = _backups(path)
    if not backups:
        return f"there is no backup in private/backups; {away}send again from the outboxes, or import again."
    return f"{away}copy the newest backup to its place: private/backups/{backups[-1].name}"


def _backups(path: Path) -> list[Path]:
    # One that somebody named by hand is better than none, and says nothing of when it was made.
    return [*content_files(path.parent / "backups", ".db"), *backups_in(path.parent)]


def _database_fault(path: Path, error: SQLAlchemyError | sqlite3.Error) -> StoreError:
    original = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(original, "sqlite_errorname", "")
    if name == "SQLITE_FULL":
        return StoreError(f"{path}: NOT stored, the disk is full; make some room, then try again.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusy(f"{path}: another program has locked the file of answers; close it there, then try again.")
    if name.startswith("SQLITE_CORRUPT"):
        return damaged(path)
    if name == "SQLITE_NOTADB":
        return StoreError(f"{path}: this is no file of answers; {cure_of(path)}")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_IOERR", "SQLITE_AUTH")):
        return StoreError(
            f"{path}: cannot be opened; nothing was stored. The file and its folder must be writable, even to read it: "
            "check their permissions and the disk, or copy the cohort to a disk you can write to."
        )
    kind = name or type(original).__name__
    return StoreError(f"{path}: NOT stored, the database refused ({kind}); close the cohort and try again.")
