"""What may stand in the place of a file, though it is none."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path


def _socket(path: Path) -> None:
    """Where a program listened that was killed."""
    # Its address has a limit of a hundred letters, and temporary folders have more.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


THINGS: dict[str, Callable[[Path], None]] = {
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a socket": _socket,
    "an endless device": lambda path: path.symlink_to("/dev/zero"),
    "a link that leads nowhere": lambda path: path.symlink_to(path.parent / "gone"),
    "a link to a disk that is not connected": lambda path: path.symlink_to("/not connected/cohorts/file"),
    "a link that leads to itself": lambda path: path.symlink_to(path),
}
