"""A whole session at once: a facilitator in a real JupyterLab, three participants on phones, and the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import offline
from tests.browser.facilitating import facilitators_notebook
from tests.browser.hosted import (
    Room,
    answer,
    form,
    hosting,
    joined,
    make_root,
    picture,
    ready,
    send,
    show_screen,
    status,
)
from tests.browser.lab import Lab


@pytest.fixture
def room(browser: Browser, tmp_path: Path) -> Iterator[Room]:
    with hosting(make_root(tmp_path / "spring")) as running:
        yield running


@pytest.fixture
def phones(browser: Browser, room: Room) -> Iterator[list[Page]]:
    """Three browsers of three people, who have joined."""
    with ExitStack() as stack:
        pages = [stack.enter_context(offline(browser)).new_page() for _ in range(3)]
        for page in pages:
            page.set_viewport_size({"width": 390, "height": 780})
            joined(page, room)
        yield pages


def answers_by_keyboard(phone: Page) -> None:
    """Seven, without touching anything."""
    radios = form(phone).locator('[data-item="energy"] input')
    tab_to(phone, radios.first)
    for _ in range(7):
        phone.keyboard.press("ArrowRight")
    expect(radios.nth(7)).to_be_checked()
    tab_to(phone, form(phone).locator(".kit-form-send"))
    phone.keyboard.press("Enter")


def answers_without_a_network(phone: Page) -> None:
    """Eight, while the network is away; it goes by itself when the network is back."""
    phone.context.set_offline(True)
    answer(phone, 8)
    send(phone)
    expect(status(phone)).to_contain_text("On this device. This device has no network at the moment.")
    phone.context.set_offline(False)


def answers_after_a_reload(phone: Page) -> None:
    """Nine, of which the page still knows when it is loaded again before anything was sent."""
    answer(phone, 9)
    phone.reload()
    ready(phone)
    expect(form(phone).locator('[data-item="energy"] input').nth(9)).to_be_checked()
    send(phone)


def tab_to(page: Page, target: Locator) -> None:
    """Reach *target* as a person without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError("Tab never got there")


def test_the_facilitator_opens_people_answer_and_everybody_sees_the_same_result(
    browser: Browser, lab: Lab, page: Page, room: Room, phones: list[Page], tmp_path: Path
) -> None:
    curriculum = tmp_path / "spring" / "curriculum"
    session = facilitators_notebook(lab, page, room.address, room.session.token, curriculum).forms.first
    with offline(browser) as third:
        screen = third.new_page()
        show_screen(screen, room)
        session.get_by_role("button", name="Begin now").click()
        session.get_by_role("button", name="Open “Check in”").click()
        expect(screen.get_by_role("heading", name="Check in")).to_be_visible()
        for phone in phones:
            expect(form(phone)).to_contain_text("How much energy?")
        answers_by_keyboard(phones[0])
        answers_without_a_network(phones[1])
        answers_after_a_reload(phones[2])
        for phone in phones:
            expect(status(phone)).to_contain_text("Received.")
        row = session.locator(".kit-session-exercise").filter(has_text="Check in")
        expect(row).to_contain_text("Fewer people have answered than a result needs.")
        room.others(6)
        expect(row).not_to_contain_text("Fewer people have answered than a result needs.")
        session.get_by_role("button", name="Reveal “Check in”").click()
        session.get_by_role("button", name="Reveal now").click()
        picture(screen, "whole_session_screen")
        shown = [*phones, screen]
        for page_shown in shown:
            expect(page_shown.get_by_role("table").first).to_be_visible()
            expect(page_shown.get_by_text("9 people answered").first).to_be_visible()
        assert room.stored()[-3:] == [7, 8, 9]
