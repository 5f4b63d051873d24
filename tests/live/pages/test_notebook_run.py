"""A week's notebook runs once, and again only when what it is made of has changed."""

from __future__ import annotations

import asyncio

import pytest

from kit.curriculum.loader import load_week
from kit.live.pages import notebook_run
from kit.live.pages.notebook_run import WeekRun
from kit.settings import load_cohort
from tests.browser.hosted import make_root


@pytest.fixture
def root(tmp_path):
    make_root(tmp_path / "first")
    return make_root(tmp_path / "second")


@pytest.fixture
def nothing_runs(monkeypatch):
    monkeypatch.setattr(notebook_run, "_COMMAND", ("false",))


def page_of(root):
    run = WeekRun(load_cohort(root), load_week(root / "curriculum" / "week_01.yaml"))
    return asyncio.run(run.get())


def test_what_was_kept_of_a_page_is_taken_where_nothing_has_changed(root, nothing_runs):
    assert page_of(root)["title"] == "Week 1 · A small week"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("notebooks/week_01.ipynb", "Words to begin with.", "Words to end with."),
        ("curriculum/week_01.yaml", "Breathe in.", "Breathe slowly."),
        ("private/run/page_01.json", '"parts"', '"pieces"'),
    ],
)
def test_what_was_kept_is_not_taken_where_something_has_changed(root, nothing_runs, name, old, new):
    path = root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    assert page_of(root) is None


def test_a_file_of_messages_that_comes_later_is_a_change(root, nothing_runs):
    (root / "curriculum" / "messages.yaml").write_text("states: {}\n", "utf-8")
    assert page_of(root) is None
