"""Practices on a bare page without a kernel; the clock is the test's own."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser import access
from tests.browser.bare_practice import EAR, after, begin, shown, unfold

pytestmark = pytest.mark.usefixtures("stopped_clock")

CANARY = "a private canary"
GUIDED = "kindness-easy-self"
NAMES = ["breath", GUIDED]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_a_practice_has_no_violation_at_wcag_2_2_aa(page: Page, address: str, name: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    shown(page, address, name, copies=2)
    if name == GUIDED:
        page.get_by_label("What to follow").first.select_option("phrases")
    unfold(page)
    page.get_by_role("button", name="Begin").first.click()
    after(page, 4)
    page.clock.resume()
    assert access.violations(page) == []
    assert access.unmarked_controls(page) == []
    found = access.ids(page)
    assert (found["twice"], found["foreign"]) == ([], [])


@pytest.mark.parametrize("name", NAMES)
def test_at_320_pixels_nothing_is_cut_off_and_every_target_can_be_hit(page: Page, address: str, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    shown(page, address, name)
    if name == GUIDED:
        page.get_by_label("What to follow").select_option("phrases")
    unfold(page)
    begin(page)
    after(page, 7)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert access.small_targets(page) == []


def test_a_breath_goes_in_holds_goes_out_and_ends_by_itself(page: Page, address: str) -> None:
    shown(page, address)
    phase, said = page.locator(".kit-breath-phase"), page.locator(".kit-form-unseen[role=status]")
    begin(page)
    expect(phase).to_have_text("Let one breath come and go")
    for seconds, words in [(3.1, "Breathe in"), (4, "Hold gently"), (2, "Breathe out"), (6, "Breathe in")]:
        after(page, seconds)
        expect(phase).to_have_text(words)
        expect(said).to_have_text(words)
    expect(page.locator(".kit-breath-round")).to_have_text("Round 2 of 3")
    after(page, 24)
    expect(page.locator(".kit-practice-line")).to_contain_text("That was it.")
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    assert page.evaluate("said") == []


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_paused_and_stopped_by_keyboard_without_comment(page: Page, address: str, name: str) -> None:
    shown(page, address, name)
    page.get_by_role("button", name="Begin").focus()
    page.keyboard.press("Enter")
    after(page, 5)
    page.keyboard.press("Enter")
    line, stage = page.locator(".kit-practice-line"), page.locator(".kit-practice-stage")
    expect(line).to_contain_text("Paused.")
    before = stage.inner_text()
    after(page, 600)
    assert stage.inner_text() == before
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    page.get_by_role("button", name="Stop").press("Enter")
    assert line.inner_text().strip() == "Stopped."
    expect(page.get_by_role("button", name="Begin")).to_be_focused()


def test_settings_and_the_place_survive_a_reload(page: Page, address: str) -> None:
    shown(page, address)
    unfold(page)
    page.get_by_label("A pace to choose").select_option("no_hold")
    page.get_by_role("spinbutton", name="Rounds").fill("99")
    page.get_by_role("spinbutton", name="Rounds").blur()
    expect(page.get_by_role("spinbutton", name="Rounds")).to_have_value("60")
    begin(page)
    after(page, 14)
    page.reload()
    expect(page.locator(".kit-breath-round")).to_have_text("Round 2 of 60")
    expect(page.locator(".kit-practice-line")).to_contain_text("Paused.")
    unfold(page)
    expect(page.get_by_label("Hold", exact=True)).to_have_value("0")
    page.get_by_role("button", name="Back to how it was").click()
    expect(page.get_by_label("Hold", exact=True)).to_have_value("2")


def test_less_motion_is_respected_and_each_sense_can_be_switched_by_itself(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    shown(page, address)
    unfold(page)
    expect(page.get_by_label("A circle that moves with the breath")).not_to_be_checked()
    size = "document.querySelector('.kit-breath-circle').style.transform"
    begin(page)
    after(page, 4)
    before = page.evaluate(size)
    after(page, 2)
    assert page.evaluate(size) == before
    page.get_by_label("A circle that moves with the breath").check()
    assert page.evaluate(size) != before
    page.get_by_label("Words and count").uncheck()
    expect(page.locator(".kit-breath-phase")).to_be_hidden()
    page.get_by_label("Say it to a screen reader").uncheck()
    after(page, 2)
    expect(page.locator(".kit-form-unseen[role=status]")).to_have_text("")


def test_nothing_sounds_before_it_is_asked_for(page: Page, address: str) -> None:
    page.add_init_script(EAR)
    shown(page, address)
    begin(page)
    after(page, 20)
    assert page.evaluate("heard") == []
    unfold(page)
    page.get_by_label("A soft tone").check()
    after(page, 12)
    assert len(page.evaluate("heard")) == 2


def test_bells_ring_at_both_ends_and_every_minute_and_those_to_come_are_handed_over(page: Page, address: str) -> None:
    page.add_init_script(EAR)
    shown(page, address, GUIDED)
    unfold(page)
    page.get_by_role("combobox", name="Bells").select_option("minutes")
    begin(page)
    assert sorted(set(page.evaluate("heard"))) == pytest.approx([60 * minute for minute in range(8)], abs=0.1)


def test_the_guided_practice_goes_line_by_line_over_its_own_minutes(page: Page, address: str) -> None:
    shown(page, address, GUIDED)
    marked = page.locator(".kit-sitting-lines [aria-current=step]")
    begin(page)
    expect(page.locator(".kit-sitting-clock")).to_have_text("7:00")
    expect(marked).to_contain_text("Sit in a way that's kind to your back.")
    after(page, 34)
    expect(marked).to_contain_text("Think of someone")
    expect(page.locator(".kit-sitting-now")).to_contain_text("Think of someone")
    page.get_by_role("button", name="Next").click()
    expect(marked).to_contain_text("Picture them")
    page.get_by_role("button", name="Back").click()
    expect(marked).to_contain_text("Think of someone")
    after(page, 420)
    expect(page.locator(".kit-practice-line")).to_contain_text("That was it.")


def test_own_phrases_stay_in_the_browser_and_outlive_a_reload(page: Page, address: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.url} {request.post_data}"))
    shown(page, address, GUIDED)
    page.get_by_label("What to follow").select_option("phrases")
    unfold(page)
    for box in page.locator(".kit-sitting-whom input").all():
        box.check()
    for number, text in enumerate(page.locator(".kit-sitting-whom textarea").all()):
        text.fill(f"{CANARY} {number}\n")
    begin(page)
    expect(page.locator(".kit-sitting-now")).to_have_text(f"{CANARY} 0")
    after(page, 301)
    page.reload()
    expect(page.locator(".kit-sitting-lines li")).to_have_text([f"{CANARY} {number}" for number in range(5)])
    assert page.evaluate("said") == []
    assert CANARY not in json.dumps(requests)
    page.get_by_role("button", name="Print the words").click()
    printed = page.frame_locator("iframe[data-kit-print]").locator("body")
    expect(printed).to_contain_text(f"{CANARY} 4")
    expect(printed).to_contain_text("Stop whenever you like")


def test_two_copies_agree_and_one_waits_while_the_other_goes(page: Page, address: str) -> None:
    shown(page, address, GUIDED, copies=2)
    page.get_by_label("Minutes").first.fill("10")
    page.get_by_label("Minutes").first.blur()
    expect(page.get_by_label("Minutes").nth(1)).to_have_value("10")
    begin_buttons = page.locator(".kit-form-send")
    begin_buttons.first.click()
    begin_buttons.nth(1).click()
    expect(begin_buttons).to_have_text(["Go on", "Pause"])
