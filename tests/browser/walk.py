"""A week walked as everyone lives it: ``python -m tests.browser.walk WEEK FOLDER`` takes a picture of every state.

A facilitator in JupyterLab, started by ``kit lab`` in a folder of ``kit init``, a screen of 1280 x 720, six phones and
somebody who comes late. Each moment has pictures by its number and name: of the panel, the screen and a phone.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import axe
from tests.browser.chromium import chromium
from tests.processes import started, until

KIT = Path(sys.executable).with_name("kit")
PATIENCE = 180_000
PHONE = {"width": 390, "height": 844}


class Walk:
    """The people of a session, and the folder that their pictures go to."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self.browser, self.folder, self.taken = browser, folder, 0
        self.desk = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        self.desk.set_default_timeout(PATIENCE)
        self.desk.goto(address)
        self.first = self.desk.locator(".kit-first")
        self.panel = self.desk.locator(".kit-session")
        self.phones: list[Page] = []

    def take(self, name: str, *pages: Page | None, whole: bool = False) -> None:
        """Take a picture of each of *pages*, one after another."""
        for page in filter(None, pages):
            self.taken += 1
            page.wait_for_timeout(400)
            page.screenshot(path=self.folder / f"{self.taken:02d}_{name}_{self._who(page)}.png", full_page=whole)

    def _who(self, page: Page) -> str:
        return {1440: "panel", 1280: "screen", 390: "phone"}.get((page.viewport_size or PHONE)["width"], "page")

    def themes(self, name: str) -> None:
        """Take a picture of what is ours in JupyterLab's dark theme too, and see what axe says of it in both."""
        self._accessible(name)
        mark = "(light) => document.body.setAttribute('data-jp-theme-light', light)"
        self.desk.evaluate(mark, "false")
        self.take(f"{name}_dark", self.desk)
        self._accessible(f"{name}, dark")
        self.desk.evaluate(mark, "true")

    def _accessible(self, name: str) -> None:
        found = axe.violations(self.desk, within=".kit-form")
        print(name, "axe:", len(found), [one.get("id") if isinstance(one, dict) else one for one in found][:4])

    def press(self, name: str, within: Locator | None = None) -> bool:
        """Press the first button that is called so and can be seen; False where there is none."""
        found = (within or self.panel).get_by_role("button", name=re.compile(f"^{name}"))
        seen = [one for one in found.all() if one.is_visible()]
        if seen:
            seen[0].click()
        return bool(seen)

    def begin(self, week: str) -> None:
        """Start the session from the first page, open the screen, and let six people in."""
        self.first.wait_for()
        self.take("first", self.desk)
        self.themes("first")
        self.first.get_by_label("Which session?").select_option(week)
        self.first.get_by_label("How many people here will use a phone or laptop?").fill("8")
        self.first.get_by_label("This computer alone, to try it out").check()
        self.first.get_by_role("button", name="Start the session").click()
        self.panel.get_by_text("0 of 8 places taken").wait_for()
        self.press("Open the screen")
        with self.desk.context.expect_page() as opened:
            self.panel.get_by_role("link", name=re.compile("Show the screen")).click()
        self.screen = opened.value
        self.screen.set_viewport_size({"width": 1280, "height": 720})
        self.screen.locator("html[data-ready]").wait_for()
        self.take("before", self.desk, self.screen)
        self.phones = [self.comes_in(first=number == 0) for number in range(6)]
        expect(self.panel.get_by_text("6 of 8 places taken")).to_be_visible()
        self.press("Begin now")
        self.take("begun", self.desk, self.screen, self.phones[0])

    def comes_in(self, *, first: bool = False) -> Page:
        """Join by the code of the picture, as a phone."""
        said = self.panel.get_by_text("People join at").inner_text()
        address, code = re.search(r"(http://\S+) with the code (\S+)\.", said).groups()
        phone = self.browser.new_context(viewport=PHONE).new_page()
        phone.set_default_timeout(PATIENCE)
        phone.goto(f"{address}/#{code}")
        phone.locator("html[data-ready]").wait_for()
        for name in ("Join", "I agree"):
            button = phone.get_by_role("button", name=re.compile(f"^{name}"))
            button.wait_for()
            if first:
                self.take(name.lower().replace(" ", "_"), phone)
            button.click()
        phone.wait_for_url(re.compile("/week"))
        phone.locator("html[data-ready]").wait_for()
        if first:
            self.take("waiting", phone)
        return phone

    def goes_on(self) -> None:
        """Go through every part: what can be opened is answered and revealed, or closed; then on."""
        part = 0
        now = self.panel.locator(".kit-session-now")
        while True:
            while self.press("Open “", now):
                self.asked(now)
            part += 1
            if part == 2:
                self.comes_late()
            if not self.press("Go on to", now):
                return
            self.desk.wait_for_timeout(1500)
            self.take(f"part_{part}", self.desk, self.screen, self.phones[0])

    def asked(self, now: Locator) -> None:
        """Everyone answers what was opened; it is revealed, or closed where it has no result."""
        self.desk.wait_for_timeout(1500)
        self.take("open", self.desk, self.screen, self.phones[0])
        for number, phone in enumerate(self.phones):
            answer(phone, number)
        self.take("sent", self.phones[0])
        if not self.press("Reveal “", now):
            self.press("Close “", now)
            return
        self.take("reveal_sure", self.desk)
        self.press("Reveal now", now)
        expect(now.get_by_text(re.compile("^Revealed|Closed")).first).to_be_visible()
        self.screen.wait_for_timeout(1500)
        self.take("revealed", self.desk, self.screen, self.phones[0])

    def comes_late(self) -> None:
        """Somebody is let in later, and pairs are drawn and put on the screen."""
        self.panel.get_by_text("Someone came late, or a place is missing").click()
        self.press(r"\+1, someone came late")
        self.desk.wait_for_timeout(1000)
        self.phones.append(self.comes_in())
        self.take("late", self.desk, self.phones[-1])
        self.panel.get_by_text("Someone came late, or a place is missing").click()
        pairs = self.panel.get_by_text("Pairs and trios", exact=True)
        pairs.click()
        self.panel.get_by_label("Names", exact=True).fill("Ana\nBen\nCem\nDee\nEli")
        self.press("Keep these names")
        self.panel.get_by_role("button", name="Draw groups").click()
        self.panel.get_by_role("button", name="Show on the screen").click()
        self.take("pairs", self.desk, self.screen)
        pairs.click()

    def end(self) -> None:
        """End the session, make its report, and look at what comes next."""
        self.themes("panel")
        self.press("End the session")
        self.take("end_sure", self.desk)
        self.press("End it now")
        self.panel.get_by_text("The session has ended").first.wait_for()
        self.desk.wait_for_timeout(1500)
        self.take("ended", self.desk, self.screen, self.phones[0], self.phones[-1])
        self.press("Make the report")
        link = self.panel.get_by_role("link", name="Open the report")
        link.wait_for()
        with self.desk.context.expect_page() as opened:
            link.click()
        opened.value.set_viewport_size({"width": 1000, "height": 1150})
        self.take("report", opened.value, whole=True)


