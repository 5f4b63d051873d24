"""What can be pressed before a session does what the commands do, and nothing else can be asked for."""

from __future__ import annotations

import pytest

from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import load_messages
from kit.settings import load_cohort, packaged_curriculum
from kit.widgets.commands import Commands
from kit.widgets.first_page import FirstWidget, Next, first_spec, steps
from tests.cohorts import whole_cohort
from tests.front_end import says

WEEKS = load_curriculum(packaged_curriculum())
MESSAGES = load_messages(packaged_curriculum())


@pytest.fixture
def first(tmp_path):
    commands = Commands(whole_cohort(tmp_path / "spring").root, "Try kit doctor.")
    made = FirstWidget(commands, "spring", Next(week=WEEKS[3]), list(WEEKS.values()), MESSAGES)
    made.heard = []
    made.send = made.heard.append
    return made


def test_a_press_runs_the_command_in_the_cohorts_folder_and_brings_its_words(first):
    says(first, {"type": "do", "step": "check"})
    (reply,) = first.heard
    assert reply["step"] == "check"
    assert not reply["failed"]
    assert "All is well" in reply["said"]


def test_what_a_command_refuses_is_told_as_that(first):
    says(first, {"type": "do", "step": "calendar"})
    (reply,) = first.heard
    assert reply["failed"]
    assert "cohort.toml" in reply["said"]


@pytest.mark.parametrize("message", [{"type": "do", "step": "purge"}, {"type": "do"}, {"step": "check"}, None, "do"])
def test_nothing_else_can_be_asked_for(first, message, monkeypatch):
    monkeypatch.setattr(Commands, "run", lambda *_: pytest.fail("something ran"))
    says(first, message)
    assert first.heard == []


def test_every_step_has_a_name_and_none_opens_the_answers():
    spec = first_spec("spring", Next(week=WEEKS[0]), list(WEEKS.values()), MESSAGES)
    assert [one["step"] for one in spec["steps"]] == list(steps(0))
    assert all(one["label"] for one in spec["steps"])
    assert {arguments[0] for arguments in steps(3).values()} == {"check", "guide", "calendar", "form"}


def test_dates_that_are_chosen_are_kept_and_the_page_is_drawn_again(first):
    changed = []
    first._changed = lambda: changed.append(True)
    dates = {"first": "2027-03-02", "time": "14:00", "zone": "Europe/Berlin"}
    says(first, {"type": "dates", "step": "dates", **dates})
    says(first, {"type": "move", "step": "dates", "week": 3, "when": "2027-03-18T10:00"})
    assert (len(changed), first.heard) == (2, [])
    cohort = load_cohort(first._commands.root)
    assert (cohort.first_session, cohort.moved) == ("2027-03-02", {3: "2027-03-18 10:00"})


def test_a_day_that_is_none_is_told_beside_the_dates(first):
    says(first, {"type": "dates", "step": "dates", "first": "--help", "time": "", "zone": ""})
    (reply,) = first.heard
    assert (reply["step"], reply["failed"]) == ("dates", True)
    assert "is no date" in reply["said"]
