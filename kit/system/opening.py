"""Opening files of any origin: only an ordinary file is read, and only what is not there is said to be missing.

A link that leads nowhere, such as into a disk that is not connected, is no missing file, and nobody waits for a pipe.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from pathlib import Path
from typing import BinaryIO

# Without the first a pipe would be waited for; Windows alone has the second, and without it changes what is read.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def opened(path: Path) -> BinaryIO:
    """The ordinary file at *path*, open for reading.

    Raises FileNotFoundError where nothing is there, and any other OSError, which says what is, where it cannot be read.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except FileNotFoundError:
        if leads_nowhere(path):
            raise OSError(errno.ELOOP, "a link on the way to it leads to nothing", str(path)) from None
        raise
    try:
        kind = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(kind):
            raise OSError(errno.EISDIR, "it's a folder", str(path))
        if not stat.S_ISREG(kind):
            raise OSError(errno.EINVAL, "it's no ordinary file", str(path))
    except OSError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def leads_nowhere(path: Path) -> bool:
    """Whether *path*, or a folder on the way to it, is a link to something that is not there."""
    return any(one.is_symlink() and not one.exists() for one in (path, *path.parents))


def bytes_of(path: Path) -> bytes:
    """All that is in the file at *path*. Raises as ``opened`` does."""
    with opened(path) as file:
        return file.read()


def text_of(path: Path, encoding: str = "utf-8", errors: str = "strict") -> str:
    """The text in the file at *path*. Raises as ``opened`` does, and UnicodeDecodeError."""
    with io.TextIOWrapper(opened(path), encoding, errors) as file:
        return file.read()
