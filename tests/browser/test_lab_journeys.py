"""Whole journeys in a real JupyterLab, offline."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.attacks.canaries import found
from tests.browser import access
from tests.browser.lab import Lab, Notebook
from tests.browser.private_words import Wire

ANSWERS = {
    "energy": 8,
    "pause": 2,
    "hardest": "noticing what I feel",
    "helped": ["a talk with a colleague"],
    "order": ["disagreeing", "being in a hurry", "wanting to fix it"],
    "feelings": ["calm", "tired"],
    "weather": "unpleasant, low energy",
}


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what *selector* finds; a person would not go on for ever either."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def test_everything_can_be_filled_in_and_sent_by_keyboard_alone(lab: Lab, page: Page) -> None:
    cohort = lab.new_cohort()
    notebook = lab.open(page, cohort, "everything")
    tab_to(page, '.kit-form [data-item="energy"] input')
    press(page, "Space", *["ArrowRight"] * 8)
    tab_to(page, '[data-item="pause"] input')
    press(page, "Space", "ArrowDown")
    tab_to(page, '[data-item="hardest"] input')
    press(page, "ArrowDown")
    tab_to(page, '[data-item="helped"] input')
    press(page, "Tab", "Space")
    tab_to(page, '[data-item="order"] button[id$="order_down"]')
    press(page, "Enter")
    tab_to(page, '[data-item="feelings"] input')
    press(page, "Space", "Tab", "Space")
    tab_to(page, '[data-item="weather"] input')
    press(page, "Space", "ArrowDown", "ArrowDown")
    tab_to(page, '[data-item="note"] textarea')
    page.keyboard.type("It stays\nhere")
    tab_to(page, ".kit-form-send")
    press(page, "Enter")
    expect(notebook.status()).to_contain_text("Kept with this notebook. Your answers are on the computer that runs")
    assert lab.answers(cohort) == [ANSWERS]


def test_no_answer_lands_in_the_notebook_and_nothing_private_leaves_the_browser(
    lab: Lab, page: Page, tmp_path: Path
) -> None:
    wire = Wire(page)
    cohort = lab.new_cohort()
    notebook = lab.open(page, cohort, "everything", "journal")
    # A text can be shared only where it can be masked first; in a notebook it stays in the browser.
    notebook.item("note").get_by_role("textbox").fill("private-canary-5d1f")
    notebook.item("energy").get_by_role("radio", name="7").check()
    notebook.item("journal").get_by_role("textbox").fill("private-canary-83a6")
    notebook.item("honest").get_by_role("radio", name="3").check()
    notebook.item("letter", 1).get_by_role("textbox").fill("private-canary-2c90")
    notebook.send()
    expect(notebook.status()).to_contain_text("Kept with this notebook.")
    with page.expect_download() as download:
        notebook.forms.first.get_by_role("button", name="Save a copy").click()
    copy = tmp_path / "copy.txt"
    download.value.save_as(copy)
    text = notebook.save()
    assert "application/vnd.jupyter.widget-state+json" in text
    assert "How much energy" in text
    assert "canary" not in text
    assert wire.found(["private-canary"]) == []
    root = lab.root.parent
    assert found(root, ["private-canary"]) == []
    assert lab.answers(cohort) == [{"energy": 7}]
    brings_back(notebook, copy)
    assert wire.found(["private-canary"]) == []


def brings_back(notebook: Notebook, copy: Path) -> None:
    """A saved copy restores what was cleared, in JupyterLab as on a bare page."""
    journal = notebook.item("journal")
    journal.get_by_role("button", name="Clear").click()
    expect(journal.get_by_role("textbox")).to_have_value("")
    notebook.forms.first.get_by_label("Restore from a copy").set_input_files(copy)
    expect(journal.get_by_role("textbox")).to_have_value("private-canary-83a6")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_in_our_form(notebook: Notebook, theme: str) -> None:
    notebook.theme(theme)
    notebook.item("energy").get_by_role("radio", name="7").check()
    notebook.item("feelings").get_by_role("checkbox", name="calm").check()
    assert access.violations(notebook.page) == []
    assert access.small_targets(notebook.page) == []
