"""What JupyterLab does to a form in a cell's output, and that ours withstands it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import access
from tests.browser.lab import Lab, Notebook

# In command mode these delete, cut, paste, add, move, merge and convert cells, or restart the kernel.
DANGEROUS = ["d", "d", "x", "v", "a", "b", "m", "y", "z", "1", "j", "k", "0", "0", "i", "i", "Shift+m", "Delete"]


@pytest.mark.parametrize(
    "place",
    [
        '[data-item="energy"] input',
        '[data-item="helped"] input',
        '[data-item="order"] button',
        '[data-item="note"] textarea',
        '[data-item="journal"] textarea',
        'input[type="file"]',
        ".kit-form-copies button",
        ".kit-form-send",
    ],
)
def test_the_keyboard_leaves_the_notebook_alone(notebook: Notebook, place: str) -> None:
    before = notebook.cells()
    control = notebook.forms.first.locator(place).first
    control.focus()
    for key in DANGEROUS:
        notebook.page.keyboard.press(key)
    expect(control).to_be_focused()
    assert notebook.cells() == before
    expect(notebook.page.locator(".jp-Dialog")).to_have_count(0)
    assert access.unmarked_controls(notebook.page) == []


def test_arrows_move_within_the_radios_and_focus_stays(notebook: Notebook) -> None:
    energy = notebook.item("energy")
    energy.get_by_role("radio", name="5").check()
    for key, name in (("ArrowRight", "6"), ("ArrowDown", "7"), ("ArrowLeft", "6"), ("ArrowUp", "5")):
        notebook.page.keyboard.press(key)
        expect(energy.get_by_role("radio", name=name)).to_be_focused()
        expect(energy.get_by_role("radio", name=name)).to_be_checked()


def test_enter_makes_a_new_line_and_undo_takes_it_back(notebook: Notebook) -> None:
    before = notebook.cells()
    box = notebook.item("journal").get_by_role("textbox")
    box.fill("")
    box.press_sequentially("one")
    box.press("Enter")
    box.press_sequentially("two")
    expect(box).to_have_value("one\ntwo")
    box.press("Control+z")
    expect(box).not_to_have_value("one\ntwo")
    box.press("Control+Shift+z")
    expect(box).to_have_value("one\ntwo")
    box.press("Shift+Enter")
    expect(box).to_have_value("one\ntwo\n")
    expect(box).to_be_focused()
    assert notebook.cells() == before


def test_enter_on_a_radio_neither_sends_nor_runs_the_cell(notebook: Notebook) -> None:
    before = notebook.cells()
    radio = notebook.item("energy").get_by_role("radio", name="5")
    radio.check()
    radio.focus()
    for key in ("Enter", "Shift+Enter", "Control+Enter", "Alt+Enter"):
        notebook.page.keyboard.press(key)
    expect(radio).to_be_focused()
    expect(notebook.status()).to_contain_text("Not sent yet.")
    assert notebook.cells() == before


def test_two_copies_in_one_notebook_share_no_id(notebook: Notebook) -> None:
    found = access.ids(notebook.page)
    assert (found["twice"], found["foreign"]) == ([], [])


def test_what_a_dead_kernel_did_not_get_arrives_after_restart_and_run(lab: Lab, page: Page) -> None:
    cohort = lab.new_cohort()
    notebook = lab.open(page, cohort, "everything")
    notebook.restart()
    notebook.item("energy").get_by_role("radio", name="7").check()
    notebook.send()
    expect(notebook.status()).to_contain_text("Not sent yet. The notebook hasn't answered.")
    assert lab.answers(cohort) == []
    notebook.run_all()
    expect(notebook.status()).to_contain_text("Kept with this notebook.", timeout=60_000)
    assert lab.answers(cohort) == [{"energy": 7}]


def test_two_copies_agree_and_send_nothing_twice(lab: Lab, page: Page) -> None:
    cohort = lab.new_cohort()
    notebook = lab.open(page, cohort, "everything", "everything")
    notebook.item("energy").get_by_role("radio", name="7").check()
    expect(notebook.item("energy", 1).get_by_role("radio", name="7")).to_be_checked()
    notebook.send()
    for copy in (0, 1):
        expect(notebook.status(copy)).to_contain_text("Kept with this notebook.")
    notebook.item("energy", 1).get_by_role("radio", name="2").check()
    expect(notebook.status(0)).to_contain_text("You've changed 1 answer since you sent.")
    notebook.send(1)
    for copy in (0, 1):
        expect(notebook.status(copy)).not_to_contain_text("changed")
        expect(notebook.status(copy)).to_contain_text("Kept with this notebook.")
    assert lab.answers(cohort) == [{"energy": 7}, {"energy": 2}]


def test_draft_and_private_text_survive_a_reload(lab: Lab, page: Page) -> None:
    cohort = lab.new_cohort()
    notebook = lab.open(page, cohort, "everything")
    notebook.item("note").get_by_role("textbox").press_sequentially("half a sen")
    notebook.item("journal").get_by_role("textbox").press_sequentially("for me")
    notebook.load()
    notebook.run_all()
    expect(notebook.item("note").get_by_role("textbox")).to_have_value("half a sen", timeout=60_000)
    expect(notebook.item("journal").get_by_role("textbox")).to_have_value("for me")
    notebook.save()
    notebook.load()
    expect(notebook.item("note").get_by_role("textbox")).to_have_value("half a sen", timeout=60_000)
    notebook.send()
    expect(notebook.status()).to_contain_text("That's an equal answer")
    assert lab.answers(cohort) == []
