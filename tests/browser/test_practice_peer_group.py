"""A peer group's meeting and charter on a bare page without a kernel; the clock is the test's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import access
from tests.browser.bare_practice import EAR, after, begin, shown, unfold

pytestmark = pytest.mark.usefixtures("stopped_clock")

CANARY = "a private canary"
PEERS = "peer-group"


def part(page: Page) -> Locator:
    return page.locator(".kit-peers-now")


def clock(page: Page) -> Locator:
    return page.locator(".kit-peers-clock")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_violation_at_wcag_2_2_aa(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    shown(page, address, PEERS, copies=2)
    unfold(page)
    page.get_by_role("button", name="Begin").first.click()
    after(page, 400)
    page.clock.resume()
    assert access.violations(page) == []
    assert access.unmarked_controls(page) == []
    found = access.ids(page)
    assert (found["twice"], found["foreign"]) == ([], [])


def test_at_320_pixels_nothing_is_cut_off_and_every_target_can_be_hit(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    shown(page, address, PEERS)
    unfold(page)
    begin(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert access.small_targets(page) == []


def test_the_parts_follow_one_another_with_their_minutes_and_the_meeting_ends(page: Page, address: str) -> None:
    shown(page, address, PEERS)
    said = page.locator(".kit-form-unseen[role=status]")
    expect(clock(page)).to_have_text("45:00")
    begin(page)
    for title, minutes in [
        ("Arriving", 5),
        ("Something that went well", 10),
        ("One or two hard moments", 20),
        ("What each of us will try", 5),
        ("The next time", 5),
    ]:
        expect(part(page)).to_have_text(title)
        expect(page.locator(".kit-peers-agenda [aria-current=step]")).to_contain_text(title)
        expect(clock(page)).to_have_text(f"{minutes}:00")
        expect(said).to_have_text(f"{title}, {minutes} minutes.")
        after(page, minutes * 60 - 100)
        expect(said).to_have_text(f"Two minutes left for “{title}”, or less.")
        after(page, 100)
    expect(part(page)).to_have_text("That was today's meeting. Until the next one")
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    assert page.evaluate("said") == []


def test_it_can_be_led_by_keyboard_and_goes_on_after_a_reload(page: Page, address: str) -> None:
    shown(page, address, PEERS)
    page.get_by_role("button", name="Begin").press("Enter")
    page.get_by_role("button", name="Next").press("Enter")
    page.get_by_role("button", name="Next").press("Enter")
    expect(part(page)).to_have_text("One or two hard moments")
    page.get_by_role("button", name="Back").press("Enter")
    after(page, 61)
    expect(clock(page)).to_have_text("8:59")
    expect(page.locator(".kit-peers-stage")).to_contain_text("38:59 left of the whole meeting")
    page.reload()
    expect(part(page)).to_have_text("Something that went well")
    expect(page.locator(".kit-practice-line")).to_contain_text("Paused.")
    page.get_by_role("button", name="Stop").press("Enter")
    expect(page.get_by_role("button", name="Begin")).to_be_focused()
    expect(clock(page)).to_have_text("45:00")


def test_bells_ring_at_the_end_of_every_part_once_they_are_asked_for(page: Page, address: str) -> None:
    page.add_init_script(EAR)
    shown(page, address, PEERS)
    begin(page)
    assert page.evaluate("heard") == []
    page.get_by_role("button", name="Stop").click()
    unfold(page)
    page.get_by_role("combobox", name="Bells").select_option("parts")
    begin(page)
    rung = [300, 900, 2100, 2400, 2700]
    assert sorted(set(page.evaluate("heard"))) == pytest.approx(rung, abs=0.1)
    page.get_by_label("Time left").uncheck()
    expect(clock(page)).to_be_hidden()


def test_the_charter_stays_in_the_browser_and_outlives_a_reload(page: Page, address: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.url} {request.post_data}"))
    shown(page, address, PEERS, copies=2)
    fields = page.locator(".kit-practice").first.locator("textarea")
    expect(fields).to_have_count(7)
    for number, field in enumerate(fields.all()):
        field.fill(f"{CANARY} {number}\nand more")
    expect(page.locator(".kit-practice").nth(1).locator("textarea").last).to_have_value(f"{CANARY} 6\nand more")
    page.reload()
    expect(fields.first).to_have_value(f"{CANARY} 0\nand more")
    assert page.evaluate("said") == []
    assert CANARY not in json.dumps(requests)


def test_a_copy_of_the_charter_is_for_people_to_read_and_comes_back(page: Page, address: str, tmp_path: Path) -> None:
    shown(page, address, PEERS)
    page.get_by_label("When and where do we meet").fill(f"{CANARY}: Tuesdays")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save a copy").click()
    copy = tmp_path / "copy.txt"
    saving.value.save_as(copy)
    assert "When and where do we meet, and what is the first date?\na private canary: Tuesdays" in copy.read_text(
        "utf-8"
    )
    page.get_by_role("button", name="Clear everything here").click()
    expect(page.get_by_label("When and where do we meet")).to_have_value("")
    for name, changed in (("damaged", copy.read_text("utf-8").replace(f"{CANARY}: T", "x")), ("foreign", "hello")):
        (tmp_path / f"{name}.txt").write_text(changed, "utf-8")
        page.get_by_label("Restore from a copy").set_input_files(tmp_path / f"{name}.txt")
        expect(page.locator(".kit-form-copies")).to_contain_text("nothing was changed")
        expect(page.get_by_label("When and where do we meet")).to_have_value("")
    page.get_by_label("Restore from a copy").set_input_files(copy)
    expect(page.get_by_label("When and where do we meet")).to_have_value(f"{CANARY}: Tuesdays")


def test_the_print_has_what_was_agreed_on_and_room_for_what_was_not(page: Page, address: str) -> None:
    shown(page, address, PEERS)
    page.get_by_label("When and where do we meet").fill(f"{CANARY}: Tuesdays")
    page.get_by_role("button", name="Print the agenda and the charter").click()
    printed = page.frame_locator("iframe[data-kit-print]").locator("body")
    expect(printed).to_contain_text(f"{CANARY}: Tuesdays")
    expect(printed).not_to_contain_text("Every two weeks, 45 minutes")
    expect(printed).to_contain_text("(An idea: Three to five people.")
    expect(printed).to_contain_text("One or two hard moments, 20 minutes.")
    expect(printed).to_contain_text("Looking back.")
