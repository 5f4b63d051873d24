"""Browsers that keep nothing: WebViews without DOM storage, private modes, full disks. What is said is true, once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kit.curriculum.registers import load_messages
from kit.live.process.session import Session, new_session
from kit.settings import packaged_curriculum
from tests.browser import access
from tests.browser.bare_practice import shown, unfold
from tests.browser.hosted import (
    Room,
    answer,
    form,
    hosting,
    joined,
    make_root,
    picture,
    read_along,
    ready,
    refusal,
    replies,
    send,
    status,
    tab,
)
from tests.kept_words import said_untrue

NONE = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { configurable: true, get: () => null });"""
THROWS = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { configurable: true,
    get: () => { throw new DOMException("denied", "SecurityError"); } });"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
WAYS = {"none": NONE, "throws": THROWS, "full": FULL}

NOT_KEPT = "This browser isn't keeping anything at the moment"


MESSAGES = load_messages(packaged_curriculum())


def untrue(page: Page) -> list[str]:
    """What the whole page says, unfolded, that is not so in a browser that keeps nothing."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    return said_untrue(page.locator("body").inner_text())


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


def test_no_page_from_joining_to_the_own_part_says_that_something_is_kept(
    page: Page, open_room: Room, without: str
) -> None:
    page.goto(f"{open_room.address}/#{open_room.code}")
    assert untrue(page) == []
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("button", name="I agree")).to_be_visible()
    assert untrue(page) == []
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("heading", name="Four words")).to_be_focused()
    assert untrue(page) == []
    page.get_by_role("button", name="I've noted them").click()
    ready(page)
    expect(status(page)).to_contain_text("Not sent yet.")
    assert untrue(page) == []
    page.context.set_offline(True)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Only in this page.")
    expect(page.locator(".page-line")).to_contain_text("No network on this device. Keep this page open.")
    expect(page.locator("#own-sent")).to_contain_text("waiting to be sent")
    assert untrue(page) == []
    page.context.set_offline(False)
    expect(status(page)).to_contain_text("Received.")
    assert untrue(page) == []
    tab(page, "Mine")
    assert untrue(page) == []
    read_along(page)
    assert untrue(page) == []


def test_a_host_that_is_away_while_somebody_joins_is_told_without_speaking_of_answers(
    page: Page, open_room: Room
) -> None:
    page.goto(f"{open_room.address}/#{open_room.code}")
    page.route("**/api/join", lambda route: route.abort())
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("The facilitator's computer isn't answering.")).to_be_visible()
    assert "What you send" not in page.locator("body").inner_text()


@pytest.mark.parametrize(
    ("http", "code", "keeps"),
    [
        *[(401, "unserved", False), (403, "not_agreed", False), (403, "not_open", False)],
        *[(409, "other_session", False), (409, "text_unmaskable", False), (410, "closed", False)],
        *[(418, "nothing", False), (503, "busy", False), (503, "fault", False)],
        *[(401, "unserved", True), (410, "closed", True), (503, "busy", True)],
    ],
)
def test_whatever_the_host_answers_it_is_said_truly_where_the_answers_are(
    page: Page, open_room: Room, http: int, code: str, keeps: bool
) -> None:
    if not keeps:
        page.add_init_script(NONE)
    joined(page, open_room)
    said = "" if code == "nothing" else MESSAGES(f"live.{code}")
    asked = replies(page, *[refusal(http, said, code)] * 20)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text(
        "in this browser" if keeps else re.compile(r"(?:this|open) page|keeps nothing|start page")
    )
    assert asked
    if not keeps:
        assert untrue(page) == []
    page.unroute("**/api/submissions/**")


def test_a_page_of_an_earlier_session_says_truly_where_the_answers_are(page: Page, tmp_path: Path) -> None:
    root = make_root(tmp_path / "spring")
    session = new_session(root, 1, people=40)
    with hosting(root, session=session, falls=True) as room:
        room.tell("open", exercise="check-in")
        joined(page, room)
        answer(page, 7)
        port = room.served.port
    with hosting(root, session=new_session(root, 1, port=port, people=40)):
        over = page.locator(".page-over")
        expect(over).to_contain_text("What you wrote stays in this browser.")
        expect(status(page)).to_contain_text("Your answers stay in this browser.")
        page.evaluate(f"() => {{ {FULL} }}")
        form(page).locator(".kit-form-change").click()
        diary = form(page).locator('[data-item="diary"] textarea')
        diary.fill("some words")
        expect(over).to_contain_text("What you wrote is only in this page")
        expect(status(page)).to_contain_text("Note down what you want to keep")
        assert untrue(page) == []


def test_answers_that_came_too_late_say_truly_where_they_are(page: Page, tmp_path: Path) -> None:
    page.add_init_script(NONE)
    root = make_root(tmp_path / "spring")
    session = new_session(root, 1, people=40)
    with hosting(root, session=session) as room:
        room.tell("open", exercise="check-in")
        joined(page, room)
        page.context.set_offline(True)
        answer(page, 7)
        send(page)
        expect(status(page)).to_contain_text("Only in this page.")
        port = room.served.port
    with hosting(root, session=Session(**{**vars(session), "port": port})):
        page.route("**/api/submissions/**", lambda route: route.abort())
        page.context.set_offline(False)
        expect(status(page)).to_contain_text("closed before your last answers could arrive. Keep this page open")
        assert untrue(page) == []


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
    expect(page.locator("#words-list li")).to_have_count(4)


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
    assert open_room.served.host.people.everybody() == set()


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
    assert len(open_room.served.host.people.everybody()) == 1
    page.unroute("**/week/state")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="I agree").click()
    ready(page)
