"""What the page says of its connection: only a live one is called connected, and whose fault a broken one is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import offline
from tests.browser.hosted import Room, hosting, joined, make_root, show_screen, watched

# The page's streams in the order in which they were made, and how many of them were answered.
STREAMS = """window.streams = [];
window.EventSource = class extends EventSource {
  constructor(...given) {
    super(...given);
    window.streams.push(this);
    this.addEventListener("open", () => { document.documentElement.dataset.opened = ++window.opened; });
  }
};
window.opened = 0;"""


@pytest.fixture
def room(context: BrowserContext, tmp_path: Path) -> Iterator[Room]:
    said = watched(context)
    context.add_init_script(STREAMS)
    with hosting(make_root(tmp_path / "spring")) as running:
        yield running
    assert said == []


def line(page: Page) -> str:
    """What the line at the top says now."""
    return page.locator(".page-line").inner_text()


def test_what_the_host_sends_to_a_device_without_a_network_does_not_make_it_say_connected(
    browser: Browser, page: Page, context: BrowserContext, room: Room
) -> None:
    joined(page, room)
    with offline(browser) as elsewhere:
        screen = elsewhere.new_page()
        show_screen(screen, room)
        context.set_offline(True)
        expect(page.locator(".page-line")).to_contain_text("No network on this device.")
        room.tell("open", exercise="check-in")
        expect(screen.get_by_role("heading", name="Check in")).to_be_visible()
        assert "No network on this device." in line(page)
        assert page.evaluate("streams[0].readyState === EventSource.CLOSED")
    context.set_offline(False)
    expect(page.locator(".page-line")).to_contain_text("Connected.")
    expect(page.locator('[data-exercise="check-in"]').get_by_role("radio").first).to_be_visible()


def test_a_page_on_the_hosts_own_computer_stays_connected_where_that_computer_has_no_network(
    page: Page, room: Room
) -> None:
    joined(page, room)
    expect(page.locator("html")).to_have_attribute("data-opened", "1")
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(page.locator("html")).to_have_attribute("data-opened", "2")
    room.tell("open", exercise="check-in")
    expect(page.get_by_text("“Check in” is open.")).to_be_visible()
    assert "Connected." in line(page)
