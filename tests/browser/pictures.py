"""Pictures for the README and the guide, taken of the product itself with the sample cohort: ``make pictures``.

``python -m tests.browser.pictures [FOLDER]`` takes them; with ``--results FOLDER`` the screen takes one of each result
instead, to be looked at by somebody who doesn't know the numbers.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from kit.live.http.pages import pages
from kit.live.process.session import new_session
from kit.new_cohort import make_cohort
from kit.reports.all_reports import make_reports
from kit.settings import SAMPLE, Cohort, content_root
from tests.browser.chromium import chromium
from tests.live.serving import Served, serving

GUIDE = Path(__file__).parents[2] / "facilitator_guide" / "pictures"
PUBLISHED = content_root() / "data" / "sample_cohort" / "published" / "releases.json"
REPORT = "week_08.html"
WEEK, SHOWN = 8, "How useful was today for your working week?"


def sample(folder: Path) -> Cohort:
    """A cohort's folder with what the sample cohort has published."""
    cohort = make_cohort(folder, slug=SAMPLE, made_up=True)
    shutil.copy(PUBLISHED, cohort.published)
    return cohort


@contextmanager
def hosted(cohort: Cohort, week: int) -> Iterator[Served]:
    """A host of *week*."""
    with serving(cohort.root, session=new_session(cohort.root, week, people=cohort.size), pages=pages) as served:
        yield served


def report(browser: Browser, cohort: Cohort, folder: Path) -> None:
    """The top of a week's report."""
    assert all(made.ok for made in make_reports(cohort, [WEEK]))
    page = browser.new_page(viewport={"width": 1000, "height": 1150})
    page.goto((cohort.reports / REPORT).as_uri())
    page.screenshot(path=folder / "report.png")
    page.close()


def screen_of(browser: Browser, served: Served) -> Page:
    """The screen of a host, with its results."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    ticket = served.facilitator().ask("POST", "/api/facilitator/screen", {}).json
    page.goto(f"http://127.0.0.1:{served.port}{ticket['path']}")
    page.wait_for_url("**/screen")
    page.locator("html[data-ready]").wait_for()
    return page


def screen(browser: Browser, cohort: Cohort, folder: Path) -> None:
    """The screen with a result of a week."""
    with hosted(cohort, WEEK) as served:
        page = screen_of(browser, served)
        page.get_by_role("navigation").get_by_role("button", name=SHOWN).click()
        page.screenshot(path=folder / "screen.png")
        page.close()


def every_result(browser: Browser, cohort: Cohort, folder: Path, *weeks: int) -> None:
    """The screen with each result of *weeks* by itself."""
    for week in weeks:
        with hosted(cohort, week) as served:
            page = screen_of(browser, served)
            for button in page.locator("#screen-choose button").all():
                name = re.sub(r"\W+", "_", button.inner_text()).strip("_")[:40]
                button.click()
                page.screenshot(path=folder / f"week_{week:02d}_{name}.png")
            page.close()


def main(folder: Path, *, results: bool) -> None:
    """Take the pictures and put them into *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, chromium() as browser:
        cohort = sample(Path(work) / "spring")
        if results:
            every_result(browser, cohort, folder, 4, 8)
            return
        screen(browser, cohort, folder)
        report(browser, cohort, folder)


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if one != "--results"]
    main(Path(given[0]) if given else GUIDE, results="--results" in sys.argv)
