"""The journal, the letter and the commitment on a bare page without a kernel; the clock is the test's own."""

from __future__ import annotations

import datetime
import json

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import access
from tests.browser.bare_practice import MORNING, shown, unfold

pytestmark = pytest.mark.usefixtures("stopped_clock")

CANARY = "a private canary"
NAMES = ["journal", "letter", "commitment"]
FELT, DID = "What did you feel?", "What did you do, or not do?"


def fill_all(page: Page, text: str) -> None:
    for number, box in enumerate(page.locator(".kit-form textarea:visible").all()):
        box.fill(f"{text} {number}")


def today(page: Page) -> Locator:
    return page.locator(".kit-journal-today")


def earlier(page: Page) -> Locator:
    return page.locator(".kit-journal-list > details")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_it_has_no_violation_at_wcag_2_2_aa(page: Page, address: str, name: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    shown(page, address, name, copies=2)
    fill_all(page, "words")
    unfold(page)
    page.clock.resume()
    assert access.violations(page) == []
    assert access.unmarked_controls(page) == []
    found = access.ids(page)
    assert (found["twice"], found["foreign"]) == ([], [])


@pytest.mark.parametrize("name", NAMES)
def test_at_320_pixels_nothing_is_cut_off_and_every_target_can_be_hit(page: Page, address: str, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    shown(page, address, name)
    fill_all(page, "words")
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert access.small_targets(page) == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_kept_at_once_and_told_to_nobody(page: Page, address: str, name: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.url} {request.post_data}"))
    shown(page, address, name)
    fill_all(page, CANARY)
    written = [box.input_value() for box in page.locator(".kit-form textarea:visible").all()]
    page.reload()
    page.locator("html[data-ready]").wait_for()
    assert [box.input_value() for box in page.locator(".kit-form textarea:visible").all()] == written
    assert page.evaluate("said") == []
    assert CANARY not in json.dumps(requests)


@pytest.mark.parametrize("name", NAMES)
def test_a_browser_that_keeps_nothing_says_so_before_something_is_written(page: Page, address: str, name: str) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    shown(page, address, name)
    warning, promise = page.get_by_role("alert"), page.get_by_text("Kept in this browser as you write.")
    # Before anything is written, so that nobody relies on what is not so.
    expect(warning).to_contain_text("This browser isn't keeping anything at the moment")
    expect(promise).to_be_hidden()
    page.locator(".kit-form textarea:visible").first.fill(CANARY)
    expect(warning).to_contain_text("This browser isn't keeping anything at the moment")
    expect(promise).to_be_hidden()
    expect(page.locator(".kit-form textarea:visible").first).to_have_value(CANARY)


@pytest.mark.parametrize("name", ["journal", "letter"])
def test_words_of_despair_show_their_author_where_to_turn_and_nobody_else_anything(
    page: Page, address: str, name: str
) -> None:
    requests: list[str] = []
    shown(page, address, name)
    page.on("request", lambda request: requests.append(request.url))
    box, card = page.locator(".kit-form textarea:visible").first, page.locator(".kit-form-help-card")
    box.fill("It was a long week")
    expect(card).to_be_hidden()
    box.press_sequentially(" and I don't want to live")
    expect(card).to_contain_text("you don't have to be alone with it")
    page.clock.resume()
    assert access.violations(page) == []
    card.get_by_role("button").click()
    expect(box).to_be_focused()
    assert (requests, page.evaluate("said")) == ([], [])


def test_each_day_has_its_own_entry_and_the_earlier_ones_can_be_read_and_changed(page: Page, address: str) -> None:
    shown(page, address, "journal")
    page.get_by_label(FELT).fill("on Tuesday")
    page.clock.pause_at(MORNING + datetime.timedelta(days=1))
    page.reload()
    expect(today(page)).to_contain_text("Today · Wednesday, 3 March 2027")
    expect(page.get_by_label(FELT)).to_have_value("")
    expect(earlier(page)).to_have_count(1)
    earlier(page).locator("summary").click()
    field = earlier(page).get_by_label(FELT)
    expect(field).to_have_value("on Tuesday")
    field.fill("on Tuesday, and seen again")
    page.reload()
    earlier(page).locator("summary").click()
    expect(earlier(page).get_by_label(FELT)).to_have_value("on Tuesday, and seen again")


def test_whoever_writes_past_midnight_stays_on_the_page_and_whoever_returns_later_gets_a_new_one(
    page: Page, address: str
) -> None:
    page.clock.pause_at(MORNING.replace(hour=23, minute=59))
    shown(page, address, "journal")
    page.get_by_label(FELT).fill("late on Tuesday")
    page.get_by_label(FELT).blur()
    page.clock.pause_at(MORNING.replace(hour=23, minute=59) + datetime.timedelta(minutes=30))
    page.get_by_label(DID).fill("and a little later")
    expect(today(page)).to_contain_text("Today · Tuesday, 2 March 2027")
    page.get_by_label(DID).blur()
    page.clock.pause_at(MORNING.replace(hour=23, minute=59) + datetime.timedelta(hours=2))
    page.get_by_label(FELT).focus()
    expect(today(page)).to_contain_text("Today · Wednesday, 3 March 2027")
    expect(page.get_by_label(FELT).first).to_have_value("")
    earlier(page).locator("summary").click()
    expect(earlier(page).get_by_label(DID)).to_have_value("and a little later")


def test_an_entry_whose_words_are_all_taken_out_is_no_entry_any_more(page: Page, address: str) -> None:
    shown(page, address, "journal")
    page.get_by_label(FELT).fill("on Tuesday")
    page.clock.pause_at(MORNING + datetime.timedelta(days=1))
    page.reload()
    earlier(page).locator("summary").click()
    earlier(page).get_by_label(FELT).fill(" ")
    page.reload()
    expect(today(page)).to_contain_text("Wednesday, 3 March 2027")
    expect(earlier(page)).to_have_count(0)


def test_a_deleted_entry_comes_back_if_that_was_a_mistake(page: Page, address: str) -> None:
    shown(page, address, "journal")
    page.get_by_label(FELT).fill("on Tuesday")
    page.clock.pause_at(MORNING + datetime.timedelta(days=1))
    page.reload()
    earlier(page).locator("summary").click()
    page.get_by_role("button", name="Delete this entry").click()
    expect(earlier(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Bring it back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(earlier(page)).to_have_count(1)


def test_whoever_writes_past_midnight_stays_on_the_page_and_whoever_comes_later_gets_a_new_one(
    page: Page, address: str
) -> None:
    page.clock.pause_at(MORNING.replace(hour=23, minute=58))
    shown(page, address, "journal")
    page.get_by_label(FELT).fill("late")
    page.clock.pause_at(MORNING.replace(hour=0, minute=10) + datetime.timedelta(days=1))
    page.get_by_label(DID).fill("later")
    expect(today(page)).to_contain_text("Tuesday, 2 March 2027")
    page.get_by_role("button", name="Start the timer").focus()
    page.clock.pause_at(MORNING + datetime.timedelta(days=1))
    page.get_by_label(FELT).focus()
    expect(today(page)).to_contain_text("Wednesday, 3 March 2027")
    expect(earlier(page)).to_have_count(1)


def test_the_timer_is_an_offer_and_says_when_the_time_is_up(page: Page, address: str) -> None:
    shown(page, address, "journal")
    page.get_by_role("button", name="Start the timer").press("Enter")
    page.clock.run_for(61_000)
    expect(page.get_by_role("timer")).to_have_text("3:59")
    page.get_by_label(FELT).fill("still writing")
    page.clock.run_for(240_000)
    expect(page.locator(".kit-practice-line")).to_contain_text("Time is up.")
    expect(page.get_by_label(FELT)).to_have_value("still writing")


def test_a_closed_letter_is_not_on_the_page_until_its_day_and_can_be_opened_sooner(page: Page, address: str) -> None:
    shown(page, address, "letter")
    page.get_by_role("textbox").first.fill(CANARY)
    expect(page.get_by_label("The day on which")).to_have_value("2027-06-02")
    page.get_by_role("button", name="Close the letter").press("Enter")
    expect(page.locator(".kit-form")).to_contain_text("Your letter rests until Wednesday, 2 June 2027.")
    assert CANARY not in page.evaluate("document.documentElement.outerHTML")
    assert CANARY not in page.evaluate("[...document.querySelectorAll('textarea')].map((box) => box.value).join()")
    page.get_by_role("button", name="Open it sooner").press("Enter")
    expect(page.get_by_role("button", name="Open it now")).to_be_focused()
    page.get_by_role("button", name="Let it rest").press("Enter")
    expect(page.get_by_role("button", name="Open it sooner")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".kit-letter-paper")).to_have_text(CANARY)


def test_on_its_day_a_letter_can_simply_be_opened(page: Page, address: str) -> None:
    shown(page, address, "letter")
    page.get_by_role("textbox").first.fill(CANARY)
    page.get_by_role("button", name="Close the letter").click()
    page.clock.pause_at(datetime.datetime(2027, 6, 2, 7, 0))
    page.reload()
    expect(page.locator(".kit-form")).to_contain_text("The day has come.")
    page.get_by_role("button", name="Open the letter").click()
    expect(page.locator(".kit-letter-paper")).to_have_text(CANARY)


@pytest.mark.parametrize(
    ("text", "day", "sentence"),
    [
        ("", "2027-06-02", "There's nothing to close yet."),
        ("words", "", "There's no such day"),
        ("words", "2027-03-02", "choose a later one"),
    ],
)
def test_a_letter_that_cannot_be_closed_says_why(page: Page, address: str, text: str, day: str, sentence: str) -> None:
    shown(page, address, "letter")
    page.get_by_role("textbox").first.fill(text)
    page.get_by_label("The day on which").fill(day)
    page.get_by_role("button", name="Close the letter").click()
    expect(page.locator(".kit-form")).to_contain_text(sentence)
    expect(page.locator(".kit-letter-rest")).to_be_hidden()


def test_the_day_goes_into_the_own_calendar_without_a_word_of_the_letter(page: Page, address: str) -> None:
    shown(page, address, "letter")
    page.get_by_role("textbox").first.fill(CANARY)
    page.get_by_role("button", name="Close the letter").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Put the day into my calendar").click()
    text = saved.value.path().read_text("utf-8")
    assert "DTSTART;VALUE=DATE:20270602" in text
    assert CANARY not in text
    assert "etter" not in text + saved.value.suggested_filename


def test_all_three_answers_are_noted_alike_and_none_is_added_up(page: Page, address: str) -> None:
    shown(page, address, "commitment")
    page.get_by_label("Which one tool").select_option("a look back")
    expect(page.locator(".kit-plan-example")).to_contain_text("if I shut the laptop, then I ask myself")
    page.get_by_label("And if it doesn't happen").fill("on Thursday, with tea")
    names = ["done", "partly", "not this time"]
    for name in names:
        page.get_by_role("button", name=name, exact=True).press("Enter")
        page.clock.run_for(1000)
    expect(page.locator(".kit-went .kit-form-copied")).to_contain_text("begin again: on Thursday, with tea")
    rows = page.locator(".kit-went-list li")
    expect(rows).to_have_count(3)
    boxes = [page.get_by_role("button", name=name, exact=True).bounding_box() for name in names]
    assert len({(round(box["width"]), round(box["height"])) for box in boxes if box}) == 1
    rows.first.get_by_role("button").press("Enter")
    expect(rows).to_have_count(2)
    page.get_by_label("Day", exact=True).fill("2027-03-03")
    page.get_by_role("button", name="done", exact=True).click()
    expect(page.locator(".kit-went")).to_contain_text("Choose today, or a day before it.")


def test_after_a_week_a_plan_can_be_carried_on_or_put_aside_and_nothing_is_lost(page: Page, address: str) -> None:
    shown(page, address, "commitment")
    page.get_by_label("… then I will").fill("breathe")
    page.get_by_role("button", name="partly", exact=True).click()
    expect(page.locator(".kit-plan-kind")).to_contain_text("You can change the plan at any time")
    page.clock.pause_at(MORNING + datetime.timedelta(days=7))
    page.reload()
    expect(page.locator(".kit-plan-kind")).to_contain_text("However it went")
    page.get_by_role("button", name="Keep it for another").press("Enter")
    expect(page.get_by_label("… then I will")).to_have_value("breathe")
    expect(page.locator(".kit-went-list li")).to_have_count(0)
    page.get_by_role("button", name="Start another plan").press("Enter")
    expect(page.get_by_label("… then I will")).to_have_value("")
    page.get_by_text("Earlier plans", exact=True).click()
    expect(page.locator(".kit-plan-list > ul")).to_have_count(2)
    expect(page.locator(".kit-plan-list")).to_contain_text("Tuesday, 2 March 2027: partly")
