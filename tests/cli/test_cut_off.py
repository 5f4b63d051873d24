"""A session whose window is killed leaves nothing behind, and the next one is at the same addresses."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import threading

import httpx
import psutil
import pytest

from tests.cohorts import give_ports, whole_cohort
from tests.processes import started, until

LIMIT = 120


class Window:
    """``kit host 1`` in a window of its own, with JupyterLab, once it says how to end it."""

    def __init__(self, root, *arguments) -> None:
        self.lines: list[str] = []
        command = [sys.executable, "-c", "from kit.cli import main; main()", *arguments]
        self.open = contextlib.ExitStack()
        self.process = self.open.enter_context(started(command, cwd=root, stdout=subprocess.PIPE, text=True))
        ready = threading.Event()

        def listen():
            for line in self.process.stdout:
                self.lines.append(line)
                if "Ctrl-C" in line:
                    ready.set()
            ready.set()

        self.thread = threading.Thread(target=listen, daemon=True)
        self.thread.start()
        assert ready.wait(LIMIT)
        assert self.process.poll() is None, self.lines

    @property
    def addresses(self):
        return re.findall(r"http://127\.0\.0\.1:(\d+)", "".join(self.lines))

    def wait_for_lab(self):
        """Until JupyterLab answers at the address that was said."""
        (port,) = re.findall(r"http://127\.0\.0\.1:(\d+)/(?:lab|doc)", "".join(self.lines))
        with httpx.Client(trust_env=False, timeout=LIMIT) as client:

            def answers() -> bool:
                assert self.process.poll() is None, self.lines
                with contextlib.suppress(httpx.TransportError):
                    return client.get(f"http://127.0.0.1:{port}/api").raise_for_status().is_success
                return False

            until(answers, limit=LIMIT)

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def over(self):
        self.process.wait(LIMIT)
        self.thread.join(LIMIT)
        self.open.close()


@pytest.fixture
def root(tmp_path, monkeypatch):
    for name, place in {"HOME": "home", "XDG_CONFIG_HOME": "config", "JUPYTER_RUNTIME_DIR": "runtime"}.items():
        monkeypatch.setenv(name, str(tmp_path / place))
    monkeypatch.setenv("BROWSER", "true")
    made = whole_cohort(tmp_path / "spring").root
    give_ports(made, "host", "lab")
    return made


@pytest.mark.parametrize("arguments", [("host", "1"), ("lab",)], ids=["host", "lab"])
def test_after_kill_9_nothing_is_orphaned_and_the_next_has_the_same_addresses(root, arguments):
    first = Window(root, *arguments)
    try:
        first.wait_for_lab()
        family = first.family()
        assert any("kit.lab.server" in one.cmdline() for one in family)
    finally:
        first.process.kill()
        first.over()
    _, left = psutil.wait_procs(family, timeout=LIMIT)
    assert [one for one in left if one.status() != psutil.STATUS_ZOMBIE] == []
    again = Window(root, *arguments)
    try:
        again.wait_for_lab()
        assert again.addresses == first.addresses
        assert "is taken" not in "".join(again.lines)
    finally:
        again.process.terminate()
        again.over()
    assert again.process.returncode == 0
    if arguments[0] == "host":
        kept = json.loads((root / "private" / "run" / "ports.json").read_text())
        assert {str(port) for port in kept.values()} == set(first.addresses)
