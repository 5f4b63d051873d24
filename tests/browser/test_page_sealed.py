"""What a page keeps in the browser once an answer has arrived: nothing that can be read there, and only for a month."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.hosted import Room, answer, form, hosting, joined, make_root, ready, send, status, unfold, watched

TEXT = "canary-like, a quiet walk"
MONTH = 31 * 24 * 60 * 60 * 1000


@pytest.fixture
def room(context: BrowserContext, tmp_path: Path) -> Iterator[Room]:
    said = watched(context)
    with hosting(make_root(tmp_path / "spring")) as running:
        running.tell("open", exercise="check-in")
        yield running
    assert said == []


def kept(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate("({ ...localStorage, ...sessionStorage })")
    return found


def receipts(page: Page) -> dict[str, dict[str, Any]]:
    return {name: json.loads(text) for name, text in kept(page).items() if "/received/" in name}


def put(page: Page, name: str, value: object) -> None:
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [name, json.dumps(value)])


def test_nothing_that_was_answered_can_be_read_in_the_browser_and_all_of_it_stands_in_the_form(
    page: Page, room: Room
) -> None:
    joined(page, room)
    note = form(page).locator('[data-item="note"]')
    note.get_by_role("textbox").fill(TEXT)
    note.get_by_role("button", name="See it as others would").click()
    note.get_by_role("checkbox", name="Share this text").check()
    answer(page, 7)
    assert "canary" in json.dumps(kept(page))
    send(page)
    expect(status(page)).to_contain_text("Received.")
    for _ in range(2):
        unfold(page)
        expect(note.get_by_role("textbox")).to_have_value(TEXT)
        expect(page.locator("#own-sent")).to_contain_text(TEXT)
        expect(form(page).locator('[data-item="energy"]').get_by_role("radio", name="7")).to_be_checked()
        everything = json.dumps(kept(page))
        assert "canary" not in everything
        assert "energy" not in everything
        assert '"answers"' not in everything
        assert not [name for name in kept(page) if "/draft/" in name or "/words/" in name]
        page.reload()
        ready(page)
        expect(status(page)).to_contain_text("Received.")
    answer(page, 4)
    send(page)
    expect(page.locator("#own-sent")).to_contain_text("4")
    expect(status(page)).to_contain_text("Received.")
    assert room.stored() == [4]
    assert "canary" not in json.dumps(kept(page))


def test_after_a_month_not_even_the_sealed_copy_is_left_whoevers_it_was(page: Page, room: Room) -> None:
    joined(page, room)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    ((name, mine),) = receipts(page).items()
    assert mine["sealed"]
    assert mine["proof"]
    other = f"kit/autumn/{'a' * 32}/received/1/check-in"
    put(page, name, {**mine, "at": mine["at"] - MONTH})
    put(page, other, {**mine, "answers": {"energy": 9}, "at": mine["at"] - MONTH})
    page.reload()
    ready(page)
    expect(status(page)).to_contain_text("Received.")
    for receipt in receipts(page).values():
        assert not {"sealed", "proof", "answers"} & set(receipt)
    assert room.stored() == [7]


def test_what_an_earlier_version_kept_of_others_in_this_browser_is_emptied(page: Page, room: Room) -> None:
    joined(page, room)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    ((name, mine),) = receipts(page).items()
    plain = {part: mine[part] for part in ("id", "week", "exercise", "revision")} | {"answers": {"energy": 7}}
    put(page, name, plain)
    page.context.clear_cookies()
    with page.expect_response(lambda reply: "before=" in reply.url):
        joined(page, room)
    expect(page.locator("#own-earlier")).to_be_hidden()
    expect(page.locator("#own-sent")).to_contain_text("You've sent nothing this week")
    assert "answers" not in json.dumps(kept(page))
