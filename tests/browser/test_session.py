from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.access import ids, small_targets, unmarked_controls, violations
from tests.browser.bare_session import STATE, LiveRoom, live_room
from tests.fake_host import KEY


@pytest.fixture
def room() -> Iterator[LiveRoom]:
    with live_room() as found:
        yield found


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


def tab_to(page: Page, target: Locator) -> None:
    """Reach *target* as a person without a mouse does."""
    expect(target).to_be_visible()
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError("the keyboard does not get there")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    tab_to(page, button(page, name))
    page.keyboard.press("Enter")


def begin(room: LiveRoom, page: Page) -> None:
    room.show(page)
    button(page, "Begin now").click()
    expect(page.get_by_role("heading", name="Arrive", exact=True)).to_be_visible()


def test_a_session_is_begun_and_led_on_by_keyboard_alone(room: LiveRoom, page: Page) -> None:
    room.show(page)
    expect(page.get_by_text("The session hasn't begun")).to_be_visible()
    press(page, "Begin now")
    expect(page.get_by_text("10 minutes left")).to_be_visible()
    room.later(page, 11)
    expect(page.get_by_text("Running over by 1 minute", exact=True)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="The time for “Arrive” is up.")).to_have_count(1)
    press(page, "Go on to “Check in”")
    expect(page.get_by_role("heading", name="Check in", exact=True)).to_be_visible()
    expect(page.get_by_text("Three short questions on your screen.")).to_be_visible()
    expect(page.get_by_text("Minute 11 of 90")).to_be_visible()


def test_the_clock_goes_on_between_two_looks_at_the_host(room: LiveRoom, page: Page) -> None:
    begin(room, page)
    room.host.answer(f"GET {STATE}", {"ok": False}, 500)
    room.later(page, 2.5)
    expect(page.get_by_text("8 minutes left")).to_be_visible()
    expect(page.get_by_text("No host at the moment.")).to_be_visible()


def test_being_late_shows_what_would_give_way_before_anything_changes_and_can_be_undone(
    room: LiveRoom, page: Page
) -> None:
    begin(room, page)
    press(page, "8 minutes")
    proposal = page.get_by_role("group", name="What would happen")
    expect(proposal).to_be_focused()
    expect(proposal).to_contain_text("“Empathy is where it starts” becomes shorter: 4 minutes rather than 11.")
    expect(proposal).to_contain_text("Unchanged: Arrive, Journal, Close. The safety line is always said")
    row = page.get_by_role("listitem").filter(has=page.get_by_text("Empathy is where it starts", exact=True))
    expect(row).to_contain_text("11 minutes")
    press(page, "Do it this way")
    expect(row).to_contain_text("4 minutes")
    expect(proposal).to_be_hidden()
    expect(page.get_by_role("status").filter(has_text="The plan has been changed.")).to_be_visible()
    press(page, "Undo the change of plan")
    expect(row).to_contain_text("11 minutes")
    expect(button(page, "Undo the change of plan")).to_be_hidden()


def test_any_number_of_minutes_can_be_typed_and_a_wrong_one_is_told(room: LiveRoom, page: Page) -> None:
    begin(room, page)
    field = page.get_by_label("Other minutes")
    tab_to(page, field)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="from 1 to 240")).to_be_visible()
    tab_to(page, field)
    page.keyboard.type("13")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="What would happen")).to_contain_text("13 minutes late")
    press(page, "Leave the plan as it is")
    expect(field).to_be_focused()


def test_a_number_that_is_missing_is_told_beside_the_field_that_asks_for_it(room: LiveRoom, page: Page) -> None:
    room.state["places"] = {"people": None, "taken": 0, "freed": 0}
    room.show(page)
    press(page, "Start joining")
    asking = page.locator(".kit-session-places")
    expect(asking.get_by_role("status").filter(has_text="as a whole number")).to_be_visible()
    press(page, "Show")
    late = page.locator(".kit-session-late")
    expect(late.get_by_role("status").filter(has_text="from 1 to 240")).to_be_visible()


