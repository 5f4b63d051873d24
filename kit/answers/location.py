"""Where a cohort's folder may not lie: places that copy files behind the kit's back, or lock them badly."""

from __future__ import annotations

from pathlib import Path

from kit.errors import CohortError

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
    best, found = Path("/"), ""
    for line in lines:
        parts = line.split()
        if len(parts) < 3:
            continue
        # The kernel writes a blank in a path as \040.
        at = Path(parts[1].replace("\\040", " "))
        if place.is_relative_to(at) and len(at.parts) >= len(best.parts):
            best, found = at, parts[2]
    return found
