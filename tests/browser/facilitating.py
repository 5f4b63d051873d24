"""The facilitator's notebook in a real JupyterLab, beside a host that runs."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import nbformat
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab, Notebook

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def a_notebook(lab: Lab, page: Page, *sources: str, name: str = "") -> Notebook:
    """A notebook of the code in *sources*, open and run."""
    # A name of its own: JupyterLab would go on with the kernel of a notebook of the same name.
    path = lab.root / f"{name or f'facilitator-{uuid4().hex}'}.ipynb"
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), path)
    notebook = Notebook(lab, page, path)
    notebook.load()
    notebook.run_all()
    return notebook


def facilitators_notebook(lab: Lab, page: Page, address: str, key: str, curriculum: Path | None = None) -> Notebook:
    """The run-of-show, in a notebook whose kernel has what `kit host` gives it: the host's address and the key."""
    told = {"KIT_HOST": address, "KIT_FACILITATOR": key} | ({"KIT_CURRICULUM": str(curriculum)} if curriculum else {})
    environment = f"import os; os.environ.update({told!r})"
    opened = 'import kit; week = kit.open_week(1, audience="facilitator")'
    notebook = a_notebook(lab, page, environment, opened, "week.session()")
    expect(notebook.forms.first.get_by_role("button", name="Begin now")).to_be_visible(timeout=60_000)
    return notebook
