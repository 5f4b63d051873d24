"""The way out that every practice shows: in a notebook, on the live page and in the file to take home."""

from __future__ import annotations

from html import unescape

import pytest

import kit
from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices.guided import Guided
from kit.curriculum.registers import load_messages
from kit.live.pages.content import page_practices
from kit.reports.page import take_home
from kit.settings import packaged_curriculum
from tests.notebook.shown import widgets

CURRICULUM = packaged_curriculum()
WEEKS = load_curriculum(CURRICULUM).values()
DEEPER = [(week, one) for week in WEEKS for block in week.blocks if block.id != "arrive" for one in block.practices]


@pytest.mark.parametrize(("week", "practice"), DEEPER, ids=lambda one: getattr(one, "file_name", None) or one.id)
def test_every_practice_after_the_arrival_shows_the_weeks_safety_line(week, practice):
    shown = kit.open_week(week.number).practice(practice.id)
    (module,) = widgets(shown)
    assert module.spec["practice"]["safety"] == week.safety
    assert isinstance(practice, Guided) == any(week.safety in piece.text for piece in shown.pieces)
    on_page = page_practices(week, load_messages(CURRICULUM), CURRICULUM)["practices"]
    assert on_page[practice.id]["practice"]["safety"] == week.safety
    if isinstance(practice, Guided):
        (home,) = [html for html in take_home(week.number, CURRICULUM) if practice.steps[-1] in unescape(html)]
        assert week.safety in unescape(home)


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.file_name)
def test_the_short_breath_on_arriving_says_by_itself_how_to_stop(week):
    (breath,) = week.blocks[0].practices
    assert "Stop" in breath.stopping
    assert week.safety_beside(week.blocks[0]) == ""
