"""Pictures for the README and the guide, taken of the product itself: ``make pictures``, after the sample is remade.

``python -m tests.browser.pictures`` takes all of them, or those that are named; with ``--results FOLDER`` the screen
takes one of each result instead, to be looked at by somebody who doesn't know the numbers.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import load_policy
from kit.live.http.pages import pages
from kit.live.process.session import new_session
from kit.new_cohort import make_cohort
from kit.reports.all_reports import make_reports
from kit.reports.paper.guide import gather, make_guide
from kit.settings import SAMPLE, Cohort, content_root, packaged_curriculum, packaged_guide
from tests.browser import bare_practice
from tests.browser.chromium import chromium
from tests.browser.facilitating import a_notebook
from tests.browser.hosted import Room, joined, show_screen
from tests.browser.lab import serving_lab
from tests.live.serving import serving

GUIDE = Path(__file__).parents[2] / "facilitator_guide" / "pictures"
PUBLISHED = content_root() / "data" / "sample_cohort" / "published" / "releases.json"
WEEK, SHOWN = 8, "How useful was today for your working week?"
# The part of a session in which something is open, for the pictures of a phone and of the panel.
PART_OF = 7
_TOP = "document.activeElement.blur(); window.scrollTo(0, 0)"
SHEET = {"width": 600, "height": 816}


@dataclass
class Taking:
    """What pictures are taken of, and where they go."""

    browser: Browser
    work: Path
    folder: Path

    @cached_property
    def cohort(self) -> Cohort:
        """A cohort's folder with what the sample cohort has published."""
        cohort = make_cohort(self.work / "spring", slug=SAMPLE, made_up=True)
        shutil.copy(PUBLISHED, cohort.published)
        return cohort

    @contextmanager
    def page(self, width: int, height: int) -> Iterator[Page]:
        """An empty page of that size."""
        page = self.browser.new_page(viewport={"width": width, "height": height})
        yield page
        page.close()

    @contextmanager
    def practice(self, practice: str, width: int, height: int) -> Iterator[Page]:
        """A page with nothing but a practice, on a morning in spring."""
        with bare_practice.serving() as address, self.page(width, height) as page:
            page.clock.install(time=bare_practice.MORNING)
            bare_practice.shown(page, address, practice)
            page.evaluate("document.querySelectorAll('h1, h2').forEach((heading) => { heading.hidden = true; })")
            yield page

    def keep(self, page: Page, name: str) -> None:
        """Take the picture."""
        page.screenshot(path=self.folder / f"{name}.png")


@contextmanager
def hosted(cohort: Cohort, week: int) -> Iterator[Room]:
    """A host of *week*."""
    session = new_session(cohort.root, week, people=cohort.size)
    with serving(cohort.root, session=session, pages=pages) as served:
        yield Room(session, served)


def report(taking: Taking) -> None:
    """The top of a week's report."""
    assert all(made.ok for made in make_reports(taking.cohort, [WEEK]))
    with taking.page(1000, 1150) as page:
        page.goto((taking.cohort.reports / f"week_{WEEK:02d}.html").as_uri())
        taking.keep(page, "report")


def screen(taking: Taking) -> None:
    """The screen with a result of a week."""
    with hosted(taking.cohort, WEEK) as room, taking.page(1280, 720) as page:
        show_screen(page, room)
        page.get_by_role("navigation").get_by_role("button", name=SHOWN).click()
        taking.keep(page, "screen")


def session(taking: Taking) -> None:
    """The panel in JupyterLab, and a phone, while the check-in is open."""
    cohort = make_cohort(taking.work / "begun", slug=SAMPLE, made_up=True)
    with (
        hosted(cohort, PART_OF) as room,
        serving_lab(taking.work) as lab,
        taking.page(1440, 900) as page,
        taking.page(390, 844) as phone,
    ):
        told = {"KIT_HOST": room.address, "KIT_FACILITATOR": room.session.token}
        told["KIT_CURRICULUM"] = str(cohort.curriculum)
        a_notebook(
            lab,
            page,
            f"import os; os.environ.update({told!r})",
            f'import kit; week = kit.open_week({PART_OF}, audience="facilitator")',
            "week.session()",
            name="start",
        )
        page.evaluate("jupyterapp.commands.execute('application:set-mode', { mode: 'single-document' })")
        page.evaluate("jupyterapp.shell.collapseLeft()")
        panel = page.locator(".jp-OutputArea .kit-session")
        panel.get_by_role("button", name="Begin now").click(timeout=90_000)
        joined(phone, room)
        for _ in range(6):
            room.served.joined()
        panel.get_by_role("button", name=re.compile("^Go on and open")).first.click()
        expect(panel.get_by_role("button", name=re.compile("^Close “")).first).to_be_visible()
        expect(phone.get_by_role("radio").first).to_be_visible()
        expect(panel).to_contain_text("7 of ")
        phone.evaluate("window.scrollTo(0, 0)")
        taking.keep(phone, "phone")
        expect(panel).to_contain_text("Fewer people have answered than a result needs.")
        page.evaluate("document.querySelector('.kit-session').scrollIntoView({ block: 'start' })")
        taking.keep(page, "run_of_session")