def answer(phone: Page, number: int) -> None:
    """Choose something in each question that can be seen, and send it."""
    for item in phone.locator("#now-stack [data-item]").all():
        radios = item.locator("input[type=radio]")
        if item.is_visible() and radios.count():
            radios.nth(min(2 + number % 2, radios.count() - 1)).check(force=True)
    send = phone.locator("#now-stack .kit-form-send:visible")
    if send.count():
        send.first.click()
        phone.wait_for_timeout(300)


def answers_at(address: str) -> bool:
    """Whether somebody listens at *address* by now."""
    place = urlsplit(address)
    with socket.socket() as tried:
        return tried.connect_ex((place.hostname, place.port)) == 0


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """JupyterLab on a new cohort, as ``kit init`` and ``kit lab`` make it; its address."""
    root, home = folder / "cohort", folder / "home"
    home.mkdir()
    environment = os.environ | {"BROWSER": "true", "KIT_KEYS": str(folder / "keys"), "HOME": str(home)}
    dates = ["--first-session", "2027-03-02", "--time", "14:00", "--time-zone", "Europe/Berlin"]
    quiet = {"stdin": subprocess.DEVNULL, "env": environment}
    subprocess.run([KIT, "init", root, *dates], check=True, stdout=subprocess.DEVNULL, timeout=120, **quiet)
    with started([KIT, "lab"], deadline=1800, cwd=root, stdout=subprocess.PIPE, text=True, **quiet) as running:
        found = (re.search(r"http://\S+token=\S+", line) for line in running.stdout)
        try:
            address = next(one[0] for one in found if one)
            until(lambda: answers_at(address))
            yield address
        finally:
            running.terminate()
            running.stdout.read()


def main(week: str, folder: Path) -> None:
    """Walk *week*, and put its pictures into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, lab(Path(work)) as address, chromium() as browser:
        walk = Walk(browser, address, folder)
        walk.begin(week)
        walk.goes_on()
        walk.end()
        print(walk.taken, "pictures")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
