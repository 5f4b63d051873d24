"""The end of a session on a phone and on the screen: practice, a copy, a word on whom to talk to, and no fault."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

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
