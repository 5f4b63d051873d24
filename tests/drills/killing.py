"""Kills a piece of work at each of its write points, does it again, and says what became of it.

Run as a program of its own (``python -m tests.drills.killing WORK FOLDER FROM EVERY``), for it forks: a child that is
killed has written exactly what it had written, as after kill -9, and nothing of it is tidied up on the way out.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from tests.drills import works

KILLED, FAILED, MOST = 9, 7, 2000
# What changes a disk, as Python tells of it before it does it. A database is told of by every statement and commit.
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.link", "os.symlink"}


def main(name: str, folder: str, first: int, every: int) -> None:
    """Print one line of JSON for each point: its number, and what was wrong after the work was done again."""
    # The key of a cohort is elsewhere than its folder, and a copy of the folder has it copied along.
    os.environ["KIT_KEYS"] = str(Path(folder) / "before" / works.KEYS)
    work = works.WORKS[name](Path(folder) / "before")
    os.environ["KIT_KEYS"] = str(Path(folder) / "now" / works.KEYS)
    for point in range(first, MOST, every):
        place = Path(folder) / "now"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(Path(folder) / "before", place)
        ended = in_child(lambda place=place, point=point: kill_at(point, lambda: work.do(place)))
        said = "" if ended in (0, KILLED) else f"ended with {ended} before it was killed"
        if ended == KILLED and in_child(lambda place=place: work.do(place)) != 0:
            said = "could not be done again"
        elif in_child(lambda place=place: work.check(place)) != 0:
            said = said or "is not as it should be"
        print(json.dumps({"point": point, "wrong": said}), flush=True)
        if ended == 0:
            return
    raise SystemExit("it never came to its end")


def in_child(job: Callable[[], object]) -> int:
    """How a child process that does *job* ends."""
    child = os.fork()
    if child == 0:
        code = FAILED
        try:
            job()
            code = 0
        except BaseException:  # noqa: BLE001 - told to whoever waits
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_at(point: int, job: Callable[[], object]) -> None:
    """Do *job* and die at its write point number *point*."""
    count = iter(range(1, MOST * 10))

    def reached(*_: Any) -> None:
        if next(count) == point:
            os._exit(KILLED)

    def hear(name: str, arguments: tuple[Any, ...]) -> None:
        if name in _CHANGES or (name == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING):
            reached()

    fsync = os.fsync
    os.fsync = lambda handle: (reached(), fsync(handle))[1]  # type: ignore[assignment]
    for happening in ("before_cursor_execute", "commit"):
        event.listen(Engine, happening, reached)
    sys.addaudithook(hear)
    job()


_WRITING = os.O_WRONLY | os.O_RDWR


def points(output: str) -> Iterator[dict[str, Any]]:
    """What such a program printed."""
    yield from map(json.loads, output.splitlines())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
