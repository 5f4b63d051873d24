"""A page of version 0.1.0 in this browser, before this one or beside it: nothing it kept is lost or sent twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.hosted import Room, answer, hosting, joined, make_root, ready, send, status, watched

ID = "0f8fad5b-d9cb-469f-a165-70867728950e"
PUT = "**/api/submissions/*-*"


@pytest.fixture
def room(context: BrowserContext, tmp_path: Path) -> Iterator[Room]:
    said = watched(context)
    with hosting(make_root(tmp_path / "spring")) as running:
        running.tell("open", exercise="check-in")
        yield running
    assert said == []


def keep(page: Page, name: str, value: dict[str, Any]) -> None:
    """Keep *value* in the browser as an older page did, under the participant's own *name*."""
    page.evaluate(
        """([name, text]) => {
          const { participant } = JSON.parse(localStorage.getItem("kit/spring/me"));
          localStorage.setItem(`kit/spring/${participant}/${name}`, text);
        }""",
        [name, json.dumps(value)],
    )


def names(page: Page) -> list[str]:
    found: list[str] = page.evaluate("Object.keys(localStorage).map((key) => key.split('/').slice(3).join('/')).sort()")
    return found


def sent(page: Page) -> list[str]:
    """A list that the addresses of the submissions fill."""
    asked: list[str] = []
    page.on("request", lambda request: request.method == "PUT" and asked.append(request.url))
    return asked


PENDING = {"id": ID, "revision": 1, "answers": {"energy": 7}, "shared": {}}
WAITING = {**PENDING, "week": 1, "exercise": "check-in", "at": 1, "problem": ""}


def test_an_answer_is_kept_under_one_key_while_it_waits_and_under_its_receipt_afterwards(
    page: Page, room: Room
) -> None:
    joined(page, room)
    page.route(PUT, lambda route: route.abort())
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("On this device.")
    held = """Object.entries(localStorage).filter(([, text]) => text.includes("revision"))
      .map(([key]) => key.split("/")[3])"""
    assert page.evaluate(held) == ["outbox"]
    page.unroute(PUT)
    expect(status(page)).to_contain_text("Received.")
    assert page.evaluate(held) == ["received"]


@pytest.mark.parametrize("in_outbox", [True, False])
def test_what_an_older_page_had_pending_arrives_once(page: Page, room: Room, in_outbox: bool) -> None:
    joined(page, room)
    page.goto("about:blank")
    page.goto(f"{room.address}/fonts-that-are-not-there")
    keep(page, "pending/1/check-in", PENDING)
    if in_outbox:
        keep(page, f"outbox/{ID}", WAITING)
    asked = sent(page)
    page.goto(f"{room.address}/week")
    ready(page)
    expect(status(page)).to_contain_text("Received.")
    assert room.stored() == [7]
    assert {url.rpartition("/")[2] for url in asked} == {ID}
    assert not [name for name in names(page) if name.startswith(("pending/", "outbox/"))]


def test_what_an_older_page_beside_this_one_puts_into_the_outbox_shows_and_is_sent(
    page: Page, context: BrowserContext, room: Room
) -> None:
    joined(page, room)
    older = context.new_page()
    older.goto(f"{room.address}/fonts-that-are-not-there")
    keep(older, "pending/1/check-in", PENDING)
    keep(older, f"outbox/{ID}", WAITING)
    expect(page.locator("#own-sent")).to_contain_text("waiting to be sent")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(status(page)).to_contain_text("Received.")
    assert room.stored() == [7]
    assert f"outbox/{ID}" not in names(page)


def test_newer_answers_from_elsewhere_are_not_replaced_by_what_an_older_page_had_pending(
    page: Page, room: Room
) -> None:
    joined(page, room)
    answer(page, 3)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    keep(page, "pending/1/check-in", PENDING)
    page.reload()
    ready(page)
    expect(status(page)).to_contain_text("Newer answers to this exercise have arrived")
    assert room.stored() == [3]
    expect(page.locator("#own-sent")).to_contain_text("not taken")
