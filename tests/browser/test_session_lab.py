"""The run-of-show in a real JupyterLab, where arrow keys and letters have meanings of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bare_session import LiveRoom, live_room
from tests.browser.facilitating import a_notebook, facilitators_notebook
from tests.browser.lab import Lab
from tests.fake_host import KEY


@pytest.fixture
def room() -> Iterator[LiveRoom]:
    with live_room() as found:
        yield found


def test_the_run_of_show_works_in_jupyterlab_by_keyboard_and_leaves_the_notebook_as_it_is(
    lab: Lab, page: Page, room: LiveRoom
) -> None:
    notebook = facilitators_notebook(lab, page, room.host.address, KEY)
    before = notebook.cells()
    form = notebook.forms.first
    form.get_by_role("button", name="Begin now").focus()
    page.keyboard.press("Enter")
    expect(form.get_by_role("heading", name="Arrive", exact=True)).to_be_visible()
    form.get_by_role("button", name="8 minutes", exact=True).focus()
    page.keyboard.press("Enter")
    expect(form.get_by_role("group", name="What would happen")).to_be_focused()
    for key in ("d", "d", "0", "0", "b", "x", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    other = form.get_by_label("Other minutes")
    other.focus()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(form.get_by_role("group", name="What would happen")).to_contain_text("12 minutes late")
    form.get_by_text("Pairs and trios").focus()
    page.keyboard.press("Enter")
    expect(form.get_by_label("Ana")).to_be_checked()
    form.get_by_label("Ana").focus()
    page.keyboard.press("Space")
    expect(form.get_by_label("Ana")).not_to_be_checked()
    page.keyboard.press("d")
    page.keyboard.press("d")
    assert notebook.cells() == before
    saved = notebook.save()
    for secret in (KEY, room.host.address + "/", "ABCD-EFGH", "Eli"):
        assert secret not in saved.replace(before[0], "")


def test_without_a_host_the_facilitator_sees_the_plan_as_text(lab: Lab, page: Page) -> None:
    source = 'import kit; kit.open_week(1, audience="facilitator").session()'
    a_notebook(lab, page, source)
    expect(page.get_by_text("Plan of the session, 90 minutes in all")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Begin now")).to_have_count(0)