def test_by_the_clock_the_lateness_is_offered_ready(room: LiveRoom, page: Page) -> None:
    begin(room, page)
    expect(button(page, re.compile("by the clock"))).to_be_hidden()
    room.later(page, 13.5)
    press(page, "4 minutes, by the clock")
    expect(page.get_by_role("group", name="What would happen")).to_contain_text("would end 4 minutes late")


def test_beginning_late_begins_and_proposes_in_one(room: LiveRoom, page: Page) -> None:
    room.show(page)
    press(page, "10 minutes")
    expect(page.get_by_text("Minute 10 of 90")).to_be_visible()
    expect(page.get_by_role("group", name="What would happen")).to_contain_text("10 minutes late")


def test_an_exercise_is_opened_and_revealed_only_after_asking_twice(room: LiveRoom, page: Page) -> None:
    begin(room, page)
    title = "“Where does my empathy go?”"
    press(page, f"Open {title}")
    row = page.locator(".kit-session-exercise").filter(has_text="Where does my empathy go?")
    expect(row).to_contain_text("Open. Fewer people have answered than a result needs.")
    expect(button(page, f"Close {title}")).to_be_focused()
    press(page, f"Reveal {title}")
    sure = page.get_by_role("group", name=re.compile("It can't be undone"))
    expect(sure.get_by_role("button", name="Not yet")).to_be_focused()
    page.keyboard.press("Escape")
    expect(sure).to_be_hidden()
    expect(button(page, f"Reveal {title}")).to_be_focused()
    assert room.host.bodies("/api/facilitator/reveal") == []
    page.keyboard.press("Enter")
    press(page, "Reveal now")
    expect(row.locator(".kit-session-state")).to_have_text(
        "Revealed. The result is on the screen and on people's pages."
    )
    expect(page.get_by_role("status").filter(has_text="The result is on the screen")).to_be_visible()
    assert room.host.bodies("/api/facilitator/reveal") == [{"week": 1, "exercise": "empathy-goes"}]


@pytest.mark.parametrize(
    ("became", "said", "again"),
    [
        ("published", "Revealed. The result is on the screen and on people's pages.", "Add later answers"),
        ("not_enough", "Revealed. There weren't enough answers to show a result.", "Reveal"),
    ],
)
def test_after_a_reveal_the_row_says_what_became_of_it_and_how_those_who_were_late_are_heard(
    room: LiveRoom, page: Page, became: str, said: str, again: str
) -> None:
    room.became = became
    begin(room, page)
    title = "“Where does my empathy go?”"
    press(page, f"Open {title}")
    press(page, f"Reveal {title}")
    press(page, "Reveal now")
    row = page.locator(".kit-session-exercise").filter(has_text="Where does my empathy go?")
    expect(row.locator(".kit-session-state")).to_have_text(said)
    expect(row.get_by_role("button")).to_have_text([f"Open again {title}"])
    expect(button(page, f"Open again {title}")).to_be_focused()
    expect(row.locator(".kit-session-expect")).to_contain_text(re.compile("open it again", re.IGNORECASE))
    page.keyboard.press("Enter")
    # The word for progress counts those of before too, so it says nothing of those who are late.
    expect(row.locator(".kit-session-state")).to_have_text("Open.")
    expect(row.get_by_role("button", name=f"{again} {title}")).to_be_visible()


def test_what_to_expect_of_a_result_is_read_before_opening_and_once_more_before_revealing(
    room: LiveRoom, page: Page
) -> None:
    room.state["expected"] = {"of": 7, "exercises": {"empathy-goes": {"lean": "seldom"}}}
    said = "If all 7 answer: the result probably won't show which answer was given most often. Plan to talk about it."
    begin(room, page)
    button(page, re.compile("^Go on to")).click()
    button(page, re.compile("^Go on")).last.click()
    row = page.locator(".kit-session-exercise").filter(has_text="Open").filter(has_text=said)
    expect(row.get_by_text(said).first).to_be_visible()
    row.get_by_role("button", name=re.compile("^Open")).click()
    row.get_by_role("button", name=re.compile("^Reveal “")).click()
    expect(row.get_by_role("group").get_by_text(said)).to_be_visible()
    expect(page.get_by_text("If all")).to_have_count(2)


