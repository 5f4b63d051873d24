"""Words that a clumsy hand could lose: pressed twice, cleared, restored, or on a sheet that was edited since."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bare_practice import MORNING, after, shown
from tests.browser.copies import emptied, kept, restore, said, saved

pytestmark = pytest.mark.usefixtures("stopped_clock")


def edited(page: Page, practice: str, change: str) -> None:
    """From now on the page gets the practice as *change*, a JavaScript expression of ``spec``, has made it."""

    def answer(route: Any) -> None:
        spec = route.fetch().json()
        route.fulfill(json=page.evaluate(f"spec => {{ {change}; return spec; }}", spec))

    page.route(f"**/{practice}.json", answer)
    page.reload()
    page.locator("html[data-ready]").wait_for()


def test_clearing_twice_still_brings_everything_back(page: Page, address: str) -> None:
    shown(page, address, "letter")
    text = page.get_by_role("textbox").first
    text.fill("dear me")
    page.get_by_role("button", name="Clear everything here").dblclick()
    page.get_by_role("button", name="Bring it back").click()
    expect(text).to_have_value("dear me")


CLEARED = ["letter", "two-voices", "role-resources", "five-step-walk", "script-builder", "peer-group"]


@pytest.mark.parametrize("name", CLEARED)
def test_what_was_cleared_comes_back_beside_what_was_written_since(page: Page, address: str, name: str) -> None:
    shown(page, address, name)
    if name == "five-step-walk":
        page.get_by_label("What would you like to walk through?").select_option("own")
    text = page.locator("textarea:visible").first
    text.fill("the first words")
    page.get_by_role("button", name="Clear everything here").click()
    if name == "five-step-walk":
        page.get_by_label("What would you like to walk through?").select_option("own")
    text.fill("the second ones")
    page.get_by_role("button", name="Bring it back").click()
    expect(text).to_have_value("the second ones\n\n(The other letter:)\nthe first words" if name == "letter" else BOTH)


BOTH = "the second ones\n\n(The other text:)\nthe first words"


def test_everything_that_was_cleared_comes_back_and_takes_nothing_away(page: Page, address: str) -> None:
    shown(page, address, "letter")
    page.get_by_role("textbox").first.fill("dear me")
    shown(page, address, "everything")
    page.get_by_role("button", name="Clear everything here").click()
    other = page.context.new_page()
    shown(other, address, "journal")
    other.get_by_label("What did you feel?").fill("written meanwhile")
    expect(page.locator(".kit-everything-list li")).to_have_text("Compassion journal")
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator(".kit-everything-list li")).to_have_count(2)
    expect(other.get_by_label("What did you feel?")).to_have_value("written meanwhile")
    assert kept(page, "letter")["text"] == "dear me"


@pytest.mark.parametrize("name", ["two-voices", "role-resources", "script-builder", "five-step-walk"])
def test_restoring_an_older_copy_keeps_the_newer_words_beside_it(
    page: Page, address: str, tmp_path: Path, name: str
) -> None:
    shown(page, address, name)
    if name == "five-step-walk":
        page.get_by_label("What would you like to walk through?").select_option("own")
    text = page.locator("textarea:visible").first
    text.fill("the first words")
    copy = saved(page, tmp_path / "copy.txt")
    text.fill("the second ones")
    restore(page, copy)
    expect(text).to_have_value(BOTH)
    text.press("End")
    text.type(".")
    page.get_by_role("button", name="Undo restoring").click()
    expect(said(page)).to_contain_text("You've written something since then")
    assert "the second ones" in text.input_value()


def test_a_story_s_thought_and_way_come_back_with_a_copy(page: Page, address: str, tmp_path: Path) -> None:
    shown(page, address, "five-step-walk")
    page.get_by_label("What would you like to walk through?").select_option("underperformer")
    first = page.locator(".kit-walk-turn").first.inner_text()
    while page.locator(".kit-walk-turn").count():
        page.locator(".kit-walk-turn").first.click()
    page.locator("textarea:visible").first.fill("a thought")
    copy = saved(page, tmp_path / "copy.txt")
    page.locator("textarea:visible").first.fill("another one")
    restore(page, copy)
    expect(page.locator("textarea:visible").first).to_have_value("another one\n\n(The other text:)\na thought")
    page.get_by_text("The way you took", exact=True).click()
    expect(page.locator(".kit-walk-trail li").first).to_contain_text(first)


def test_a_story_that_was_edited_goes_on_from_where_it_still_leads(page: Page, address: str) -> None:
    shown(page, address, "five-step-walk")
    page.get_by_label("What would you like to walk through?").select_option("underperformer")
    page.locator(".kit-walk-turn").first.click()
    gone = "spec.practice.vignettes.find(one => one.id === 'underperformer').scenes[0].turns[0].id = 'renamed'"
    edited(page, "five-step-walk", gone)
    page.locator(".kit-walk-turn").nth(1).click()
    assert len(kept(page, "walk")["ways"]["underperformer"]) == 1
    expect(page.get_by_role("button", name="One step back")).to_be_visible()


def test_a_sheet_whose_words_were_edited_keeps_what_was_written_and_chosen(
    page: Page, address: str, tmp_path: Path
) -> None:
    shown(page, address, "pitfall-map")
    for box in page.locator("textarea").all():
        box.fill("my own words")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("checkbox").nth(1).check()
    copy = saved(page, tmp_path / "copy.txt")
    before = kept(page, "pitfall-map")
    edited(page, "pitfall-map", "spec.practice.parts[0].options[0].label += '!'; spec.practice.parts.pop()")
    expect(page.locator("textarea").first).to_have_value("my own words")
    expect(page.get_by_role("checkbox").nth(1)).to_be_checked()
    page.locator("textarea").first.fill("my own words, and more")
    page.get_by_role("checkbox").nth(2).check()
    now = kept(page, "pitfall-map")
    assert now.keys() == before.keys()
    assert set(before["mine"]) < set(now["mine"])
    emptied(page)
    restore(page, copy)
    page.get_by_role("button", name="Yes, bring it back").click()
    expect(page.locator("textarea").first).to_have_value("my own words")
    assert kept(page, "pitfall-map") == before


def test_a_charter_with_a_question_less_keeps_what_was_agreed(page: Page, address: str) -> None:
    shown(page, address, "peer-group")
    for box in page.locator("textarea").all():
        box.fill("agreed")
    before = kept(page, "peer_group")
    edited(page, "peer-group", "spec.practice.charter.pop()")
    page.locator("textarea").first.fill("agreed anew")
    now = kept(page, "peer_group")
    assert now.keys() == before.keys()
    assert list(now.values()).count("agreed") == len(before) - 1


def test_an_earlier_entry_may_be_written_anew_from_nothing(page: Page, address: str) -> None:
    shown(page, address, "journal")
    page.get_by_label("What did you feel?").fill("on Tuesday")
    page.clock.pause_at(MORNING + datetime.timedelta(days=1))
    page.reload()
    page.locator(".kit-journal-list summary").click()
    box = page.locator(".kit-journal-list textarea").first
    box.press("Control+a")
    box.press("Delete")
    page.keyboard.type("anew")
    expect(box).to_have_value("anew")
    assert kept(page, "journal")["entries"]["2027-03-02"]["felt"] == "anew"
    box.fill("")
    page.get_by_label("What did you feel?").first.focus()
    after(page, 1)
    expect(page.locator(".kit-journal-list > details")).to_have_count(0)


def test_a_text_that_holds_a_copy_has_a_copy_that_comes_back(page: Page, address: str, tmp_path: Path) -> None:
    shown(page, address, "letter")
    text = page.get_by_role("textbox").first
    text.fill("an older letter")
    pasted = saved(page, tmp_path / "first.txt").read_text("utf-8")
    for tricky in (pasted, "one\u2028#kit-private-copy 1\u2028two"):
        text.fill(tricky)
        copy = saved(page, tmp_path / "second.txt")
        emptied(page)
        restore(page, copy)
        page.get_by_role("button", name="Yes, bring it back").click()
        expect(text).to_have_value(tricky)


# Opening a copy waits until it is let go, and the page says how many were opened with the right passphrase.
OPENED = """const open = crypto.subtle.decrypt.bind(crypto.subtle);
window.held = [];
crypto.subtle.decrypt = async (...all) => {
  await new Promise((done) => {
    window.held.push(done);
    document.documentElement.dataset.held = window.held.length;
  });
  const found = await open(...all);
  document.documentElement.dataset.opened = Number(document.documentElement.dataset.opened ?? 0) + 1;
  return found;
};
0"""


@pytest.mark.parametrize("then", ["leave", "Enter"])
def test_a_locked_copy_comes_back_once_and_only_if_it_is_still_wanted(
    page: Page, address: str, tmp_path: Path, then: str
) -> None:
    shown(page, address, "letter")
    text = page.get_by_role("textbox").first
    text.fill("the first words")
    page.get_by_text("Lock the copy with a passphrase").click()
    page.get_by_label("Passphrase (four words or so)").fill("green lamp cold river")
    page.get_by_label("The same once more").fill("green lamp cold river")
    copy = saved(page, tmp_path / "locked.txt", button="Save a locked copy")
    text.fill("the second ones")
    restore(page, copy)
    page.evaluate(OPENED)
    key = page.get_by_label("Passphrase of the copy")
    key.fill("green lamp cold river")
    key.press("Enter")
    if then == "leave":
        page.get_by_role("button", name="Leave it").click()
    else:
        key.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-held", "1")
    page.evaluate("held.forEach((go) => go())")
    expect(page.locator("html")).to_have_attribute("data-opened", "1")
    if then == "leave":
        expect(text).to_have_value("the second ones")
        return
    expect(text).to_have_value("the second ones\n\n(The other letter:)\nthe first words")
    page.get_by_role("button", name="Undo restoring").click()
    expect(text).to_have_value("the second ones")


def test_the_same_copy_once_more_leaves_what_can_be_undone(page: Page, address: str, tmp_path: Path) -> None:
    shown(page, address, "letter")
    text = page.get_by_role("textbox").first
    text.fill("the first words")
    copy = saved(page, tmp_path / "copy.txt")
    text.fill("the second ones")
    restore(page, copy)
    restore(page, copy)
    page.get_by_role("button", name="Undo restoring").click()
    expect(text).to_have_value("the second ones")


def test_phrases_of_one_s_own_come_back_after_the_first_ones(page: Page, address: str) -> None:
    shown(page, address, "sitting")
    page.get_by_label("What to follow").select_option("phrases")
    page.get_by_text("Phrases in your own words", exact=True).click()
    box = page.locator(".kit-sitting-whom textarea").first
    given = box.input_value()
    box.fill("May I have a quiet afternoon.")
    page.locator("[id$=-first]").click()
    expect(box).to_have_value(given)
    page.get_by_role("button", name="Bring it back").click()
    expect(box).to_have_value("May I have a quiet afternoon.")


def test_a_double_click_takes_one_row_away_and_it_comes_back(page: Page, address: str) -> None:
    shown(page, address, "energy-ledger")
    rows = page.locator(".kit-work-list").first.locator("input")
    for number, text in enumerate(["one", "two", "three"]):
        if number:
            page.locator("[id$=-add]").first.click()
        rows.nth(number).fill(text)
    page.get_by_role("button", name="Remove number 1").first.dblclick()
    expect(rows).to_have_count(2)
    expect(rows.first).to_have_value("two")
    page.get_by_role("button", name="Bring it back").first.click()
    expect(rows.first).to_have_value("one")
    expect(rows).to_have_count(3)


def test_a_double_click_takes_one_line_of_the_log_back_and_carries_a_plan_on_once(page: Page, address: str) -> None:
    shown(page, address, "commitment")
    page.locator("textarea").first.fill("a door")
    for how in ("done", "partly", "not this time"):
        page.get_by_role("button", name=how, exact=True).click()
        after(page, 1)
    page.get_by_role("button", name="Take back").first.dblclick()
    expect(page.locator(".kit-went-list li")).to_have_count(2)
    page.get_by_role("button", name="Keep it for another week").dblclick()
    assert len(kept(page, "commitment")["before"]) == 1


def test_what_was_chosen_under_an_options_earlier_words_is_chosen_under_those_of_today(
    page: Page, address: str
) -> None:
    shown(page, address, "pitfall-map")
    page.get_by_role("checkbox").first.check()
    renamed = "const first = spec.practice.parts[0].options[0]; first.was = [first.label]; first.label = 'other words'"
    edited(page, "pitfall-map", renamed)
    expect(page.get_by_role("checkbox", name="other words")).to_be_checked()
    page.get_by_role("checkbox").nth(1).check()
    assert len(kept(page, "pitfall-map")["mine"]) == 2
    page.get_by_role("checkbox", name="other words").uncheck()
    assert len(kept(page, "pitfall-map")["mine"]) == 1
