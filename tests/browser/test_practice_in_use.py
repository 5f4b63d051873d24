"""What happens in the middle of a practice: other minutes, an end by itself, midnight, long words, a screen reader."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bare_practice import MORNING, after, begin, shown
from tests.browser.copies import kept

pytestmark = pytest.mark.usefixtures("stopped_clock")


def test_other_minutes_in_the_middle_of_a_sitting_do_not_end_it(page: Page, address: str) -> None:
    shown(page, address, "sitting")
    begin(page)
    after(page, 240)
    page.get_by_label("Minutes").fill("3")
    page.get_by_label("Minutes").press("Tab")
    expect(page.locator(".kit-practice-line")).to_contain_text("Under way.")
    expect(page.locator(".kit-sitting-clock")).to_have_text("0:36")


def test_a_quicker_pace_in_the_last_round_begins_that_round_again(page: Page, address: str) -> None:
    shown(page, address, "breath")
    begin(page)
    after(page, 30)
    page.get_by_text("Pace, length, and what you see and hear").click()
    page.get_by_label("Pace").first.select_option(index=1)
    expect(page.locator(".kit-practice-line")).to_contain_text("Under way.")
    expect(page.locator(".kit-breath-round")).to_contain_text("3 of 3")


def test_a_page_left_open_past_midnight_stands_at_the_new_day(page: Page, address: str) -> None:
    shown(page, address, "commitment")
    page.locator("textarea").first.fill("a door")
    page.clock.pause_at(MORNING + datetime.timedelta(days=1))
    page.get_by_role("button", name="done", exact=True).click()
    assert [entry["day"] for entry in kept(page, "commitment")["plan"]["log"]] == ["2027-03-03"]
    shown(page, address, "letter")
    page.get_by_role("textbox").first.fill("dear me")
    page.get_by_role("button", name="Close the letter until then").click()
    page.clock.pause_at(MORNING + datetime.timedelta(days=200))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("button", name="Open the letter")).to_be_visible()


def test_a_closed_journal_no_longer_turns_its_page(page: Page, address: str) -> None:
    shown(page, address, "journal")
    heading = page.locator(".kit-journal-today [id$=-today]")
    before = heading.inner_text()
    page.evaluate("window.shown.forEach((close) => close())")
    page.clock.pause_at(MORNING + datetime.timedelta(days=1))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(heading).to_have_text(before)


def test_what_ends_by_itself_leaves_the_focus_on_a_button(page: Page, address: str) -> None:
    for name, seconds in {"breath": 40, "sitting": 301}.items():
        for of in ("stop", "next"):
            shown(page, address, name)
            if not page.locator(f"[id$=-{of}]").count():
                continue
            begin(page)
            after(page, 1)
            page.locator(f"[id$=-{of}]").focus()
            after(page, seconds)
            expect(page.locator(".kit-practice-line")).to_contain_text("That was it.")
            expect(page.locator("[id$=-main]")).to_be_focused()


@pytest.mark.parametrize("width", [320, 360])
def test_a_long_address_in_one_s_own_words_breaks(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    link = "https://example.org/" + "a-long-way-" * 8
    shown(page, address, "letter")
    page.get_by_role("textbox").first.fill(link)
    page.get_by_role("button", name="Close the letter until then").click()
    page.get_by_role("button", name="Open it sooner").click()
    page.get_by_role("button", name="Open it now").click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    shown(page, address, "sitting")
    page.get_by_label("What to follow").select_option("phrases")
    page.get_by_text("Phrases in your own words", exact=True).click()
    page.locator(".kit-sitting-whom textarea").first.fill(link)
    begin(page)
    after(page, 1)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_words_are_laid_out_in_the_direction_in_which_they_are_written(page: Page, address: str) -> None:
    shown(page, address, "letter")
    text = page.get_by_role("textbox").first
    text.fill("שלום")
    assert text.evaluate("node => node.matches(':dir(rtl)')")
    page.get_by_role("button", name="Close the letter until then").click()
    page.get_by_role("button", name="Open it sooner").click()
    page.get_by_role("button", name="Open it now").click()
    assert page.locator(".kit-letter-paper p").evaluate("node => node.matches(':dir(rtl)')")


def test_a_slider_says_its_value_once_and_the_sentence_at_the_end(page: Page, address: str) -> None:
    shown(page, address, "emotion-map")
    assert page.locator(".kit-map-at").first.get_attribute("aria-live") == "off"
    before, later = page.locator("[id$=-before]"), page.locator("[id$=-after]")
    before.fill("7")
    later.evaluate("node => { node.value = 3; node.dispatchEvent(new Event('input')); }")
    expect(page.locator(".kit-map-both")).to_have_text("")
    later.evaluate("node => node.dispatchEvent(new Event('change'))")
    expect(page.locator(".kit-map-both")).to_contain_text("Before 7, now 3")