def test_the_way_to_join_is_shown_and_the_screen_opens_by_keyboard_with_an_address_that_works_once(
    room: LiveRoom, page: Page
) -> None:
    begin(room, page)
    expect(page.get_by_text("People join at http://127.0.0.1:8123 with the code ABCD-EFGH.")).to_be_visible()
    press(page, "Open the screen")
    link = page.get_by_role("link", name="Show the screen in a new tab")
    expect(link).to_be_focused()
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    assert opened.value.url == f"{room.host.address}/screen/enter#ticket"
    expect(link).to_have_count(0)
    expect(button(page, "Open the screen")).to_be_focused()


def test_progress_comes_in_words_and_a_number_of_answers_never_shows(room: LiveRoom, page: Page) -> None:
    room.state["exercises"]["pulse"] = "open"
    room.state["progress"]["pulse"] = "k or more"
    room.state["answered"] = 77
    begin(room, page)
    expect(page.get_by_text("Open. Enough people have answered for a result.")).to_be_visible()
    assert "77" not in page.locator(".kit-session").inner_text()


def test_what_only_stays_private_or_spoken_has_no_reveal(room: LiveRoom, page: Page) -> None:
    room.state["exercises"] |= {"felt-and-still": "open"}
    begin(room, page)
    expect(button(page, "Close “I felt a lot and did nothing”")).to_be_visible()
    expect(button(page, re.compile("Reveal"))).to_have_count(0)


def test_groups_are_drawn_from_the_names_that_are_ticked(room: LiveRoom, page: Page) -> None:
    begin(room, page)
    tab_to(page, page.get_by_text("Pairs and trios"))
    page.keyboard.press("Enter")
    for away in ("Ben", "Cem", "Eli"):
        tab_to(page, page.get_by_label(away))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_label("two"))
    page.keyboard.press("ArrowDown")
    press(page, "Draw groups")
    groups = page.get_by_role("status").filter(has_text="Today's groups")
    expect(groups).to_contain_text("Ana · Dee")
    expect(groups).to_contain_text("There's an odd number.")
    assert room.host.bodies("/api/facilitator/pairs") == [{"week": 1, "present": ["Ana", "Dee"], "size": 3}]


def test_an_error_of_pairs_goes_once_groups_are_drawn(room: LiveRoom, page: Page) -> None:
    begin(room, page)
    page.get_by_text("Pairs and trios").click()
    press(page, "Tick none")
    refused = {"ok": False, "say": "Tick at least two people who are here."}
    room.host.answer("POST /api/facilitator/pairs", refused, 400)
    press(page, "Draw groups")
    expect(page.get_by_text("Tick at least two people who are here.")).to_be_visible()
    press(page, "Tick all")
    room.host.answer("POST /api/facilitator/pairs", {"groups": [["Ana", "Dee"]], "sentences": []})
    press(page, "Draw groups")
    expect(page.get_by_text("Ana · Dee")).to_be_visible()
    expect(page.get_by_text("Tick at least two people who are here.")).to_have_count(0)


def test_opening_is_the_main_act_while_it_is_due_and_going_on_the_quiet_one(room: LiveRoom, page: Page) -> None:
    room.state["exercises"] |= {"pulse": "never opened"}
    begin(room, page)
    press(page, re.compile("Go on to"))
    opening, going = button(page, "Open “How are you arriving?”"), button(page, re.compile("Go on to"))
    expect(opening).to_have_class("kit-form-send")
    expect(going).to_have_class("kit-form-quiet")
    opening.click()
    expect(button(page, "Close “How are you arriving?”")).to_be_visible()
    expect(going).to_have_class("kit-form-send")


def test_a_co_facilitators_notebook_shows_the_same_room(room: LiveRoom, page: Page, browser: Browser) -> None:
    begin(room, page)
    room.later(page, 5)
    other = browser.new_page()
    try:
        room.show(other)
        expect(other.get_by_role("heading", name="Arrive", exact=True)).to_be_visible()
        button(other, "Go on to “Check in”").click()
        expect(other.get_by_role("heading", name="Check in", exact=True)).to_be_visible()
        room.later(page, 0.1)
        expect(page.get_by_role("heading", name="Check in", exact=True)).to_be_visible()
    finally:
        other.close()


