"""Copies of what is written for oneself: merged by day, locked with a passphrase, damaged, or somebody else's."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import access
from tests.browser.bare_practice import MORNING, shown
from tests.browser.copies import emptied, restore, said, saved

FELT, DID = "What did you feel?", "What did you do, or not do?"
PASSPHRASE = "green lamp cold río"
NO_CRYPTO = "Object.defineProperty(window.crypto, 'subtle', { value: undefined })"


@pytest.fixture(autouse=True)
def _journal(page: Page, address: str, stopped_clock: None) -> None:
    shown(page, address, "journal")


def lock(page: Page, first: str, second: str) -> None:
    if not page.get_by_label("The same once more").is_visible():
        page.get_by_text("Lock the copy with a passphrase").click()
    page.get_by_label("Passphrase (four words or so)").fill(first)
    page.get_by_label("The same once more").fill(second)


def test_a_copy_reads_like_a_journal_and_comes_back_after_the_browser_was_emptied(page: Page, tmp_path: Path) -> None:
    page.get_by_label(FELT).fill("warm,\nthen tired")
    page.get_by_label(DID).fill("listened")
    copy = saved(page, tmp_path / "copy.txt")
    expected = f"Tuesday, 2 March 2027\n\n{FELT}\n\nwarm,\nthen tired\n\n{DID}\n\nlistened\n"
    assert expected in copy.read_text("utf-8")
    emptied(page)
    restore(page, copy)
    page.get_by_role("button", name="Yes, bring it back").press("Enter")
    expect(page.get_by_label(FELT)).to_have_value("warm,\nthen tired")
    expect(page.locator("input[type=file]")).to_be_focused()


def test_restoring_an_older_copy_never_takes_the_place_of_newer_words(page: Page, tmp_path: Path) -> None:
    page.get_by_label(FELT).fill("as it was")
    page.get_by_label(DID).fill("nothing yet")
    copy = saved(page, tmp_path / "copy.txt")
    page.clock.run_for(60_000)
    page.get_by_label(FELT).fill("as it was, and a thought more")
    page.get_by_label(DID).fill("I called her")
    restore(page, copy)
    expect(page.get_by_label(FELT)).to_have_value("as it was, and a thought more")
    both = "I called her\n\n(The other text of this day:)\nnothing yet"
    expect(page.get_by_label(DID)).to_have_value(both)
    restore(page, copy)
    expect(page.get_by_label(DID)).to_have_value(both)


def test_restoring_brings_the_days_that_are_missing_and_keeps_the_others_and_can_be_undone(
    page: Page, tmp_path: Path
) -> None:
    page.get_by_label(FELT).fill("on Tuesday")
    copy = saved(page, tmp_path / "copy.txt")
    page.get_by_role("button", name="Clear today’s entry").click()
    page.clock.pause_at(MORNING + datetime.timedelta(days=1))
    page.reload()
    page.get_by_label(FELT).fill("on Wednesday")
    restore(page, copy)
    expect(page.get_by_label(FELT)).to_have_value("on Wednesday")
    expect(page.locator(".kit-journal-list > details")).to_have_text([re.compile("Tuesday, 2 March 2027")])
    page.get_by_role("button", name="Undo restoring").click()
    expect(page.locator(".kit-journal-list > details")).to_have_count(0)
    expect(page.get_by_label(FELT)).to_have_value("on Wednesday")


def test_a_journal_of_years_comes_back(page: Page, tmp_path: Path) -> None:
    # Typing it would take the browser longer than a busy computer is given.
    page.get_by_label(FELT).evaluate(
        "field => { field.value = 'é'.repeat(900000); field.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    copy = saved(page, tmp_path / "copy.txt")
    page.get_by_role("button", name="Clear today’s entry").click()
    restore(page, copy)
    expect(said(page)).to_contain_text("The days from the copy are back")
    assert len(page.get_by_label(FELT).input_value()) == 900_000


def test_a_locked_copy_shows_nothing_and_opens_with_its_passphrase_alone(page: Page, tmp_path: Path) -> None:
    page.get_by_label(FELT).fill("a private canary")
    lock(page, PASSPHRASE, PASSPHRASE)
    copy = saved(page, tmp_path / "locked.txt", "Save a locked copy")
    expect(said(page)).to_contain_text("The locked copy is on its way")
    assert "canary" not in copy.read_text("utf-8")
    assert PASSPHRASE not in page.evaluate("JSON.stringify({ ...localStorage })")
    emptied(page)
    page.get_by_label(FELT).fill("written since")
    restore(page, copy)
    expect(page.get_by_label("Passphrase of the copy")).to_be_focused()
    assert access.unmarked_controls(page) == []
    page.keyboard.type("green lamp cold rio")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("That passphrase doesn't open this copy. Nothing was changed")
    expect(page.get_by_label(FELT)).to_have_value("written since")
    # The same letters as another keyboard composes them.
    page.keyboard.type("green lamp cold ri\u0301o")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("The days from the copy are back")
    expect(page.get_by_label(FELT)).to_have_value("written since\n\n(The other text of this day:)\na private canary")


def test_a_locked_copy_can_be_left_alone(page: Page, tmp_path: Path) -> None:
    page.get_by_label(FELT).fill("words")
    lock(page, PASSPHRASE, PASSPHRASE)
    copy = saved(page, tmp_path / "locked.txt", "Save a locked copy")
    restore(page, copy)
    page.get_by_role("button", name="Leave it", exact=True).click()
    expect(said(page)).to_have_text("Nothing was changed.")
    expect(page.get_by_label("Passphrase of the copy")).to_be_hidden()


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [("short", "short", "quickly guessed"), (PASSPHRASE, "green lamp", "The two passphrases are different")],
)
def test_a_passphrase_that_would_not_hold_is_refused_with_one_sentence(
    page: Page, first: str, second: str, sentence: str
) -> None:
    page.get_by_label(FELT).fill("words")
    lock(page, first, second)
    page.get_by_role("button", name="Save a locked copy").click()
    expect(said(page)).to_contain_text(sentence)


def test_where_a_browser_cannot_lock_it_says_so_and_offers_the_plain_copy(
    context: BrowserContext, page: Page, address: str, tmp_path: Path
) -> None:
    page.get_by_label(FELT).fill("words")
    lock(page, PASSPHRASE, PASSPHRASE)
    copy = saved(page, tmp_path / "locked.txt", "Save a locked copy")
    context.add_init_script(NO_CRYPTO)
    plain = context.new_page()
    shown(plain, address, "journal")
    plain.get_by_text("Lock the copy with a passphrase").click()
    sentence = plain.locator(".kit-practice-folded").get_by_text("The plain copy works everywhere")
    expect(sentence).to_be_visible()
    expect(plain.get_by_role("button", name="Save a locked copy")).to_have_count(0)
    restore(plain, copy)
    expect(said(plain)).to_contain_text("browsers do that only for an address that begins with https")
    assert "words" in saved(plain, tmp_path / "plain.txt").read_text("utf-8")


def fingerprint(text: str) -> str:
    """FNV-1a, by which a file shows that it is whole; this one is remade so that only its content is wrong."""
    found = 0x811C9DC5
    for byte in text.encode():
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return f"{found:08x}"


def _truncated(text: str) -> str:
    return text[:-30]


def _edited(text: str) -> str:
    return text.replace('"felt":"', '"felt":"X')


def _foreign(text: str) -> str:
    return "a shopping list\n"


def _other(text: str) -> str:
    return text.replace('"practice":"journal"', '"practice":"letter"')


def _no_journal(text: str) -> str:
    return text.replace("2027-03-02", "2027-02-30")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_truncated, "is damaged"),
        (_edited, "is damaged"),
        (_foreign, "isn't a copy from this practice"),
    ],
)
def test_a_damaged_or_foreign_file_gets_one_sentence_and_changes_nothing(
    page: Page, tmp_path: Path, spoil, sentence: str
) -> None:
    page.get_by_label(FELT).fill("words")
    copy = saved(page, tmp_path / "copy.txt")
    copy.write_text(spoil(copy.read_text("utf-8")), "utf-8")
    restore(page, copy)
    expect(said(page)).to_contain_text(sentence)
    expect(page.get_by_label(FELT)).to_have_value("words")


@pytest.mark.parametrize("spoil", [_other, _no_journal])
def test_a_whole_file_that_is_no_journal_changes_nothing(page: Page, tmp_path: Path, spoil) -> None:
    page.get_by_label(FELT).fill("words")
    copy = saved(page, tmp_path / "copy.txt")
    text = spoil(copy.read_text("utf-8"))
    body = re.sub(r',"check":"\w+"}', "}", text.splitlines()[-1])
    copy.write_text(text.replace(text.splitlines()[-1], f'{body[:-1]},"check":"{fingerprint(body)}"}}'), "utf-8")
    restore(page, copy)
    expect(said(page)).to_contain_text("belongs to another practice, or to an older version")
    expect(page.get_by_label(FELT)).to_have_value("words")
