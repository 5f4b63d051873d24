"""A text on its way from one browser, past its author's and the facilitator's eyes, to the whole group."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import offline
from tests.browser.facilitating import facilitators_notebook
from tests.browser.hosted import Room, answer, form, hosting, joined, make_root, picture, send, show_screen, status
from tests.browser.lab import Lab

WRITTEN, SEEN = "Benno listened to me after the late shift", "[name] listened to me after the late shift"
TREES = ("elm", "oak", "ash", "yew", "fir", "fig", "ivy", "bay")
REFUSED, KEPT = "a quiet walk to the yew", "words that stay with me"


@pytest.fixture
def room(browser: Browser, tmp_path: Path) -> Iterator[Room]:
    with hosting(make_root(tmp_path / "spring")) as running:
        yield running


@pytest.fixture
def phone(browser: Browser, room: Room) -> Iterator[Page]:
    with offline(browser) as opened:
        page = opened.new_page()
        page.set_viewport_size({"width": 390, "height": 780})
        joined(page, room)
        yield page


@pytest.fixture
def screen(browser: Browser, room: Room) -> Iterator[Page]:
    with offline(browser) as opened:
        page = opened.new_page()
        show_screen(page, room)
        yield page


def note(phone: Page) -> Locator:
    return form(phone).locator('[data-item="note"]')


def others_share(room: Room) -> None:
    for number, tree in enumerate(TREES):
        client = room.served.joined()
        about = {"note": {"version": client.version(), "quote": number == 0}}
        reply = client.put({"energy": number, "note": f"a quiet walk to the {tree}"}, shared=about)
        assert reply.status == 201


def share_from(phone: Page) -> None:
    """Look at the text as others would see it, and share it as it stands there."""
    note(phone).get_by_role("textbox").fill(WRITTEN)
    note(phone).get_by_role("button", name="See it as others would").click()
    expect(note(phone).locator("mark")).to_have_text("[name]")
    expect(note(phone).get_by_role("textbox")).to_have_value(SEEN)
    picture(phone, "texts_preview")
    note(phone).get_by_role("checkbox", name="Share this text").check()
    answer(phone, 6)
    send(phone)
    expect(status(phone)).to_contain_text("Received.")


def keep_from(browser: Browser, room: Room) -> None:
    """Somebody writes a text and does not share it."""
    with offline(browser) as opened:
        page = opened.new_page()
        joined(page, room)
        note(page).get_by_role("textbox").fill(KEPT)
        answer(page, 2)
        send(page)
        expect(status(page)).to_contain_text("Received.")


def decide(row: Locator) -> None:
    """A yes to all but one; without a word about that one nothing is shown."""
    row.get_by_role("button", name="Shared texts").click()
    pool = row.get_by_role("group", name="Shared texts")
    expect(pool).to_contain_text("Nobody is named as their author")
    texts = pool.locator("fieldset")
    expect(texts).to_have_count(9)
    assert pool.get_by_text("quoted outside the group").count() == 1
    written = texts.locator("legend").all_inner_texts()
    assert written != sorted(written)
    for index, text in enumerate(written):
        if text != REFUSED:
            texts.nth(index).get_by_label("Yes, show it").check()
    pool.get_by_role("button", name="Show these to the group").first.click()
    expect(pool).to_contain_text("Say yes or no to each text first.")
    picture(row.page, "texts_panel")
    texts.nth(written.index(REFUSED)).get_by_label("No", exact=True).check()
    pool.get_by_role("button", name="Show these to the group").first.click()
    sure = pool.get_by_role("group", name="Show the group the texts you said yes to")
    picture(row.page, "texts_sure")
    sure.get_by_role("button", name="Show these to the group").click()


def test_a_shared_text_is_seen_masked_agreed_to_looked_through_and_only_then_shown(
    browser: Browser, lab: Lab, page: Page, room: Room, phone: Page, screen: Page, tmp_path: Path
) -> None:
    curriculum = tmp_path / "spring" / "curriculum"
    session = facilitators_notebook(lab, page, room.address, room.session.token, curriculum).forms.first
    row = session.locator(".kit-session-exercise").filter(has_text="Check in")
    row.get_by_role("button", name="Open").click()
    expect(form(phone)).to_contain_text("How much energy?")
    others_share(room)
    share_from(phone)
    keep_from(browser, room)
    row.get_by_role("button", name="Close").click()
    decide(row)
    expect(row).to_contain_text("The shared texts are on the screen and on people's pages.")
    for name, place in (
        ("phone", phone.locator('[data-result="check-in"]')),
        ("screen", screen.locator("#screen-shown")),
    ):
        expect(place.get_by_text(SEEN)).to_be_visible()
        expect(place.get_by_text("a quiet walk to the oak")).to_be_visible()
        place.get_by_text(SEEN).scroll_into_view_if_needed()
        picture(place.page, f"texts_on_{name}")
        assert not [never for never in (REFUSED, KEPT, WRITTEN) if never in place.inner_text()]
    published = (tmp_path / "spring" / "published" / "releases.json").read_text("utf-8")
    assert SEEN in published
    assert not [never for never in (REFUSED, KEPT, WRITTEN) if never in published]
    for path in (tmp_path / "spring" / "private").rglob("*"):
        assert not path.is_file() or KEPT.encode() not in path.read_bytes()
