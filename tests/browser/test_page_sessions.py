"""Pages left open from another session, people who come after a reveal, and one person with two devices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kit.live.process.session import Session, new_session
from tests.browser.conftest import offline
from tests.browser.hosted import (
    WEEK,
    Room,
    answer,
    form,
    hosting,
    joined,
    make_root,
    picture,
    ready,
    send,
    seven,
    status,
    unfold,
    watched,
)
from tests.browser.page_access import holds


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A cohort with two weeks; its first session was begun with a phone that stays as it is."""
    folder = make_root(tmp_path / "spring")
    (folder / "curriculum" / "week_02.yaml").write_text(WEEK.replace("number: 1", "number: 2"), "utf-8")
    return folder


@contextmanager
def first_session(root: Path) -> Iterator[Room]:
    with hosting(root) as room:
        room.tell("open", exercise="check-in")
        room.tell("open", exercise="exit")
        yield room


def next_session(root: Path, room: Room, week: int = 1) -> Session:
    """Another session at the address of *room*."""
    return new_session(root, week, port=room.served.port, people=40)


def opened(room: Room, week: int = 1) -> None:
    room.tell("open", week=week, exercise="check-in")


def test_last_weeks_page_says_so_sends_nothing_and_leads_to_the_running_one(
    page: Page, context: BrowserContext, root: Path
) -> None:
    said = watched(context)
    with first_session(root) as room:
        joined(page, room)
        answer(page, 7)
    with hosting(root, session=next_session(root, room, week=2)) as now:
        opened(now, 2)
        over = page.locator(".page-over")
        expect(over).to_contain_text("This page is from week 1. Week 2 is running now.")
        expect(status(page)).to_contain_text("nothing more can be sent from here")
        expect(form(page).locator(".kit-form-send")).to_be_hidden()
        expect(seven(page)).to_be_checked()
        picture(page, "other-session")
        holds(page, "other-session")
        over.get_by_role("link", name="Go to the session that is running").click()
        ready(page)
        expect(page.locator(".page-over")).to_have_count(0)
        answer(page, 3)
        send(page)
        expect(status(page)).to_contain_text("Received.")
        assert now.stored() == []
        assert list(now.served.host.store.contributions(2, "check-in", "energy").values()) == [3]
        kept = page.evaluate(
            "JSON.stringify(Object.entries(localStorage).filter(([key]) => key.includes('/draft/1/')))"
        )
        assert "energy" in kept
    assert said == []


def test_what_waits_from_an_earlier_session_of_the_week_is_offered_and_sent_only_by_hand(
    page: Page, context: BrowserContext, root: Path
) -> None:
    with first_session(root) as room:
        joined(page, room)
        context.set_offline(True)
        answer(page, 7)
        send(page)
        expect(status(page)).to_contain_text("On this device.")
    with hosting(root, session=next_session(root, room)) as now:
        opened(now)
        context.set_offline(False)
        expect(page.locator(".page-over")).to_contain_text("This page is from an earlier session of week 1.")
        page.get_by_role("link", name="Go to the session that is running").press("Enter")
        ready(page)
        expect(status(page)).to_contain_text("were written in an earlier session")
        assert now.stored() == []
        send(page)
        expect(status(page)).to_contain_text("Received.")
        assert now.stored() == [7]


def test_what_waits_while_the_host_starts_again_arrives_by_itself(
    page: Page, context: BrowserContext, root: Path
) -> None:
    session = new_session(root, 1, people=40)
    with hosting(root, session=session) as room:
        opened(room)
        joined(page, room)
        context.set_offline(True)
        answer(page, 7)
        send(page)
        expect(status(page)).to_contain_text("On this device.")
        port = room.served.port
    with hosting(root, session=Session(**{**vars(session), "port": port})) as again:
        opened(again)
        context.set_offline(False)
        expect(status(page)).to_contain_text("Received.")
        expect(page.locator(".page-over")).to_have_count(0)
        assert again.stored() == [7]


def test_the_end_of_a_session_closes_what_is_open_on_the_page(page: Page, root: Path) -> None:
    session = new_session(root, 1, people=40)
    with hosting(root, session=session) as room:
        opened(room)
        joined(page, room)
        answer(page, 7)
        port = room.served.port
    with hosting(root, session=Session(**{**vars(session), "port": port})):
        expect(status(page)).to_contain_text("This exercise is closed.")


