"""Kernels that are copies of one process: nothing leaks from one notebook to the next, and none stays behind."""

from __future__ import annotations

import json
import subprocess
import sys

import psutil
import pytest

from kit.errors import ReportFailed
from kit.reports.execute import run_in
from kit.reports.kernels import Pool
from kit.reports.warm_kernels import can_copy
from tests.processes import started
from tests.reports.notebooks import LOOK_AROUND, saved

pytestmark = pytest.mark.skipif(not can_copy(), reason="this system cannot copy a process")

LEAVES = """
import builtins, os, random, sys, tempfile, textwrap, warnings
import kit, kit.results.releases, kit.settings
name = "left behind"
builtins.left = name
kit.settings.find_places = textwrap.dedent = None
kit.results.releases.left = name
sys.modules["left"] = kit
sys.path.insert(0, os.getcwd())
open("left.txt", "w").write(name)
opened = open("left.txt")
os.environ["LEFT"] = name
os.environ["KIT_PUBLISHED"] = "/"
os.makedirs("elsewhere")
os.chdir("elsewhere")
tempfile.tempdir = os.getcwd()
random.seed(1)
sys.setrecursionlimit(5000)
warnings.filterwarnings("error", message="left")
get_ipython().user_ns["left"] = name
import threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
"""
LOOKS = """
import builtins, json, os, sys, tempfile, textwrap, threading, warnings
import kit.results.releases, kit.settings
from pathlib import Path
print(json.dumps({
    "names": [one for one in ("name", "left", "opened") if one in globals() or hasattr(builtins, one)],
    "modules": ["left" in sys.modules, hasattr(kit.results.releases, "left")],
    "patched": [callable(kit.settings.find_places), callable(textwrap.dedent)],
    "path": os.getcwd() in sys.path,
    "files": os.listdir(),
    "variable": os.environ.get("LEFT"),
    "published": Path(os.environ["KIT_PUBLISHED"], "releases.json").read_text(),
    "here": Path.cwd().name,
    "temporary": tempfile.gettempdir() == os.environ["TMPDIR"],
    "open": [os.readlink(one) for one in Path("/proc/self/fd").glob("*") if "left" in os.path.realpath(one)],
    "limit": sys.getrecursionlimit() == 5000,
    "errors": [str(one) for one in warnings.filters if "left" in str(one)],
    "threads": [one.name for one in threading.enumerate() if "Event" in one.name or "(wait)" in one.name],
    "count": get_ipython().execution_count,
    "parent": os.getppid(),
}))
"""
CLEAN = {
    "names": [],
    "modules": [False, False],
    "patched": [True, True],
    "path": False,
    "files": [],
    "variable": None,
    "published": "here",
    "here": "work",
    "temporary": True,
    "open": [],
    "limit": False,
    "errors": [],
    "threads": [],
}


@pytest.fixture
def folders(tmp_path, curriculum):
    published = tmp_path / "published"
    published.mkdir()
    (published / "releases.json").write_text("here")
    return published, curriculum


@pytest.fixture
def pool(folders):
    made = Pool(*folders, notebooks=4, cohort="spring")
    yield made
    made.close()


def ran(pool, path):
    with pool.kernel() as kernel:
        return run_in(kernel, path, parameters={"audience": "report", "cohort": "spring"})


def said(executed):
    return json.loads(executed.cells[-1].outputs[0].text)


def test_nothing_leaks_from_one_notebook_to_the_next(pool, tmp_path):
    leaves, looks = saved(tmp_path / "leaves.ipynb", LEAVES), saved(tmp_path / "looks.ipynb", LOOKS)
    before = said(ran(pool, looks))
    ran(pool, leaves)
    after = said(ran(pool, looks))
    # The same process stood behind them, or there was nothing from which anything could leak.
    assert before["parent"] == after["parent"]
    assert {**before, **CLEAN} == before
    assert after == before


def test_a_copy_finds_nothing_that_leads_to_the_cohort(pool, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_PLACE", str(tmp_path))
    text = ran(pool, saved(tmp_path / "look.ipynb", LOOK_AROUND)).cells[-1].outputs[0].text
    found = json.loads(text)
    assert str(tmp_path) not in text
    assert found["in it"] == []
    assert found["published"] == "here"
    assert found["nearest"] == "None"
    assert found["environment"]["KIT_COHORT"] == "spring"
    # Not even the process that it is a copy of was ever told whose reports these are.
    assert "spring" not in found["started with"]


def test_a_notebook_that_ends_the_process_behind_it_takes_no_other_with_it(pool, tmp_path):
    ends = saved(tmp_path / "ends.ipynb", "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nopen('x').read()")
    with pytest.raises(ReportFailed, match=r"ends\.ipynb, cell 'it': "):
        ran(pool, ends)
    looks = saved(tmp_path / "looks.ipynb", LOOKS)
    assert {**said(ran(pool, looks)), **CLEAN}["published"] == "here"


def test_copies_of_a_process_that_was_killed_work_on_and_end_with_the_pool(folders, tmp_path):
    pool = Pool(*folders, notebooks=4, cohort="spring")
    with pool.kernel() as kernel:
        behind = psutil.Process(kernel.manager.provisioner.pid).parent()
        copies = behind.children()
        assert len(copies) == 2  # this one, and the next
        behind.kill()
        behind.wait(30)
        assert kernel.manager.provisioner.process.poll() is None
        looks = saved(tmp_path / "looks.ipynb", LOOKS)
        assert said(run_in(kernel, looks, parameters={"audience": "report", "cohort": "spring"}))["published"] == "here"
    pool.close()
    _, left = psutil.wait_procs(copies, timeout=30)
    assert left == []


@pytest.mark.parametrize(
    ("source", "reason"),
    [("import os; os._exit(3)", "ended the kernel"), ("import os; os.abort()", "ended the kernel")],
    ids=["ends", "aborts"],
)
def test_a_notebook_that_ends_its_kernel_is_named_and_the_next_is_run(pool, tmp_path, source, reason):
    with pytest.raises(ReportFailed, match=rf"ends\.ipynb, cell 'it': {reason}"):
        ran(pool, saved(tmp_path / "ends.ipynb", source))
    assert said(ran(pool, saved(tmp_path / "looks.ipynb", LOOKS)))["names"] == []


def test_nothing_is_left_when_it_is_closed(folders, tmp_path):
    pool = Pool(*folders, notebooks=3)
    working = said(ran(pool, saved(tmp_path / "looks.ipynb", LOOKS)))
    behind = psutil.Process(working["parent"])
    family = [behind, *behind.children(recursive=True)]
    assert len(family) > 1  # the next one boots already
    pool.close()
    _, left = psutil.wait_procs(family, timeout=20)
    assert left == []
    pool.close()


STARTS = """
import sys
from pathlib import Path
from kit.reports.kernels import Pool
with Pool(Path(sys.argv[1]), Path(sys.argv[2]), notebooks=3).kernel() as kernel:
    print(kernel.manager.provisioner.pid, flush=True)
    sys.stdin.read()
"""


def test_it_ends_with_whoever_started_it(folders):
    command = [sys.executable, "-c", STARTS, *folders]
    with started(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        kernel = psutil.Process(int(process.stdout.readline()))
        family = [kernel, *kernel.parents()[:1], *psutil.Process(process.pid).children(recursive=True)]
        process.kill()
        _, left = psutil.wait_procs(family, timeout=20)
        assert left == []
