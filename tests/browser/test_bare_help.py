"""A text that speaks of self-harm shows its author where to turn, in the browser alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import access
from tests.browser.bare import item, shown

CARD = ".kit-form-help-card"


@pytest.mark.parametrize("name", ["journal", "note"])
def test_private_texts_and_those_for_the_group_show_it_and_nothing_is_sent(
    page: Page, bare_address: str, name: str
) -> None:
    asked: list[str] = []
    shown(page, bare_address)
    page.on("request", lambda request: asked.append(request.url))
    box = item(page, name).get_by_role("textbox")
    box.press_sequentially("Some days I don’t want to li")
    expect(page.locator(CARD)).to_be_hidden()
    box.press_sequentially("ve")
    expect(item(page, name).locator(CARD)).to_contain_text("you don't have to be alone with it")
    expect(page.locator(CARD)).to_contain_text("You can stop at any time")
    assert access.violations(page) == []
    assert access.unmarked_controls(page) == []
    page.get_by_role("button", name="Close this note").click()
    expect(page.locator(CARD)).to_be_hidden()
    expect(box).to_be_focused()
    assert asked == []
    assert [message["type"] for message in page.evaluate("said")] == ["hello"]


@pytest.mark.parametrize(
    "text", ["I hurt my knee", "a deadline that kills me", "the suicidology", "I cut bread myself", ""]
)
def test_ordinary_sentences_show_nothing(page: Page, bare_address: str, text: str) -> None:
    shown(page, bare_address)
    item(page, "journal").get_by_role("textbox").fill(text.replace("suicidology", "sewing circle"))
    expect(page.locator(CARD)).to_be_hidden()
