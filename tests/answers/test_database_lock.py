import os
import subprocess
import sys
from pathlib import Path

import pytest

from kit.answers import open_store
from kit.errors import StoreBusy
from tests.answers.examples import record
from tests.processes import started

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from kit.settings import Cohort
from kit.answers import open_store
cohort = Cohort(root=Path(sys.argv[1]), slug="spring", size=40, policy={})
with open_store(cohort, weeks={}, command="kit host"):
    print("open", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(cohort):
    """Another process that holds the store until it is told to end."""
    command = [sys.executable, "-c", HOLDER, str(cohort.root)]
    with started(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def test_a_second_opener_is_told_who_holds_the_store(cohort, weeks, holder):
    with pytest.raises(
        StoreBusy, match=rf"in use by `kit host` \(process {holder.pid}\); end that session with Ctrl-C"
    ):
        open_store(cohort, weeks=weeks)
    holder.communicate("\n")
    with open_store(cohort, weeks=weeks) as store:
        assert record(store, "anna") == "stored"


def test_a_killed_holder_holds_nothing(cohort, weeks, holder):
    holder.kill()
    holder.wait(60)
    assert (cohort.private / "run" / "store.holder.json").exists()  # its note outlives it, its lock does not
    open_store(cohort, weeks=weeks).close()


def test_the_same_process_cannot_open_it_twice_either(cohort, weeks):
    sentence = rf"`kit publish` \(process {os.getpid()}\)"
    with open_store(cohort, weeks=weeks, command="kit publish"), pytest.raises(StoreBusy, match=sentence):
        open_store(cohort, weeks=weeks)
    open_store(cohort, weeks=weeks).close()


@pytest.mark.parametrize("note", ["", "[]", '{"command": "x"}', '{"command": "x", "pid": "y"}', None])
def test_a_lock_whose_note_cannot_be_read_is_still_a_lock(cohort, weeks, note):
    with open_store(cohort, weeks=weeks):
        path = cohort.private / "run" / "store.holder.json"
        path.unlink() if note is None else path.write_text(note)
        with pytest.raises(StoreBusy, match="in use by another process"):
            open_store(cohort, weeks=weeks)


@pytest.mark.parametrize(
    ("argv", "name"),
    [
        (["/usr/bin/kit", "--cohort", "host", "3"], "kit host"),
        (["/x/kit/cli/__main__.py", "publish", "3"], "kit publish"),
        (["/usr/bin/pytest", "tests"], "pytest"),
        ([], "a program"),
    ],
)
def test_the_note_calls_a_command_by_its_name(cohort, weeks, monkeypatch, argv, name):
    monkeypatch.setattr(sys, "argv", argv)
    with open_store(cohort, weeks=weeks), pytest.raises(StoreBusy, match=f"`{name}`"):
        open_store(cohort, weeks=weeks)
