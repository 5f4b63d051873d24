"""A small week that every test may bend, and a guard: no test finds the machine's own folders or settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.system.processes import let_children_hear

SMALL_WEEK = """\
number: 1
title: A small week
lead: Enough of a week to test with.
aims: [try things out]
session_minutes: 30
safety: You can stop at any time.
home_practice: [rest a little]
cut_order: [idea]
blocks:
  arrive:
    title: Arrive
    minutes: {min: 3, target: 10, max: 11}
    reading: "A *few* words. <b>raw</b>"
    practices:
      breath:
        title: A breath
        minutes: 2
        steps: [Breathe in., Breathe out.]
        eyes_open: Keep your eyes open if you like.
        stopping: Stop whenever you like.
    facilitator: {say: [Welcome.], do: [Open the window.], watch_for: [Hurry.], if_it_goes_wrong: [Go on.]}
  idea:
    title: Idea
    minutes: {min: 5, target: 20, max: 25}
    elements: [E01]
    facilitator: {say: [Look.], do: [Point.], watch_for: [Silence.], if_it_goes_wrong: [Wait.]}
    exercises:
      check-in:
        title: Check in
        items:
          energy: {kind: rating, share: group, prompt: "How much energy?", low: none, high: plenty}
          useful: {kind: likert, share: group, prompt: "How useful?", scale: [not, a little, very]}
          helped: {kind: choice, choose: any, share: group, prompt: "What helped?", options: [rest, talk, walk]}
          tank: {kind: rating, share: group, sensitive: true, prompt: "How full?", low: empty, high: full}
          note: {kind: text, share: group, prompt: "A sentence, if you like"}
          diary: {kind: text, share: private, prompt: For yourself}
          word: {kind: text, share: spoken, prompt: One word aloud}
"""


def pytest_configure(config: pytest.Config) -> None:
    """Children of tests start with the system's signals, also where the suite is a job of a script or under nohup."""
    # What only hands tests out to workers starts nothing but those, and they go on ignoring what it ignores.
    if hasattr(config, "workerinput") or not config.getoption("tx", None):
        let_children_hear()


@pytest.fixture
def curriculum(tmp_path: Path) -> Path:
    """A curriculum folder with the small week in it."""
    folder = tmp_path / "curriculum"
    folder.mkdir()
    (folder / "week_01.yaml").write_text(SMALL_WEEK, "utf-8")
    return folder


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the outbox or cohort of the person who runs it."""
    for name in ("KIT_PUBLISHED", "KIT_CURRICULUM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KIT_OUTBOX", str(tmp_path / "outbox"))
