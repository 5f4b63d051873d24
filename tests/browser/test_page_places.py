"""Whoever is over is told before there is anything to fill in, and the page goes on by itself when a place is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kit.answers.slip_sheets import draw_slips
from tests.browser.hosted import Room, hosting, make_root, ready, show_screen, watched
from tests.browser.page_access import holds


@pytest.fixture
def uncounted(context: BrowserContext, tmp_path: Path) -> Iterator[Room]:
    """A host to whom nobody has said yet how many people are here."""
    said = watched(context)
    with hosting(make_root(tmp_path), people=0) as room:
        yield room
    assert said == []


def people(room: Room, number: int) -> None:
    reply = room.served.facilitator().ask("POST", "/api/facilitator/people", {"people": number})
    assert reply.status == 200, reply.body


def test_before_the_number_is_said_the_page_waits_and_then_goes_on_by_itself(page: Page, uncounted: Room) -> None:
    page.goto(f"{uncounted.address}/#{uncounted.code}")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="You're early")).to_be_focused()
    holds(page, "wait")
    assert not page.locator("#join-agree").is_visible()
    people(uncounted, 1)
    expect(page.get_by_role("button", name="I agree")).to_be_visible(timeout=20_000)


def test_whoever_is_over_is_told_and_comes_in_once_a_place_is_added(page: Page, uncounted: Room) -> None:
    people(uncounted, 1)
    uncounted.served.joined()
    page.goto(f"{uncounted.address}/#{uncounted.code}")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("All places for this session are taken.")).to_be_visible()
    holds(page, "wait")
    page.get_by_role("button", name="Use another code").click()
    expect(page.get_by_role("heading", name="Come in")).to_be_focused()
    page.get_by_role("button", name="Join").click()
    people(uncounted, 2)
    expect(page.get_by_role("button", name="I agree")).to_be_visible(timeout=20_000)


def test_elsewhere_the_page_asks_for_the_code_of_a_slip(page: Page, context: BrowserContext, tmp_path: Path) -> None:
    with hosting(make_root(tmp_path), mode="self-paced") as room:
        (code,) = room.served.do(lambda: draw_slips(room.served.host.store, 1))
        page.goto(room.address)
        page.get_by_label("Code on your slip").fill("ABCD-EFGH")
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_text("In this session, new people join with a slip.")).to_be_visible()
        page.get_by_label("Code on your slip").fill(code.lower())
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_role("button", name="I agree")).to_be_visible()


def test_the_screen_says_how_many_places_are_taken_and_nothing_of_answers(page: Page, uncounted: Room) -> None:
    show_screen(page, uncounted)
    expect(page.get_by_text("once your facilitator has said how many people are here")).to_be_visible()
    people(uncounted, 14)
    expect(page.get_by_text("0 of 14 places taken")).to_be_visible()
    uncounted.tell("open", exercise="check-in")
    uncounted.others(3)
    expect(page.get_by_text("3 of 14 places taken")).to_be_attached()


def test_whoever_waits_and_has_lost_the_cookie_is_told_so_and_can_join(
    page: Page, context: BrowserContext, tmp_path: Path
) -> None:
    root = make_root(tmp_path)
    with hosting(root, people=2) as room:
        known = room.served.joined()
    with hosting(root, people=0) as room:
        context.add_cookies(
            [{"name": name, "value": value, "url": room.address} for name, value in known.cookies.items()]
        )
        page.goto(room.address)
        expect(page.get_by_role("heading", name="You're early")).to_be_visible()
        context.clear_cookies()
        people(room, 2)
        expect(page.get_by_text("This device hasn't joined yet")).to_be_visible(timeout=20_000)
        page.locator("#code").fill(room.code)
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_role("button", name="I agree")).to_be_visible()


def test_while_notice_and_words_are_read_the_place_is_not_given_back(page: Page, uncounted: Room) -> None:
    people(uncounted, 2)
    page.goto(f"{uncounted.address}/#{uncounted.code}")
    with page.expect_response("**/api/events"):
        page.get_by_role("button", name="Join").click()
    facilitator = uncounted.served.facilitator()
    assert facilitator.ask("POST", "/api/facilitator/free", {}).status == 400
    page.get_by_role("button", name="I agree").click()
    ready(page)
    assert facilitator.ask("POST", "/api/facilitator/free", {}).status == 400
    assert uncounted.served.host.people.taken == 1
