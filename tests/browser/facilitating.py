"""The facilitator's notebook in a real JupyterLab, beside a host that runs."""

from __future__ import annotations

from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.browser.hosted import Room
from tests.browser.lab import Lab, Notebook

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def facilitators_notebook(lab: Lab, page: Page, room: Room, curriculum: Path) -> Locator:
    """The run-of-show in a notebook whose kernel was started as `kit host` starts it."""
    told = {"KIT_HOST": room.address, "KIT_FACILITATOR": room.session.token, "KIT_CURRICULUM": str(curriculum)}
    environment = f"import os; os.environ.update({told!r})"
    opened = 'import kit; week = kit.open_week(1, audience="facilitator")'
    cells = [nbformat.v4.new_code_cell(source) for source in (environment, opened, "week.session()")]
    path = lab.root / "whole_session.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), path)
    notebook = Notebook(lab, page, path)
    notebook.load()
    notebook.run_all()
    expect(notebook.forms.first.get_by_role("button", name="Begin now")).to_be_visible(timeout=60_000)
    return notebook.forms.first
