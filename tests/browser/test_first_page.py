"""From a cohort's folder to the first Open, in the JupyterLab that the kit itself starts: no code, nothing to run."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.access import unmarked_controls, violations
from tests.browser.hosted import picture
from tests.cohorts import whole_cohort
from tests.processes import DEADLINE, started

KIT = [sys.executable, "-c", "from kit.cli import main; main()"]
SLOW = 180_000


@contextmanager
def jupyterlab(root: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address that a command of the kit says JupyterLab has, once it answers there."""
    environment = os.environ | {"BROWSER": "true"}
    command = [*KIT, *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with started(command, deadline=360, cwd=root, env=environment, text=True, **pipes) as kit:
        try:
            yield next(found[0] for line in kit.stdout if (found := re.search(r"http://\S+token=\S+", line))), kit
        finally:
            if kit.poll() is None:
                kit.send_signal(signal.SIGINT)
                kit.communicate(timeout=DEADLINE)


def show(page: Page, address: str) -> None:
    """Go to *address* once somebody answers there."""
    host, port = address.split("/")[2].split(":")
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                break
        page.wait_for_timeout(200)
    page.goto(address, timeout=SLOW)


def notes_and_report(page: Page, panel: Locator) -> None:
    """What is done after a session, without leaving its page."""
    panel.get_by_label("What would you do differently?").fill("Fewer words.\nMore quiet.")
    panel.get_by_role("button", name="Keep these notes").click()
    expect(panel).to_contain_text("Kept. The guide and the plan show it next time.", timeout=SLOW)
    panel.get_by_role("button", name="Make the report").click()
    report = panel.get_by_role("link", name="Open the report")
    expect(report).to_be_focused(timeout=SLOW)
    with page.expect_popup() as opened:
        report.click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("From empathy", timeout=SLOW)
    opened.value.close()


def test_from_kit_host_to_the_first_open_and_to_the_end_nothing_is_typed_but_one_number(
    page: Page, tmp_path: Path
) -> None:
    root = whole_cohort(tmp_path / "spring", first_session="2027-03-02", time="14:00", keys=True).root
    page.set_viewport_size({"width": 1440, "height": 900})
    with jupyterlab(root, "host", "1") as (address, kit):
        show(page, address)
        panel = page.locator(".kit-form.kit-session")
        expect(panel.get_by_role("button", name="Start joining")).to_be_visible(timeout=SLOW)
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert not page.locator(".jp-Cell-inputWrapper:visible").count()
        assert "audience" not in page.locator(".jp-Notebook").inner_text()
        picture(page, "first-page")
        panel.get_by_label("How many people here will use a phone or laptop?").fill("8")
        clicks = ["Start joining", "Begin now", "Go on and open “How are you arriving?”"]
        for name in clicks:
            panel.get_by_role("button", name=name).click()
        expect(panel.get_by_role("button", name="Close “How are you arriving?”")).to_be_visible()
        for name in ("The whole session", "Pairs and trios", "End the session"):
            box = panel.get_by_text(name, exact=True).bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 900
        assert violations(page) == []
        assert unmarked_controls(page) == []
        picture(page, "first-open")
        panel.get_by_role("button", name="End the session").click()
        panel.get_by_role("button", name="End it now").click()
        expect(panel.get_by_role("heading", name="The session has ended")).to_be_focused()
        expect(panel.get_by_role("heading", name="The session has ended")).to_be_in_viewport()
        expect(panel).to_contain_text("“How are you arriving?”: closed, nothing published.")
        notes_and_report(page, panel)
        assert violations(page) == []
        picture(page, "first-ended")
        said = next(line for line in kit.stdout if "JupyterLab stays open" in line)
        assert "Ctrl-C" in said
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.goto("about:blank")
        kit.send_signal(signal.SIGINT)
        _, faults = kit.communicate(timeout=DEADLINE)
        assert (kit.returncode, faults) == (0, "")


def test_without_a_session_it_says_what_is_next_and_checks_at_a_press(page: Page, tmp_path: Path) -> None:
    root = whole_cohort(tmp_path / "spring", first_session="2087-03-04", time="14:00").root
    page.set_viewport_size({"width": 1440, "height": 900})
    with jupyterlab(root, "lab") as (address, _):
        show(page, address)
        first = page.locator(".kit-form.kit-first")
        expect(first.get_by_role("heading", name=re.compile("Next: week 1"))).to_be_visible(timeout=SLOW)
        expect(first).to_contain_text("2087-03-04, 14:00")
        first.get_by_role("button", name="Check that all is well").click()
        expect(first).to_contain_text("All is well", timeout=SLOW)
        assert violations(page) == []
        assert unmarked_controls(page) == []
        picture(page, "first-without-session")
        page.goto("about:blank")


def test_from_kit_lab_a_session_starts_with_one_number_and_its_end_leads_to_what_is_next(
    page: Page, tmp_path: Path
) -> None:
    root = whole_cohort(tmp_path / "spring", first_session="2087-03-04", time="14:00", keys=True).root
    page.set_viewport_size({"width": 1440, "height": 900})
    with jupyterlab(root, "lab") as (address, kit):
        show(page, address)
        first = page.locator(".kit-form.kit-first")
        people = first.get_by_label("How many people here will use a phone or laptop?")
        expect(people).to_be_visible(timeout=SLOW)
        picture(page, "first-start")
        first.get_by_role("button", name="Start the session").click()
        expect(first).to_contain_text("as a whole number")
        people.fill("8")
        first.get_by_label("This computer alone, to try it out").check()
        first.get_by_role("button", name="Start the session").click()
        panel = page.locator(".kit-form.kit-session")
        expect(panel).to_contain_text("0 of 8 places taken", timeout=SLOW)
        for name in ("Begin now", "Go on and open “How are you arriving?”"):
            panel.get_by_role("button", name=name).click()
        expect(panel.get_by_role("button", name="Close “How are you arriving?”")).to_be_visible()
        page.reload()
        expect(panel.get_by_role("button", name="Close “How are you arriving?”")).to_be_visible(timeout=SLOW)
        panel.get_by_role("button", name="End the session").click()
        panel.get_by_role("button", name="End it now").click()
        panel.get_by_role("button", name="What comes next").click()
        expect(people).to_be_visible(timeout=SLOW)
        page.goto("about:blank")
        kit.send_signal(signal.SIGINT)
        said, faults = kit.communicate(timeout=DEADLINE)
        assert (kit.returncode, faults) == (0, "")
        assert "Code      " in said
        assert "The session has ended; a backup is in private/backups/" in said