def run_sheet(taking: Taking) -> None:
    """The run sheet and the handout of a session, side by side as two sheets of paper."""
    curriculum = packaged_curriculum()
    week = load_curriculum(curriculum)[1]
    made = make_guide(gather(packaged_guide(), curriculum, load_policy(curriculum), begins="14:00"))
    with taking.page(2 * SHEET["width"], SHEET["height"]) as page:
        for name in ("run_sheet", "handout"):
            (taking.work / f"{name}.html").write_text(made[f"{week.file_name}_{name}.html"], "utf-8")
        frames = "".join(f'<iframe src="{name}.html"></iframe>' for name in ("run_sheet", "handout"))
        style = (
            "body{margin:0;display:flex;background:#ecf1ef}"
            "iframe{border:1px solid #b9c9c5;background:#fff;width:794px;height:1088px;margin:9px;zoom:.73}"
        )
        (taking.work / "both.html").write_text(f"<!doctype html><style>{style}</style>{frames}", "utf-8")
        page.goto((taking.work / "both.html").as_uri())
        taking.keep(page, "run_sheet")


def breath(taking: Taking) -> None:
    """The breath under way, on a phone."""
    with taking.practice("breath", 384, 630) as page:
        page.clock.pause_at(bare_practice.MORNING + timedelta(minutes=1))
        bare_practice.begin(page)
        bare_practice.after(page, 5)
        taking.keep(page, "breath")


def emotion_map(taking: Taking) -> None:
    """The map of one feeling."""
    with taking.practice("emotion-map", 544, 840) as page:
        page.get_by_label("The situation").fill("The printer, again, five minutes before the meeting.")
        for label, value in (("How strong", 7), ("Unpleasant or pleasant", 3), ("Low or high", 8)):
            slider = page.get_by_label(label).first
            slider.focus()
            page.keyboard.press("Home")
            for _ in range(value):
                page.keyboard.press("ArrowRight")
        page.evaluate(_TOP)
        taking.keep(page, "emotion_map")


def walk(taking: Taking) -> None:
    """A walk in the middle of its story."""
    with taking.practice("five-step-walk", 704, 920) as page:
        for turn in ("breathe", "both"):
            page.locator(f"[id$='-{turn}'].kit-walk-turn").first.click()
        page.evaluate(_TOP)
        taking.keep(page, "walk")


def journal(taking: Taking) -> None:
    """The journal with an entry of today, made up."""
    with taking.practice("journal", 704, 860) as page:
        written = (
            "Uneasy, and then relieved, because she said it herself.",
            "I closed the laptop and let her finish.",
            "Two minutes were enough.",
        )
        for field, text in zip(page.locator("textarea:visible").all(), written, strict=False):
            field.fill(text)
        page.evaluate(_TOP)
        taking.keep(page, "journal")


# What takes which pictures. A test asks that each of them is shown somewhere, and that nothing else is.
TAKEN: dict[Callable[[Taking], None], tuple[str, ...]] = {
    screen: ("screen",),
    report: ("report",),
    session: ("phone", "run_of_session"),
    run_sheet: ("run_sheet",),
    breath: ("breath",),
    emotion_map: ("emotion_map",),
    walk: ("walk",),
    journal: ("journal",),
}


def every_result(taking: Taking, *weeks: int) -> None:
    """The screen with each result of *weeks* by itself."""
    for week in weeks:
        with hosted(taking.cohort, week) as room, taking.page(1280, 720) as page:
            show_screen(page, room)
            for button in page.locator("#screen-choose button").all():
                name = re.sub(r"\W+", "_", button.inner_text()).strip("_")[:40]
                button.click()
                taking.keep(page, f"week_{week:02d}_{name}")


def main(given: list[str]) -> None:
    """Take the pictures that are named, or all; or those of results, into the folder that is named."""
    results = "--results" in given
    names = [one for one in given if one != "--results"]
    folder = Path(names[0]) if results else GUIDE
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, chromium() as browser:
        taking = Taking(browser, Path(work), folder)
        if results:
            every_result(taking, 4, 8)
            return
        for take, made in TAKEN.items():
            if not names or set(names) & set(made):
                take(taking)


if __name__ == "__main__":
    main(sys.argv[1:])
