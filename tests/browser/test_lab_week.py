"""A real week's notebook in JupyterLab with no host running: everything in it works, and it says where answers are."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from kit.curriculum.loader import find_week_file, load_week
from kit.sending.outbox import Outbox, Submission, new_id
from kit.settings import content_root, packaged_curriculum
from tests.browser import access
from tests.browser.hosted import picture
from tests.browser.lab import Lab, Notebook

ERRORS = ", ".join(f'.jp-OutputArea [data-mime-type="application/vnd.jupyter.{kind}"]' for kind in ("error", "stderr"))
SENT = "Kept with this notebook"


@pytest.fixture
def opened(context: BrowserContext, lab: Lab) -> Callable[..., Notebook]:
    """The packaged notebook of a week, open in a JupyterLab that knows no cohort, and run from top to bottom."""
    # All tests share the JupyterLab and its outbox; what an earlier one sent would be newer than a form sends at once.
    shutil.rmtree(lab.outbox / "sample", ignore_errors=True)

    def open_(stem: str, audience: str = "participant") -> Notebook:
        text = (content_root() / "notebooks" / f"{stem}.ipynb").read_text("utf-8")
        path = lab.root / f"{lab.new_cohort()}-{stem}.ipynb"
        path.write_text(text.replace('audience = \\"\\"', f'audience = \\"{audience}\\"'), "utf-8")
        notebook = Notebook(lab, context.new_page(), path)
        # Lab draws only what is near the screen; a tall screen holds the whole session.
        notebook.page.set_viewport_size({"width": 1280, "height": 20_000})
        notebook.load()
        notebook.run_all()
        return notebook

    return open_


def test_a_week_opens_with_forms_readings_and_the_sample_groups_results(opened):
    notebook = opened("week_01")
    week = load_week(find_week_file(packaged_curriculum(), 1))
    expect(notebook.forms).to_have_count(len(week.exercises), timeout=60_000)
    expect(notebook.practices).to_have_count(len(week.practices))
    expect(notebook.page.locator(".jp-OutputArea .js-plotly-plot").first).to_be_visible(timeout=60_000)
    expect(notebook.page.get_by_role("table").first).to_be_visible()
    expect(notebook.page.locator(".jp-OutputArea").get_by_text("The 4-2-6 breath").first).to_be_visible()
    expect(notebook.page.locator(ERRORS)).to_have_count(0)


def test_an_answer_waits_on_this_computer_and_is_there_again_after_a_restart(opened):
    notebook = opened("week_01")
    notebook.item("energy").get_by_label("7", exact=True).check(force=True)
    notebook.send()
    expect(notebook.status()).to_contain_text(SENT, timeout=60_000)
    notebook.restart()
    notebook.run_all()
    expect(notebook.status()).to_contain_text(SENT, timeout=60_000)
    expect(notebook.item("energy").get_by_label("7", exact=True)).to_be_checked()
    assert '"energy": 7' not in notebook.save()


def test_own_answers_are_listed_with_where_they_are_and_what_is_not_among_them(opened, lab):
    for number, answers in {2: {"energy": 0, "pause": 1}, 4: {"energy": 10, "pause": 4}}.items():
        earlier = Submission(id=new_id(), cohort="sample", week=number, exercise="pulse", answers=answers)
        Outbox(lab.outbox / "sample").put(earlier)
    week = opened("week_01")
    week.item("energy").get_by_label("5", exact=True).check(force=True)
    week.send()
    expect(week.status()).to_contain_text(SENT, timeout=60_000)
    mine = opened("my_practice")
    table = mine.page.get_by_role("table", name="Week 1")
    expect(table.get_by_role("row").filter(has_text="energy")).to_contain_text("5", timeout=60_000)
    expect(table).to_contain_text("kept for the bundle that you hand in")
    energy = mine.page.get_by_role("listitem").filter(has_text="How much energy").get_by_role("listitem")
    expect(energy).to_have_text(["5week 1", "0week 2", "10week 4"])
    heights = [bar.bounding_box()["height"] for bar in energy.locator(".kit-mine-bar").all()]
    assert 0 < heights[1] < heights[0] < heights[2]
    expect(mine.page.get_by_text("nothing comes back from the computer that counts it")).to_be_visible()
    expect(mine.page.get_by_text("What you wrote for yourself isn't listed here")).to_be_visible()
    assert access.violations(mine.page) == []
    picture(mine.page, "mine")
    expect(mine.page.locator(ERRORS)).to_have_count(0)
    assert "How much energy" not in mine.save()


def test_the_facilitator_sees_notes_and_the_plan(opened):
    notebook = opened("week_02", "facilitator")
    expect(notebook.page.get_by_text("Facilitator notes:").first).to_be_visible(timeout=60_000)
    expect(notebook.page.get_by_role("table", name="Plan of the session")).to_be_visible()
    expect(notebook.page.locator(ERRORS)).to_have_count(0)


def test_a_wrong_name_in_a_cell_shows_one_sentence(opened, context, lab):
    notebook = opened("week_02", "manager")
    expect(notebook.page.locator(ERRORS).first).to_contain_text("There's no audience 'manager'", timeout=60_000)
    expect(notebook.page.locator(ERRORS).first).not_to_contain_text("Traceback")
