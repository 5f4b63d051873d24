"""Running all cells leads a reader to where the notebook begins; running one leaves them where they are."""

from __future__ import annotations

import nbformat
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab, Notebook

TOP = """() => (document.querySelector(".jp-Notebook .jp-WindowedPanel-outer")
  ?? document.querySelector(".jp-Notebook")).scrollTop"""


def opened(lab: Lab, page: Page) -> Notebook:
    """A notebook as long as a week's: words, forms among them, and words at the end."""
    cohort = lab.new_cohort()
    words = [nbformat.v4.new_markdown_cell(f"## Part {number}\n\n" + "Some words. " * 200) for number in range(6)]
    forms = [nbformat.v4.new_code_cell(f'form("everything", "{cohort}")') for _ in range(2)]
    first = nbformat.v4.new_code_cell("from small import form")
    cells = [words[0], first, words[1], forms[0], words[2], forms[1], *words[3:], nbformat.v4.new_code_cell("1 + 1")]
    path = lab.root / f"{cohort}.ipynb"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    notebook = Notebook(lab, page, path)
    notebook.load()
    return notebook


def test_whoever_runs_all_cells_is_at_the_beginning_and_stays_where_they_go_then(lab: Lab, page: Page) -> None:
    notebook = opened(lab, page)
    notebook.run_all()
    expect(notebook.forms.first).to_be_attached(timeout=60_000)
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_in_viewport()
    assert page.evaluate(TOP) == 0


def test_whoever_runs_one_cell_after_another_goes_on_from_where_they_are(lab: Lab, page: Page) -> None:
    notebook = opened(lab, page)
    page.locator(".jp-Notebook .jp-Cell").first.click(position={"x": 5, "y": 5})
    for _ in range(5):
        notebook.command("notebook:run-cell-and-select-next")
    expect(notebook.forms.first).to_be_attached(timeout=60_000)
    # As long as a form waits before it looks, and then some.
    page.evaluate("() => new Promise((done) => setTimeout(done, 600))")
    assert page.evaluate(TOP) > 0
