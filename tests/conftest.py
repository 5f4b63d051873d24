"""A small week that every test may bend, and a guard: no test finds the machine's own folders or settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kit.system.processes import let_children_hear
from tests.weeks import write_weeks


def pytest_configure(config: pytest.Config) -> None:
    """Children of tests start with the system's signals, also where the suite is a job of a script or under nohup."""
    # What only hands tests out to workers starts nothing but those, and they go on ignoring what it ignores.
    if hasattr(config, "workerinput") or not config.getoption("tx", None):
        let_children_hear()


@pytest.fixture
def curriculum(tmp_path: Path) -> Path:
    """A curriculum folder with the small week in it."""
    folder = tmp_path / "curriculum"
    write_weeks(folder, 1)
    return folder


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the outbox or cohort of the person who runs it."""
    for name in ("KIT_PUBLISHED", "KIT_CURRICULUM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KIT_OUTBOX", str(tmp_path / "outbox"))
    monkeypatch.setenv("KIT_KEYS", str(tmp_path / "keys of cohorts"))


@pytest.fixture(autouse=True)
def _not_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test is pulled from its power supply; those of what is flushed, and when, put their own call in this place."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
