"""A real JupyterLab for tests, in a folder of its own, and a notebook open in it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.browser.bare import WEEK
from tests.processes import free_port, started

REPOSITORY = Path(__file__).resolve().parents[2]

# What a test's notebook imports: a form of the small week, in a cohort of the test's own.
SMALL = """
import os
from pathlib import Path
from kit.curriculum.loader import load_week
from kit.curriculum.registers import load_messages
from kit.settings import Places, packaged_curriculum
from kit.widgets.exercise import ExerciseWidget

def form(exercise, cohort):
    week = load_week(Path("week_03.yaml"))
    found = next(e for e in week.exercises if e.id == exercise)
    outbox = Path(os.environ["KIT_OUTBOX"]) / cohort
    places = Places(cohort=cohort, curriculum=packaged_curriculum(), published=Path("."), outbox=outbox)
    return ExerciseWidget(week, found, places, load_messages(packaged_curriculum()))
"""

SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyter-widgets/jupyterlab-manager/plugin": {"saveState": True},
}


@dataclass
class Lab:
    """Where JupyterLab runs, and the folders it works in."""

    address: str
    token: str
    root: Path
    outbox: Path
    cohorts: Iterator[int] = field(default_factory=lambda: iter(range(1, 1000)))

    def new_cohort(self) -> str:
        return f"cohort-{next(self.cohorts)}"

    def open(self, page: Page, cohort: str, *exercises: str) -> Notebook:
        """A notebook with one cell for each exercise, open and run."""
        cells = [nbformat.v4.new_code_cell("from small import form")]
        cells += [nbformat.v4.new_code_cell(f'form("{exercise}", "{cohort}")') for exercise in exercises]
        path = self.root / f"{cohort}.ipynb"
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
        notebook = Notebook(self, page, path)
        notebook.load()
        notebook.run_all()
        expect(notebook.forms).to_have_count(len(exercises), timeout=60_000)
        return notebook

    def answers(self, cohort: str) -> list[dict[str, object]]:
        """The answers of every submission of *cohort* in the outbox, by revision."""
        kept = [json.loads(path.read_text())["submission"] for path in (self.outbox / cohort).glob("*.json")]
        return [submission["answers"] for submission in sorted(kept, key=lambda one: one["revision"])]


# With twenty processes on two processors, JupyterLab and its kernel took one; nothing else here takes long.
_START = 180_000


class Notebook:
    """A notebook in JupyterLab, worked as a person would; only Lab's own menus are called by name."""

    def __init__(self, lab: Lab, page: Page, path: Path) -> None:
        self.lab, self.page, self.path = lab, page, path

    def load(self) -> None:
        self.page.goto(f"{self.lab.address}/lab/tree/{self.path.name}?token={self.lab.token}&reset")
        self.page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.context?.isReady", timeout=_START)
        self.wait_for_kernel()

    def wait_for_kernel(self) -> None:
        self.page.wait_for_function(
            "jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'", timeout=_START
        )

    def command(self, name: str) -> None:
        self.page.evaluate("(name) => { jupyterapp.commands.execute(name); }", name)

    def run_all(self) -> None:
        self.command("notebook:run-all-cells")

    def restart(self) -> None:
        """Restart the kernel without asking."""
        self.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
        self.wait_for_kernel()

    def save(self) -> str:
        """Save, and return the text of the file."""
        self.page.evaluate("jupyterapp.shell.currentWidget.context.save()")
        return self.path.read_text("utf-8")

    def theme(self, name: str) -> None:
        """Change Lab's theme, and wait until the splash screen is gone."""
        self.page.evaluate("(theme) => jupyterapp.commands.execute('apputils:change-theme', { theme })", name)
        self.page.wait_for_function(f"document.body.dataset.jpThemeName === '{name}'")
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")

    def item(self, name: str, copy: int = 0) -> Locator:
        """What surrounds the item called *name*, in the first or another form."""
        return self.forms.nth(copy).locator(f'[data-item="{name}"]')

    def status(self, copy: int = 0) -> Locator:
        """The line that says where the answers are."""
        return self.forms.nth(copy).locator(".kit-form-status")

    def send(self, copy: int = 0) -> None:
        self.forms.nth(copy).locator(".kit-form-send").click()

    @property
    def forms(self) -> Locator:
        return self.page.locator(".jp-OutputArea .kit-form:not(.kit-practice, .kit-join)")

    @property
    def practices(self) -> Locator:
        return self.page.locator(".jp-OutputArea .kit-practice")

    def cells(self) -> list[str]:
        """The source of every cell, as the notebook has it now."""
        return self.page.evaluate(
            "jupyterapp.shell.currentWidget.content.model.sharedModel.cells.map(cell => cell.getSource())"
        )


def _environment(root: Path) -> dict[str, str]:
    own = {
        "HOME": root,
        "JUPYTER_CONFIG_DIR": root / "config",
        "JUPYTER_DATA_DIR": root / "data",
        "JUPYTER_RUNTIME_DIR": root / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": root / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": root / "workspaces",
        "IPYTHONDIR": root / "ipython",
        "KIT_OUTBOX": root / "outbox",
        "PYTHONPATH": REPOSITORY,
        "JUPYTER_TOKEN": secrets.token_hex(16),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    return os.environ | {name: str(value) for name, value in own.items()}


def _furnish(root: Path) -> Path:
    work = root / "work"
    work.mkdir()
    shutil.copy(WEEK, work)
    (work / "small.py").write_text(SMALL)
    for name, values in SETTINGS.items():
        path = root / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    return work


@contextmanager
def serving_lab(root: Path) -> Iterator[Lab]:
    """JupyterLab on a free port of loopback, while the context lasts."""
    work, environment, port = _furnish(root), _environment(root), free_port()
    command = [
        sys.executable,
        "-m",
        "jupyter",
        "lab",
        "--no-browser",
        "--allow-root",
        "--LabApp.expose_app_in_browser=True",
    ]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"]
    ready, said = threading.Event(), list[str]()
    with started(command, deadline=3600, cwd=work, env=environment, stderr=subprocess.PIPE, text=True) as server:
        reader = threading.Thread(target=_listen, args=(server.stderr, ready, said), daemon=True)
        reader.start()
        try:
            assert ready.wait(90), "JupyterLab did not start:\n" + "".join(said)
            yield Lab(f"http://127.0.0.1:{port}", environment["JUPYTER_TOKEN"], work, root / "outbox")
        finally:
            server.terminate()
            server.wait(30)
            reader.join(10)


def _listen(stream: IO[str] | None, ready: threading.Event, said: list[str]) -> None:
    assert stream is not None
    with stream:
        for line in stream:
            said.append(line)
            if "is running at" in line:
                ready.set()
