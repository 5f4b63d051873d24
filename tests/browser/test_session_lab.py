"""The run-of-show in a real JupyterLab, where arrow keys and letters have meanings of their own."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from playwright.sync_api import Page, expect

from tests.browser.bare_session import LiveRoom, live_room
from tests.browser.lab import Lab, Notebook
from tests.fake_host import KEY

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


@pytest.fixture
def room() -> Iterator[LiveRoom]:
    with live_room() as found:
        yield found


def open_facilitators_notebook(lab: Lab, page: Page, room: LiveRoom) -> Notebook:
    """A notebook as `kit host` would start it: the address and the key are in the kernel's environment."""
    environment = f"import os; os.environ.update(KIT_HOST={room.host.address!r}, KIT_FACILITATOR={KEY!r})"
    opened = 'import kit; week = kit.open_week(1, audience="facilitator")'
    cells = [nbformat.v4.new_code_cell(source) for source in (environment, opened, "week.session()")]
    path = lab.root / "facilitator.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), path)
    notebook = Notebook(lab, page, path)
    notebook.load()
    notebook.run_all()
    expect(notebook.forms.first.get_by_role("button", name="Begin now")).to_be_visible(timeout=60_000)
    return notebook


def test_the_run_of_show_works_in_jupyterlab_by_keyboard_and_leaves_the_notebook_as_it_is(
    lab: Lab, page: Page, room: LiveRoom
) -> None:
    notebook = open_facilitators_notebook(lab, page, room)
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
    form.get_by_label("Ana").focus()
    page.keyboard.press("Space")
    expect(form.get_by_label("Ana")).to_be_checked()
    page.keyboard.press("d")
    page.keyboard.press("d")
    assert notebook.cells() == before
    saved = notebook.save()
    for secret in (KEY, room.host.address + "/", "ABCD-EFGH", "Eli"):
        assert secret not in saved.replace(before[0], "")


def test_without_a_host_the_facilitator_sees_the_plan_as_text(lab: Lab, page: Page) -> None:
    source = 'import kit; kit.open_week(1, audience="facilitator").session()'
    path = lab.root / "no_host.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)], metadata=KERNEL), path)
    notebook = Notebook(lab, page, path)
    notebook.load()
    notebook.run_all()
    expect(page.get_by_text("Plan of the session, 90 minutes in all")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Begin now")).to_have_count(0)
