"""The guide as a facilitator meets it: on a screen, on a phone, and on paper, one page for each sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import load_policy
from kit.reports.paper.guide import gather, make_guide
from kit.session.debrief import Run
from kit.settings import packaged_curriculum, packaged_guide
from tests.browser import axe

SESSIONS = load_curriculum(packaged_curriculum())
LEGIBLE = 8.5  # points
SHEET = {"width": 673, "height": 1017}  # what the margins leave of A4, in pixels


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The kit's guide on the disk, with three earlier runs of every session, as it is after some time of use."""
    folder, curriculum = tmp_path_factory.mktemp("guide"), packaged_curriculum()
    runs = [
        Run(
            week=week.number, day=f"2027-0{month}-01", took={one.id: month + 10 for one in week.blocks}, notes=("Yes.",)
        )
        for week in SESSIONS.values()
        for month in (1, 2, 3)
    ]
    material = gather(packaged_guide(), curriculum, load_policy(curriculum), runs=runs, begins="14:00")
    for name, text in make_guide(material).items():
        (folder / name).write_text(text, "utf-8")
    return folder


def pages_printed(page: Page) -> int:
    """On how many sheets the page comes out of a printer."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("sheet", ["run_sheet", "handout"])
@pytest.mark.parametrize("week", SESSIONS.values(), ids=lambda week: week.file_name)
def test_a_sheet_is_printed_on_one_page_in_letters_that_can_be_read(page: Page, guide: Path, week, sheet: str) -> None:
    page.goto((guide / f"{week.file_name}_{sheet}.html").as_uri())
    assert pages_printed(page) == 1
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--size'))")
    assert size >= LEGIBLE


def test_a_sheet_with_too_many_words_is_set_smaller_until_it_fits(page: Page, guide: Path, tmp_path: Path) -> None:
    text = (guide / "week_03_run_sheet.html").read_text("utf-8")
    words = SESSIONS[3].safety.split()[0]
    (tmp_path / "long.html").write_text(text.replace(words, "words and words " * 40 + words, 1), "utf-8")
    (tmp_path / "page.html").write_text(re.sub(r"<script>.*?</script>", "", text, flags=re.S), "utf-8")
    page.goto((tmp_path / "long.html").as_uri())
    assert pages_printed(page) == 1


def test_what_is_said_and_done_in_a_part_of_the_session_stands_on_one_printed_sheet(page: Page, guide: Path) -> None:
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    for week in SESSIONS.values():
        page.goto((guide / f"{week.file_name}.html").as_uri())
        boxes = page.locator(".notes")
        assert boxes.count() == len(week.blocks)
        torn = boxes.evaluate_all(
            "(all, most) => all.filter((one) => getComputedStyle(one).breakInside !== 'avoid'"
            " || one.offsetHeight > most).map((one) => one.ariaLabel)",
            SHEET["height"],
        )
        assert torn == [], week.file_name


def is_open_to_everybody(page: Page, path: Path, width: int, *, leaving_out: tuple[str, ...] = ()) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
    assert axe.violations(page, leaving_out=leaving_out) == [], path.name


def test_every_page_of_the_guide_is_accessible_and_fits_a_window_and_a_phone(page: Page, guide: Path) -> None:
    for path in sorted(guide.glob("*.html")):
        page.goto(path.as_uri())
        is_open_to_everybody(page, path, 1280)
        is_open_to_everybody(page, path, 320, leaving_out=(axe.CONTRAST,))


@pytest.mark.audit
def test_every_page_of_the_guide_has_contrast_on_a_phone_too(page: Page, guide: Path) -> None:
    for path in sorted(guide.glob("*.html")):
        page.goto(path.as_uri())
        is_open_to_everybody(page, path, 320)


SESSION_PAGES, GUIDE_PAGES = 8, 84
# What is read before the first session, beside the pages of the sessions; everything else is a pack of its own.
CORE = ("ten_minutes", "README", "safety", "cards", "privacy", "running_live")


@pytest.fixture(scope="module")
def first_guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit's guide on the disk as it is before the first run of anything."""
    folder, curriculum = tmp_path_factory.mktemp("first-guide"), packaged_curriculum()
    for name, text in make_guide(gather(packaged_guide(), curriculum, load_policy(curriculum), begins="14:00")).items():
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_session_is_at_most_eight_pages_and_all_that_is_needed_to_start_at_most_eighty_four(
    page: Page, first_guide: Path
) -> None:
    printed = {}
    for stem in (*(week.file_name for week in SESSIONS.values()), *CORE):
        page.goto((first_guide / f"{stem}.html").as_uri())
        printed[stem] = pages_printed(page)
    assert {stem: many for stem, many in printed.items() if stem not in CORE and many > SESSION_PAGES} == {}
    assert sum(printed.values()) <= GUIDE_PAGES, printed


def test_what_a_session_is_printed_in_can_be_read(page: Page, first_guide: Path) -> None:
    page.emulate_media(media="print")
    page.goto((first_guide / "week_03.html").as_uri())
    points = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.75")
    assert round(points, 2) >= LEGIBLE
