"""The five-step walk and the discernment sort: by keyboard, over a reload, at 320 pixels, and told to nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import access
from tests.browser.bare_practice import known, shown

CANARY = "a private canary"
WALK, SORT = "five-step-walk", "discernment-sort"


def walk_on(page: Page, *turns: str) -> None:
    for turn in turns:
        button = page.locator(f"[id$='-{turn}'].kit-walk-turn").first
        button.focus()
        page.keyboard.press("Enter")


def current(page: Page) -> str:
    return page.locator(".kit-walk-steps [aria-current=step]").inner_text()


def test_a_story_is_walked_by_keyboard_and_the_focus_goes_along(page: Page, address: str) -> None:
    shown(page, address, WALK)
    assert "Pause" in current(page)
    walk_on(page, "breathe")
    assert page.evaluate("document.activeElement.textContent") == "Recognise the emotion"
    walk_on(page, "both", "see-ask", "plain")
    assert "Follow up" in current(page)
    expect(page.locator("[data-nearest]")).to_contain_text("closest to the way you took")
    expect(page.locator(".kit-walk-share")).to_contain_text("feeling, role and action came together")
    page.get_by_role("button", name="One step back").click()
    assert "Choose a" in current(page)
    page.get_by_role("button", name="Begin this story again").click()
    assert "Pause" in current(page)


def test_the_way_and_the_thoughts_outlive_a_reload_and_are_told_to_nobody(page: Page, address: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.url} {request.post_data}"))
    shown(page, address, WALK)
    walk_on(page, "snap", "enough")
    page.get_by_label("A thought on it, for yourself").fill(CANARY)
    page.get_by_label("What would you like to walk through?").select_option("own")
    for number in range(5):
        for field in page.locator("textarea:visible").all():
            field.fill(f"{CANARY} {number}")
        page.get_by_role("button", name="Next step").click() if number < 4 else None
    page.reload()
    page.get_by_label("What would you like to walk through?").select_option("underperformer")
    expect(page.get_by_label("A thought on it, for yourself")).to_have_value(CANARY)
    page.get_by_label("What would you like to walk through?").select_option("own")
    expect(page.get_by_label("What happened")).to_have_value(f"{CANARY} 0")
    assert page.evaluate("said") == []
    assert CANARY not in json.dumps(requests)


def test_a_copy_brings_everything_back_and_a_damaged_one_changes_nothing(
    page: Page, address: str, tmp_path: Path
) -> None:
    shown(page, address, WALK)
    walk_on(page, "breathe", "both")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save a copy").click()
    saved = tmp_path / "walk-private.txt"
    waiting.value.save_as(saved)
    page.get_by_role("button", name="Begin this story again").click()
    page.get_by_label("Restore from a copy").set_input_files(saved)
    expect(page.locator(".kit-walk-steps [aria-current=step]")).to_contain_text("Assess")
    damaged = tmp_path / "damaged.txt"
    damaged.write_text(saved.read_text("utf-8").replace('"breathe"', '"snap"'), "utf-8")
    page.get_by_label("Restore from a copy").set_input_files(damaged)
    expect(page.locator(".kit-form-copies .kit-form-copied")).to_contain_text("This copy is damaged")
    expect(page.locator(".kit-walk-steps [aria-current=step]")).to_contain_text("Assess")
    shown(page, address, SORT)
    page.get_by_label("Restore from a copy").set_input_files(saved)
    expect(page.locator(".kit-form-copied").last).to_contain_text("belongs to another practice")


def test_sorting_shows_a_reason_and_what_speaks_for_the_others_and_can_be_cleared_and_brought_back(
    page: Page, address: str
) -> None:
    shown(page, address, SORT)
    card = page.locator(".kit-sort-card").first
    card.get_by_label("support").focus()
    page.keyboard.press("ArrowDown")
    expect(card.locator(".kit-sort-reason")).to_contain_text("A clear word now")
    card.locator("summary").press("Enter")
    expect(card).to_contain_text("two teachers are confusing")
    page.reload()
    expect(card.get_by_label("challenge")).to_be_checked()
    page.get_by_role("button", name="Clear everything here").press("Enter")
    expect(card.get_by_label("challenge")).not_to_be_checked()
    page.get_by_role("button", name="Bring it back").press("Enter")
    expect(card.get_by_label("challenge")).to_be_checked()


def test_two_copies_show_the_same(page: Page, address: str) -> None:
    shown(page, address, SORT, copies=2)
    page.locator(".kit-sort-card").first.get_by_label("support").check()
    expect(page.locator(".kit-practice").nth(1).get_by_label("support").first).to_be_checked()


@pytest.mark.parametrize("name", [WALK, SORT])
def test_it_is_usable_by_everybody(page: Page, address: str, name: str) -> None:
    assert name in known()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        shown(page, address, name, copies=2)
        if name == WALK and scheme == "light":
            walk_on(page, "breathe", "both", "see-ask", "plain")
        assert access.violations(page) == []
    assert access.small_targets(page) == []
    assert access.unmarked_controls(page) == []
    assert access.ids(page)["twice"] == []
    assert access.ids(page)["foreign"] == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
