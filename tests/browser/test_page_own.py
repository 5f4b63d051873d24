"""The own part of the page: what became of my answers, agreeing and taking it back, taking a copy along."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kit.answers.traces import traces_of
from tests.attacks.marks import LONG, MARK, marked, trails
from tests.browser.hosted import Room, answer, form, hosting, joined, make_root, ready, send, status, tab, watched
from tests.browser.page_access import holds


@pytest.fixture
def room(context: BrowserContext, tmp_path: Path) -> Iterator[Room]:
    said = watched(context)
    with hosting(make_root(tmp_path / "spring")) as running:
        running.tell("open", exercise="check-in")
        yield running
    assert said == []


def card(page: Page, title: str) -> Any:
    """Open one of the cards of the own part."""
    tab(page, "Mine")
    page.get_by_text(title, exact=True).click()
    return page.locator("details", has_text=title)


def sent(page: Page, room: Room, number: int = 7) -> None:
    joined(page, room)
    answer(page, number)
    send(page)
    expect(status(page)).to_contain_text("Received.")


def test_what_became_of_an_answer_is_looked_up_and_follows_the_reveal(page: Page, room: Room) -> None:
    sent(page, room)
    room.others(7)
    found = card(page, "Where each of my answers is now")
    expect(found).to_contain_text("How much energy?")
    expect(found).to_contain_text("You said: 7")
    expect(found).to_contain_text("Waiting, unseen.")
    room.tell("reveal", exercise="check-in")
    expect(found).to_contain_text("Counted once, in result 1")
    holds(page, "became")


def test_who_sent_nothing_is_told_so(page: Page, room: Room) -> None:
    joined(page, room)
    expect(card(page, "Where each of my answers is now")).to_contain_text("You've sent nothing so far")


def test_without_the_host_the_list_says_so_and_can_be_asked_again(page: Page, room: Room) -> None:
    sent(page, room)
    page.route("**/api/mine/fates", lambda route: route.abort())
    found = card(page, "Where each of my answers is now")
    expect(found.get_by_role("status")).to_contain_text("isn't answering")
    page.unroute("**/api/mine/fates")
    found.locator("summary").click()
    found.locator("summary").click()
    expect(found).to_contain_text("You said: 7")


def test_agreeing_is_taken_back_and_given_again_with_one_press_each(page: Page, room: Room) -> None:
    sent(page, room)
    assert room.stored() == [7]
    found = card(page, "Whether my answers are counted")
    found.get_by_role("button", name="Don't count my answers any more").press("Enter")
    expect(page.locator("#own-said")).to_contain_text("Your answers aren't counted any more.")
    expect(found.get_by_role("button", name="Count my answers")).to_be_focused()
    assert room.stored() == []
    holds(page, "taken-back")
    tab(page, "Now")
    expect(page.locator("#own-unagreed")).to_be_visible()
    answer(page, 3)
    send(page)
    expect(status(page)).to_contain_text("They're stored for the group only once you agree")
    page.reload()
    ready(page)
    found = card(page, "Whether my answers are counted")
    found.get_by_role("button", name="Count my answers").press("Enter")
    expect(page.locator("#own-unagreed")).to_be_hidden()
    expect(status(page)).to_contain_text("Received.")
    assert room.stored() == [3]


def test_a_copy_is_taken_along_as_a_file_and_as_a_table(page: Page, room: Room) -> None:
    sent(page, room)
    tab(page, "Mine")
    with page.expect_download() as got:
        page.get_by_role("button", name="Save a copy of what I sent").click()
    kept = json.loads(Path(got.value.path()).read_text("utf-8"))
    assert kept["submissions"][0]["answers"] == {"energy": 7}
    assert kept["submissions"][0]["became"]["energy"]["fate"] == "waits"
    with page.expect_download() as got:
        page.get_by_role("link", name="Save it as a table").click()
    assert got.value.suggested_filename == "my-answers.csv"
    rows = list(csv.reader(io.StringIO(Path(got.value.path()).read_text("utf-8-sig"))))
    assert rows[1][2:4] == ["How much energy?", "7"]


def test_who_deletes_everything_on_the_page_is_in_no_file_and_what_is_published_stays(
    page: Page, room: Room, tmp_path: Path
) -> None:
    joined(page, room)
    note = form(page).locator('[data-item="note"]')
    note.get_by_role("textbox").fill(LONG)
    note.get_by_role("button", name="See it as others would").click()
    note.get_by_role("checkbox", name="Share this text").check()
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    store, root = room.served.host.store, tmp_path / "spring"
    (pseudonym,) = {mark for mark, value in store.contributions(1, "check-in", "energy").items() if value == 7}
    room.others(7)
    room.tell("reveal", exercise="check-in")
    published = (root / "published" / "releases.json").read_bytes()
    assert store.contributions(1, "check-in", "energy")
    with store.reading() as connection:
        traces = traces_of(connection, store.envelopes, store.weeks, pseudonym)
    planted, trail = (*traces.everything, MARK), trails(store.cohort)[pseudonym]
    assert len(planted) >= 3
    # What somebody wrote is in no file in plain; the ids of their device and of what it sent are.
    assert {mark for mark in planted if marked(root, mark=mark)} == traces.ids
    assert trail.files(root)
    found = card(page, "Delete everything I sent")
    found.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator("#own-said")).to_contain_text("Tick the box first")
    assert trail.files(root)
    found.get_by_role("checkbox", name="Yes, delete everything I sent.").check()
    found.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("Everything you sent has been deleted")).to_be_visible()
    assert [mark for mark in planted if marked(root, mark=mark)] == []
    assert trail.files(root) == set()
    assert (root / "published" / "releases.json").read_bytes() == published
    assert len(room.stored()) == 7
