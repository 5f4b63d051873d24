"""Every command that changes a cohort is killed at each of its write points; done again, it comes to its end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.drills.killing import points
from tests.drills.works import WORKS

LIMIT = 600
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a process")


def killed(work: str, folder: Path, first: int | str, every: int) -> list[dict[str, object]]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.drills.killing", work, str(folder), str(first), str(every)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, cwd=root, check=False)
    found = list(points(done.stdout))
    assert done.returncode == 0, done.stderr[-3000:]
    assert [one for one in found if one["wrong"]] == [], done.stderr[-3000:]
    return found


# Between two points that are tried: an upgrade has about five hundred, and looks through a whole folder at each try.
FEW = {"upgrade": 173}
MANY = {"upgrade": 16}


@pytest.mark.parametrize("work", WORKS)
def test_some_kills_leave_nothing_that_doing_it_again_does_not_mend(work, tmp_path):
    assert len(killed(work, tmp_path, 3, FEW.get(work, 11))) >= 3


@pytest.mark.audit
@pytest.mark.parametrize("work", WORKS)
def test_no_kill_at_any_write_point_leaves_anything_that_doing_it_again_does_not_mend(work, tmp_path):
    assert len(killed(work, tmp_path, 1, MANY.get(work, 1))) >= 10


@pytest.mark.audit
@pytest.mark.parametrize("work", ["upgrade", "withdraw", "handover"])
def test_ten_kills_at_moments_that_are_drawn_leave_nothing_half_done(work, tmp_path):
    found = killed(work, tmp_path, "at-random", 10)
    assert len(found) == 10
    assert sum(bool(one["killed"]) for one in found) >= 5
