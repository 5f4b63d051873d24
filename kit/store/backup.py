"""Copies of the file of answers while it is in use, numbered so that no clock decides which is the newest."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from pathlib import Path

from kit.store.database import FILE_NAME
from kit.store.faults import told
from kit.store.folder import FILE_MODE, backups_in, flush_file, flush_folder

KEPT = 10

# Held while a copy is made, and while answers are erased: a copy begun before that must not end after it.
COPYING = threading.RLock()


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


def replace_backups(private: Path) -> Path:
    """Copy the answers, and remove everything else in backups/, halves of copies that were interrupted among it.

    Raises StoreError; what was there before then stays.
    """
    with COPYING:
        new = back_up(private)
        with told(new):
            for old in new.parent.iterdir():
                if old != new and not old.is_dir():
                    old.unlink(missing_ok=True)
            flush_folder(new.parent)
    return new


def _make(source: Path, path: Path) -> None:
    half = path.with_name(f".{path.name}.tmp")
    half.unlink(missing_ok=True)
    half.touch(mode=FILE_MODE)
    try:
        _copy(source, half)
        flush_file(half)
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def _copy(source: Path, target: Path) -> None:
    with (
        contextlib.closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reading,
        contextlib.closing(sqlite3.connect(target)) as writing,
    ):
        reading.backup(writing)
        # One file, without a log beside it: it may be carried elsewhere.
        writing.execute("PRAGMA journal_mode=DELETE")
