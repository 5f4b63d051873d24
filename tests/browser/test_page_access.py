"""Join page, week page and screen for everybody: axe at WCAG 2.2 AA, narrow screens, keyboards, still pictures."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.hosted import Room, answer, form, joined, picture, send, show_screen, status, tab
from tests.browser.page_access import holds


def test_each_step_of_joining(page: Page, room: Room) -> None:
    page.goto(room.address)
    page.locator("html[data-ready]").wait_for()
    page.get_by_text("I've been here before").click()
    holds(page, "join")
    page.get_by_label("Code from the screen").fill("wrong")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("This isn't the code")).to_be_visible()
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
    page.get_by_text("All of it", exact=True).click()
    holds(page, "notice-all")


def test_now_waiting_open_passed_sent_and_revealed(page: Page, context: BrowserContext, room: Room) -> None:
    joined(page, room)
    holds(page, "now-waiting")
    room.tell("advance", block="arrive")
    page.get_by_role("button", name="Begin").wait_for()
    holds(page, "now-practice")
    room.tell("open", exercise="check-in")
    room.tell("open", exercise="exit")
    room.others(7)
    away = form(page, "exit").get_by_role("button", name="Pass on:")
    away.click()
    holds(page, "now-passed")
    send(page, "exit")
    expect(status(page, "exit")).to_contain_text("You have passed on everything here.")
    holds(page, "now-open")
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    holds(page, "now-sent")
    page.get_by_role("button", name="I've noted them").click()
    context.set_offline(True)
    expect(page.locator(".page-line")).to_contain_text("No network on this device.")
    holds(page, "now-offline")
    context.set_offline(False)
    expect(page.locator(".page-line")).to_contain_text("Connected.")
    room.tell("reveal", exercise="check-in")
    expect(page.locator('[data-result="check-in"] table').first).to_be_visible()
    holds(page, "now-result")
    page.locator("#now-past summary").click()
    holds(page, "now-past")


def test_mine_and_read_along(page: Page, context: BrowserContext, room: Room) -> None:
    joined(page, room)
    room.tell("open", exercise="check-in")
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    tab(page, "Mine")
    for title in page.locator("#panel-mine summary").all():
        title.click()
    expect(page.locator("#own-became-list li").first).to_be_visible()
    holds(page, "mine")
    context.set_offline(True)
    tab(page, "Read along")
    expect(page.get_by_text("so the text can't be loaded")).to_be_visible()
    holds(page, "read-offline")
    context.set_offline(False)
    page.locator("#read-text h1").wait_for()
    holds(page, "read")


def test_nothing_of_the_page_is_cut_off_with_letters_of_twice_the_size_or_in_forced_colours(
    page: Page, room: Room
) -> None:
    joined(page, room)
    room.tell("open", exercise="check-in")
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(forced_colors="active")
    form(page).get_by_role("button", name="Pass on:").first.click()
    chosen = form(page).locator(".kit-form-pass[aria-pressed=true]")
    assert chosen.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for name in ("Mine", "Read along", "Now"):
        tab(page, name)
        if name == "Read along":
            page.locator("#read-text h1").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        picture(page, f"large-{name}")


def test_while_nothing_is_open_it_is_one_screen_and_it_breathes_for_those_who_like_that(page: Page, room: Room) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    joined(page, room)
    assert page.evaluate("document.documentElement.scrollHeight") <= 844
    assert page.evaluate("document.getAnimations().length") == 1
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0


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
