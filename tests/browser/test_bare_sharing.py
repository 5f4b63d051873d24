"""Sharing a text: seen first as others would see it, ticked on its own, and undone by any change."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import access
from tests.browser.bare import acknowledge, item, look, send, share, shown, status, submissions, tell

MASKED = [
    {"text": "I asked ", "kind": None},
    {"text": "[name]", "kind": "name"},
    {"text": ", and ", "kind": None},
    {"text": "Xavier", "kind": "perhaps"},
    {"text": " listened", "kind": None},
]
OWN, SHOWN = "I asked Benno, and Xavier listened", "I asked [name], and Xavier listened"


def box(page: Page) -> Locator:
    return item(page, "note").get_by_role("textbox")


def tick(page: Page, name: str = "Share this text") -> Locator:
    return item(page, "note").get_by_role("checkbox", name=name)


def test_a_text_stays_in_the_browser_until_it_was_looked_at_and_ticked(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    item(page, "energy").get_by_role("radio", name="7").check()
    box(page).fill(OWN)
    send(page)
    assert submissions(page)[-1]["answers"] == {"energy": 7}
    look(page, OWN, SHOWN, parts=MASKED)
    expect(tick(page)).not_to_be_checked()
    assert submissions(page)[-1]["answers"] == {"energy": 7}
    tick(page).check()
    send(page)
    assert submissions(page)[-1]["answers"] == {"energy": 7, "note": SHOWN}
    assert submissions(page)[-1]["shared"] == {"note": {"version": "v1", "quote": False}}


def test_what_others_would_see_is_shown_with_its_masks_and_is_what_stands_in_the_field(
    page: Page, bare_address: str
) -> None:
    shown(page, bare_address)
    place = look(page, OWN, SHOWN, parts=MASKED)
    expect(page.get_by_text("This is what others would see")).to_be_focused()
    expect(place.locator("mark")).to_have_text("[name]")
    expect(place.locator("u")).to_have_text("Xavier")
    expect(place).to_contain_text("may be a name")
    expect(place).to_contain_text("Colleagues may still recognise you")
    expect(box(page)).to_have_value(SHOWN)
    place.get_by_role("button", name="Back to my own words").click()
    expect(box(page)).to_have_value(OWN)
    expect(tick(page)).to_be_hidden()


def test_any_change_takes_the_tick_away_until_the_text_was_looked_at_again(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    share(page, OWN, SHOWN)
    box(page).press("End")
    box(page).press_sequentially("!")
    expect(item(page, "note")).to_contain_text("isn't shared any more")
    expect(tick(page)).to_be_hidden()
    send(page)
    assert submissions(page) == []
    look(page, SHOWN + "!")
    expect(tick(page)).not_to_be_checked()


def test_quoting_is_a_tick_of_its_own_that_ends_with_sharing(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    look(page, OWN, SHOWN)
    expect(tick(page, "also be quoted")).to_be_hidden()
    tick(page).check()
    send(page)
    acknowledge(page, "received")
    tick(page, "also be quoted").check()
    send(page)
    assert submissions(page)[-1]["shared"] == {"note": {"version": "v1", "quote": True}}
    acknowledge(page, "received")
    tick(page).uncheck()
    tick(page).check()
    expect(tick(page, "also be quoted")).not_to_be_checked()


@pytest.mark.parametrize("said", ["Texts cannot be shared here.", ""])
def test_where_it_cannot_be_looked_through_it_cannot_be_shared(page: Page, bare_address: str, said: str) -> None:
    shown(page, bare_address)
    place = look(page, OWN, problem=said)
    expect(place).to_contain_text(said or "There was no answer")
    expect(tick(page)).to_be_hidden()
    expect(box(page)).to_have_value(OWN)


def test_nothing_is_sent_away_to_be_looked_at_before_it_is_asked_for(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    box(page).press_sequentially("not yet")
    item(page, "note").get_by_role("button", name="Clear").wait_for(state="hidden")
    assert [message["type"] for message in page.evaluate("said")] == ["hello"]
    box(page).fill("")
    item(page, "note").get_by_role("button", name="See it as others would").click()
    expect(item(page, "note")).to_contain_text("Both are fine")
    assert [message["type"] for message in page.evaluate("said")] == ["hello"]


def test_what_was_written_seen_and_ticked_outlasts_a_reload(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    share(page, OWN, SHOWN)
    tick(page, "also be quoted").check()
    page.reload()
    expect(tick(page)).to_be_checked()
    expect(tick(page, "also be quoted")).to_be_checked()
    expect(box(page)).to_have_value(SHOWN)
    item(page, "note").get_by_role("button", name="Back to my own words").click()
    expect(box(page)).to_have_value(OWN)


def test_a_text_that_was_shared_from_another_device_is_known_with_what_was_agreed(
    page: Page, bare_address: str
) -> None:
    shown(page, bare_address)
    about = {"note": {"version": "v0", "quote": True}}
    tell(page, "received", id="x", revision=4, answers={"note": SHOWN}, shared=about)
    expect(tick(page)).to_be_checked()
    expect(tick(page, "also be quoted")).to_be_checked()
    send(page)
    expect(status(page)).to_contain_text("Nothing has changed")
    item(page, "energy").get_by_role("radio", name="7").check()
    send(page)
    assert submissions(page)[-1]["shared"] == about


def test_a_text_that_is_too_long_says_so_and_cannot_be_ticked(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    box(page).fill("a" * 55)
    expect(item(page, "note")).to_contain_text("5 characters left")
    look(page, "a" * 63)
    expect(item(page, "note")).to_contain_text("3 characters too many")
    expect(tick(page)).to_be_disabled()


def test_once_the_exercise_is_closed_nothing_of_it_can_be_changed(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    share(page, OWN, SHOWN)
    send(page)
    newest = submissions(page)[-1]
    tell(page, "received", id=newest["id"], revision=1, answers=newest["answers"], closed=True)
    expect(tick(page)).to_be_disabled()
    expect(tick(page)).to_be_checked()
    expect(box(page)).not_to_be_editable()
    expect(item(page, "note").get_by_role("button", name="Back to my own words")).to_be_hidden()


def test_markup_in_a_text_is_shown_as_the_characters_it_is(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    text = "<img src=x onerror=window.hit=1><b>!</b>"
    place = look(page, text)
    expect(place.locator(".kit-form-shown")).to_have_text(text)
    expect(place.locator("img, b")).to_have_count(0)
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_preview_is_accessible_and_fits_a_small_phone(page: Page, bare_address: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 640})
    shown(page, bare_address)
    look(page, OWN, SHOWN, parts=MASKED)
    tick(page).check()
    assert access.violations(page) == []
    assert access.small_targets(page) == []
    assert access.unmarked_controls(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_theme_that_is_picked_is_part_of_the_text_that_is_looked_at_and_sent(page: Page, bare_address: str) -> None:
    shown(page, bare_address, "themed")
    theme = item(page, "note").get_by_role("combobox", name="What it's about")
    theme.select_option("Good company")
    place = look(page, "lunch", "Good company: lunch")
    expect(place).to_contain_text("Good company: lunch")
    expect(box(page)).to_have_value("lunch")
    tick(page).check()
    send(page)
    assert submissions(page)[-1]["answers"] == {"note": "Good company: lunch"}
    page.reload()
    tell(page)
    expect(theme).to_have_value("Good company")
    expect(box(page)).to_have_value("lunch")
    theme.select_option("Rest")
    expect(tick(page)).to_be_hidden()
    expect(item(page, "note")).to_contain_text("isn't shared any more")


def test_a_theme_alone_is_no_text_and_counts_towards_its_length(page: Page, bare_address: str) -> None:
    shown(page, bare_address, "themed")
    theme = item(page, "note").get_by_role("combobox", name="What it's about")
    theme.select_option("Rest")
    item(page, "note").get_by_role("button", name="See it as others would").click()
    expect(item(page, "note")).to_contain_text("Both are fine")
    box(page).fill("x" * 54)
    expect(item(page, "note")).to_contain_text("0 characters left")
    theme.select_option("Good company")
    expect(box(page)).to_have_attribute("aria-invalid", "true")


def test_a_form_without_themes_asks_for_none(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    expect(item(page, "note").get_by_role("combobox")).to_have_count(0)
