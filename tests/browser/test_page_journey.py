"""A whole session on the participant's page: join, answer, lose the network, come back, see the result, leave."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.hosted import (
    Room,
    answer,
    came_in,
    form,
    hosting,
    joined,
    make_root,
    picture,
    read_along,
    ready,
    send,
    seven,
    status,
    tab,
)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something called *name* has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent + (document.activeElement.ariaLabel ?? '')").startswith(
            name
        ):
            return
    raise AssertionError(f"Tab never reached {name!r}")


def test_a_whole_session_by_keyboard_alone(page: Page, room: Room) -> None:
    page.goto(room.address)
    page.locator("html[data-ready]").wait_for()
    tab_to(page, "Skip to the content")
    press(page, "Enter", "Tab")
    page.keyboard.type(room.code.lower().replace("-", ""))
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Before you begin")).to_be_focused()
    tab_to(page, "I agree")
    press(page, "Enter")
    ready(page)
    expect(page.get_by_role("heading", name="You're in.")).to_be_focused()
    room.tell("open", exercise="check-in")
    expect(page.get_by_text("“Check in” is open.")).to_be_visible()
    expect(page.get_by_role("heading", name="Check in")).to_be_focused()
    press(page, "Tab", "ArrowRight", "ArrowRight")
    tab_to(page, "Send")
    press(page, "Enter")
    expect(status(page)).to_contain_text("Received. You can look up now.")
    expect(page.get_by_role("heading", name="You're in.")).to_be_focused()
    assert room.stored() == [2]
    tab_to(page, "I've noted them")
    press(page, "Enter")
    expect(page.get_by_role("heading", name="Four words")).to_have_count(0)
    room.others(7)
    room.tell("reveal", exercise="check-in")
    expect(page.get_by_text("The group's result for “Check in” is here.")).to_be_visible()
    result = page.locator('[data-result="check-in"]')
    expect(result.get_by_role("heading", name="What the group said")).to_be_focused()
    expect(result.get_by_role("table").first).to_be_in_viewport()
    expect(result).to_contain_text("8 people answered")


def test_the_code_of_a_scanned_picture_is_filled_in_and_stays_in_no_address(page: Page, room: Room) -> None:
    page.goto(f"{room.address}/#{room.code}")
    expect(page.get_by_label("Code from the screen")).to_have_value(room.code)
    expect(page.get_by_role("button", name="Join")).to_be_focused()
    assert page.url == f"{room.address}/"


def test_a_wrong_code_is_said_beside_the_field_and_a_pasted_one_fits_in_any_case(page: Page, room: Room) -> None:
    page.goto(room.address)
    code = page.get_by_label("Code from the screen")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("Please type the code")).to_be_visible()
    code.fill("0000-0000")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("This isn't the code of this session.")).to_be_visible()
    expect(code).to_be_focused()
    expect(code).to_have_attribute("aria-invalid", "true")
    code.fill(f" {room.code.lower().replace('-', ' - ')} ")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="Before you begin")).to_be_visible()


def test_a_picture_that_is_scanned_with_the_page_open_already_fills_in_its_code(page: Page, room: Room) -> None:
    page.goto(room.address)
    page.locator("html[data-ready]").wait_for()
    page.get_by_label("Code from the screen").fill("typed")
    page.evaluate("(code) => { location.hash = code; }", room.code)
    expect(page.get_by_label("Code from the screen")).to_have_value(room.code)
    expect(page.get_by_role("button", name="Join")).to_be_focused()
    assert page.url == f"{room.address}/"
    page.evaluate("location.hash = 'main'")  # as the link that skips to the content does
    expect(page.get_by_label("Code from the screen")).to_have_value(room.code)


def test_the_four_words_come_after_the_first_answer_outlast_a_reload_and_are_gone_afterwards(
    page: Page, open_room: Room
) -> None:
    words = joined(page, open_room)
    assert len(set(words)) == 4
    title = page.get_by_role("heading", name="Four words")
    expect(title).to_be_hidden()
    answer(page, 7)
    send(page)
    expect(title).to_be_visible()
    expect(page.get_by_label("The same in one line")).to_have_value(" ".join(words))
    picture(page, "words")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    assert " ".join(words) in saved.value.path().read_text("utf-8")
    page.reload()
    expect(title).to_be_visible()
    assert page.locator("#words-list li").all_inner_texts() == words
    tab(page, "Mine")
    expect(title).to_be_visible()
    page.get_by_role("button", name="I've noted them").click()
    expect(title).to_have_count(0)
    stored = page.evaluate("JSON.stringify({ ...sessionStorage, ...localStorage })")
    # One of them may be an ordinary word of the page's own; all four are nobody else's.
    assert not all(word in stored for word in words)
    page.goto(open_room.address)
    ready(page)
    tab(page, "Mine")
    expect(page.get_by_text("so they can't be shown again")).to_be_visible()


# A page over plain HTTP has no clipboard of its own.
CLIPBOARD = """window.taken = [];
const clipboard = { writeText: async (text) => { window.taken.push(text); } };
Object.defineProperty(navigator, "clipboard", { value: window.way === "clipboard" ? clipboard : undefined });
document.execCommand = () => {
  if (window.way !== "not at all") window.taken.push(document.activeElement.value);
  return window.way !== "not at all";
};"""


@pytest.mark.parametrize("way", ["clipboard", "as a person would", "not at all"])
def test_the_four_words_are_copied_whatever_the_browser_lets_us(page: Page, open_room: Room, way: str) -> None:
    page.add_init_script(f"window.way = {json.dumps(way)};\n{CLIPBOARD}")
    words = joined(page, open_room)
    answer(page, 7)
    send(page)
    page.get_by_role("button", name="Copy").click()
    if way == "not at all":
        expect(page.get_by_text("This browser doesn't let the page copy.")).to_be_visible()
        expect(page.get_by_label("The same in one line")).to_be_focused()
    else:
        expect(page.get_by_text("Copied.")).to_be_visible()
        assert page.evaluate("taken") == [" ".join(words)]


def test_the_four_words_are_shared_where_a_browser_can(page: Page, open_room: Room) -> None:
    page.add_init_script("navigator.share = async (what) => { window.shared = what.text; };")
    words = joined(page, open_room)
    answer(page, 7)
    send(page)
    page.get_by_role("button", name="Share").click()
    assert " ".join(words) in page.evaluate("shared")


def test_four_words_bring_a_participant_back_on_another_device(
    page: Page, context: BrowserContext, open_room: Room
) -> None:
    words = joined(page, open_room)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    context.clear_cookies()
    page.evaluate("localStorage.clear()")
    page.goto(open_room.address)
    page.get_by_text("I've been here before").click()
    page.get_by_label("Your four words").fill(" ".join(words).upper())
    page.get_by_role("button", name="Come back").click()
    ready(page)
    expect(seven(page)).to_be_checked()
    expect(status(page)).to_contain_text("Received.")
    answer(page, 3)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    assert open_room.stored() == [3]


def test_two_participants_see_their_own_answers_and_nothing_of_each_other(
    page: Page, context: BrowserContext, open_room: Room
) -> None:
    joined(page, open_room)
    answer(page, 7)
    form(page).get_by_label("A sentence, if you like").fill("only mine")
    send(page)
    expect(status(page)).to_contain_text("Received.")
    context.clear_cookies()
    other = context.new_page()
    joined(other, open_room)
    expect(seven(other)).not_to_be_checked()
    assert "only mine" not in other.content()
    answer(other, 2)
    send(other)
    expect(status(other)).to_contain_text("Received.")
    expect(other.locator("#own-sent")).to_contain_text("2")
    assert open_room.stored() == [2, 7]


def test_offline_and_back_nothing_is_lost_and_it_is_said_whose_fault_it_is(
    page: Page, context: BrowserContext, open_room: Room
) -> None:
    joined(page, open_room)
    context.set_offline(True)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("On this device. This device has no network at the moment.")
    expect(page.locator(".page-line")).to_contain_text("No network on this device.")
    expect(page.locator("#own-sent")).to_contain_text("waiting to be sent")
    picture(page, "offline")
    context.set_offline(False)
    expect(status(page)).to_contain_text("Received.")
    expect(page.locator(".page-line")).to_contain_text("Connected.")
    expect(page.locator("#own-sent")).to_contain_text("received")
    assert open_room.stored() == [7]


def test_a_draft_and_private_words_survive_a_reload(page: Page, open_room: Room) -> None:
    joined(page, open_room)
    answer(page, 7)
    form(page).get_by_label("A sentence, if you like").press_sequentially("half a sen")
    form(page).get_by_label("For yourself").fill("for me alone")
    page.reload()
    ready(page)
    expect(seven(page)).to_be_checked()
    expect(form(page).get_by_label("A sentence, if you like")).to_have_value("half a sen")
    expect(form(page).get_by_label("For yourself")).to_have_value("for me alone")
    expect(status(page)).to_contain_text("Not sent yet.")
    assert open_room.stored() == []


def test_an_exercise_appears_when_it_is_opened_and_stays_to_be_read_when_it_is_closed(page: Page, room: Room) -> None:
    joined(page, room)
    expect(page.get_by_text("Nothing to do. Look up.")).to_be_visible()
    expect(form(page)).to_have_count(0)
    room.tell("open", exercise="check-in")
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    room.tell("close", exercise="check-in")
    expect(status(page)).to_contain_text("Closed. This exercise is closed. You can see what you sent")
    form(page).get_by_role("button", name="Show my answers").click()
    expect(seven(page)).to_be_visible()
    expect(seven(page)).to_be_disabled()
    expect(form(page, "exit")).to_have_count(0)
    read_along(page)
    expect(page.locator('[data-result="check-in"]')).to_contain_text("appears here when the facilitator reveals it")
    expect(page.get_by_text("“Before you go” is answered under “Now”")).to_be_visible()


def test_answers_that_come_after_the_close_are_kept_and_said_to_be_too_late(
    page: Page, context: BrowserContext, open_room: Room
) -> None:
    joined(page, open_room)
    context.set_offline(True)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("On this device.")
    open_room.tell("close", exercise="check-in")
    context.set_offline(False)
    expect(status(page)).to_contain_text("closed, so these answers weren't stored")
    expect(page.locator("#own-sent")).to_contain_text("not taken")
    page.reload()
    ready(page)
    expect(status(page)).to_contain_text("closed, so these answers weren't stored")
    assert open_room.stored() == []


def test_without_agreeing_nothing_is_stored_and_agreeing_later_sends_what_waits(page: Page, open_room: Room) -> None:
    joined(page, open_room, agree=False)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("They're stored for the group only once you agree")
    assert open_room.stored() == []
    page.get_by_role("link", name="Read the notice").click()
    page.get_by_role("button", name="I agree").click()
    ready(page)
    expect(status(page)).to_contain_text("Received.")
    assert open_room.stored() == [7]


def test_with_self_paced_work_everything_is_open_at_once(page: Page, context: BrowserContext, tmp_path: Path) -> None:
    with hosting(make_root(tmp_path / "spring"), mode="self-paced") as room:
        joined(page, room)
        answer(page, 7)
        send(page)
        expect(status(page)).to_contain_text("Received.")
        answer(page, 5, exercise="exit", item="leave")
        send(page, "exit")
        expect(status(page, "exit")).to_contain_text("Received.")
        page.goto("about:blank")


def test_whoever_is_in_the_middle_of_a_form_stays_in_it_when_another_opens(page: Page, room: Room) -> None:
    joined(page, room)
    room.tell("open", exercise="check-in")
    text = form(page).get_by_label("For yourself")
    text.press_sequentially("half a sen")
    room.tell("open", exercise="exit")
    line = form(page, "exit").locator(".page-pick")
    expect(line).to_contain_text("Before you go")
    expect(text).to_be_focused()
    expect(text).to_be_visible()
    answer(page, 7)
    page.get_by_role("button", name="Send").click()
    # What is sent folds, and what was left stands in its place.
    expect(page.get_by_role("heading", name="Before you go")).to_be_focused()
    expect(status(page)).to_contain_text("Received.")
    room.tell("close", exercise="exit")
    expect(status(page, "exit")).to_contain_text("Closed.")


def test_of_several_that_are_open_the_newest_is_the_card_and_any_of_them_can_be_chosen(page: Page, room: Room) -> None:
    joined(page, room)
    room.tell("open", exercise="check-in")
    expect(page.get_by_role("heading", name="Check in")).to_be_focused()
    room.tell("open", exercise="exit")
    expect(page.get_by_role("heading", name="Before you go")).to_be_focused()
    form(page).get_by_role("button", name="Open").press("Enter")
    expect(page.get_by_role("heading", name="Check in")).to_be_focused()
    expect(form(page, "exit").locator(".page-pick")).to_be_visible()


def test_whoever_reads_along_is_told_what_opens_and_one_step_leads_to_it(page: Page, room: Room) -> None:
    joined(page, room)
    read_along(page)
    room.tell("open", exercise="check-in")
    expect(page.get_by_text("“Check in” is open.")).to_be_visible()
    page.get_by_role("link", name="Go there").press("Enter")
    expect(page.get_by_role("heading", name="Check in")).to_be_focused()
    expect(page.locator(".page-news")).to_be_empty()
    page.go_back()
    expect(page.locator("#read-text h1")).to_be_visible()
    page.reload()
    ready(page)
    expect(page.get_by_role("heading", name="Check in")).to_be_focused()
    assert page.evaluate("scrollY") == 0


def test_the_words_of_another_cohort_at_the_same_address_are_never_shown(page: Page, room: Room) -> None:
    page.goto(f"{room.address}/#{room.code}")
    for name in ("kit-words", "kit/another/joining/words"):
        page.evaluate("(name) => sessionStorage.setItem(name, 'four words of another')", name)
    for name in ("kit-attempt", "kit/another/joining/attempt"):
        page.evaluate("(name) => sessionStorage.setItem(name, '0f8fad5b-d9cb-469f-a165-70867728950e')", name)
    with page.expect_request("**/api/join") as asked:
        page.get_by_role("button", name="Join").click()
    assert "0f8fad5b" not in (asked.value.post_data or "")
    page.get_by_role("button", name="I agree").click()
    mine = came_in(page)
    assert len(mine) == 4
    assert "another" not in mine
    assert page.evaluate("sessionStorage.getItem('kit/another/joining/words')") == "four words of another"
