"""Copies of the file of answers while it is in use, numbered so that no clock decides which is the newest."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Collection
from pathlib import Path

from kit.answers.database import FILE_NAME, told
from kit.answers.folder import FILE_MODE, backups_in
from kit.system.disk import flush_folder, put_in_place

KEPT = 10

# Held while a copy is made, and while answers are erased: a copy begun before that must not end after it.
COPYING = threading.RLock()
# Stands among the withdrawals that a database has seen while rows are deleted and the files may still hold them.
UNFINISHED = "unfinished"


def back_up(private: Path, *, keep: int = KEPT) -> Path:
    """Copy the answers, whole or not at all, and drop all but the newest *keep* copies.

    It reads on a connection of its own, so answers can come in meanwhile. Raises StoreError.
    """
    with COPYING:
        there = backups_in(private)
        number = int(there[-1].stem.partition("-")[2]) + 1 if there else 1
        path = private / "backups" / f"answers-{number:06}.db"
        with told(path):
            _make(private / FILE_NAME, path)
            for old in [*there, path][:-keep]:
                old.unlink(missing_ok=True)
    return path


def replace_backups(private: Path, erased: Collection[str] | None = None) -> None:
    """Remove every copy that holds anything of the pseudonyms in *erased* (None: every copy), and make one instead.

    Copies without anything of theirs stay, or somebody who joins and leaves again and again would take all older ones
    away. What cannot be looked into, halves of interrupted copies among it, goes. Raises StoreError; what was there
    before then stays.
    """
    with COPYING:
        folder = private / "backups"
        with told(folder):
            there = [copy for copy in folder.iterdir() if not copy.is_dir()] if folder.is_dir() else []
            old = [copy for copy in there if erased is None or holds(copy, erased)]
        if not old and erased is not None:
            return
        back_up(private, keep=KEPT + len(old))
        with told(folder):
            for copy in old:
                copy.unlink(missing_ok=True)
            flush_folder(folder)


def holds(path: Path, participants: Collection[str]) -> bool:
    """Whether the answers at *path* may hold a sending of one of *participants*, or an erasure that has not ended."""
    asked = [("SELECT 1 FROM submissions WHERE participant = ? LIMIT 1", one) for one in participants]
    asked.append(("SELECT 1 FROM withdrawals WHERE id = ?", UNFINISHED))
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as reading:
            return any(reading.execute(question, (value,)).fetchone() for question, value in asked)
    except sqlite3.Error:
        return True


def _make(source: Path, path: Path) -> None:
    half = path.with_name(f".{path.name}.tmp")
    half.unlink(missing_ok=True)
    half.touch(mode=FILE_MODE)
    try:
        _copy(source, half)
        put_in_place(half, path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def _copy(source: Path, target: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reading,
        contextlib.closing(sqlite3.connect(target)) as writing,
    ):
        reading.backup(writing)
        # One file, without a log beside it: it may be carried elsewhere.
        writing.execute("PRAGMA journal_mode=DELETE")
