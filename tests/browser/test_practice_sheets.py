"""Cards, maps and worksheets: by keyboard, over a reload, at 320 pixels, and told to nobody."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import access
from tests.browser.bare_practice import shown

CANARY = "a private canary"
SHEETS = [
    *("emotion-map", "energy-ledger", "role-resources", "script-builder"),
    *("culture-weather", "pitfall-map", "framework-mixer"),
]


def writing(page: Page) -> list[Locator]:
    return page.locator(".kit-practice :is(textarea, input[type=text])").all()


@pytest.mark.parametrize("name", SHEETS)
def test_what_is_written_stays_in_the_browser_and_outlives_a_reload(page: Page, address: str, name: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.url} {request.post_data}"))
    shown(page, address, name)
    for number, field in enumerate(writing(page)):
        field.fill(f"{CANARY} {number}")
    for box in page.locator(".kit-practice input[type=checkbox]").all():
        box.focus()
        page.keyboard.press("Space")
    page.reload()
    page.locator("html[data-ready]").wait_for()
    assert [field.input_value() for field in writing(page)] == [f"{CANARY} {n}" for n in range(len(writing(page)))]
    assert all(box.is_checked() for box in page.locator(".kit-practice input[type=checkbox]").all())
    assert page.evaluate("said") == []
    assert CANARY not in json.dumps(requests)


@pytest.mark.parametrize("name", SHEETS)
def test_a_copy_brings_it_back_and_it_can_be_cleared_and_brought_back(
    page: Page, address: str, tmp_path: Path, name: str
) -> None:
    shown(page, address, name)
    writing(page)[0].fill(CANARY)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save a copy").click()
    saved = tmp_path / "copy-private.txt"
    waiting.value.save_as(saved)
    assert CANARY in saved.read_text("utf-8")
    page.get_by_role("button", name="Clear everything here").click()
    assert writing(page)[0].input_value() == ""
    page.get_by_role("button", name="Bring it back").click()
    assert writing(page)[0].input_value() == CANARY
    page.get_by_role("button", name="Clear everything here").click()
    page.get_by_label("Restore from a copy").set_input_files(saved)
    expect(writing(page)[0]).to_have_value(CANARY)
    other = "emotion-map" if name != "emotion-map" else "pitfall-map"
    shown(page, address, other)
    page.get_by_label("Restore from a copy").set_input_files(saved)
    expect(page.locator(".kit-form-copies .kit-form-copied")).to_contain_text("belongs to another practice")


@pytest.mark.parametrize("name", SHEETS)
def test_it_is_usable_by_everybody(page: Page, address: str, name: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        shown(page, address, name, copies=2)
        for box in page.locator(".kit-practice").first.locator("input[type=checkbox]").all():
            box.check()
        assert access.violations(page) == []
    assert access.small_targets(page) == []
    assert access.unmarked_controls(page) == []
    assert access.ids(page)["twice"] == []
    assert access.ids(page)["foreign"] == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_option_says_what_it_has_to_say_once_it_is_chosen(page: Page, address: str) -> None:
    shown(page, address, "pitfall-map")
    page.get_by_label("neglecting myself").check()
    expect(page.get_by_text("Put sleep, movement")).to_be_visible()
    expect(page.get_by_text("Ask who it's for.")).to_be_hidden()
    shown(page, address, "culture-weather")
    page.get_by_label("storm, it does harm").check()
    expect(page.get_by_text("finding support outside")).to_be_visible()


def test_lines_of_the_ledger_are_added_and_taken_away_by_keyboard(page: Page, address: str) -> None:
    shown(page, address, "energy-ledger")
    gives = page.get_by_role("group", name="What gives me energy")
    gives.get_by_label("Number 1", exact=True).fill("the walk")
    gives.get_by_role("button", name="Add one").press("Enter")
    page.keyboard.type("a joke")
    gives.get_by_label("How much, number 2").select_option("lot")
    gives.get_by_role("button", name="Remove number 1").press("Enter")
    expect(gives.get_by_label("Number 1", exact=True)).to_have_value("a joke")
    expect(gives.get_by_label("How much, number 1")).to_have_value("lot")
    expect(gives.get_by_label("Number 1", exact=True)).to_be_focused()


def fits(levels: tuple[str, ...]) -> str:
    """What the card says may fit, worked out a second way."""
    time, skill, authority, energy = (level == "none" for level in levels)
    if skill or authority:
        return "refer to someone better placed"
    return ["offer something yourself", "defer to a time", "decline kindly"][time + energy]


def test_the_card_suggests_for_every_combination_and_keeps_the_decision_with_its_owner(
    page: Page, address: str
) -> None:
    shown(page, address, "role-resources")
    thought = page.locator(".kit-role-thought")
    expect(thought).to_contain_text("Once you've answered all four")
    for levels in product(("enough", "none"), repeat=4):
        for name, level in zip(("time", "skill", "authority", "energy"), levels, strict=True):
            page.locator(f"input[id$='-{name}-{level}']").check()
        expect(thought).to_contain_text(fits(levels))
        expect(thought).to_contain_text("you know the situation")
    page.get_by_label("Who is that, or what place?").fill("the works council")
    page.get_by_label("Who is that, or what place?").blur()
    page.reload()
    expect(page.locator(".kit-role-line")).to_contain_text("the works council")


def test_the_builder_puts_the_script_together_and_notices_what_is_missing(page: Page, address: str) -> None:
    shown(page, address, "script-builder")
    page.get_by_label("Acknowledge", exact=True).fill("That sounds hard.")
    page.get_by_label("The limit", exact=True).fill("Bananas are yellow.")
    page.get_by_label("The limit", exact=True).blur()
    expect(page.locator(".kit-script-whole")).to_have_text("That sounds hard. Bananas are yellow.")
    remarks = page.locator(".kit-script-missing")
    expect(remarks).to_contain_text("“Your wish to support” is still empty.")
    expect(remarks).to_contain_text("None of these words is in “The limit”: not, can't")
    page.get_by_label("Your wish to support", exact=True).fill("I want to hear about it.")
    page.get_by_label("The limit", exact=True).fill("I can’t stay now.")
    page.get_by_label("The next step", exact=True).fill("Can I ring you at four?")
    page.get_by_label("The next step", exact=True).blur()
    expect(remarks).to_have_text(
        "All four parts are there. Say it aloud once; that's when you'll hear whether it sounds like you."
    )
    page.get_by_role("button", name="Print the card").click()
    expect(page.frame_locator("iframe[data-kit-print]").locator("body")).to_contain_text("Can I ring you at four?")


def test_the_map_is_set_by_finger_or_by_keyboard_and_shows_before_and_after_to_its_owner(
    page: Page, address: str
) -> None:
    shown(page, address, "emotion-map")
    expect(page.get_by_text("not set")).to_have_count(4)
    square = page.locator(".kit-map-square")
    box = square.bounding_box()
    assert box is not None
    square.click(position={"x": box["width"] * 0.1, "y": box["height"] * 0.1})
    expect(page.get_by_label("Unpleasant or pleasant")).to_have_value("-4")
    expect(page.get_by_label("Low or high energy")).to_have_value("4")
    page.get_by_label("Unpleasant or pleasant").press("ArrowRight")
    expect(page.get_by_label("Unpleasant or pleasant")).to_have_value("-3")
    page.get_by_label("How strong is it").press("End")
    page.get_by_label("And now that you").press("Home")
    expect(page.locator(".kit-map-both")).to_contain_text("Before 10, now 0.")
