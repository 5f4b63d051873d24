"""Rehearsing and visiting by commands, with a real host in a process of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from kit.cli import rehearsing
from kit.new_cohort import make_cohort
from tests.cohorts import small_cohort
from tests.live.serving import everything_open, serving
from tests.processes import started


@pytest.fixture
def root(tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    cohort = small_cohort(tmp_path / "spring", size=14, names=None)
    monkeypatch.chdir(cohort.root)
    return cohort.root


def test_a_rehearsal_runs_a_host_and_says_that_its_folder_is_gone(kit, root):
    done = kit("host", "1", "--rehearse", "--no-lab", "--people", "3")
    assert done.code == 0, done.err
    assert "3 simulated people joined" in done.out
    assert "Revealed: Check in" in done.out
    assert "everything in it is gone" in done.out
    assert list(Path(tempfile.gettempdir()).iterdir()) == []
    assert not (root / "private").exists()


def test_a_rehearsal_stays_on_this_computer(kit, root):
    assert kit("host", "1", "--rehearse", "--lan").code == 2


def test_visitors_are_told_what_they_do_before_they_do_it(kit, root, monkeypatch):
    monkeypatch.setattr("typer.confirm", lambda _: False)
    with everything_open(root, simulated=True) as served:
        where = ("--against", f"127.0.0.1:{served.port}", "--code", served.session.code, "--people", "2")
        done = kit("simulate", *where)
        assert done.code == 1
        assert "in a rehearsal and in the demo alone" in done.out
        assert served.host.store.participants() == set()


def test_visitors_answer_and_a_summary_says_what_happened(kit, root):
    with everything_open(root, simulated=True) as served:
        address = f"http://127.0.0.1:{served.port}/#{served.session.code}"
        done = kit("simulate", "--against", address, "--people", "2", "--minutes", "1", "--yes")
        assert done.code == 0, done.err
        assert "2 simulated people joined" in done.out
        assert "Everything that was confirmed is there." in done.out
        # Their places are free again for somebody real.
        assert served.host.store.participants() == set()
        assert served.joined().put().status == 201


@pytest.mark.parametrize("mode", ["live", "self-paced", "remote"])
def test_no_simulated_person_gets_into_a_session_of_real_ones(kit, root, mode):
    with serving(root, mode=mode) as served:
        where = ("--against", f"127.0.0.1:{served.port}", "--code", served.session.code, "--people", "2", "--yes")
        done = kit("simulate", *where)
        assert done.code == 1
        assert "Real people can join this session" in done.err
        assert served.host.store.participants() == set()


def test_simulated_people_leave_room_for_real_ones(kit, root):
    with everything_open(root, simulated=True, people=5) as served:
        where = ("--against", f"127.0.0.1:{served.port}", "--code", served.session.code, "--yes", "--people")
        done = kit("simulate", *where, "4")
        assert done.code == 1
        assert "at most 3 simulated people more" in done.err
        assert served.host.store.participants() == set()


def test_mistakes_in_a_visit_are_told_in_a_sentence(kit, root, tmp_path):
    assert "is no host's address" in kit("simulate", "--against", "ftp://x", "--yes").err
    (tmp_path / "note.txt").write_text("no certificate")
    trust = ("--trust", str(tmp_path / "note.txt"), "--yes")
    assert "no certificate in PEM form" in kit("simulate", "--against", "https://127.0.0.1:9", *trust).err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_however_a_rehearsal_is_ended_it_leaves_nothing_behind(root, tmp_path, number):
    temporary = tmp_path / "temporary"
    command = [sys.executable, "-c", "from kit.cli import main; main()", "host", "1", "--rehearse", "--no-lab"]
    environment = os.environ | {"TMPDIR": str(temporary)}
    with started(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True) as process:
        said = ""
        for line in process.stdout:
            said += line
            if line.startswith("Open:"):
                break
        assert [path.name.startswith("kit-rehearsal-") for path in temporary.iterdir()] == [True]
        process.send_signal(number)
        said += process.communicate(timeout=60)[0]
    assert process.returncode == 0, said
    assert "everything in it is gone" in said
    assert list(temporary.iterdir()) == []


def test_what_is_tried_out_in_a_rehearsals_notebooks_goes_with_its_folder(kit, root, monkeypatch):
    seen = []

    @contextlib.contextmanager
    def watched(lab):
        seen.append(lab)
        yield

    monkeypatch.setattr(rehearsing, "watched", watched)
    monkeypatch.setattr(rehearsing, "rehearse", opens_only)
    assert kit("host", "1", "--rehearse", "--people", "2").code == 0
    (lab,) = seen
    assert Path(lab.told["KIT_OUTBOX"]).is_relative_to(lab.folder)
    assert lab.folder != root


def opens_only(cohort, _plan, start, *, tell):
    """Start the host of a copy, and nothing more."""
    with tempfile.TemporaryDirectory() as place:
        copy = make_cohort(Path(place) / "rehearsal", size=4, slug="rehearsal", like=cohort.root)
        with start(copy):
            tell("started")
    return SimpleNamespace(sentence="", tally=SimpleNamespace(speed=""))
