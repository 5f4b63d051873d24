"""Reports and printed forms as they are read: without a network, on a phone, in the dark, and on paper."""

from __future__ import annotations

import re
import shutil
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import load_policy
from kit.curriculum.registers import load_messages
from kit.new_cohort import make_cohort
from kit.reports.all_reports import make_reports
from kit.reports.paper.forms import printed_form
from kit.results.over_weeks import series
from kit.results.releases import read_releases
from kit.settings import SAMPLE, content_root, packaged_curriculum
from tests.browser import axe

WEEKS = load_curriculum(packaged_curriculum())
SAMPLE_PUBLISHED = content_root() / "data" / "sample_cohort" / "published"
# Those with every kind of chart: one of many, any number, delicate questions, and weeks side by side.
READ = ["week_02.html", "week_08.html", "cohort.html", "index.html"]


@pytest.fixture(scope="module")
def reports(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of the sample cohort on the disk; asked for after the browser, so that none are made in vain."""
    cohort = make_cohort(tmp_path_factory.mktemp("reports") / "spring", slug=SAMPLE, made_up=True)
    shutil.copy(SAMPLE_PUBLISHED / "releases.json", cohort.published)
    assert all(made.ok for made in make_reports(cohort))
    return cohort.reports


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The printed form of every week."""
    folder, curriculum = tmp_path_factory.mktemp("forms"), packaged_curriculum()
    for week in WEEKS.values():
        page = printed_form(week, load_policy(curriculum), load_messages(curriculum))
        (folder / f"{week.file_name}_form.html").write_text(page, "utf-8")
    return folder


def opened(page: Page, path: Path) -> list[str]:
    """Open a file; returns what went wrong in it, which is to stay empty."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    return said


def sheets(page: Page) -> int:
    """On how many sheets of A4 the page comes out of a printer."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def ways_to_read() -> list[Any]:
    """Each report in each width and each scheme, and each width in each scheme; all of them together in the audit."""
    ways = product(READ, (320, 1280), ("light", "dark"))
    marks = [(), pytest.mark.audit]
    return [
        pytest.param(name, width, scheme, marks=marks[(READ.index(name) + (width == 320) + (scheme == "light")) % 2])
        for name, width, scheme in ways
    ]


@pytest.mark.parametrize(("name", "width", "scheme"), ways_to_read())
def test_a_report_is_whole_accessible_and_as_wide_as_its_window(
    page: Page, reports: Path, name: str, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    said = opened(page, reports / name)
    assert page.locator("script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe.violations(page) == []
    assert said == []


def test_every_released_question_has_a_table_whose_bars_are_as_long_as_their_words_say(
    page: Page, reports: Path
) -> None:
    opened(page, reports / "week_08.html")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    released = [one for one in read_releases(SAMPLE_PUBLISHED).releases if one.week == 8 and not one.texts]
    tables = page.locator("table.kit-ranges").all()
    assert len(tables) == len(released)
    for release, table in zip(released, tables, strict=True):
        published = {(part.low, part.high) for part in release.bins}
        drawn = set()
        for row in table.locator("tbody tr").all():
            bar = row.locator("svg.kit-bar")
            whole = width(bar.locator(".kit-track"))
            least = width(bar.locator(".kit-least")) if bar.locator(".kit-least").count() else 0.0
            ends = (
                round(least / whole * release.people),
                round(width(bar.locator(".kit-reach")) / whole * release.people),
            )
            drawn.add(ends)
            said = row.locator("td").inner_text()
            assert all(str(end) in said for end in ends if end not in (0, release.people))
        assert drawn == published


def width(place: Locator) -> float:
    box = place.bounding_box()
    assert box is not None
    return box["width"]


def test_a_report_is_the_same_without_scripts(browser: Browser, reports: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto((reports / "week_02.html").as_uri())
    assert page.locator("table").count() > 5
    assert page.locator("table svg.kit-bar").count() > 15
    context.close()


@pytest.mark.parametrize("week", range(1, 9))
def test_a_weeks_results_stand_at_a_glance_above_what_is_folded(page: Page, reports: Path, week: int) -> None:
    page.set_viewport_size({"width": 900, "height": 1200})
    opened(page, reports / f"week_{week:02d}.html")
    rows = page.locator(".kit-glance tbody tr")
    asked = {item.prompt for _, item in WEEKS[week].group_items() if item.form != "text"}
    answered = set(rows.locator("th").evaluate_all("(all) => all.map((one) => one.firstChild.textContent)"))
    assert len(answered) > 2
    assert answered <= asked
    # Each of the others is named above, as one with too few answers to show.
    lead = " ".join(page.locator(".kit-lead").all_inner_texts())
    assert [prompt for prompt in sorted(asked - answered) if prompt.rstrip(".") not in lead] == []
    first = page.locator("details").first.bounding_box()
    assert first is not None
    assert first["y"] <= 1800
    top = rows.first.bounding_box()
    assert top is not None
    assert top["y"] < 700, "a result is there before anybody scrolls"


FOLD = "[...document.querySelectorAll('details:has(> summary > h2)')][0]"
FIRST_PART = f"""() => {{
  const folded = {FOLD}.closest("section");
  while (folded.nextElementSibling) folded.nextElementSibling.remove();
  folded.remove();
  document.querySelector("footer").remove();
}}"""


def test_the_cohorts_findings_and_every_week_of_every_question_stand_above_what_is_folded(
    page: Page, reports: Path
) -> None:
    page.set_viewport_size({"width": 900, "height": 1200})
    opened(page, reports / "cohort.html")
    fold = page.evaluate(f"{FOLD}.getBoundingClientRect().top")
    assert fold <= 2400
    strips = page.locator(".kit-weeks .kit-strip")
    assert strips.count() == len(series(read_releases(SAMPLE_PUBLISHED), WEEKS))
    for strip in strips.all():
        box = strip.bounding_box()
        assert box is not None
        assert box["y"] < fold
    finding = page.locator(".kit-lead").first.bounding_box()
    assert finding is not None
    assert finding["y"] < 400, "what was found comes first"


@pytest.mark.parametrize("name", ["cohort.html", *(f"week_{number:02d}.html" for number in range(1, 9))])
def test_the_part_above_the_fold_is_printed_on_one_sheet_and_the_file_is_small(
    page: Page, reports: Path, name: str
) -> None:
    assert (reports / name).stat().st_size < 300_000
    opened(page, reports / name)
    page.evaluate(FIRST_PART)
    assert sheets(page) == 1


def test_a_report_is_printed_on_few_sheets_and_keeps_a_question_and_its_chart_together(
    page: Page, reports: Path
) -> None:
    opened(page, reports / "week_02.html")
    assert sheets(page) <= 6
    opened(page, reports / "cohort.html")
    assert sheets(page) <= 9


@pytest.mark.parametrize("week", WEEKS.values(), ids=lambda week: week.file_name)
def test_a_printed_form_fits_a_phone_is_accessible_and_begins_each_part_on_its_own_sheet(
    page: Page, forms: Path, week
) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    said = opened(page, forms / f"{week.file_name}_form.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe.violations(page) == []
    page.emulate_media(media="print")
    breaks = "[...document.querySelectorAll('.sheet')].map((node) => getComputedStyle(node).breakBefore)"
    assert set(page.evaluate(breaks)[1:]) == {"page"}
    assert said == []
