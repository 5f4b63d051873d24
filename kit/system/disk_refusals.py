"""Saying in one sentence what a disk refuses. Beside ``faults.py``, so that it can be said without a database."""

from __future__ import annotations

import errno
from pathlib import Path

from kit.errors import StoreError
from kit.system.opening import leads_nowhere


def disk_fault(path: Path, error: OSError) -> StoreError:
    """The StoreError for an error of the operating system at *path*."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError(f"{path}: NOT stored, the disk is full; make some room, then try again.")
    if leads_nowhere(path):
        return StoreError(
            f"{path}: a link on the way to it leads to nothing; connect the disk that it leads to, or put the "
            "file itself into its place."
        )
    return StoreError(
        f"{path}: cannot be read and written ({error.strerror or 'the disk refuses'}); check the permissions of its "
        "folder, or copy the cohort to a disk you can write to."
    )
