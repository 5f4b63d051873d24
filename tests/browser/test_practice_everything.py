"""A copy of everything on a bare page, and one's own practice in JupyterLab."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from kit.curriculum.loader import load_curriculum
from kit.settings import content_root, packaged_curriculum
from tests.browser import access
from tests.browser.bare_practice import shown
from tests.browser.copies import restore, saved
from tests.browser.lab import Lab, Notebook
from tests.browser.private_words import KEEPING_WORDS, finish, write_everywhere

CANARY = "a private canary"
JOURNAL = {"entries": {"2027-03-02": {"felt": "warm", "did": "", "learned": "", "changed": 1}}}
# An exercise with something private in it, whichever week has one.
WEEK, EXERCISE, ITEM = next(
    (week.number, exercise, item)
    for week in load_curriculum(packaged_curriculum()).values()
    for exercise in week.exercises
    for item in exercise.items
    if item.share == "private" and item.kind == "text"
)
FORM = f"{WEEK}/{EXERCISE.id}"


@pytest.fixture
def page(page: Page, address: str) -> Page:
    shown(page, address, "everything")
    return page


def keep(page: Page, sheets: dict[str, Any], owner: str = "kit/test/here") -> None:
    """Put sheets into the browser as the practices and exercises would, and load the page anew."""
    for name, value in sheets.items():
        page.evaluate(
            "([key, text]) => localStorage.setItem(key, text)", [f"{owner}/private/{name}", json.dumps(value)]
        )
    page.reload()
    page.locator("html[data-ready]").wait_for()


def kept(page: Page, name: str) -> Any:
    return json.loads(page.evaluate("(key) => localStorage.getItem(key)", f"kit/test/here/private/{name}") or "null")


def listed(page: Page) -> Locator:
    return page.locator(".kit-everything-list li")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_violation_at_wcag_2_2_aa(page: Page, tmp_path: Path, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    keep(page, {FORM: {ITEM.id: "one"}})
    copy = saved(page, tmp_path / "copy.txt")
    keep(page, {FORM: {ITEM.id: "another"}})
    restore(page, copy)
    page.get_by_text("Lock the copy").click()
    expect(page.get_by_role("button", name="Take the one from the copy")).to_be_visible()
    assert access.violations(page) == []
    assert access.unmarked_controls(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert access.small_targets(page) == []


def test_it_names_what_is_kept_of_this_person_in_this_cohort_and_of_nobody_else(page: Page) -> None:
    expect(page.locator(".kit-form")).to_contain_text("Nothing yet.")
    keep(page, {"practice/journal": {"entries": {"2027-03-02": {"felt": CANARY}}}}, owner="kit/test/somebody")
    keep(page, {"practice/journal": {"entries": {"2027-03-02": {"felt": CANARY}}}}, owner="kit/other/here")
    expect(listed(page)).to_have_count(0)
    keep(page, {"practice/journal": JOURNAL, FORM: {ITEM.id: "mine"}, "practice/breath": {"words": " "}})
    expect(listed(page)).to_have_text([f"{EXERCISE.title} (week {WEEK})", "Compassion journal"])
    assert page.evaluate("said") == []


def test_one_file_holds_everything_in_words_and_brings_all_of_it_back(page: Page, tmp_path: Path) -> None:
    sheets = {"practice/journal": JOURNAL, FORM: {ITEM.id: "mine,\nin two lines"}}
    keep(page, sheets)
    copy = saved(page, tmp_path / "copy.txt")
    text = copy.read_text("utf-8")
    assert f"{ITEM.prompt}\nmine,\nin two lines\n" in text
    assert "Tuesday, 2 March 2027\n\nWhat did you feel?\nwarm\n" in text
    page.evaluate("localStorage.clear()")
    keep(page, {})
    restore(page, copy)
    page.get_by_role("button", name="Yes, bring it back").press("Enter")
    expect(listed(page)).to_have_count(2)
    assert {name: kept(page, name) for name in sheets} == sheets


def names(value: Any) -> set[str]:
    """The names under which a sheet keeps things, below each other."""
    if isinstance(value, dict):
        return set(value) | {name for part in value.values() for name in names(part)}
    return {name for part in value for name in names(part)} if isinstance(value, list) else set()


def test_every_answer_stands_below_its_question_in_words_and_no_short_name_is_left(
    page: Page, address: str, tmp_path: Path
) -> None:
    for name in KEEPING_WORDS:
        shown(page, address, name)
        practice = page.locator(".kit-practice")
        write_everywhere(practice, name, CANARY)
        finish(practice, name, CANARY)
    shown(page, address, "everything")
    told, _, kept = saved(page, tmp_path / "copy.txt").read_text("utf-8").partition("#kit-private-copy 1")
    lines = set(told.splitlines())
    assert names(json.loads(kept)["answers"]) & lines == set()
    assert f"What gives me energy\n– {CANARY} 0 (some)" in told
    assert "How did it go?\nnot this time" in told
    assert "Kim's reports: The way you took\n– " in told


def test_restoring_loses_nothing_that_is_here_and_lets_one_take_the_other_and_go_back(
    page: Page, tmp_path: Path
) -> None:
    keep(page, {"practice/journal": JOURNAL, FORM: {ITEM.id: "as it was"}})
    copy = saved(page, tmp_path / "copy.txt")
    other = {"entries": {"2027-03-02": {"felt": "cold", "did": "", "learned": "", "changed": 2}}}
    keep(page, {"practice/journal": other, FORM: {ITEM.id: "as it is"}, "practice/letter": {"text": "dear me"}})
    restore(page, copy)
    assert kept(page, "practice/journal")["entries"]["2027-03-02"]["felt"] == "cold\n\n(The other text:)\nwarm"
    assert kept(page, FORM) == {ITEM.id: "as it is"}
    assert kept(page, "practice/letter") == {"text": "dear me"}
    page.get_by_role("button", name="Take the one from the copy").press("Enter")
    assert kept(page, FORM) == {ITEM.id: "as it was"}
    expect(page.get_by_role("button", name="Take back the one that was here")).to_be_focused()
    page.keyboard.press("Enter")
    assert kept(page, FORM) == {ITEM.id: "as it is"}
    page.get_by_role("button", name="Undo restoring").click()
    assert kept(page, "practice/journal") == other
    expect(page.get_by_role("button", name="Take the one")).to_have_count(0)


def test_everything_can_be_cleared_from_a_borrowed_device_and_brought_back(page: Page) -> None:
    keep(page, {"practice/journal": JOURNAL, FORM: {ITEM.id: "mine"}})
    page.get_by_role("button", name="Clear everything here").press("Enter")
    expect(listed(page)).to_have_count(0)
    assert kept(page, FORM) is None
    page.get_by_role("button", name="Bring it back").press("Enter")
    assert kept(page, FORM) == {ITEM.id: "mine"}
    assert kept(page, "practice/journal") == JOURNAL


def test_a_copy_of_one_practice_is_refused_here_with_one_sentence(
    page: Page, context: BrowserContext, address: str, tmp_path: Path
) -> None:
    journal = context.new_page()
    shown(journal, address, "journal")
    journal.get_by_label("What did you feel?").fill("words")
    copy = saved(journal, tmp_path / "copy.txt")
    expect(listed(page)).to_have_text(["Compassion journal"])
    restore(page, copy)
    expect(page.locator(".kit-form-copies .kit-form-copied")).to_contain_text("It comes back where it was made.")
    expect(listed(page)).to_have_text(["Compassion journal"])


def test_in_jupyterlab_ones_own_practice_keeps_what_is_written_and_python_hears_nothing(
    context: BrowserContext, lab: Lab, tmp_path: Path
) -> None:
    path = lab.root / f"{lab.new_cohort()}-my_practice.ipynb"
    path.write_text((content_root() / "notebooks" / "my_practice.ipynb").read_text("utf-8"), "utf-8")
    page, frames = context.new_page(), list[str]()
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(str(frame))))
    page.on("request", lambda request: frames.append(str(request.post_data_buffer)))
    notebook = Notebook(lab, page, path)
    page.set_viewport_size({"width": 1280, "height": 20_000})
    notebook.load()
    notebook.run_all()
    expect(notebook.practices).to_have_count(6, timeout=60_000)
    sources = notebook.cells()
    for number, box in enumerate(notebook.practices.locator("textarea:visible").all()):
        box.fill("")
        box.press_sequentially(f"{CANARY} dd00 {number}")
        box.press("Enter")
        box.press_sequentially("x")
        expect(box).to_have_value(f"{CANARY} dd00 {number}\nx")
    page.get_by_role("button", name="partly", exact=True).click()
    page.get_by_role("button", name="Close the letter").click()
    everything = notebook.practices.last
    expect(everything.locator(".kit-everything-list li")).to_have_text(
        ["One small plan", "Compassion journal", "A letter to read in three months"]
    )
    text = saved(notebook.page, tmp_path / "copy.txt", within=everything).read_text("utf-8")
    assert text.count(f"{CANARY} dd00") == 2 * 7
    everything.get_by_role("button", name="Clear everything here").click()
    journal = notebook.practices.filter(has=page.get_by_text("Earlier entries"))
    expect(journal.get_by_label("What did you feel?")).to_have_value("")
    everything.get_by_role("button", name="Bring it back").click()
    expect(journal.get_by_label("What did you feel?")).to_have_value(f"{CANARY} dd00 0\nx")
    assert notebook.cells() == sources
    assert CANARY not in notebook.save()
    assert CANARY not in "".join(frames)
    for kept_file in (file for file in lab.root.parent.rglob("*") if file.is_file()):
        assert CANARY.encode() not in kept_file.read_bytes(), kept_file
