"""Practices on the live page: the same modules as in a notebook, which tell nobody anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.hosted import Room, hosting, joined, make_root, watched


@pytest.fixture
def room(context: BrowserContext, tmp_path: Path) -> Iterator[Room]:
    said = watched(context)
    with hosting(make_root(tmp_path / "spring")) as running:
        yield running
    assert said == []


def test_a_practice_is_done_on_the_page_and_nothing_of_it_is_sent(page: Page, room: Room) -> None:
    joined(page, room)
    breath = page.locator("#practice-breath .kit-practice")
    expect(breath.get_by_role("button", name="Begin")).to_be_visible()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    breath.locator("summary").first.click()
    breath.get_by_label("Out", exact=True).fill("8")
    breath.get_by_role("button", name="Begin").click()
    expect(breath.locator(".kit-practice-line")).to_contain_text("Under way.")
    breath.get_by_role("button", name="Stop").click()
    page.reload()
    breath.locator("summary").first.click()
    expect(breath.get_by_label("Out", exact=True)).to_have_value("8")
    assert sent == []


def test_a_practice_that_could_not_be_fetched_comes_by_itself_later(
    page: Page, context: BrowserContext, room: Room
) -> None:
    blocked = "**/practice_breath.js*"
    context.route(blocked, lambda route: route.abort())
    joined(page, room)
    place = page.locator("#practice-breath")
    expect(place).to_contain_text("It comes by itself when the connection is back.")
    context.unroute(blocked)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(place.get_by_role("button", name="Begin")).to_be_visible()
