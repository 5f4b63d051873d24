"""Kills a piece of work at each of its write points, does it again, and says what became of it.

Run as a program of its own (``python -m tests.drills.killing WORK FOLDER FROM EVERY``), for it forks: a child that is
killed has written exactly what it had written, as after kill -9, and nothing of it is tidied up on the way out. With
``at-random N`` in place of FROM and EVERY it is killed at N moments that are drawn, wherever it is then.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
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
    work = prepared(name, folder)
    for point in range(first, MOST, every):
        place = anew(folder)
        ended = in_child(lambda place=place, point=point: kill_at(point, lambda: work.do(place)))
        print(json.dumps({"point": point, "wrong": wrong_after(work, place, ended, KILLED)}), flush=True)
        if ended == 0:
            return
    raise SystemExit("it never came to its end")


def at_random(name: str, folder: str, times: int) -> None:
    """Print such a line for each of so many *times*, with the part of its time after which the work was killed."""
    work = prepared(name, folder)
    place, began = anew(folder), time.monotonic()
    assert in_child(lambda: work.do(place)) == 0
    lasts = time.monotonic() - began
    for _ in range(times):
        place, part = anew(folder), random.uniform(0.02, 0.98)
        ended = in_child(lambda place=place, part=part: kill_after(part * lasts, lambda: work.do(place)))
        wrong = wrong_after(work, place, ended, -signal.SIGALRM)
        print(json.dumps({"point": round(part, 3), "killed": ended != 0, "wrong": wrong}), flush=True)


def prepared(name: str, folder: str) -> works.Work:
    """The work, with all that is there before it in the folder *before*."""
    # The key of a cohort is elsewhere than its folder, and a copy of the folder has it copied along.
    os.environ["KIT_KEYS"] = str(Path(folder) / "before" / works.KEYS)
    work = works.WORKS[name](Path(folder) / "before")
    os.environ["KIT_KEYS"] = str(Path(folder) / "now" / works.KEYS)
    return work


def anew(folder: str) -> Path:
    """A fresh copy of what was there before."""
    place = Path(folder) / "now"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(Path(folder) / "before", place)
    return place


def wrong_after(work: works.Work, place: Path, ended: int, killed: int) -> str:
    """What is wrong once the work, which *ended* so, was done again; empty where nothing is."""
    said = "" if ended in (0, killed) else f"ended with {ended} before it was killed"
    if ended == killed and in_child(lambda: work.do(place)) != 0:
        return "could not be done again"
    if in_child(lambda: work.check(place)) != 0:
        return said or "is not as it should be"
    return said


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


def kill_after(seconds: float, job: Callable[[], object]) -> None:
    """Do *job* and die after so many *seconds*, as by kill -9: nobody handles this signal."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    job()
    signal.setitimer(signal.ITIMER_REAL, 0)


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
    if sys.argv[3] == "at-random":
        at_random(sys.argv[1], sys.argv[2], int(sys.argv[4]))
    else:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
