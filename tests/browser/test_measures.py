"""What a phone of 390 x 844 shows of the kit's own first week is counted: taps, words, and how long the page is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import offline
from tests.browser.hosted import Room, form, hosting, make_page, picture, ready, show_screen
from tests.cohorts import whole_cohort

PHONE = {"width": 390, "height": 844}
HEIGHT = "document.documentElement.scrollHeight"


@pytest.fixture(scope="module")
def week_1(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A session of week 1 as ``kit init`` makes it, in which nothing is open yet."""
    root = whole_cohort(tmp_path_factory.mktemp("measures") / "spring", size=40).root
    make_page(root)
    with hosting(root) as room:
        yield room


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with offline(browser) as context:
        page = context.new_page()
        page.set_viewport_size(PHONE)
        yield page


def words_to_read(page: Page) -> int:
    """How many words can be seen without unfolding anything."""
    return len(page.locator("body").inner_text().split())


def by_code(phone: Page, room: Room) -> tuple[int, int]:
    """Join as with the code of the picture; return how many taps that took and how many words there were to read."""
    phone.goto(f"{room.address}/#{room.served.code()}")
    phone.locator("html[data-ready]").wait_for()
    taps, words = 0, 0
    for name in ("Join", "I agree"):
        button = phone.get_by_role("button", name=name)
        expect(button).to_be_in_viewport(ratio=1)
        words += words_to_read(phone)
        button.click()
        taps += 1
    ready(phone)
    return taps, words


def test_joining_by_the_picture_takes_three_taps_and_120_words_at_most(phone: Page, week_1: Room) -> None:
    taps, words = by_code(phone, week_1)
    print(f"\njoining: {taps} taps, {words} words")
    assert taps <= 3
    assert words <= 120


def test_while_nothing_is_open_the_page_is_one_screen(phone: Page, week_1: Room) -> None:
    by_code(phone, week_1)
    print(f"\nwaiting: {phone.evaluate(HEIGHT)} px, {words_to_read(phone)} words")
    assert phone.evaluate(HEIGHT) <= 844
    assert words_to_read(phone) <= 60


def test_an_open_check_in_is_1400_pixels_at_most(phone: Page, week_1: Room) -> None:
    by_code(phone, week_1)
    week_1.tell("advance", block="check-in")
    week_1.tell("open", exercise="pulse")
    expect(form(phone, "pulse").locator(".kit-form-send")).to_be_visible()
    picture(phone, "check_in")
    print(f"\ncheck-in: {phone.evaluate(HEIGHT)} px")
    assert phone.evaluate(HEIGHT) <= 1400


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_the_screen_has_named_tabs_and_after_the_start_a_small_line_to_join(
    browser: Browser, week_1: Room, width: int, height: int
) -> None:
    week_1.tell("open", exercise="pulse")
    week_1.tell("open", exercise="empathy-goes")
    with offline(browser) as context:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        show_screen(page, week_1)
        tabs = page.locator("#screen-choose button")
        expect(tabs.first).to_be_visible()
        assert [one for one in tabs.all_inner_texts() if not any(letter.isalpha() for letter in one)] == []
        line = page.locator("#screen-join")
        assert line.bounding_box()["height"] <= height / 12
        assert page.evaluate(f"{HEIGHT} - innerHeight") <= 0
