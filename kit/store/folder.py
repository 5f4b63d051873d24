"""The private folder: its owner's alone, and files in it written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

from kit.errors import StoreError
from kit.store.disk import disk_fault

FOLDER_MODE, FILE_MODE = 0o700, 0o600
_BACKUP = re.compile(r"answers-(\d{6,})\.db")


def open_private(folder: Path) -> None:
    """Make *folder* with its subfolders, and see that its owner alone can read anything in it.

    Permissions that are too wide are put right where we own the file; StoreError names the path where we do not,
    or where the disk refuses.
    """
    try:
        for place in (folder, folder / "run", folder / "backups"):
            place.mkdir(mode=FOLDER_MODE, exist_ok=True)
        for place in (folder, *folder.rglob("*")):
            _close_to_others(place)
    except OSError as error:
        raise disk_fault(Path(error.filename or folder), error) from None


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all. OSError where the disk refuses."""
    half = path.with_name(f".{path.name}.tmp")
    half.unlink(missing_ok=True)  # left by a process that was killed; the caller holds the lock
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
        flush_folder(path.parent)
    except OSError:
        with contextlib.suppress(OSError):
            half.unlink()
        raise


def discard(paths: Iterable[Path]) -> None:
    """Take files away. Raises StoreError naming the one that stays."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_fault(path, error) from None


def backups_in(private: Path) -> list[Path]:
    """The backups in a cohort's private folder, the oldest first: by number, for a clock may have been set back."""
    found = [
        (int(name[1]), path) for path in (private / "backups").glob("*.db") if (name := _BACKUP.fullmatch(path.name))
    ]
    return [path for _, path in sorted(found)]


def flush_file(path: Path) -> None:
    """See that what was written to *path* is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """See that names made or changed in *folder* outlast a loss of power."""
    if os.name == "nt":
        return  # Windows opens no folders and writes renames through by itself
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _close_to_others(path: Path) -> None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return  # a temporary file that has gone in the meantime
    if stat.S_ISLNK(found.st_mode) or os.name == "nt" or not found.st_mode & 0o077:
        return
    if found.st_uid != os.getuid():
        raise StoreError(
            f"{path}: others can read this file and it is not yours to close; make it yours (chown), then try again."
        )
    path.chmod(FOLDER_MODE if stat.S_ISDIR(found.st_mode) else FILE_MODE)
