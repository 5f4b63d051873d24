"""An older copy of the answers is put back: whoever had a receipt is told, and sends again without being asked."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kit.answers.backup import back_up
from kit.live.process.session import Session
from tests.browser.hosted import Room, answer, form, hosting, joined, make_root, send, status
from tests.live.serving import Client

PEOPLE = 9  # beside those with a page


def put_back(root: Path, copy: Path) -> None:
    """What a facilitator does: away with the store and its log, and the copy to its place."""
    for path in (root / "private").glob("answers.db*"):
        path.unlink()
    shutil.copy(copy, root / "private" / "answers.db")


def at_its_address(room: Room) -> Session:
    return replace(room.session, port=room.served.port)


def taken_up(device: Client, before: list[dict[str, Any]]) -> list[int]:
    """What a device that keeps receipts does once the host is there again; the statuses of the replies."""
    there = {row["id"] for row in device.mine()}
    lost = [row for row in before if row["id"] not in there]
    fields = ("week", "exercise", "revision", "answers", "proof")
    path = "/api/submissions/{}"
    return [device.ask("PUT", path.format(row["id"]), {name: row[name] for name in fields}).status for row in lost]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "spring")


def test_all_answers_are_there_again_and_nobody_had_to_do_anything(page: Page, root: Path) -> None:
    with hosting(root, falls=True) as room:
        room.tell("open", exercise="check-in")
        joined(page, room)
        room.others(PEOPLE - 1)
        answer(page, 7)
        send(page)
        expect(status(page)).to_contain_text("Received.")
        copy = back_up(root / "private")
        for device in room.devices:
            assert device.put({"energy": 2}, revision=2).status == 201
        answer(page, 8)
        send(page)
        expect(status(page)).to_contain_text("Received.")
        mine = [device.mine() for device in room.devices]
        assert sum(map(len, mine)) == 2 * (PEOPLE - 1)
        session, devices = at_its_address(room), room.devices
    put_back(root, copy)
    with hosting(root, session=session) as room:
        expect(page.locator("#own-said")).to_contain_text("This browser has sent them again.", timeout=30_000)
        expect(status(page)).to_contain_text("Received.")
        for device, before in zip(devices, mine, strict=True):
            assert taken_up(device, before) == [201]
            assert taken_up(device, before) == []
        assert room.stored() == [2] * (PEOPLE - 1) + [8]
        with room.served.host.store.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM submissions").scalar() == 2 * PEOPLE
        page.goto("about:blank")


def test_what_was_published_before_is_stored_again_and_published_no_second_time(page: Page, root: Path) -> None:
    releases = root / "published" / "releases.json"
    with hosting(root, falls=True) as room:
        room.tell("open", exercise="check-in")
        room.tell("open", exercise="exit")
        joined(page, room)
        room.others(PEOPLE)
        copy = back_up(root / "private")
        answer(page, 3)
        send(page)
        expect(status(page)).to_contain_text("Received.")
        room.tell("reveal", exercise="check-in")
        expect(form(page)).to_contain_text("This exercise is closed.")
        published = releases.read_bytes()
        assert len(json.loads(published)["releases"]) >= 1
        session = at_its_address(room)
    put_back(root, copy)
    with hosting(root, session=session) as room:
        expect(page.locator("#own-said")).to_contain_text("Nothing is counted twice.", timeout=30_000)
        assert 3 in room.stored()
        room.tell("reveal", exercise="check-in")
        assert json.loads(releases.read_text("utf-8"))["releases"] == json.loads(published)["releases"]
        page.goto("about:blank")


def test_an_exercise_that_the_copy_never_knew_takes_what_it_had_taken(page: Page, root: Path) -> None:
    with hosting(root, falls=True) as room:
        joined(page, room)
        copy = back_up(root / "private")
        room.tell("open", exercise="exit")
        answer(page, 4, exercise="exit", item="leave")
        send(page, "exit")
        expect(status(page, "exit")).to_contain_text("Received.")
        session = at_its_address(room)
        page.goto("about:blank")
    put_back(root, copy)
    with hosting(root, session=session) as room:
        page.goto(f"{room.address}/week")
        expect(page.locator("#own-said")).to_contain_text("This browser has sent them again.")
        assert room.stored("exit", "leave") == [4]
        page.goto("about:blank")


def test_without_the_proof_or_with_somebody_elses_nothing_is_taken_out_of_time(
    context: BrowserContext, root: Path
) -> None:
    with hosting(root) as room:
        room.tell("open", exercise="check-in")
        room.others(2)
        one, other = (device.mine()[0] for device in room.devices)
        room.tell("close", exercise="check-in")
        fields = {name: one[name] for name in ("week", "exercise", "revision", "answers")}
        fresh = "0f8fad5b-d9cb-469f-a165-70867728950e"
        for proof in ("", other["proof"], one["proof"], "x" * 64):
            reply = room.devices[0].ask("PUT", f"/api/submissions/{fresh}", {**fields, "proof": proof})
            assert reply.status == 410
        assert room.devices[0].ask("PUT", f"/api/submissions/{one['id']}", fields).status == 200


@pytest.mark.parametrize("knows_exercise", [True, False])
def test_whoever_joined_after_the_copy_was_made_sends_again_from_the_new_place_what_is_open(
    page: Page, root: Path, knows_exercise: bool
) -> None:
    with hosting(root, falls=True) as room:
        copy = None if knows_exercise else back_up(root / "private")
        room.tell("open", exercise="check-in")
        copy = copy or back_up(root / "private")
        joined(page, room)
        answer(page, 7)
        send(page)
        expect(status(page)).to_contain_text("Received.")
        session = at_its_address(room)
        page.goto("about:blank")
    put_back(root, copy)
    with hosting(root, session=session) as room:
        joined(page, room)
        earlier = page.locator("#own-earlier")
        expect(earlier).to_contain_text("Your new place doesn't have these answers.")
        if not knows_exercise:
            expect(earlier).to_contain_text("Not open at the moment: Check in.")
            expect(earlier.get_by_role("button")).to_be_hidden()
            room.tell("open", exercise="check-in")
        assert room.stored() == []
        earlier.get_by_role("button", name="They're mine: send them again").click()
        expect(status(page)).to_contain_text("Received.")
        expect(page.locator("#own-said")).to_contain_text("sent again from your new place")
        assert room.stored() == [7]
        page.reload()
        expect(status(page)).to_contain_text("Received.")
        expect(earlier).to_be_hidden()
        page.goto("about:blank")


def test_a_place_that_is_still_there_gives_its_answers_to_no_second_one(page: Page, root: Path) -> None:
    with hosting(root) as room:
        room.tell("open", exercise="check-in")
        joined(page, room)
        answer(page, 7)
        send(page)
        expect(status(page)).to_contain_text("Received.")
        page.context.clear_cookies()
        with page.expect_response(lambda reply: "before=" in reply.url) as asked:
            joined(page, room)
        assert asked.value.json()["gone"] == []
        expect(page.locator("#own-earlier")).to_be_hidden()
        assert room.stored() == [7]
        page.goto("about:blank")