def test_whoever_comes_after_a_reveal_is_told_before_and_after_sending(page: Page, root: Path) -> None:
    with first_session(root) as room:
        room.others(8, exercise="exit", item="leave")
        room.others(8)
        for exercise in ("exit", "check-in"):
            room.tell("reveal", exercise=exercise)
            room.tell("open", exercise=exercise)
        joined(page, room)
        expect(status(page, "exit")).to_contain_text("had its result before you joined, so your answers")
        expect(status(page)).to_contain_text("For some of these questions the group had its result before you joined")
        picture(page, "late")
        answer(page, 5, exercise="exit", item="leave")
        send(page, "exit")
        expect(status(page, "exit")).to_contain_text("Received. Your answers have arrived. The group had its result")
        # What is said of the others is true of what was sent: none of them, and then one.
        expect(status(page)).to_contain_text("The others can still be counted.")
        answer(page, 5)
        send(page)
        expect(status(page)).to_contain_text("The questions you left out can still be counted")
        expect(status(page)).not_to_contain_text("The others")
        unfold(page)
        form(page).locator('[data-item="useful"]').get_by_role("radio").first.check()
        send(page)
        expect(status(page)).to_contain_text(
            "so your answers to those won't be counted. The others can still be counted."
        )


def test_whoever_comes_late_and_answers_only_what_still_counts_is_told_nothing_of_late(page: Page, root: Path) -> None:
    with first_session(root) as room:
        room.others(8)
        room.tell("reveal", exercise="check-in")
        opened(room)
        joined(page, room)
        unfold(page)
        form(page).locator('[data-item="useful"]').get_by_role("radio").first.check()
        send(page)
        expect(status(page)).to_contain_text("Received. You can look up now.")


def test_where_only_a_text_is_left_for_late_comers_nothing_is_said_of_counting_others(page: Page, root: Path) -> None:
    with first_session(root) as room:
        for _ in range(8):
            said = {"energy": 5, "useful": 2, "helped": ["rest"], "tank": 4}
            assert room.served.joined().put(said).status == 201
        room.tell("reveal", exercise="check-in")
        opened(room)
        joined(page, room)
        expect(status(page)).to_contain_text("A text that you share can still be shown to the group.")
        answer(page, 5)
        send(page)
        expect(status(page)).to_contain_text("they won't be counted, now or later. Nobody will see them.")


def test_whoever_comes_late_and_shares_a_text_too_is_told_that_the_text_can_still_be_shown(
    page: Page, root: Path
) -> None:
    with first_session(root) as room:
        for _ in range(8):
            said = {"energy": 5, "useful": 2, "helped": ["rest"], "tank": 4}
            assert room.served.joined().put(said).status == 201
        room.tell("reveal", exercise="check-in")
        opened(room)
        joined(page, room)
        answer(page, 5)
        text = form(page).locator('[data-item="note"]')
        text.get_by_role("textbox").fill("A quiet sentence.")
        text.get_by_role("button", name="See it as others would").click()
        text.get_by_role("checkbox", name="Share this text").check()
        send(page)
        expect(status(page)).to_contain_text(
            "they won't be counted, now or later. The text that you share can still be shown to the group."
        )
        # The text alone comes too late for nothing.
        unfold(page)
        form(page).locator('[data-item="energy"]').get_by_role("button", name="Pass on:").click()
        send(page)
        expect(status(page)).to_contain_text("Received. You can look up now.")


def test_whoever_was_there_is_told_what_becomes_of_an_answer_after_the_reveal(page: Page, root: Path) -> None:
    with first_session(root) as room:
        joined(page, room)
        room.others(8)
        room.tell("reveal", exercise="check-in")
        opened(room)
        expect(status(page)).to_contain_text("There's a result already, and it stays as it is.")
        expect(status(page, "exit")).to_contain_text("What you fill in is kept on this device as a draft.")


def test_what_was_sent_from_another_device_is_said_there_and_replaced_knowingly(
    page: Page, root: Path, browser
) -> None:
    with first_session(root) as room, offline(browser) as second:
        words = joined(page, room)
        other = second.new_page()
        other.goto(room.address)
        other.get_by_text("I've been here before").click()
        other.get_by_label("Your four words").fill(" ".join(words))
        other.get_by_role("button", name="Come back").click()
        ready(other)
        answer(page, 7)
        send(page)
        expect(status(page)).to_contain_text("Received.")
        other.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(status(other)).to_contain_text("You sent this from another device or browser, and it has arrived.")
        expect(seven(other)).to_be_checked()
        picture(other, "other-device")
        answer(other, 3)
        send(other)
        expect(status(other)).to_contain_text("Received. You can look up now.")
        assert room.stored() == [3]
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(status(page)).to_contain_text("You sent this from another device or browser")
        assert status(page).inner_text().count("Received.") == 1


def test_what_a_device_did_not_know_of_is_not_replaced_unseen(page: Page, root: Path, browser) -> None:
    with first_session(root) as room, offline(browser) as second:
        words = joined(page, room)
        other = second.new_page()
        other.goto(room.address)
        other.get_by_text("I've been here before").click()
        other.get_by_label("Your four words").fill(" ".join(words))
        other.get_by_role("button", name="Come back").click()
        ready(other)
        answer(other, 3)
        answer(page, 7)
        send(page)
        expect(status(page)).to_contain_text("Received.")
        send(other)
        expect(status(other)).to_contain_text("have arrived from another device or window")
        assert room.stored() == [7]
        send(other)
        expect(status(other)).to_contain_text("Received.")
        assert room.stored() == [3]
