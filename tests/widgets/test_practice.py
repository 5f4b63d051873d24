from __future__ import annotations

import re

import ipywidgets
import pytest

from kit.curriculum.loader import find_week_file, load_week
from kit.curriculum.practices import PRACTICES
from kit.curriculum.practices.guided import Guided
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week
from kit.settings import Places, packaged_curriculum
from kit.widgets.bundler import entry, scripts
from kit.widgets.practice import practice_widget
from kit.widgets.specs import practice_spec

WORDS = {"title": "A sitting", "minutes": 5, "steps": ["Sit."], "eyes_open": "Open.", "stopping": "Stop."}


@pytest.fixture
def real() -> Week:
    return load_week(find_week_file(packaged_curriculum(), 3))


def test_each_practice_of_a_week_gets_its_widget_and_python_hears_nothing(
    real: Week, places: Places, messages: Messages
) -> None:
    made = [practice_widget(real, one, "", places, messages) for one in real.practices]
    assert [type(one).__name__ for one in made] == [f"{one.module.title()}Widget" for one in real.practices]
    for widget in made:
        assert widget._msg_callbacks.callbacks == []
        assert "run this cell again" in repr(widget)
    ipywidgets.Widget.close_all()


@pytest.mark.parametrize("name", PRACTICES)
def test_a_practice_neither_sends_a_message_nor_sets_a_trait(name: str) -> None:
    own = "".join(scripts(entry(name, ".js")).values())
    assert not re.search(r"\.send\(|\.set\(\"|save_changes|new Outbox|fetch\(|XMLHttpRequest|sendBeacon", own)
    assert re.findall(r"model\.\w+\(.*?\)", own) == ['model.get("spec")']


def test_a_spec_holds_the_script_and_the_phrases_of_the_week_file(real: Week, messages: Messages) -> None:
    practice = Guided.model_validate({"id": "kindness", **WORDS, "phrases": [{"whom": "self", "lines": ["May I."]}]})
    spec = practice_spec(real, practice, "The safety line.", messages, cohort="test")
    assert spec["practice"]["phrases"] == [{"whom": "self", "lines": ["May I."]}]
    assert spec["practice"]["steps"] == ["Sit."]
    assert spec["practice"]["safety"] == "The safety line."
