"""What is written for oneself can be printed, with a word on shared printers; what is empty leaves room for a pen."""

from __future__ import annotations

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.bare_practice import shown

pytestmark = pytest.mark.usefixtures("stopped_clock")

# The frame is as wide as nothing, but what stands in it has its height.
BOX = "(node) => node.getBoundingClientRect().toJSON()"
WORDS = "a line of mine\nand another"
# The button, a question of the practice, and how many lines a pen finds where nothing is written.
PRINTED = {
    "journal": ("Print today’s entry", "What did you learn?", 12),
    "letter": ("Print the letter", "Dear me, in three months", 14),
    "commitment": ("Print the plan", "And if it doesn't happen, how will you begin again?", 8),
    "emotion-map": ("Print the map", "Which words fit?", 7),
    "pitfall-map": ("Print this sheet", "How do I notice early", 6),
    "peer-group": ("Print the agenda and the charter", "When and where do we meet", 14),
    "role-resources": ("Print the card", "", 0),
    "script-builder": ("Print the card", "", 0),
    "five-step-walk": ("Print what I wrote", "", 0),
}


def printed(page: Page, button: str) -> FrameLocator:
    page.get_by_role("button", name=button, exact=True).press("Enter")
    return page.frame_locator("iframe[data-kit-print]")


def opened(page: Page, address: str, name: str) -> None:
    shown(page, address, name)
    if name == "five-step-walk":
        page.get_by_label("What would you like to walk through?").select_option("own")


@pytest.mark.parametrize("name", PRINTED)
def test_it_prints_the_question_with_the_words_and_says_to_mind_the_printer(
    page: Page, address: str, name: str
) -> None:
    button, question, _ = PRINTED[name]
    opened(page, address, name)
    for field in page.locator(".kit-practice textarea:visible").all():
        field.fill(WORDS)
    body = printed(page, button).locator("body")
    expect(body).to_contain_text(question)
    expect(body).to_contain_text("a line of mine")
    expect(body).to_contain_text("and another")
    pressed = page.get_by_role("button", name=button, exact=True)
    expect(pressed).to_have_accessible_description("If others use the printer too, be there when the sheet comes out.")
    assert page.evaluate("said") == []


@pytest.mark.parametrize("name", [name for name, (_, question, _) in PRINTED.items() if question])
def test_what_is_empty_is_printed_with_room_for_a_pen(page: Page, address: str, name: str) -> None:
    button, question, lines = PRINTED[name]
    stopped: list[str] = []
    page.on("console", lambda line: stopped.append(line.text) if "Content Security Policy" in line.text else None)
    opened(page, address, name)
    sheet = printed(page, button)
    expect(sheet.locator("body")).to_contain_text(question)
    rules = sheet.locator("div[style*='border-bottom']")
    expect(rules).to_have_count(lines)
    assert all(box["height"] > 20 for rule in rules.all() if (box := rule.evaluate(BOX)))
    assert stopped == []


def test_an_earlier_entry_is_printed_alone(page: Page, address: str) -> None:
    shown(page, address, "journal")
    page.get_by_label("What did you feel?").fill("on Tuesday")
    page.clock.run_for(24 * 3600 * 1000)
    page.reload()
    page.get_by_label("What did you feel?").fill("on Wednesday")
    page.get_by_text("Tuesday, 2 March 2027").click()
    body = printed(page, "Print this entry Tuesday, 2 March 2027").locator("body")
    expect(body).to_contain_text("on Tuesday")
    expect(body).not_to_contain_text("Wednesday")


def test_a_closed_letter_is_not_printed_and_an_open_one_is(page: Page, address: str) -> None:
    shown(page, address, "letter")
    page.get_by_role("textbox").first.fill(WORDS)
    page.get_by_role("button", name="Close the letter").click()
    expect(page.get_by_role("button", name="Print the letter")).to_be_hidden()
    page.get_by_role("button", name="Open it sooner").click()
    page.get_by_role("button", name="Open it now").click()
    expect(printed(page, "Print the letter").locator("body")).to_contain_text("To be read on Wednesday, 2 June 2027")
