"""The end of a session on a phone and on the screen: practice, a copy, a word on whom to talk to, and no fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kit.live.process.session import Session
from tests.browser.hosted import Room, answer, hosting, joined, make_root, send, show_screen, watched
from tests.browser.page_access import holds


def ended(room: Room) -> None:
    room.tell("end")


def test_a_phone_gets_the_practice_a_copy_and_whom_to_talk_to_and_never_hears_of_a_lost_network(
    page: Page, context: BrowserContext, tmp_path: Path
) -> None:
    root = make_root(tmp_path / "spring")
    said = watched(context)
    with hosting(root) as room:
        page.set_viewport_size({"width": 390, "height": 844})
        page.clock.install()
        joined(page, room)
        room.tell("open", exercise="check-in")
        answer(page, 7)
        send(page)
        expect(page.get_by_text("Received").first).to_be_visible()
        ended(room)
        card = page.get_by_role("region", name="Week 1 is over for today")
        expect(card).to_be_visible()
        for words in ("Thank you for being here.", "rest a little", "talk to someone you trust"):
            expect(card).to_contain_text(words)
        with page.expect_download() as download:
            card.get_by_role("link", name="Save this week's practices").click()
        assert "<h1" in Path(download.value.path()).read_text("utf-8")
        holds(page, "ending-phone")
    # The host is gone now, and that is no fault of the network.
    page.clock.fast_forward(30_000)
    expect(page.locator("#page-top")).to_contain_text("The session has ended.")
    expect(page.locator("#page-top")).not_to_contain_text("No answer")
    assert said == []


def test_the_screen_keeps_nothing_but_a_closing_line_also_while_it_was_paused(page: Page, room: Room) -> None:
    room.tell("open", exercise="check-in")
    show_screen(page, room)
    expect(page.get_by_role("heading", name="Check in")).to_be_visible()
    page.get_by_role("button", name="Pause updates").click()
    ended(room)
    expect(page.get_by_role("heading", name="Thank you for being here.")).to_be_visible()
    for gone in ("How much energy?", room.code, room.address.removeprefix("http://")):
        expect(page.get_by_text(gone)).to_have_count(0)
    holds(page, "ending-screen")


@pytest.mark.parametrize("how", ["in the last part", "after its time"])
def test_a_phone_that_slept_through_the_end_gets_the_farewell_and_the_session_back_if_it_goes_on(
    page: Page, tmp_path: Path, how: str
) -> None:
    root = make_root(tmp_path / "spring")
    page.clock.install()
    top = page.locator("#page-top")
    card = page.get_by_role("region", name="The session has probably ended.")
    with hosting(root, falls=True) as room:
        joined(page, room)
        room.tell("advance", block="idea" if how == "in the last part" else "arrive")
        session = Session(**{**vars(room.session), "port": room.served.port})
    page.clock.fast_forward(5_000)
    expect(top).to_contain_text("No answer from the facilitator's computer.")
    expect(card).to_have_count(0)
    page.clock.fast_forward(70_000 if how == "in the last part" else 40 * 60_000)
    page.clock.run_for(5_000)
    expect(card).to_contain_text("talk to someone you trust")
    expect(card).to_contain_text("rest a little")
    expect(page.get_by_text("Nothing to do. Look up.")).to_be_hidden()
    expect(top).not_to_contain_text("No answer")
    holds(page, f"ending-slept-{len(how)}")
    with hosting(root, session=session):
        page.clock.run_for(60_000)
        expect(card).to_have_count(0)
        expect(top).to_contain_text("Connected.")


def test_a_phone_that_finds_nobody_in_the_middle_of_a_session_hears_of_no_end(page: Page, tmp_path: Path) -> None:
    page.clock.install()
    with hosting(make_root(tmp_path / "spring"), falls=True) as room:
        joined(page, room)
        room.tell("advance", block="arrive")
    page.clock.fast_forward(75_000)
    page.clock.run_for(5_000)
    expect(page.locator("#page-top")).to_contain_text("No answer from the facilitator's computer.")
    expect(page.locator(".page-farewell")).to_have_count(0)


def test_an_end_has_no_ring_of_a_fault(page: Page, room: Room) -> None:
    joined(page, room)
    ended(room)
    line = page.locator(".page-line")
    expect(line).to_contain_text("The session has ended.")
    assert line.evaluate("node => getComputedStyle(node, '::before').display") == "none"
