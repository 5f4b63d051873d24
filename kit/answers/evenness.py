"""What a listing of private/ shows of the store while a session runs: sizes and times that tell no single answer.

SQLite's log grows by every commit and its time is that of the last one: whoever lists the folder could count and time
the answers. The log is made so large beforehand that commits only fill it, the file of answers gets room inside, and
the times that are shown stand still. What is written, and when it is on the disk, stays as it was.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from sqlalchemy import Connection

from kit.answers.database import logs_of

# The log is emptied at 4 MB, so that this is filled only where a slow reader holds that up; then it grows by as much.
LOG_STEP = 8 * 1024 * 1024
ROOM = 2 * 1024 * 1024


def make_room(connection: Connection) -> None:
    """See that the file of answers has room inside, so that answers do not make it longer."""
    free = connection.exec_driver_sql("PRAGMA freelist_count").scalar_one()
    page = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    if free * page < ROOM // 2:
        connection.exec_driver_sql("CREATE TABLE room (filled BLOB)")
        connection.exec_driver_sql("INSERT INTO room VALUES (zeroblob(?))", (ROOM,))
        connection.exec_driver_sql("DROP TABLE room")


def fill_up(path: Path) -> None:
    """Lengthen the log beside the database at *path* to a full step; the caller holds the write lock of the database.

    Nothing is ever cut off, and what stands behind the last commit is read by nobody.
    """
    # Only the log is opened: to close another handle of the other two would end the locks that SQLite holds on them.
    log = logs_of(path)[0]
    with contextlib.suppress(OSError):  # a disk that is full; then its length may tell something, and answers go on
        size = log.stat().st_size
        if size == 0 or size % LOG_STEP:
            with log.open("rb+") as file:
                file.seek((size // LOG_STEP + 1) * LOG_STEP - 1)
                file.write(b"\0")


def stand_still(path: Path, shown: int) -> None:
    """Let the database at *path* and the files beside it show the time *shown* (seconds since 1970)."""
    for file in (path, *logs_of(path)):
        with contextlib.suppress(OSError):  # not there, or a disk that keeps no such times
            os.utime(file, (shown, shown))
