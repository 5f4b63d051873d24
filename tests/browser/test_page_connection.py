"""What the page says of its connection: only a live one is called connected, and whose fault a broken one is."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from kit.live.http import streams
from tests.browser.conftest import offline
from tests.browser.hosted import Room, answer, hosting, joined, make_root, send, show_screen, status, watched

# The page's streams in the order in which they were made, how many of them were answered, and how often the host
# said that it is there.
STREAMS = """window.streams = [];
window.told = { opened: 0, here: 0 };
const tell = (name) => () => { document.documentElement.dataset[name] = ++window.told[name]; };
window.EventSource = class extends EventSource {
  constructor(...given) {
    super(...given);
    window.streams.push(this);
    this.addEventListener("open", tell("opened"));
    this.addEventListener("here", tell("here"));
  }
};"""


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


def opened(page: Page, count: int) -> None:
    """Wait until *count* streams have been answered."""
    expect(page.locator("html")).to_have_attribute("data-opened", str(count))


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
    opened(page, 1)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    opened(page, 2)
    room.tell("open", exercise="check-in")
    expect(page.get_by_text("“Check in” is open.")).to_be_visible()
    assert "Connected." in line(page)


def test_a_host_that_has_been_silent_for_too_long_is_asked_anew_and_found(page: Page, room: Room) -> None:
    page.clock.install()
    joined(page, room)
    opened(page, 1)
    page.clock.fast_forward("00:41")
    opened(page, 2)
    assert page.evaluate("streams[0].readyState === EventSource.CLOSED")
    room.tell("open", exercise="check-in")
    expect(page.get_by_text("“Check in” is open.")).to_be_visible()
    assert "Connected." in line(page)


def test_a_host_that_fell_asleep_without_a_word_is_said_to_be_away(page: Page, room: Room) -> None:
    page.clock.install()
    joined(page, room)
    opened(page, 1)
    page.route("**/api/events", lambda _: None)  # as a network does that swallows everything
    page.clock.fast_forward("00:41")
    page.clock.fast_forward("00:02")
    expect(page.locator(".page-line")).to_contain_text("No answer from the facilitator's computer.")
    page.unroute("**/api/events")
    page.clock.fast_forward("00:41")
    expect(page.locator(".page-line")).to_contain_text("Connected.")


def test_a_host_that_has_nothing_new_says_that_it_is_there_and_is_left_alone(
    page: Page, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "KEEP_ALIVE", 0.05)
    page.clock.install()
    joined(page, room)
    for _ in range(3):
        heard = page.evaluate("told.here")
        expect(page.locator("html")).to_have_attribute("data-here", re.compile(rf"^(?!{heard}$)"))
        page.clock.fast_forward("00:30")
    assert page.evaluate("told.opened") == 1


def test_a_revealed_result_appears_without_being_asked_for(page: Page, room: Room) -> None:
    asked: list[str] = []
    with page.expect_request("**/week/results"):
        joined(page, room)
    room.tell("open", exercise="check-in")
    expect(page.locator('[data-exercise="check-in"]').get_by_role("radio").first).to_be_visible()
    room.others(6)
    page.on("request", lambda request: asked.append(request.url))
    room.tell("reveal", exercise="check-in")
    expect(page.locator('[data-result="check-in"] table').first).to_be_visible()
    assert not [url for url in asked if url.endswith("/week/results")]


def test_results_from_before_whose_first_request_is_lost_still_appear(page: Page, room: Room) -> None:
    room.tell("open", exercise="check-in")
    room.others(6)
    room.tell("reveal", exercise="check-in")
    room.tell("open", exercise="exit")
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        route.abort() if len(lost) == 1 else route.fallback()

    page.route("**/week/results", lose)
    joined(page, room)
    page.get_by_role("button", name="Open What the group said: Check in").click()
    expect(page.locator('[data-result="check-in"] table').first).to_be_visible()
    assert 2 <= len(lost) <= 4  # asked again, and not without end


@pytest.mark.parametrize("year", [1998, 2038])
def test_a_device_whose_clock_is_years_wrong_answers_as_everybody_else(page: Page, room: Room, year: int) -> None:
    page.clock.install(time=datetime.datetime(year, 1, 1, tzinfo=datetime.UTC))
    room.tell("open", exercise="check-in")
    joined(page, room)
    assert page.evaluate("new Date().getFullYear()") == year
    for number in (7, 3):
        answer(page, number)
        send(page)
        expect(page.locator("#own-sent tr", has_text="How much energy?")).to_contain_text(f"{number}")
        expect(status(page)).to_contain_text("Received.")
    assert room.stored() == [3]
