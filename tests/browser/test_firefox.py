"""Week 1 whole in Firefox: joining, the notice, an answer, passing, taking back, a result, a practice, and the end."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.browser.firefox import REPOSITORY, firefox
from tests.browser.hosted import Room, hosting
from tests.cohorts import whole_cohort
from tests.processes import started

SCRIPT = Path(__file__).with_name("firefox_week.js")
STEPS = ["notice", "join", "pass", "reload", "answer", "words", "back []", "reveal", "practice", "end"]


def act(room: Room, what: str, *more: str) -> str:
    """Do what the facilitator, or the store, is asked for."""
    if what == "screen":
        return str(room.tell("screen")["path"])
    if what == "stored":
        return str(room.stored("pulse"))
    if what == "others":
        room.others(int(more[0]), exercise="pulse")
    elif what == "advance":
        room.tell("advance", block=more[0])
    elif what == "end":
        room.tell("end")
    else:
        room.tell(what, exercise=more[0])
    return ""


def test_a_whole_week_in_firefox(tmp_path: Path) -> None:
    where = firefox()
    cohort = whole_cohort(tmp_path / "spring", size=12)
    for name in ("home", "profile"):
        (tmp_path / name).mkdir()
    with hosting(cohort.root) as room:
        pictures = os.environ.get("KIT_PICTURES", "")
        command = ["node", SCRIPT, where, room.address, room.served.code(), tmp_path / "profile", pictures]
        environment = os.environ | {"HOME": str(tmp_path / "home")}
        done, faults = [], []
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with started(command, deadline=300, cwd=REPOSITORY, env=environment, **pipes) as driven:
            for line in driven.stdout:
                word, _, rest = line.rstrip("\n").partition(" ")
                if word == "ask":
                    driven.stdin.write(act(room, *rest.split()) + "\n")
                    driven.stdin.flush()
                else:
                    (done if word == "done" else faults).append(rest)
        assert driven.returncode == 0
        assert (done, faults) == (STEPS, [])
