"""Join page, week page and screen for everybody: axe at WCAG 2.2 AA, narrow screens, keyboards, still pictures."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.hosted import Room, answer, joined, send, show_screen, status
from tests.browser.page_access import holds


def test_each_step_of_joining(page: Page, room: Room) -> None:
    page.goto(room.address)
    page.locator("html[data-ready]").wait_for()
    page.get_by_text("I have been here before").click()
    holds(page, "join")
    page.get_by_label("Code from the screen").fill("wrong")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("This is not the code")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    said = page.locator("#join-said")
    expect(said).to_be_in_viewport()
    tops = [one.bounding_box()["y"] for one in (page.locator("#code"), said, page.locator("#code-go"))]
    assert tops == sorted(tops)
    holds(page, "join-wrong")
    page.get_by_label("Code from the screen").fill(room.code)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="Before you begin")).to_be_visible()
    holds(page, "notice")
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("heading", name="Four words")).to_be_visible()
    holds(page, "words")


def test_the_week_with_a_form_a_fault_and_a_result(page: Page, context: BrowserContext, room: Room) -> None:
    joined(page, room)
    holds(page, "week-before")
    room.tell("open", exercise="check-in")
    room.tell("open", exercise="exit")
    room.others(7)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    context.set_offline(True)
    expect(page.locator(".page-line")).to_contain_text("No network on this device.")
    holds(page, "week-offline")
    context.set_offline(False)
    expect(page.locator(".page-line")).to_contain_text("Connected.")
    room.tell("reveal", exercise="check-in")
    expect(page.locator('[data-result="check-in"] table').first).to_be_visible()
    page.get_by_text("Delete everything I sent", exact=True).click()
    holds(page, "week-result")


def test_the_screen_waiting_asking_and_showing(page: Page, room: Room) -> None:
    show_screen(page, room)
    holds(page, "screen-waiting")
    room.tell("open", exercise="check-in")
    expect(page.get_by_role("heading", name="Check in")).to_be_visible()
    holds(page, "screen-asking")
    room.others(8)
    room.tell("reveal", exercise="check-in")
    expect(page.locator(".kit-people").first).to_be_visible()
    holds(page, "screen-result")


def test_what_has_the_focus_is_never_hidden_under_the_line_at_the_top(page: Page, room: Room) -> None:
    room.tell("open", exercise="check-in")
    page.set_viewport_size({"width": 390, "height": 700})
    joined(page, room)
    hidden = page.evaluate(
        """async () => {
          const found = [];
          const controls = [...document.querySelectorAll("main :is(a, button, input, textarea, summary)")];
          for (const node of controls.filter((one) => one.checkVisibility()).reverse()) {
            node.focus();
            const line = document.querySelector(".page-head").getBoundingClientRect().bottom;
            if (node.getBoundingClientRect().bottom < line) found.push(node.outerHTML);
          }
          return found;
        }"""
    )
    assert hidden == []
