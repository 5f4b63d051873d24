"""A small week that every test may bend, and a guard: no test finds the machine's own folders or settings."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

import kit.reports  # noqa: F401  before anything imports nbformat: it spares the two seconds of a grammar
from kit.system.processes import let_children_hear
from tests.weeks import write_weeks

_NUMBERS = count(1)


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


@pytest.fixture(autouse=True, scope="session")
def _keys_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No cohort of a test has its key among this computer's own, nor one that is made for several tests."""
    # One for all: a cohort that several tests share has its key in each of them, and no two keys have one name.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KIT_KEYS", str(tmp_path_factory.getbasetemp() / "keys of cohorts"))
        yield


@pytest.fixture
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place for keys of this test's own, where it is looked at which keys there are."""
    monkeypatch.setenv("KIT_KEYS", str(tmp_path / "keys of cohorts"))


@pytest.fixture(autouse=True)
def _own_places(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test reads or writes the outbox or cohort of the person who runs it."""
    for name in ("KIT_PUBLISHED", "KIT_CURRICULUM"):
        monkeypatch.delenv(name, raising=False)
    # Most tests need no folder, and a folder for each would be a tenth of the time of all.
    wanted = "tmp_path" in request.fixturenames
    place = request.getfixturevalue("tmp_path") if wanted else tmp_path_factory.getbasetemp() / f"none-{next(_NUMBERS)}"
    monkeypatch.setenv("KIT_OUTBOX", str(place / "outbox"))


@pytest.fixture(autouse=True)
def _not_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test is pulled from its power supply; those of what is flushed, and when, put their own call in this place."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
