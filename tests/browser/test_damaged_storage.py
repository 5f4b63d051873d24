"""What a browser kept and can no longer be read is never written over: it is set aside, told, and had as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import bare
from tests.browser.bare_practice import shown, unfold
from tests.browser.hosted import Room, answer, joined, send, status

CUT_OFF = '{"entries": {"2027-03-01": {"felt": "a secret that was cut o'
FULL = "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"


def put(page: Page, key: str, text: str) -> None:
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])


def kept(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate("({ ...localStorage })")
    return found


def told(page: Page) -> Locator:
    return page.get_by_role("group", name="can't be read")


@pytest.mark.parametrize("text", [CUT_OFF, '"a secret in the wrong shape"', '{"entries": {"one day": "a secret"}}'])
def test_a_journal_that_cannot_be_read_is_set_aside_and_shown_as_text(page: Page, address: str, text: str) -> None:
    shown(page, address, "journal")
    put(page, "kit/test/here/private/practice/journal", text)
    page.reload()
    expect(told(page).get_by_role("textbox")).to_have_value(text)
    page.get_by_label("What did you feel?").fill("a new day")
    page.reload()
    expect(told(page).get_by_role("textbox")).to_have_value(text)
    expect(page.get_by_label("What did you feel?")).to_have_value("a new day")
    assert text in kept(page).values()


def test_a_second_damage_takes_nothing_from_the_first(page: Page, address: str) -> None:
    shown(page, address, "letter")
    for text in ("{first", "{second", "{first"):
        put(page, "kit/test/here/private/practice/letter", text)
        page.reload()
        expect(told(page)).to_be_visible()
    expect(told(page).get_by_role("textbox")).to_have_value("{first\n\n{second")
    shown(page, address, "everything")
    expect(told(page).get_by_role("textbox")).to_have_value("{first\n\n{second")


def test_it_can_be_saved_and_let_go_of_and_had_again(page: Page, address: str, tmp_path: Path) -> None:
    shown(page, address, "journal")
    put(page, "kit/test/here/private/practice/journal", CUT_OFF)
    page.reload()
    with page.expect_download() as download:
        told(page).get_by_role("button", name="Save it as a file").click()
    download.value.save_as(tmp_path / "as_found.txt")
    assert CUT_OFF in (tmp_path / "as_found.txt").read_text("utf-8")
    page.get_by_label("What did you feel?").fill("a new day")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").first.click()
    download.value.save_as(tmp_path / "copy.txt")
    assert CUT_OFF in (tmp_path / "copy.txt").read_text("utf-8")
    told(page).get_by_role("button", name="Remove it from this browser").click()
    assert CUT_OFF not in kept(page).values()
    told(page).get_by_role("button", name="Bring it back").click()
    assert CUT_OFF in kept(page).values()
    told(page).get_by_role("button", name="Remove it from this browser").click()
    page.reload()
    expect(page.get_by_label("What did you feel?")).to_have_value("a new day")
    expect(told(page)).to_be_hidden()


def test_where_there_is_no_space_to_set_it_aside_it_stays_where_it_is(page: Page, address: str) -> None:
    shown(page, address, "letter")
    put(page, "kit/test/here/private/practice/letter", CUT_OFF)
    page.add_init_script(f"({FULL})()")
    page.reload()
    expect(told(page).get_by_role("textbox")).to_have_value(CUT_OFF)
    unfold(page)
    page.get_by_role("textbox").first.fill("dear me")
    expect(page.get_by_text("This browser isn't keeping anything at the moment").first).to_be_visible()
    assert kept(page)["kit/test/here/private/practice/letter"] == CUT_OFF


@pytest.mark.parametrize("kind", ["private", "draft", "pending", "words"])
def test_no_part_of_a_form_is_written_over(page: Page, bare_address: str, kind: str) -> None:
    bare.shown(page, bare_address)
    put(page, f"kit/test/p1/{kind}/3/everything", "[1, 2")
    page.reload()
    expect(told(page).get_by_role("textbox")).to_have_value("[1, 2")
    bare.item(page, "journal").get_by_role("textbox").fill("written since")
    bare.item(page, "energy").get_by_role("radio", name="5").check()
    bare.send(page)
    assert bare.submissions(page)[-1]["answers"] == {"energy": 5}
    assert "[1, 2" in kept(page).values()


@pytest.mark.parametrize("text", ['{"id": "0f8fad5b', '{"answers": {"energy": 3}}'])
def test_a_submission_of_a_notebook_that_waits_and_cannot_be_read_is_told(
    page: Page, bare_address: str, text: str
) -> None:
    bare.shown(page, bare_address)
    put(page, "kit/test/p1/outbox/0f8fad5b-d9cb-469f-a165-70867728950e", text)
    page.reload()
    expect(told(page).get_by_role("textbox")).to_have_value(text)
    bare.item(page, "energy").get_by_role("radio", name="5").check()
    bare.send(page)
    assert bare.submissions(page)[-1]["answers"] == {"energy": 5}
    bare.acknowledge(page)
    assert text in kept(page).values()


@pytest.mark.parametrize("text", ['{"id": "0f8fad5b', '{"answers": {"energy": 3}}'])
def test_an_answer_that_waits_and_cannot_be_read_is_told(page: Page, open_room: Room, text: str) -> None:
    joined(page, open_room)
    me: Any = page.evaluate("JSON.parse(Object.entries(localStorage).find(([key]) => key.endsWith('/me'))[1])")
    place = next(key for key in kept(page) if key.endswith("/me")).removesuffix("me") + me["participant"]
    put(page, f"{place}/outbox/0f8fad5b-d9cb-469f-a165-70867728950e", text)
    page.reload()
    expect(told(page).get_by_role("textbox")).to_have_value(text)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    assert text in kept(page).values()
