"""JupyterLab beside the commands: where it opens, what it is told, and how it ends."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading

import psutil
import pytest

from kit.cli import jupyterlab
from kit.live.process.session import new_session
from kit.settings import load_cohort
from tests.live.serving import serving
from tests.processes import DEAF, started, until

# Stands for Lab: writes down what it was told, then waits to be ended, goes at once, or breaks off.
STANDS_IN = """
import json, os, signal, sys, threading
ignored = [one.name for one in signal.valid_signals() if signal.getsignal(one) is signal.SIG_IGN]
usual = ["SIGPIPE", "SIGXFSZ"]
json.dump(dict(os.environ, ignored=[one for one in ignored if one not in usual]), open("told.part", "w"))
os.replace("told.part", "told.json")
print("up", flush=True)
threading.Event().wait() if sys.argv[1] == "stay" else None
sys.exit("no kernel here") if sys.argv[1] == "break" else None
"""


@pytest.fixture
def root(root):
    (root / "private" / "run").mkdir()
    return root


@pytest.fixture
def stand_in(monkeypatch):
    """``stand_in("stay")``: from now on this is opened instead of Lab; returns the list of what was asked for."""
    asked = []

    def use(how):
        def command(folder, *, port, start):
            asked.append((folder, port, start))
            return [sys.executable, "-c", STANDS_IN, how]

        monkeypatch.setattr(jupyterlab, "lab_command", command)
        return asked

    return use


def told(root):
    return json.loads((root / "told.json").read_text())


def test_beside_a_session_it_opens_at_the_first_page_and_knows_the_host(root, stand_in):
    asked, session = stand_in("go"), new_session(root, 3, port=8765)
    lab = jupyterlab.beside(load_cohort(root), session)
    with lab.opened() as process:
        assert process.wait(60) == 0
    assert lab.log.read_text() == "up\n"
    assert lab.log.stat().st_mode & 0o777 == 0o600
    environment = told(root)
    assert environment["KIT_HOST"] == "http://127.0.0.1:8765"
    assert environment["KIT_FACILITATOR"] == session.token
    assert environment["JUPYTER_TOKEN"] == lab.token != session.token
    assert environment["KIT_AUDIENCE"] == "facilitator"
    assert asked == [(root, lab.port, "/doc/tree/start.ipynb")]
    assert session.token not in repr(lab)
    assert lab.token not in repr(lab)


def test_alone_it_opens_at_the_first_page_for_whoever_has_the_private_part_and_at_the_notebooks_for_all_others(root):
    cohort = load_cohort(root)
    lab = jupyterlab.alone(root, cohort)
    assert (lab.start, lab.told["KIT_AUDIENCE"]) == ("/doc/tree/start.ipynb", "facilitator")
    cohort.private.rename(root.parent / "elsewhere")
    lab = jupyterlab.alone(root, cohort)
    assert (lab.start, dict(lab.told)) == ("/lab/tree/notebooks", {})
    assert jupyterlab.alone(root, None).told == {}


def test_its_address_is_said_for_a_browser_that_does_not_open_by_itself(root, capsys):
    lab = jupyterlab.beside(load_cohort(root), new_session(root, 1))
    jupyterlab.tell_of(lab)
    assert f"http://127.0.0.1:{lab.port}/doc/tree/start.ipynb?token={lab.token}" in capsys.readouterr().out


def test_where_it_ends_before_the_session_that_is_said_and_the_session_goes_on(root, stand_in, monkeypatch):
    stand_in("go")
    said, heard = [], threading.Event()
    monkeypatch.setattr(jupyterlab, "say", lambda text: (said.append(text), "lab.log" in text and heard.set()))
    with jupyterlab.watched(jupyterlab.beside(load_cohort(root), new_session(root, 1))):
        assert heard.wait(60)
    assert "the session goes on" in said[0]
    assert "kit lab" in said[0]


def test_where_it_is_ended_with_the_session_nothing_is_said_and_nothing_stays_behind(root, stand_in, monkeypatch):
    stand_in("stay")
    said = []
    monkeypatch.setattr(jupyterlab, "say", said.append)
    with jupyterlab.watched(jupyterlab.beside(load_cohort(root), new_session(root, 1))):
        (child,) = psutil.Process().children()
    assert not child.is_running()
    assert said == []


def test_by_itself_it_says_where_it_is_and_that_it_has_ended_and_nothing_of_what_it_says_to_itself(kit, root, stand_in):
    stand_in("go")
    done = kit("lab")
    assert done.code == 0
    assert "End it with Ctrl-C in this window." in done.out
    assert done.out.endswith("JupyterLab has ended. What was saved is in the folder.\n")
    assert "up\n" not in done.out


def test_where_it_breaks_off_the_last_that_it_said_is_told(kit, root, stand_in):
    stand_in("break")
    done = kit("lab")
    assert done.code == 1
    assert "JupyterLab has stopped by itself. The last it said was: no kernel here." in done.err


def test_a_second_one_leads_the_session_that_runs(kit, root, stand_in):
    stand_in("go")
    with serving(root) as served:
        done = kit("lab")
        assert done.code == 0, done.err
        assert "The session of week 1 is running" in done.out
        assert told(root)["KIT_FACILITATOR"] == served.session.token
        assert told(root)["KIT_HOST"] == f"http://127.0.0.1:{served.port}"


def test_without_a_session_or_with_the_file_of_one_that_is_gone_it_opens_as_always(kit, root, stand_in):
    stand_in("go")
    with serving(root) as served:
        left = (root / "private" / "run" / "host.json").read_text()
    for text in (None, left):
        if text is not None:
            (root / "private" / "run" / "host.json").write_text(text)
        done = kit("lab")
        assert (done.code, done.err) == (0, ""), text
        assert "is running" not in done.out
        assert "host.json" not in done.out
        assert "KIT_HOST" not in told(root)
    assert str(served.port) not in done.out


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"address": 5, "token": 5}', '{"address": "http://192.0.2.1:1", "token": "x"}']
)
def test_a_damaged_note_of_the_session_is_not_taken_for_none(kit, root, stand_in, text):
    stand_in("go")
    (root / "private" / "run" / "host.json").write_text(text)
    done = kit("lab")
    assert (done.code, done.err) == (0, "")
    assert "host.json leads to no session" in done.out
    assert "KIT_HOST" not in told(root)


def test_a_second_one_does_not_move_the_address_of_the_first(kit, root, stand_in):
    stand_in("go")
    kept = root / "private" / "run" / "ports.json"
    with socket.socket() as other:
        # A port that is held from the start: one that is looked up first can be anybody's a moment later.
        other.bind(("127.0.0.1", 0))
        other.listen()
        first = other.getsockname()[1]
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps({"lab": first}), "utf-8")
        before = kept.read_bytes()
        done = kit("lab")
    assert f"Port {first} is taken" in done.out
    assert kept.read_bytes() == before


@pytest.mark.parametrize(
    ("by", "number"), [((), signal.SIGINT), ((), signal.SIGTERM), ((), signal.SIGHUP), (DEAF, signal.SIGTERM)]
)
def test_ctrl_c_or_a_closed_window_ends_it_and_the_command_in_good_order(root, by, number):
    instead = [sys.executable, "-c", STANDS_IN, "stay"]
    code = f"import sys; from kit.cli import jupyterlab; jupyterlab.lab_command = lambda *_, **__: {instead!r}; "
    code += "sys.argv = ['kit', 'lab']; from kit.cli import main; main()"
    with started([*by, sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True) as process:
        until(lambda: (root / "told.json").is_file() or process.poll() is not None)
        (child,) = psutil.Process(process.pid).children()
        assert told(root)["ignored"] == []
        process.send_signal(number)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0, rest
    assert not child.is_running()
    assert not re.search("Traceback|kept", rest)
