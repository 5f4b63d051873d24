"""What a page of 0.1.0 kept in the browser, and its private copies: today's page finds and opens all of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kit.live.process.session import new_session
from kit.settings import load_cohort
from tests.browser.bare_practice import shown
from tests.browser.hosted import Room, form, hosting, picture, read_along, ready, status, watched
from tests.earlier import Earlier, state_0_1_0


@pytest.fixture
def earlier(tmp_path: Path) -> Earlier:
    return state_0_1_0(tmp_path)


@pytest.fixture
def room(context: BrowserContext, earlier: Earlier) -> Iterator[Room]:
    """A host of week 8 for the cohort of 0.1.0."""
    said = watched(context)
    with hosting(
        earlier.cohort, session=new_session(earlier.cohort, 8, people=load_cohort(earlier.cohort).size)
    ) as running:
        yield running
    assert said == []


def come_back(page: Page, room: Room, earlier: Earlier) -> None:
    """Go to the page with what 0.1.0 kept in the browser, by the four words: keys of devices run out."""
    page.goto(room.address)
    page.evaluate(
        "(kept) => Object.entries(kept).forEach(([name, text]) => localStorage.setItem(name, text))",
        earlier.browser["localStorage"],
    )
    page.get_by_text("I've been here before").click()
    page.get_by_label("Your four words").fill(" ".join(earlier.people["page"]["words"]))
    page.get_by_role("button", name="Come back").click()
    # Who agreed then has agreed, and is told once what has changed since.
    expect(page.get_by_role("heading", name="What has changed since you agreed")).to_be_focused()
    expect(page.locator("#step-news")).to_contain_text("sealed")
    picture(page, "news")
    page.get_by_role("button", name="Go on").click()
    ready(page)
    page.goto(room.address)
    ready(page)


def arrived(room: Room, exercise: str) -> int:
    """How many people's answers to *exercise* of week 8 are stored."""
    return len(room.served.host.store.contributions(8, exercise, "helped"))


def test_drafts_and_what_was_sent_and_what_waits_are_found_and_go_on(page: Page, room: Room, earlier: Earlier) -> None:
    kept = earlier.browser
    for exercise in (kept["sent"], kept["draft"], kept["waiting"]):
        room.tell("open", week=8, exercise=exercise)
    before = arrived(room, kept["waiting"])
    come_back(page, room, earlier)
    expect(status(page, kept["sent"])).to_contain_text("Received.")
    expect(status(page, kept["draft"])).to_contain_text("Not sent yet.")
    expect(form(page, kept["draft"]).get_by_role("radio", name="partly")).to_be_checked()
    expect(status(page, kept["waiting"])).to_contain_text("Received.")
    assert arrived(room, kept["waiting"]) == before + 1
    receipts = page.evaluate("Object.entries(localStorage).filter(([name]) => name.includes('/received/'))")
    assert len(receipts) >= 2
    assert not [name for name, text in receipts if '"answers"' in text or '"sealed"' not in text]


def test_letter_and_plan_are_found(page: Page, room: Room, earlier: Earlier) -> None:
    come_back(page, room, earlier)
    read_along(page)
    letter, plan = page.locator("#practice-letter"), page.locator("#practice-commitment")
    expect(letter.locator("textarea").first).to_have_value("Dear me, the slow mornings were worth it.")
    expect(plan.get_by_label("… then I will …")).to_have_value("breathe out before I open the mail")


@pytest.mark.parametrize("copy", ["journal-plain.txt", "journal-locked.txt"])
def test_its_private_copies_are_restored(page: Page, address: str, earlier: Earlier, copy: str) -> None:
    shown(page, address, "journal")
    page.locator("input[type=file]").set_input_files(earlier.folder / "copies" / copy)
    if copy == "journal-locked.txt":
        page.get_by_label("Passphrase of the copy").fill(earlier.people["passphrase"])
        page.get_by_role("button", name="Open the copy").click()
    else:
        page.get_by_role("button", name="Yes, bring it back").click()
    expect(page.locator(".kit-form-copies .kit-form-copied")).to_contain_text("The days from the copy are back")
    assert "took the stairs, slowly" in page.evaluate("JSON.stringify({ ...localStorage })")
