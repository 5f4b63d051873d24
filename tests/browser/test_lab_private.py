"""Every kind of practice in JupyterLab with widget state on: no word reaches a kernel, the notebook or any file."""

from __future__ import annotations

import nbformat
from playwright.sync_api import Page, expect

from kit.settings import content_root
from tests.attacks.canaries import found
from tests.browser.lab import Lab, Notebook
from tests.browser.private_words import CHOOSING_ONLY, KEEPING_WORDS, Wire, finish, write_everywhere

CANARIES = {name: f"Kanárek-{name}-Żółty" for name in KEEPING_WORDS}


def _opened(lab: Lab, page: Page) -> Notebook:
    names = ", ".join(f'"{name}"' for name in KEEPING_WORDS)
    sources = ["import kit", 'my = kit.open_practice(cohort="sample")', f"my.practice({names})", "my.copy()"]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = lab.root / f"{lab.new_cohort()}-private.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    notebook = Notebook(lab, page, path)
    # Lab draws only what is near the screen.
    page.set_viewport_size({"width": 1280, "height": 30_000})
    notebook.load()
    notebook.run_all()
    expect(notebook.practices).to_have_count(len(KEEPING_WORDS) + 1, timeout=60_000)
    return notebook


def test_no_word_of_any_practice_reaches_a_kernel_message_the_saved_notebook_or_a_file(lab: Lab, page: Page) -> None:
    wire = Wire(page)
    notebook = _opened(lab, page)
    sources = notebook.cells()
    for place, (name, word) in enumerate(CANARIES.items()):
        write_everywhere(notebook.practices.nth(place), name, word)
        finish(notebook.practices.nth(place), name, word)
    listed = notebook.practices.last.locator(".kit-everything-list li")
    expect(listed).to_have_count(len(KEEPING_WORDS))
    text = notebook.save()
    assert "application/vnd.jupyter.widget-state+json" in text
    assert "Compassion journal" in text
    assert found(text.encode(), CANARIES.values()) == []
    notebook.restart()
    notebook.run_all()
    expect(notebook.practices.first.get_by_label("What did you feel?")).to_have_value(f"{CANARIES['journal']} 0")
    notebook.save()
    assert notebook.cells() == sources
    kept = page.evaluate("Object.values({ ...localStorage }).join()")
    assert [word for name, word in CANARIES.items() if name not in CHOOSING_ONLY and word not in kept] == []
    assert wire.found(CANARIES.values()) == []
    assert found(lab.root.parent, CANARIES.values()) == []


def test_a_week_can_be_practised_and_nothing_of_it_reaches_python(lab: Lab, page: Page) -> None:
    text = (content_root() / "notebooks" / "week_03.ipynb").read_text("utf-8")
    path = lab.root / f"{lab.new_cohort()}-practice.ipynb"
    path.write_text(text, "utf-8")
    wire, word = Wire(page), CANARIES["sitting"]
    notebook = Notebook(lab, page, path)
    page.set_viewport_size({"width": 1280, "height": 20_000})
    notebook.load()
    notebook.run_all()
    guided = notebook.practices.filter(has_text="Goodwill for someone easy, and for you")
    expect(guided).to_be_visible(timeout=60_000)
    sources = notebook.cells()
    guided.get_by_label("What to follow").select_option("phrases")
    guided.locator("summary", has_text="Phrases in your own words").click()
    writing = guided.locator(".kit-sitting-whom textarea").first
    writing.fill("")
    writing.press_sequentially(f"{word} dd00")
    writing.press("Enter")
    writing.press_sequentially("x")
    expect(writing).to_have_value(f"{word} dd00\nx")
    guided.get_by_role("button", name="Begin").click()
    expect(guided.locator(".kit-sitting-now")).to_have_text(f"{word} dd00")
    guided.get_by_role("button", name="Stop").click()
    assert notebook.cells() == sources
    notebook.save()
    assert wire.found([word]) == []
    assert found(lab.root.parent, [word]) == []
