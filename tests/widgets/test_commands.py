"""A command that a page starts runs in the cohort's folder, asks nobody, and brings its words."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kit.widgets import commands
from kit.widgets.commands import Commands
from tests.cohorts import whole_cohort


@pytest.fixture
def made(tmp_path: Path) -> Commands:
    return Commands(whole_cohort(tmp_path / "spring").root, "Try kit doctor.")


def test_notes_are_kept_in_the_folder_of_the_cohort(made: Commands) -> None:
    done = made.run(["debrief", "1", "--note=-5 minutes for the pairs"])
    assert not done.failed
    (log,) = (made.root / "debrief").glob("*.yaml")
    assert "-5 minutes for the pairs" in log.read_text("utf-8")


def test_a_command_that_would_ask_gets_no_answer_and_says_so(made: Commands) -> None:
    assert made.run(["debrief", "1"]).failed


@pytest.mark.parametrize("fault", [OSError("no room"), subprocess.TimeoutExpired("kit", 1)])
def test_where_it_cannot_even_start_it_says_how_to_go_on(
    made: Commands, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(commands.subprocess, "run", refuse)
    assert (made.run(["check"]).output, made.run(["check"]).failed) == ("Try kit doctor.", True)
