"""Writing a file whole or not at all, so that a loss of power leaves the old one or the new one and nothing between."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from kit.errors import KitError, StoreError
from kit.system.opening import bytes_of, leads_nowhere

try:
    import fcntl
except ImportError:  # Windows, where nobody can take away a file that is open
    fcntl = None  # type: ignore[assignment]

PUBLIC, OWN = 0o644, 0o600
_TRIES = 3
_HELD = "held.by-kit"  # in a folder to work in; whoever works there holds it
# What is being written stands under such a name; what was killed meanwhile leaves it behind. Both have a name of their
# own in the middle, so that nothing of anybody else's is taken for one.
_HALF = re.compile(r"\..+\.[a-z0-9_]{8}\.tmp|\..+\.(json|key|pub|csv|db)\.tmp")


def write_text(path: Path, text: str, *, encoding: str = "utf-8") -> None:
    """Replace the file at *path* with *text*, so that a reader sees the old or the new, never a half.

    Raises KitError naming the file where the folder is missing, read-only or the disk is full.
    """
    write_bytes(path, text.encode(encoding))


def write_bytes(path: Path, data: bytes) -> None:
    """As ``write_text``, for bytes."""
    try:
        write_whole(path, data, mode=PUBLIC)
    except OSError as error:
        cure = "free some space" if is_full(error) else "choose a folder you can write to"
        raise KitError(f"{path}: can't be written ({error.strerror}); {cure}, then try again.") from None


def write_private(path: Path, data: bytes) -> None:
    """As ``write_bytes``, for a file that only its owner can read. Raises StoreError where the disk refuses."""
    try:
        write_whole(path, data, mode=OWN)
    except OSError as error:
        raise disk_fault(path, error) from None


def keep_copy(path: Path, folder: str) -> Path:
    """Keep the file at *path* as it is, in a *folder* beside it, under its own name or that with a number.

    Raises KitError naming the file where that cannot be done.
    """
    keep = path.parent / folder
    names = (path.name, *(f"{path.stem}.{number}{path.suffix}" for number in range(2, 10_000)))
    try:
        keep.mkdir(exist_ok=True)
        copy = next(keep / name for name in names if not (keep / name).exists())
        data = bytes_of(path)
    except OSError as error:
        raise KitError(
            f"{path}: can't be kept in {folder} ({error.strerror}), so it stays as it is; choose a folder you can "
            "write to, then try again."
        ) from None
    write_bytes(copy, data)
    return copy


def write_whole(path: Path, data: bytes, *, mode: int) -> None:
    """Replace the file at *path* with *data*; once this returns it outlasts a loss of power.

    Raises OSError where the disk refuses; then the old file is as it was.
    """
    for attempt in range(_TRIES):
        try:
            _write_once(path, data, mode)
            return
        except FileNotFoundError:
            # Swept up between being made and being held; where the folder itself is not there, trying helps nothing.
            if attempt == _TRIES - 1 or not path.parent.is_dir():
                raise


def _write_once(path: Path, data: bytes, mode: int) -> None:
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWN)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            _hold(file.fileno())
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            half.chmod(mode)
            if fcntl is not None:  # still held, so that nobody sweeps it up in the last moment
                half.replace(path)
        if fcntl is None:
            half.replace(path)
        flush_folder(path.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            half.unlink()
        raise


def put_in_place(half: Path, path: Path) -> None:
    """Let a file that was written under another name take the place of *path*, and outlast a loss of power. OSError."""
    flush_file(half)
    half.replace(path)
    flush_folder(path.parent)


def overwrite(path: Path) -> None:
    """Write over a file before it goes; where a disk moves what is rewritten, that helps nothing and harms nothing.

    A file that is not there is passed over. OSError.
    """
    with contextlib.suppress(FileNotFoundError), path.open("rb+") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())


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


def sweep(folders: Iterable[Path]) -> None:
    """Take away what was being written in *folders* when its writer was killed; what is still written stays."""
    for folder in folders:
        with contextlib.suppress(OSError):  # no folder, or one that only another may change: then it stays
            for path in folder.iterdir():
                if _HALF.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                    _sweep_one(path)


def _sweep_one(path: Path) -> None:
    with contextlib.suppress(OSError):
        with path.open("rb") as file:
            _hold(file.fileno(), wait=False)
            if fcntl is not None:
                path.unlink()
        if fcntl is None:
            path.unlink()


@contextlib.contextmanager
def work_folder(place: Path, prefix: str) -> Iterator[Path]:
    """A hidden folder in *place* to make things in, gone afterwards. OSError.

    One whose maker was killed is taken away by the next one in that place with that *prefix*; nothing else ever is.
    So nobody's own files may be put into it.
    """
    _sweep_work(place, prefix)
    with tempfile.TemporaryDirectory(dir=place, prefix=prefix) as work, _held(Path(work)):
        yield Path(work)


@contextlib.contextmanager
def _held(work: Path) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    new = work / f"{_HELD}.new"
    with new.open("wb") as file:
        _hold(file.fileno())
        new.replace(work / _HELD)  # held already when it gets the name by which it is found
        yield


def _sweep_work(place: Path, prefix: str) -> None:
    named = re.compile(re.escape(prefix) + "[a-z0-9_]{8}")
    with contextlib.suppress(OSError):
        for work in place.iterdir():
            if fcntl is not None and named.fullmatch(work.name) and work.is_dir() and not work.is_symlink():
                _sweep_one_work(work)


def _sweep_one_work(work: Path) -> None:
    with contextlib.suppress(OSError), (work / _HELD).open("rb") as file:
        _hold(file.fileno(), wait=False)
        for path in work.iterdir():
            if path.name != _HELD:  # last, so that what is left of a sweep that is killed is swept, too
                shutil.rmtree(path)
        shutil.rmtree(work)


def _hold(descriptor: int, *, wait: bool = True) -> None:
    """Hold a file for as long as it is open; the system lets go of it for whoever is killed. OSError: another does."""
    if fcntl is not None:
        with contextlib.suppress(OSError) if wait else contextlib.nullcontext():  # some disks know no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


# Saying in one sentence what a disk refuses. Beside ``faults.py``, so that it can be said without a database.


def is_full(error: OSError) -> bool:
    """Whether there was no room left for what was to be written."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def disk_fault(path: Path, error: OSError) -> StoreError:
    """The StoreError for an error of the operating system at *path*."""
    if is_full(error):
        return StoreError(f"{path}: NOT stored, the disk is full; make some room, then try again.")
    if leads_nowhere(path):
        return StoreError(
            f"{path}: a link on the way to it leads to nothing; connect the disk that it leads to, or put the "
            "file itself into its place."
        )
    return StoreError(
        f"{path}: can't be read and written ({error.strerror or 'the disk refuses'}); check the permissions of its "
        "folder, or copy the cohort to a disk you can write to."
    )
