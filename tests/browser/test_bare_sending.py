"""Where answers are, in words: drafts, sending, being acknowledged, and everything that can go wrong between."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.browser.bare import acknowledge, item, send, shown, status, submissions, tell


def answer(page: Page, name: str = "7") -> None:
    item(page, "energy").get_by_role("radio", name=name).check()


def test_a_draft_is_kept_on_every_change_and_shown_again_after_a_reload(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    answer(page)
    item(page, "helped").get_by_role("checkbox", name="none of these").check()
    item(page, "order").get_by_role("button", name="Move down: being in a hurry").click()
    item(page, "note").get_by_role("textbox").press_sequentially("half a sen")
    expect(status(page)).to_contain_text("draft")
    page.reload()
    expect(item(page, "energy").get_by_role("radio", name="7")).to_be_checked()
    expect(item(page, "helped").get_by_role("checkbox", name="none of these")).to_be_checked()
    expect(item(page, "order").get_by_text("This order is your answer.")).to_be_visible()
    expect(item(page, "note").get_by_role("textbox")).to_have_value("half a sen")
    assert submissions(page) == []


def test_what_is_kept_is_kept_apart_by_cohort_participant_week_and_exercise(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    answer(page)
    send(page)
    item(page, "journal").get_by_role("textbox").fill("mine")
    (sent,) = submissions(page)
    names = ("draft/3/everything", f"outbox/{sent['id']}", "private/3/everything")
    assert sorted(page.evaluate("Object.keys(localStorage)")) == [f"kit/test/p1/{name}" for name in names]


def test_the_states_are_said_in_words_on_this_device_then_received(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    tell(page)
    answer(page)
    send(page)
    expect(status(page)).to_contain_text("On its way.")
    sent = acknowledge(page, "device")
    expect(status(page)).to_contain_text("On this device. Your answers are on the computer that runs this notebook.")
    assert "/outbox/" not in page.evaluate("Object.keys(localStorage).join()")
    tell(page, "received", id=sent["id"], revision=1, answers=sent["answers"])
    expect(status(page)).to_contain_text("Received.")


def test_what_was_sent_stands_beside_what_is_now_in_the_form(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    answer(page, "7")
    send(page)
    acknowledge(page)
    answer(page, "4")
    expect(item(page, "energy")).to_contain_text("You sent: 7")
    expect(status(page)).to_contain_text("You've changed 1 answer since you sent.")
    item(page, "helped").get_by_role("checkbox", name="rest").check()
    expect(item(page, "helped")).to_contain_text("You passed when you sent")
    expect(status(page)).to_contain_text("You've changed 2 answers since you sent.")
    send(page)
    first, second = submissions(page)
    assert (first["revision"], second["revision"]) == (1, 2)
    assert first["id"] != second["id"]
    acknowledge(page)
    expect(page.get_by_text("You sent:")).to_be_hidden()
    expect(status(page)).not_to_contain_text("changed")
    send(page)
    expect(status(page)).to_contain_text("Nothing has changed since you sent")
    assert len(submissions(page)) == 2


def test_answers_sent_from_another_browser_are_shown_in_an_empty_form(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    tell(page, "received", id="a", revision=3, answers={"energy": 9, "helped": [], "gone": "an item of old"})
    expect(item(page, "energy").get_by_role("radio", name="9")).to_be_checked()
    expect(item(page, "helped").get_by_role("checkbox", name="none of these")).to_be_checked()
    answer(page, "2")
    send(page)
    assert submissions(page)[-1]["revision"] == 4


def test_what_was_sent_can_be_taken_back(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    answer(page)
    back = page.get_by_role("button", name="Take back what I sent")
    expect(back).to_be_hidden()
    send(page)
    acknowledge(page)
    back.click()
    assert submissions(page)[-1]["answers"] == {}
    assert submissions(page)[-1]["revision"] == 2
    acknowledge(page)
    expect(status(page)).to_contain_text("Taken back.")
    expect(item(page, "energy").get_by_role("radio", name="7")).to_be_checked()
    expect(page.locator(".kit-form-send")).to_be_focused()


def test_after_closing_what_was_sent_is_shown_and_group_answers_stay_as_they_are(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    answer(page, "7")
    send(page)
    sent = acknowledge(page)
    answer(page, "2")
    tell(page, "received", id=sent["id"], revision=1, answers=sent["answers"], closed=True)
    expect(status(page)).to_contain_text("Closed.")
    expect(page.locator(".kit-form-send")).to_be_hidden()
    expect(item(page, "energy").get_by_role("radio", name="7")).to_be_checked()
    expect(item(page, "energy").get_by_role("radio", name="7")).to_be_disabled()
    item(page, "journal").get_by_role("textbox").fill("still mine to write")
    item(page, "honest").get_by_role("radio", name="8").check()


def test_without_an_acknowledgement_the_form_says_not_sent_yet(page: Page, bare_address: str) -> None:
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    shown(page, bare_address)
    tell(page)
    answer(page)
    send(page)
    page.clock.run_for(2900)
    expect(status(page)).to_contain_text("On its way.")
    page.clock.run_for(200)
    expect(status(page)).to_contain_text("Not sent yet. There's no connection")
    page.reload()
    expect(status(page)).to_contain_text("On its way.")
    tell(page)
    (again,) = submissions(page)
    assert again["answers"] == {"energy": 7}
    acknowledge(page)
    expect(status(page)).to_contain_text("On this device.")


def test_a_send_that_throws_leaves_nothing_hanging(page: Page, bare_address: str) -> None:
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    shown(page, bare_address)
    tell(page)
    page.evaluate("window.dead = true")
    answer(page)
    send(page)
    expect(status(page)).to_contain_text("There's no connection")
    page.evaluate("window.dead = false")
    send(page)
    expect(status(page)).to_contain_text("On its way.")
    acknowledge(page)
    expect(status(page)).to_contain_text("On this device.")


def test_a_form_that_nobody_answers_says_so_before_anything_is_sent(page: Page, bare_address: str) -> None:
    page.clock.install()
    shown(page, bare_address)
    page.clock.fast_forward(3100)
    expect(status(page)).to_contain_text("Not connected yet.")
    tell(page)
    expect(status(page)).to_contain_text("Not sent yet. What you fill in is kept on this device as a draft.")


def test_the_module_itself_never_tries_again_on_a_clock(page: Page, bare_address: str) -> None:
    page.clock.install()
    shown(page, bare_address)
    tell(page)
    answer(page)
    send(page)
    page.clock.run_for(600_000)
    assert [message["type"] for message in page.evaluate("said")] == ["hello", "submit"]


def test_sending_the_same_again_keeps_its_id_and_a_change_takes_a_new_one(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    answer(page)
    send(page)
    send(page)
    answer(page, "8")
    send(page)
    first, again, changed = submissions(page)
    assert first == again
    assert (changed["id"] != first["id"], changed["revision"]) == (True, 2)
    tell(page, "device", id=first["id"], revision=1, answers=first["answers"])
    expect(status(page)).to_contain_text("On its way.")
    acknowledge(page)
    expect(status(page)).to_contain_text("On this device.")


OLDER = {"id": "0f8fad5b-d9cb-469f-a165-70867728950e", "revision": 4, "answers": {"energy": 2}, "shared": {}}


def test_what_a_form_of_version_0_1_0_had_pending_is_sent_with_its_id_and_kept_once(
    page: Page, bare_address: str
) -> None:
    shown(page, bare_address)
    page.evaluate("(text) => localStorage.setItem('kit/test/p1/pending/3/everything', text)", json.dumps(OLDER))
    page.reload()
    page.locator("html[data-ready]").wait_for()
    expect(status(page)).to_contain_text("On its way.")
    assert page.evaluate("Object.keys(localStorage)") == [f"kit/test/p1/outbox/{OLDER['id']}"]
    tell(page)
    assert submissions(page) == [{"type": "submit", **OLDER}]
    acknowledge(page)
    expect(status(page)).to_contain_text("On this device.")
    assert page.evaluate("localStorage.length") == 0


def test_what_the_notebook_refused_stays_with_its_reason_until_newer_answers_are_taken(
    page: Page, bare_address: str
) -> None:
    shown(page, bare_address)
    answer(page)
    send(page)
    first = submissions(page)[-1]
    tell(page, problem={"id": first["id"], "sentence": "This does not fit.", "keep": False})
    page.reload()
    page.locator("html[data-ready]").wait_for()
    tell(page)
    expect(status(page)).to_contain_text("There's a problem. This does not fit.")
    assert submissions(page) == []
    send(page)
    second = acknowledge(page)
    assert (second["id"] != first["id"], second["revision"]) == (True, 2)
    expect(status(page)).to_contain_text("On this device.")
    assert "/outbox/" not in page.evaluate("Object.keys(localStorage).join()")


def test_what_another_window_sends_shows_here_and_leaves_when_it_is_acknowledged(page: Page, bare_address: str) -> None:
    other = page.context.new_page()
    shown(page, bare_address)
    shown(other, bare_address)
    tell(other)
    answer(page)
    send(page)
    expect(status(other)).to_contain_text("On its way.")
    sent = acknowledge(page, "received")
    tell(other, "received", id=sent["id"], revision=1, answers=sent["answers"])
    expect(status(other)).to_contain_text("Received.")
    assert submissions(other) == []


def test_two_copies_agree_on_draft_pending_and_state(page: Page, bare_address: str) -> None:
    shown(page, bare_address, copies=2)
    answer(page)
    expect(item(page, "energy", 1).get_by_role("radio", name="7")).to_be_checked()
    item(page, "journal", 1).get_by_role("textbox").fill("for both")
    expect(item(page, "journal").get_by_role("textbox")).to_have_value("for both")
    send(page)
    expect(status(page, 1)).to_contain_text("On its way.")
    page.locator(".kit-form-send").nth(1).click()
    first, second = submissions(page)
    assert first == second
    acknowledge(page)
    expect(status(page)).to_contain_text("On this device.")
    expect(status(page, 1)).to_contain_text("On this device.")
    item(page, "energy", 1).get_by_role("radio", name="3").check()
    expect(status(page)).to_contain_text("You've changed 1 answer")
    page.locator(".kit-form-send").nth(1).click()
    assert submissions(page)[-1]["revision"] == 2


def test_two_windows_agree_as_well(page: Page, bare_address: str) -> None:
    other = page.context.new_page()
    shown(page, bare_address)
    shown(other, bare_address)
    answer(page)
    expect(item(other, "energy").get_by_role("radio", name="7")).to_be_checked()


def test_a_problem_is_said_and_a_submission_that_may_not_be_kept_is_not_sent_again(
    page: Page, bare_address: str
) -> None:
    shown(page, bare_address, copies=2)
    answer(page)
    send(page)
    newest = submissions(page)[-1]
    tell(page, problem={"id": newest["id"], "sentence": "This does not fit.", "keep": False})
    for copy in (0, 1):
        expect(status(page, copy)).to_contain_text("There's a problem. This does not fit.")
    expect(item(page, "energy").get_by_role("radio", name="7")).to_be_checked()
    page.reload()
    page.locator("html[data-ready]").wait_for()
    tell(page)
    assert submissions(page) == []


def test_where_a_newer_revision_came_from_another_window_the_older_one_gives_way(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    answer(page)
    send(page)
    page.reload()
    page.locator("html[data-ready]").wait_for()
    tell(page, "device", id="another", revision=5, answers={"energy": 1})
    expect(status(page)).to_contain_text("Newer answers to this exercise were sent from another window.")
    expect(item(page, "energy")).to_contain_text("You sent: 1")
    assert submissions(page) == []
    send(page)
    assert (submissions(page)[-1]["revision"], submissions(page)[-1]["answers"]) == (6, {"energy": 7})


def test_a_closed_view_hears_nothing_more(page: Page, bare_address: str) -> None:
    shown(page, bare_address, copies=2)
    page.evaluate("shown[1]()")
    answer(page)
    expect(item(page, "energy", 1).get_by_role("radio", name="7")).not_to_be_checked()
