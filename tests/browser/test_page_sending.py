"""Sending from the page when something is in the way: nothing is dropped, nothing is doubled, and words say why."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from kit.live.pages.assets import STATIC
from tests.browser.hosted import (
    PUT,
    Room,
    answer,
    hosting,
    joined,
    make_root,
    ready,
    refusal,
    replies,
    send,
    status,
    tab,
    watched,
)
from tests.live.serving import Client


@pytest.fixture
def room(context: BrowserContext, tmp_path: Path) -> Iterator[Room]:
    said = watched(context)
    with hosting(make_root(tmp_path / "spring")) as running:
        running.tell("open", exercise="check-in")
        yield running
    assert said == []


def test_a_host_that_is_gone_and_comes_back_at_its_address_gets_what_waited(page: Page, tmp_path: Path) -> None:
    root = make_root(tmp_path / "spring")
    with hosting(root, falls=True) as room:
        room.tell("open", exercise="check-in")
        joined(page, room)
        session = replace(room.session, port=room.served.port)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("On this device. The facilitator's computer isn't answering")
    expect(page.locator(".page-line")).to_contain_text("No answer from the facilitator's computer.")
    page.context.set_offline(True)  # until the exercise is open again: the end of a session closes it
    with hosting(root, session=session) as room:
        room.tell("open", exercise="check-in")
        page.context.set_offline(False)
        expect(status(page)).to_contain_text("Received.", timeout=20_000)
        expect(page.locator(".page-line")).to_contain_text("Connected.")
        assert room.stored() == [7]
        room.tell("open", exercise="exit")
        expect(page.get_by_text("“Before you go” is open.")).to_be_visible()
        page.goto("about:blank")


def test_a_page_that_is_opened_anew_sends_what_the_last_one_could_not(page: Page, room: Room) -> None:
    joined(page, room)
    page.route(PUT, lambda route: route.abort())
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("On this device.")
    page.goto("about:blank")
    page.unroute(PUT)
    page.goto(f"{room.address}/week")
    ready(page)
    expect(status(page)).to_contain_text("Received.")
    assert room.stored() == [7]


def test_a_lost_reply_leads_to_one_stored_submission(page: Page, room: Room) -> None:
    joined(page, room)
    asked: list[str] = []

    def lose(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fetch()
            route.abort()
        else:
            route.fallback()

    page.route(PUT, lose)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    assert len(set(asked)) == 1
    assert room.stored() == [7]


def test_a_host_with_a_problem_says_so_itself_and_gets_the_answers_when_it_is_well(page: Page, room: Room) -> None:
    joined(page, room)
    busy = refusal(503, "The disk is full here, which isn't your doing.", "busy", **{"Retry-After": "1"})
    asked = replies(page, *[busy] * 1000)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("has a problem at the moment")
    page.unroute(PUT)
    expect(status(page)).to_contain_text("Received.")
    assert len(set(asked)) == 1
    assert room.stored() == [7]


@pytest.mark.parametrize("code", [400, 409, 413])
def test_a_refusal_is_said_is_kept_and_is_not_sent_again(page: Page, room: Room, code: int) -> None:
    joined(page, room)
    asked = replies(page, refusal(code, "This can't be taken, for a reason."))
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("There's a problem. This can't be taken, for a reason.")
    expect(page.locator("#own-sent")).to_contain_text("not taken")
    assert "/received/" not in page.evaluate("Object.keys(localStorage).join()")
    page.reload()
    ready(page)
    expect(status(page)).to_contain_text("This can't be taken, for a reason.")
    assert len(asked) == 1
    answer(page, 4)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    expect(page.locator("#own-sent")).not_to_contain_text("not taken")
    assert room.stored() == [4]


def test_a_device_that_is_not_known_any_more_keeps_its_answers_and_says_what_to_do(
    page: Page, context: BrowserContext, room: Room
) -> None:
    words = joined(page, room)
    context.clear_cookies()
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("This device has to join again before anything can be stored.")
    page.goto(room.address)
    page.get_by_text("I've been here before").click()
    page.get_by_label("Your four words").fill(" ".join(words))
    page.get_by_role("button", name="Come back").click()
    ready(page)
    expect(status(page)).to_contain_text("Received.")
    assert room.stored() == [7]


def test_newer_answers_from_another_device_stand_and_the_older_ones_are_shown_for_a_decision(
    page: Page, context: BrowserContext, room: Room
) -> None:
    words = joined(page, room)
    context.set_offline(True)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("On this device.")
    phone = Client(room.served.port)
    assert phone.ask("POST", "/api/return", {"words": words}).status == 200
    assert phone.put({"energy": 2}, revision=4).status == 201
    context.set_offline(False)
    expect(status(page)).to_contain_text("Newer answers to this exercise have arrived from another device")
    assert room.stored() == [2]
    answer(page, 6)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    assert room.stored() == [6]


def test_a_browser_that_keeps_nothing_says_so_and_sends_all_the_same(page: Page, room: Room) -> None:
    joined(page, room)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.route(PUT, lambda route: route.abort())
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Keep this page open")
    page.unroute(PUT)
    expect(status(page)).to_contain_text("Received.")
    assert room.stored() == [7]


def test_two_windows_of_one_participant_agree(page: Page, context: BrowserContext, room: Room) -> None:
    joined(page, room)
    other = context.new_page()
    other.goto(f"{room.address}/week")
    ready(other)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    expect(status(other)).to_contain_text("Received.")
    assert room.stored() == [7]


def test_pauses_grow_to_half_a_minute_and_are_spread_over_all_of_it(page: Page) -> None:
    net = f"data:text/javascript;base64,{base64.b64encode((STATIC / 'net.js').read_bytes()).decode()}"
    pauses = page.evaluate(
        "async (net) => { const { pause } = await import(net); return [1, 3, 50].map((n) => "
        "Array.from({ length: 400 }, () => pause(n))); }",
        net,
    )
    for most, found in zip((2000, 8000, 30000), pauses, strict=True):
        assert 0 <= min(found) < most / 10
        assert most * 0.9 < max(found) <= most


def test_nothing_of_a_private_answer_leaves_the_browser(page: Page, room: Room) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    joined(page, room)
    page.get_by_label("For yourself").fill("canary-in-private")
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    assert not [line for line in sent if "canary" in line]


def test_what_was_not_taken_stays_on_the_list_until_its_owner_lets_go_of_it(page: Page, room: Room) -> None:
    joined(page, room)
    replies(page, refusal(410, "Too late, it is closed.", "closed"))
    answer(page, 7)
    send(page)
    sent = page.locator("#own-sent")
    expect(sent).to_contain_text("Too late, it is closed.")
    tab(page, "Mine")
    page.get_by_role("button", name="Remove from this list").press("Enter")
    expect(sent).to_contain_text("You've sent nothing this week")
    expect(sent).to_be_focused()


def test_what_is_left_of_another_week_is_sent_too_and_named(page: Page, room: Room) -> None:
    joined(page, room)
    page.evaluate(
        """() => {
          const me = JSON.parse(localStorage.getItem("kit/spring/me"));
          const entry = { id: "11111111-1111-4111-8111-111111111111", week: 2, exercise: "older", revision: 1,
            answers: { energy: 3 }, at: 1, problem: "" };
          localStorage.setItem(`kit/spring/${me.participant}/outbox/${entry.id}`, JSON.stringify(entry));
        }"""
    )
    page.reload()
    ready(page)
    expect(page.locator("#own-sent")).to_contain_text("Answers from week 2, “older”")
    expect(page.locator("#own-sent")).to_contain_text("not taken")
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    assert room.stored() == [7]


def test_no_length_of_what_a_page_sends_tells_what_was_answered(page: Page, room: Room) -> None:
    lengths: list[int] = []
    page.on("request", lambda asked: asked.method == "PUT" and lengths.append(len(asked.post_data_buffer or b"")))
    joined(page, room)
    for energy in (7, 10, 0):
        answer(page, energy)
        send(page)
        expect(page.locator("#own-sent")).to_contain_text("received")
        expect(status(page)).to_contain_text("Received.")
    assert lengths == [4096, 4096, 4096]


@pytest.mark.parametrize("cut_off", ['{"ok": true, "submissions": [', "<html>Log in to this Wi-Fi</html>", "null"])
def test_a_reply_that_was_cut_off_is_no_word_of_the_host_that_it_has_nothing(
    page: Page, room: Room, cut_off: str
) -> None:
    joined(page, room)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    page.route("**/api/submissions/mine", lambda route: route.fulfill(status=200, body=cut_off))
    page.reload()
    expect(page.locator(".page-line")).to_contain_text("No answer from the facilitator's computer.")
    expect(page.locator("#own-said")).to_have_text("")
    page.unroute("**/api/submissions/mine")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".page-line")).to_contain_text("Connected.")
    expect(status(page)).to_contain_text("Received.")
    expect(page.locator("#own-said")).not_to_contain_text("sent them again")
