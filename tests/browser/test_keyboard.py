"""The screen and the run of a session without a mouse: everything is reached, can be seen, and does what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.bare_session import LiveRoom, live_room
from tests.browser.hosted import Room, joined, show_screen

# What has the focus, and whether that can be seen.
FOCUSED = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return [document.activeElement.textContent.trim(), outlineStyle !== "none" && parseFloat(outlineWidth) >= 2];
}"""


@pytest.fixture
def panel(page: Page) -> Iterator[LiveRoom]:
    with live_room() as room:
        room.show(page)
        yield room


def reach(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until *target* has the focus, and see that it can be seen there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            assert page.evaluate(FOCUSED)[1], "the focus cannot be seen"
            return
    raise AssertionError(f"Tab never got to {target}")


def test_the_screen_is_led_by_the_keyboard(page: Page, room: Room) -> None:
    room.tell("open", exercise="check-in")
    room.others(8)
    room.tell("reveal", exercise="check-in")
    room.tell("open", exercise="exit")
    show_screen(page, room)
    tabs = page.locator("#screen-choose button")
    expect(tabs.filter(has_text="How much energy?")).to_be_visible()
    pause = page.get_by_role("button", name="Pause updates")
    reach(page, pause)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Go on with updates")).to_be_focused()
    page.keyboard.press("Enter")
    result = tabs.filter(has_text="How much energy?")
    reach(page, result)
    page.keyboard.press("Enter")
    expect(page.locator(".screen-item h2")).to_have_text("How much energy?")
    expect(result).to_be_focused()
    expect(result).to_have_attribute("aria-pressed", "true")
    # What happens in the room takes nothing away from whoever holds the keyboard.
    room.others(1, exercise="exit", item="leave")
    room.tell("advance", block="arrive")
    expect(page.locator(".screen-part h2, .screen-question h2").first).to_be_visible()
    expect(result).to_be_focused()


def test_pages_of_a_long_list_are_turned_by_the_keyboard(page: Page, room: Room) -> None:
    show_screen(page, room)
    texts = [f"{number}: {'a sentence that somebody shared with all ' * 4}" for number in range(14)]
    item = {"id": "note", "prompt": "A sentence", "finding": "Shared.", "talk": "", "table": None, "texts": texts}
    said = {"ok": True, "block": None, "raised": "", "results": {"check-in": [item]}}
    page.route("**/screen/now", lambda route: route.fulfill(json=said))
    room.tell("open", exercise="exit")
    page.get_by_role("navigation").get_by_role("button", name="A sentence").press("Enter")
    expect(page.locator("#screen-turn")).to_contain_text("Page 1 of")
    reach(page, page.get_by_role("button", name="Next"))
    page.keyboard.press("Enter")
    expect(page.locator("#screen-turn")).to_contain_text("Page 2 of")
    expect(page.get_by_role("button", name="Next")).to_be_focused()


def test_a_session_is_run_by_the_keyboard(page: Page, panel: LiveRoom) -> None:
    def press(name: str) -> None:
        reach(page, page.get_by_role("button", name=re.compile(f"^{name}")).locator("visible=true").first)
        page.keyboard.press("Enter")

    press("Begin now")
    expect(page.get_by_text("Minute 0 of 90")).to_be_visible()
    press("Go on")
    press("Open “")
    close = page.get_by_role("button", name=re.compile("^Close “")).locator("visible=true").first
    expect(close).to_be_focused()
    press("Reveal “")
    expect(page.get_by_role("button", name="Not yet").locator("visible=true")).to_be_focused()
    press("Reveal now")
    row = page.locator(".kit-session-exercise[data-revealed=published]")
    expect(row.locator(".kit-session-state")).to_contain_text("Revealed.")
    expect(row.get_by_role("button")).to_be_focused()
    assert [body["week"] for body in panel.host.bodies("/api/facilitator/reveal")] == [1]


def test_on_now_the_news_is_read_out_and_never_stands_above_what_it_is_about(page: Page, room: Room) -> None:
    room.tell("open", exercise="check-in")
    joined(page, room)
    room.others(8)
    room.tell("reveal", exercise="check-in")
    expect(page.locator('[data-result="check-in"] table').first).to_be_visible()
    news = page.locator(".page-news")
    expect(news).to_contain_text("is here")
    assert news.bounding_box()["height"] <= 1


def test_the_end_is_seen_from_its_beginning_with_the_focus_on_its_heading(page: Page, room: Room) -> None:
    page.set_viewport_size({"width": 390, "height": 600})
    room.tell("open", exercise="check-in")
    joined(page, room)
    page.evaluate("scrollTo(0, 2000)")
    room.tell("end")
    expect(page.locator("#head-farewell")).to_be_focused()
    assert page.evaluate("scrollY") == 0
    expect(page.locator(".page-farewell .kit-drawing")).to_be_visible()
