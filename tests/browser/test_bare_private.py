"""What is private stays in the browser: no message carries it, and the person can save it and bring it back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.bare import item, send, shown, status, submissions


def write(page: Page, text: str) -> None:
    item(page, "journal").get_by_role("textbox").fill(text)


def saved(page: Page, path: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a copy").click()
    assert download.value.suggested_filename == "week-3-everything-private.txt"
    download.value.save_as(path)
    return path


def restore(page: Page, path: Path) -> None:
    page.get_by_label("Restore from a copy").set_input_files(path)


def test_private_answers_are_marked_and_in_no_message(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    write(page, "a private canary")
    item(page, "honest").get_by_role("radio", name="3").check()
    expect(item(page, "journal")).to_contain_text("Private. It's never sent.")
    item(page, "energy").get_by_role("radio", name="5").check()
    send(page)
    assert submissions(page)[-1]["answers"] == {"energy": 5}
    assert "canary" not in json.dumps(page.evaluate("said"))
    page.reload()
    expect(item(page, "journal").get_by_role("textbox")).to_have_value("a private canary")
    expect(item(page, "honest").get_by_role("radio", name="3")).to_be_checked()


def test_an_exercise_that_is_only_private_cannot_be_sent_and_says_nothing_to_anybody(
    page: Page, bare_address: str
) -> None:
    shown(page, bare_address, "journal")
    page.get_by_role("textbox").fill("only mine")
    expect(page.locator(".kit-form-send, .kit-form-status")).to_have_count(0)
    assert page.evaluate("said") == []


def test_a_private_text_has_no_limit(page: Page, bare_address: str) -> None:
    shown(page, bare_address, "journal")
    page.get_by_role("textbox").fill("long " * 1000)
    expect(page.get_by_text("characters")).to_have_count(0)


def test_a_copy_can_be_read_by_a_person_and_brings_everything_back(
    page: Page, bare_address: str, tmp_path: Path
) -> None:
    shown(page, bare_address)
    write(page, "Zoë’s “moment”,\nin two lines 🌱")
    item(page, "honest").get_by_role("radio", name="10").check()
    copy = saved(page, tmp_path / "copy.txt")
    text = copy.read_text("utf-8")
    assert "what did you feel?\n\nZoë’s “moment”,\nin two lines 🌱\n" in text
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(item(page, "journal").get_by_role("textbox")).to_have_value("")
    restore(page, copy)
    expect(page.get_by_text("or before this one was emptied. Is it yours?")).to_be_visible()
    page.get_by_role("button", name="Yes, bring it back").press("Enter")
    expect(item(page, "journal").get_by_role("textbox")).to_have_value("Zoë’s “moment”,\nin two lines 🌱")
    expect(item(page, "honest").get_by_role("radio", name="10")).to_be_checked()
    expect(page.get_by_text("Your private answers are back in the form.")).to_be_visible()
    page.reload()
    expect(item(page, "journal").get_by_role("textbox")).to_have_value("Zoë’s “moment”,\nin two lines 🌱")


def test_restoring_over_other_words_keeps_both_and_can_be_undone(page: Page, bare_address: str, tmp_path: Path) -> None:
    shown(page, bare_address)
    write(page, "the first")
    item(page, "honest").get_by_role("radio", name="3").check()
    copy = saved(page, tmp_path / "copy.txt")
    write(page, "the second")
    item(page, "honest").get_by_role("radio", name="8").check()
    restore(page, copy)
    both = "the second\n\n(The other text:)\nthe first"
    expect(item(page, "journal").get_by_role("textbox")).to_have_value(both)
    expect(item(page, "honest").get_by_role("radio", name="3")).to_be_checked()
    restore(page, copy)
    expect(item(page, "journal").get_by_role("textbox")).to_have_value(both)
    page.get_by_role("button", name="Undo restoring").click()
    expect(item(page, "journal").get_by_role("textbox")).to_have_value("the second")
    expect(page.get_by_role("button", name="Undo restoring")).to_be_hidden()


def test_words_under_a_question_that_was_renamed_are_carried_along_in_browser_and_copy(
    page: Page, bare_address: str, tmp_path: Path
) -> None:
    shown(page, bare_address)
    write(page, "an hour of words")
    copy = saved(page, tmp_path / "copy.txt")
    edited = "spec => { spec.exercise.items.find(({ id }) => id === 'journal').id = 'diary'; return spec; }"
    page.route("**/everything.json", lambda route: route.fulfill(json=page.evaluate(edited, route.fetch().json())))
    page.reload()
    private = "Object.entries(localStorage).filter(([key]) => key.includes('/private/')).map(([, text]) => text).join()"
    for _ in range(2):
        item(page, "honest").get_by_role("radio", name="3").check()
        assert "an hour of words" in page.evaluate(private)
        page.evaluate("localStorage.clear()")
        page.reload()
        restore(page, copy)
        page.get_by_role("button", name="Yes, bring it back").click()
    page.unroute("**/everything.json")
    page.reload()
    expect(item(page, "journal").get_by_role("textbox")).to_have_value("an hour of words")


def test_somebody_elses_copy_is_asked_about_before_it_touches_anything(
    page: Page, bare_address: str, tmp_path: Path
) -> None:
    shown(page, bare_address)
    write(page, "from another browser")
    copy = saved(page, tmp_path / "copy.txt")
    page.evaluate("localStorage.clear()")
    page.reload()
    write(page, "mine")
    restore(page, copy)
    expect(page.get_by_role("button", name="Yes, bring it back")).to_be_focused()
    page.get_by_role("button", name="No, leave it").press("Enter")
    expect(page.locator(".kit-form-copied")).to_have_text("Nothing was changed.")
    expect(item(page, "journal").get_by_role("textbox")).to_have_value("mine")


def test_what_was_written_after_restoring_is_not_undone(page: Page, bare_address: str, tmp_path: Path) -> None:
    shown(page, bare_address)
    write(page, "the first")
    copy = saved(page, tmp_path / "copy.txt")
    write(page, "the second")
    restore(page, copy)
    write(page, "the third")
    page.get_by_role("button", name="Undo restoring").click()
    expect(page.locator(".kit-form-copied")).to_contain_text("it stays as it is")
    expect(item(page, "journal").get_by_role("textbox")).to_have_value("the third")


def _truncated(text: str) -> str:
    return text[:-30]


def _edited(text: str) -> str:
    return text.replace('"journal":"', '"journal":"X')


def _foreign(text: str) -> str:
    return "a shopping list\n"


@pytest.mark.parametrize(
    ("spoil", "sentence"), [(_truncated, "is damaged"), (_edited, "is damaged"), (_foreign, "isn't a copy")]
)
def test_a_damaged_or_foreign_file_gets_one_sentence_and_changes_nothing(
    page: Page, bare_address: str, tmp_path: Path, spoil, sentence: str
) -> None:
    shown(page, bare_address)
    write(page, "the first")
    text = saved(page, tmp_path / "copy.txt").read_text("utf-8")
    write(page, "what is there now")
    other = tmp_path / "other.txt"
    other.write_text(spoil(text), "utf-8")
    restore(page, other)
    expect(page.locator(".kit-form-copied")).to_contain_text(sentence)
    expect(item(page, "journal").get_by_role("textbox")).to_have_value("what is there now")


def test_a_copy_of_another_exercise_changes_nothing(page: Page, bare_address: str, tmp_path: Path) -> None:
    shown(page, bare_address)
    write(page, "the first")
    copy = saved(page, tmp_path / "copy.txt")
    shown(page, bare_address, "journal")
    restore(page, copy)
    expect(page.locator(".kit-form-copied")).to_contain_text("another exercise")
    expect(page.get_by_role("textbox")).to_have_value("")


def test_with_nothing_private_there_is_nothing_to_save(page: Page, bare_address: str) -> None:
    shown(page, bare_address)
    page.get_by_role("button", name="Save a copy").click()
    expect(page.get_by_text("There's nothing private to save yet.")).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so_and_copies_still_agree(
    context: BrowserContext, bare_address: str
) -> None:
    context.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
    )
    page = context.new_page()
    shown(page, bare_address, copies=2)
    write(page, "kept in memory")
    expect(page.get_by_text("This browser isn't keeping anything at the moment").first).to_be_visible()
    expect(item(page, "journal", 1).get_by_role("textbox")).to_have_value("kept in memory")
    item(page, "energy").get_by_role("radio", name="5").check()
    send(page)
    assert submissions(page)[-1]["answers"] == {"energy": 5}
    expect(status(page)).to_contain_text("On its way.")
