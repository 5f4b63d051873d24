"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from kit.errors import KitError


def write_text(path: Path, text: str, *, encoding: str = "utf-8") -> None:
    """Replace the file at *path* with *text*, so that a reader sees the old or the new, never a half.

    Raises KitError naming the file where the folder is missing, read-only or the disk is full.
    """
    write_bytes(path, text.encode(encoding))


def write_bytes(path: Path, data: bytes) -> None:
    """As ``write_text``, for bytes."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        cure = "free some space" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "choose a folder you can write to"
        raise KitError(f"{path}: cannot be written ({error.strerror}); {cure}, then try again.") from None