def test_when_the_host_is_away_that_is_said_and_the_room_comes_back_by_itself(room: LiveRoom, page: Page) -> None:
    begin(room, page)
    reply = room.host.replies.pop(f"GET {STATE}")
    room.host.answer(f"GET {STATE}", b"", 500)
    room.later(page, 0.1)
    banner = page.get_by_role("status").filter(has_text="No host at the moment.")
    expect(banner).to_be_visible()
    room.host.replies[f"GET {STATE}"] = reply
    room.later(page, 0.5)
    expect(banner).to_be_hidden()


def test_a_notebook_that_does_not_answer_is_told_apart_from_a_host_that_is_away(room: LiveRoom, page: Page) -> None:
    begin(room, page)
    page.evaluate("window.deaf = true")
    room.later(page, 0.1)
    room.later(page, 0.2)
    expect(page.get_by_role("status").filter(has_text="The notebook doesn't answer.")).to_be_visible()
    page.evaluate("window.deaf = false")
    room.later(page, 0.2)
    expect(page.get_by_text("The notebook doesn't answer.")).to_be_hidden()


def test_a_dead_kernel_is_told_at_once(room: LiveRoom, page: Page) -> None:
    begin(room, page)
    page.evaluate("window.dead = true")
    button(page, "8 minutes").click()
    expect(page.get_by_role("status").filter(has_text="The notebook doesn't answer.")).to_be_visible()


def test_another_weeks_session_shows_plan_and_notes_and_no_controls(room: LiveRoom, page: Page) -> None:
    room.state["week"] = 2
    room.show(page)
    expect(page.get_by_role("status").filter(has_text="The host is running week 2")).to_be_visible()
    expect(
        page.get_by_text("Welcome", exact=False).or_(page.get_by_text("Good to have you here.")).first
    ).to_be_visible()
    for name in ("Begin now", "8 minutes", re.compile("^Open"), re.compile("^Reveal")):
        expect(button(page, name)).to_have_count(0)


def test_a_refusal_of_the_host_is_read_out_in_its_words_and_shown_as_text(room: LiveRoom, page: Page) -> None:
    begin(room, page)
    room.host.keeps.pop("/api/facilitator/open")
    room.host.answer("POST /api/facilitator/open", {"ok": False, "say": "<b>The disk</b> is full."}, 503)
    button(page, "Open “How are you arriving?”").click()
    expect(page.get_by_role("status").filter(has_text="<b>The disk</b> is full.")).to_be_visible()


def test_leaving_the_page_ends_the_looking(room: LiveRoom, page: Page) -> None:
    begin(room, page)
    page.evaluate("window.leave()")
    asked = len(room.host.asked)
    room.later(page, 1)
    assert len(room.host.asked) == asked


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_every_control_is_marked_and_large_enough(
    room: LiveRoom, browser: Browser, scheme: str
) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    try:
        room.show(page)
        expect(page.get_by_text("The session hasn't begun")).to_be_visible()
        assert violations(page) == []
        button(page, "8 minutes").click()
        button(page, "Open “How are you arriving?”").click()
        button(page, "Reveal “How are you arriving?”").click()
        page.get_by_text("Pairs and trios").click()
        button(page, "Draw groups").click()
        expect(page.get_by_text("Today's groups")).to_be_visible()
        expect(page.get_by_role("group", name="What would happen")).to_be_visible()
        assert violations(page) == []
        assert unmarked_controls(page) == []
        assert small_targets(page) == []
        assert ids(page)["twice"] == []
        assert ids(page)["foreign"] == []
    finally:
        page.close()


def test_at_320_pixels_nothing_is_cut_off(room: LiveRoom, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    begin(room, page)
    button(page, "8 minutes").click()
    expect(page.get_by_role("group", name="What would happen")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_key_of_the_host_is_nowhere_in_the_page(room: LiveRoom, page: Page) -> None:
    begin(room, page)
    assert KEY not in page.content()
    assert page.evaluate("Object.keys(localStorage).length") == 0
