"""The private folder: its owner's alone, and files in it written whole or not at all."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

from kit.errors import StoreError
from kit.settings import Cohort
from kit.system.disk import OWN, write_whole
from kit.system.disk_refusals import disk_fault

FOLDER_MODE, FILE_MODE = 0o700, OWN
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
    write_whole(path, data, mode=FILE_MODE)


def discard(paths: Iterable[Path]) -> None:
    """Take files away. Raises StoreError naming the one that stays."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise disk_fault(path, error) from None


def newest_backup(private: Path) -> Path | None:
    """The newest backup in a cohort's private folder; None where there is none."""
    return next(reversed(backups_in(private)), None)


def swept(cohort: Cohort) -> list[Path]:
    """The folders of a cohort in which the kit writes, and what it was killed at may be left behind."""
    private = [cohort.private, cohort.private / "run", cohort.private / "backups"]
    return [cohort.root, cohort.published, cohort.reports, cohort.reports / "notebooks", *private]


def backups_in(private: Path) -> list[Path]:
    """The backups in a cohort's private folder, the oldest first: by number, for a clock may have been set back."""
    found = [
        (int(name[1]), path) for path in (private / "backups").glob("*.db") if (name := _BACKUP.fullmatch(path.name))
    ]
    return [path for _, path in sorted(found)]


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
