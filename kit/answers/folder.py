"""The private folder: its owner's alone, and files in it written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from kit.errors import CohortError, StoreError
from kit.settings import Cohort
from kit.system.disk import OWN, disk_fault, write_private
from kit.system.opening import text_of
from kit.text.parsing import json_of

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
    numbered = [
        (int(name[1]), path) for path in (private / "backups").glob("*.db") if (name := _BACKUP.fullmatch(path.name))
    ]
    return [path for _, path in sorted(numbered)]


def _close_to_others(path: Path) -> None:
    try:
        status = path.lstat()
    except FileNotFoundError:
        return  # a temporary file that has gone in the meantime
    if stat.S_ISLNK(status.st_mode) or os.name == "nt" or not status.st_mode & 0o077:
        return
    if status.st_uid != os.getuid():
        raise StoreError(
            f"{path}: others can read this file and it isn't yours to close; make it yours (chown), then try again."
        )
    path.chmod(FOLDER_MODE if stat.S_ISDIR(status.st_mode) else FILE_MODE)


# Small records in private/: read whole, with a cure where one is damaged, and written whole or not at all.

T = TypeVar("T")


def read_record(path: Path, read: Callable[[Any], T], damaged: str) -> T | None:
    """What *read* makes of the record at *path*; None where there is none yet.

    Raises CohortError that says *damaged* where it is no JSON or *read* cannot make anything of it, StoreError
    where the disk refuses.
    """
    try:
        return read(json_of(text_of(path)))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise disk_fault(path, error) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise CohortError(f"{path}: {damaged}") from None


def keep_record(path: Path, values: dict[str, Any]) -> None:
    """As ``keep_text``, for *values* as JSON."""
    keep_text(path, json.dumps(values, ensure_ascii=False, indent=1))


def keep_text(path: Path, text: str) -> None:
    """Write *text* so that only its owner can read it. Folders are made if need be. Raises StoreError."""
    keep_bytes(path, text.encode())


def keep_bytes(path: Path, data: bytes) -> None:
    """As ``keep_text``, for bytes."""
    try:
        path.parent.parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
        path.parent.mkdir(mode=FOLDER_MODE, exist_ok=True)
    except OSError as error:
        raise disk_fault(path, error) from None
    write_private(path, data)


# Where a cohort's folder may not lie: places that copy files behind the kit's back, or lock them badly.

# SQLite's write-ahead log needs shared memory, which these do not give.
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs", "9p", "afpfs", "davfs", "fuse.rclone"}
_NETWORK |= {"vboxsf", "prl_fs", "fuse.gvfsd-fuse", "fuse.glusterfs", "glusterfs", "ceph", "fuse.ceph", "fuse.s3fs"}
# How the folders are called that such programs make; on a Mac most of them lie in Library/CloudStorage or in "Mobile
# Documents".
_SYNCED = (
    *("onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud", "com~apple~clouddocs", "nextcloud"),
    *("owncloud", "syncthing", "mobile documents", "cloudstorage", "protondrive", "proton drive", "pcloud drive"),
    *("pclouddrive", "megasync", "box sync", "seafile", "tresorit"),
)
_SYNCED_WHOLE = ("mega", "box", "sync")  # so short that other folders begin with them too
_MOUNTS = Path("/proc/mounts")


def unsafe_place(folder: Path, *, mounts: Path = _MOUNTS) -> str | None:
    """One sentence why answers may not be kept in *folder*, or None where they may.

    Network shares and folders that a program copies to other computers are refused. Where the system
    does not tell its mounts, only the path is looked at.
    """
    place = folder.resolve()
    if place.drive.startswith("\\\\"):
        return f"{folder}: this is a network share; keep the cohort's folder on this computer's own disk."
    for part in place.parts:
        name = part.casefold()
        if name.startswith(_SYNCED) or name in _SYNCED_WHOLE:
            return f"{folder}: '{part}' is copied to other computers; keep the cohort's folder outside it."
    if _file_system(place, mounts) in _NETWORK:
        return f"{folder}: this is a network share; keep the cohort's folder on this computer's own disk."
    return None


def refuse_unsafe(folder: Path) -> None:
    """Raise CohortError with the reason where answers may not be kept in *folder*."""
    reason = unsafe_place(folder)
    if reason:
        raise CohortError(reason)


def _file_system(place: Path, mounts: Path) -> str:
    """The type of the file system that holds *place*; empty where the system does not tell."""
    try:
        lines = mounts.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = Path("/"), ""
    for line in lines:
        parts = line.split()
        if len(parts) < 3:
            continue
        # The kernel writes a blank in a path as \040.
        at = Path(parts[1].replace("\\040", " "))
        if place.is_relative_to(at) and len(at.parts) >= len(best.parts):
            best, kind = at, parts[2]
    return kind
