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


def test_a_sheet_waits_closed_until_somebody_opens_it_and_is_open_for_whoever_wrote_in_it(
    page: Page, context: BrowserContext, tmp_path: Path
) -> None:
    root = make_root(tmp_path / "summer")
    with_sheet = (root / "curriculum" / "week_01.yaml").read_text("utf-8")
    with_sheet = with_sheet.replace("    practices:\n", "    practices:\n      energy-ledger:\n")
    (root / "curriculum" / "week_01.yaml").write_text(with_sheet, "utf-8")
    notebook = root / "notebooks" / "week_01.ipynb"
    text = notebook.read_text("utf-8").replace(
        'week.practice(\\"breath\\")', 'week.practice(\\"energy-ledger\\", \\"breath\\")'
    )
    notebook.write_text(text, "utf-8")
    with hosting(root) as running:
        joined(page, running)
        sheet = page.locator("#practice-energy-ledger")
        expect(sheet.get_by_role("textbox")).to_have_count(0)
        sheet.get_by_role("button", name="Open: My energy ledger").press("Enter")
        expect(sheet.locator(".kit-form-title")).to_be_focused()
        sheet.get_by_role("textbox").first.fill("the walk to the post")
        page.reload()
        expect(sheet.get_by_role("textbox").first).to_have_value("the walk to the post")
