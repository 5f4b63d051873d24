"""All reports of a cohort, against the stock ``papermill`` command run once for each notebook."""

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

import psutil
import pytest

from kit.curriculum.loader import load_curriculum
from kit.results.releases import FIRST, Asked, Bin, Release, Releases, to_text
from kit.settings import content_root, packaged_curriculum

pytestmark = pytest.mark.bench

PEOPLE = 14
ROUNDS = 3
OURS = """
import sys
from pathlib import Path
from kit.reports.ahead import make_reports
from kit.settings import load_cohort
made = make_reports(load_cohort(Path(sys.argv[1])))
assert all(one.ok for one in made), made
print(len(made))
"""


def everything_published() -> Releases:
    """A release of every group item of every week, so that each report is as long as it can be."""
    made, previous = [], FIRST
    asked = [(n, e, i) for n, week in load_curriculum(packaged_curriculum()).items() for e, i in week.group_items()]
    for number, exercise, item in asked:
        if not item.bins:
            continue
        release = Release(
            sequence=len(made) + 1,
            family=f"w{number:02d}/{exercise.id}/{item.id}",
            week=number,
            exercise=exercise.id,
            item=item.id,
            people=PEOPLE,
            bins=tuple(Bin(label=label, low=0, high=7) for label in item.bins),
            policy="k5-s8-t8/5",
            previous=previous,
        )
        made.append(replace(release, hash=release.computed_hash()))
        previous = made[-1].hash
    return Releases(
        cohort="bench",
        releases=tuple(made),
        asked=tuple(Asked(week=n, exercise=e.id, item=i.id) for n, e, i in asked),
    )


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    root = tmp_path_factory.mktemp("bench")
    (root / "cohort.toml").write_text(f'slug = "bench"\nsize = {PEOPLE}\n')
    shutil.copytree(content_root() / "notebooks", root / "notebooks")
    shutil.copytree(packaged_curriculum(), root / "curriculum")
    (root / "published").mkdir()
    (root / "published" / "releases.json").write_text(to_text(everything_published()))
    return root


class Memory(threading.Thread):
    """Watches what this process's descendants use together, in MB."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak, self._done = 0.0, threading.Event()

    def run(self):
        while not self._done.wait(0.1):
            used = 0
            for child in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    # What several of them share counts once, where the system says how much that is.
                    full = child.memory_full_info()
                    used += getattr(full, "pss", full.rss)
            self.peak = max(self.peak, used / 1e6)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self.join(60)


def timed(*commands, cwd):
    """Seconds, and peak memory of all processes together, of *commands* one after the other."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    begin = time.perf_counter()
    with Memory() as memory:
        for command in commands:
            subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True, timeout=600)
    return time.perf_counter() - begin, memory.peak


def test_all_reports_take_at_most_an_eighth_of_the_stock_command_and_twice_its_memory(cohort, capsys):
    notebooks = [*sorted((cohort / "notebooks").glob("week_*.ipynb")), cohort / "notebooks" / "cohort_summary.ipynb"]
    out = cohort / "out.ipynb"
    stock = [
        [sys.executable, "-m", "papermill", str(one), str(out), "-p", "audience", "report", "-p", "cohort", "bench"]
        for one in notebooks
    ]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(timed([sys.executable, "-c", OURS, str(cohort)], cwd=cohort))
        theirs.append(timed(*stock, cwd=cohort))
    (mine, memory), (stock_time, stock_memory) = (map(median, zip(*runs, strict=True)) for runs in (ours, theirs))
    ratio = mine / stock_time
    with capsys.disabled():
        print(
            f"\n{len(notebooks)} reports with HTML: {mine:.1f} s, {memory:.0f} MB; papermill without HTML: "
            f"{stock_time:.1f} s, {stock_memory:.0f} MB; ratio {ratio:.2f} on {os.cpu_count()} cores"
        )
    assert ratio <= 1 / 8
    assert memory <= 2 * stock_memory
