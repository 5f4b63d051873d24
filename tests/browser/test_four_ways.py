"""One week 1 in which people take part in four ways, and all of them are in one release."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
from playwright.sync_api import BrowserContext, Page, expect

from kit.results.releases import read_releases
from tests.browser.hosted import answer, joined, make_root, send, status
from tests.browser.hybrid import hybrid
from tests.browser.lab import Lab, Notebook

PAPER = "participant,week,exercise,item,answer\n" + "".join(f"sheet-{one},1,check-in,energy,{one}\n" for one in (4, 5))


def kit(root: Path, *words: str) -> str:
    command = [sys.executable, "-c", "from kit.cli import main; main()", *words, "--cohort", str(root)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def taking_part(lab: Lab, page: Page, root: Path, address: str, code: str) -> Notebook:
    """A participant's own copy of the cohort's folder, whose notebook joins and answers in JupyterLab."""
    shutil.copytree(root, lab.root / "four", ignore=shutil.ignore_patterns("private"))
    cells = ['import os\nos.chdir("four")\nimport kit', "week = kit.open_week(1)\nweek", 'week.ask("check-in")']
    path = lab.root / "four.ipynb"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in cells], metadata=kernel)
    nbformat.write(made, path)
    notebook = Notebook(lab, page, path)
    notebook.load()
    notebook.run_all()
    card = page.locator(".jp-OutputArea .kit-join")
    card.get_by_text("Take part in a session from this notebook").click(timeout=90_000)
    card.get_by_label("Address").fill(address)
    card.get_by_label("Code", exact=True).fill(code)
    card.get_by_role("button", name="Join").click()
    card.get_by_role("button", name="I agree, count my answers").click()
    expect(card).to_contain_text("You're in")
    return notebook


def test_a_phone_elsewhere_a_notebook_a_phone_in_the_room_and_paper_are_in_one_release(
    browsers: Callable[[], BrowserContext], lab: Lab, tmp_path: Path
) -> None:
    root = make_root(tmp_path / "spring")
    (tmp_path / "paper.csv").write_text(PAPER, "utf-8")
    with hybrid(root, tmp_path / "caddy") as session:
        room = session.room
        room.tell("open", exercise="check-in")
        far, near, desk = (browsers().new_page() for _ in range(3))
        for page, place, number in ((far, session.elsewhere, 1), (near, session.here, 2)):
            joined(page, place)
            answer(page, number)
            send(page)
            expect(status(page)).to_contain_text("Received")
        notebook = taking_part(lab, desk, root, session.here.address, room.served.code())
        notebook.item("energy").get_by_role("radio", name="3", exact=True).check()
        notebook.send()
        expect(notebook.status()).to_contain_text("Received")
        assert room.stored() == [1, 2, 3]
    assert "Participants: 2" in kit(root, "import", str(tmp_path / "paper.csv"), "--consent", "on paper, 3 May")
    kit(root, "publish", "1")
    published = read_releases(root / "published")
    assert [(one.item, one.people) for one in published.releases] == [("energy", 5)]
