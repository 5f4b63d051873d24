"""Browsers that keep nothing: WebViews without DOM storage, private modes, full disks. What is said is true, once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import access
from tests.browser.bare_practice import shown, unfold
from tests.browser.hosted import Room, answer, form, joined, picture, ready, send, status

NONE = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { configurable: true, get: () => null });"""
THROWS = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { configurable: true,
    get: () => { throw new DOMException("denied", "SecurityError"); } });"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
WAYS = {"none": NONE, "throws": THROWS, "full": FULL}

UNTRUE = re.compile(
    r"[^.]*(?:kept (?:on|in) this|stays? in this browser|(?:safe|still) in this browser|in this browser and nowhere"
    r"|waits here)[^.]*",
    re.IGNORECASE,
)
NOT_KEPT = "This browser keeps nothing at the moment"


@pytest.fixture(params=WAYS, ids=list(WAYS))
def without(request: pytest.FixtureRequest, page: Page) -> str:
    page.add_init_script(WAYS[request.param])
    return str(request.param)


def test_the_four_words_are_shown_from_memory_and_answers_arrive(page: Page, open_room: Room, without: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_viewport_size({"width": 390, "height": 844})
    words = joined(page, open_room)
    assert len(words) == 4
    expect(form(page)).to_contain_text(NOT_KEPT)
    assert said_untrue(form(page).inner_text()) == []
    picture(page, f"no_storage_{without}")
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    assert open_room.stored() == [7]
    # The words bring the same person back, in a window that knows nothing.
    back = open_room.served.device().ask("POST", "/api/return", {"words": words})
    assert back.status == 200
    assert errors == []


def test_words_are_not_lost_where_the_notice_changed_meanwhile(page: Page, open_room: Room, without: str) -> None:
    page.route(
        "**/api/consent",
        lambda route: route.fulfill(status=409, json={"ok": False, "code": "other_notice", "say": "Changed."}),
    )
    page.goto(f"{open_room.address}/#{open_room.code}")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="I agree").click()
    if without == "full":
        expect(page.get_by_role("heading", name="Four words")).to_be_focused()
    assert len(page.locator("#words-list li").all()) == 4


def test_while_answers_wait_nothing_is_promised_that_is_not_so(page: Page, open_room: Room, without: str) -> None:
    joined(page, open_room)
    page.route("**/api/submissions/**", lambda route: route.abort())
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Keep this page open")
    assert said_untrue(form(page).inner_text()) == []
    page.unroute("**/api/submissions/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(status(page)).to_contain_text("Received.")


@pytest.mark.parametrize("name", ["journal", "letter", "energy-ledger", "breath", "kindness-easy-self", "everything"])
def test_a_practice_says_once_that_nothing_is_kept_and_nothing_else(
    page: Page, address: str, without: str, name: str
) -> None:
    shown(page, address, name)
    unfold(page)
    expect(page.get_by_text(NOT_KEPT)).to_have_count(1)
    expect(page.get_by_text(NOT_KEPT)).to_be_visible()
    assert said_untrue(page.locator(".kit-practice").inner_text()) == []
    assert access.violations(page) == []


def test_a_disk_that_is_full_only_later_is_told_the_moment_it_is(page: Page, open_room: Room) -> None:
    joined(page, open_room)
    expect(form(page).get_by_text(NOT_KEPT)).to_be_hidden()
    expect(status(page)).to_contain_text("kept on this device as a draft")
    page.evaluate(f"() => {{ {FULL} }}")
    answer(page, 6)
    expect(form(page).get_by_text(NOT_KEPT)).to_be_visible()
    assert said_untrue(form(page).inner_text()) == []


def test_a_practice_whose_disk_is_full_only_later_takes_back_what_it_said(page: Page, address: str) -> None:
    shown(page, address, "journal")
    expect(page.get_by_text("stays in this browser")).to_have_count(1)
    page.evaluate(f"() => {{ {FULL} }}")
    page.locator("textarea:visible").first.fill("some words")
    expect(page.get_by_text(NOT_KEPT)).to_be_visible()
    assert said_untrue(page.locator(".kit-practice").inner_text()) == []


def test_where_cookies_are_blocked_nobody_takes_a_place_and_is_told_why(page: Page, open_room: Room) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'cookieEnabled', { get: () => false })")
    page.goto(f"{open_room.address}/#{open_room.code}")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("This browser keeps no cookies")).to_be_visible()
    assert open_room.served.host.people._keys == {}


def said_untrue(text: str) -> list[str]:
    return UNTRUE.findall(text)


def test_a_browser_that_drops_cookies_unnoticed_takes_one_place_however_often_it_tries(
    page: Page, open_room: Room
) -> None:
    page.route("**/week/state", lambda route: route.fulfill(status=401, json={"ok": False, "code": "not_joined"}))
    page.goto(f"{open_room.address}/#{open_room.code}")
    for _ in range(3):
        page.context.clear_cookies()
        # The sentence of the try before still stands there, so it alone does not say that this one is over.
        with page.expect_response("**/week/state"):
            page.get_by_role("button", name="Join").click()
        expect(page.get_by_text("This browser keeps no cookies")).to_be_visible()
        page.locator("#code").fill(open_room.code)
    assert len(open_room.served.host.people._tokens) == 1
    page.unroute("**/week/state")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="I agree").click()
    page.get_by_label("I have noted them").check()
    page.get_by_role("button", name="Go on").click()
    ready(page)
