"""What participants can do with their own part: look, take along, take home, delete."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.hosted import (
    Room,
    answer,
    form,
    joined,
    send,
    status,
)


def test_what_people_type_is_shown_as_text_everywhere(page: Page, open_room: Room) -> None:
    joined(page, open_room)
    attack = '<img src=x onerror="document.title = 1"><script>document.title = 2</script>'
    form(page).get_by_label("A sentence, if you like").fill(attack)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    expect(page.locator("#own-sent")).to_contain_text(attack)
    assert page.locator("#own-sent img, #own-sent script").count() == 0
    assert page.title() == "Week 1 · A small week"


def test_one_can_take_a_copy_of_what_was_sent_and_delete_all_of_it(page: Page, open_room: Room) -> None:
    joined(page, open_room)
    answer(page, 7)
    send(page)
    expect(status(page)).to_contain_text("Received.")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save a copy of what I sent").click()
    found = json.loads(saved.value.path().read_text("utf-8"))
    assert found["submissions"][0]["answers"] == {"energy": 7}
    page.get_by_text("Delete everything I sent", exact=True).click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Tick the box first")).to_be_visible()
    assert open_room.stored() == [7]
    page.get_by_label("Yes, delete everything I sent.").check()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Everything you sent has been deleted")).to_be_visible()
    assert open_room.stored() == []
    assert "received" not in page.evaluate("Object.keys(localStorage).join()")


def test_the_practices_are_taken_home_in_a_file_that_opens_without_a_network(
    page: Page, context: BrowserContext, room: Room, tmp_path: Path
) -> None:
    joined(page, room)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save this week's practices").click()
    file = tmp_path / "home.html"
    saved.value.save_as(file)
    home = context.new_page()
    context.set_offline(True)
    home.goto(file.as_uri())
    expect(home.get_by_role("heading", name="A breath")).to_be_visible()
    expect(home.get_by_text("rest a little")).to_be_visible()
