from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets
import pytest

from kit.curriculum.loader import load_week
from kit.curriculum.registers import Messages, load_messages
from kit.curriculum.weeks import Week
from kit.settings import Places, packaged_curriculum
from kit.widgets.exercise import ExerciseWidget
from tests.fake_host import FakeHost, fake_host
from tests.front_end import says
from tests.widgets.facilitating import ADVANCE, STATE, Facilitator

WEEK = Path(__file__).parent / "week_03.yaml"


@pytest.fixture
def week() -> Week:
    return load_week(WEEK)


@pytest.fixture
def messages() -> Messages:
    return load_messages(packaged_curriculum())


@pytest.fixture
def places(tmp_path: Path) -> Places:
    outbox = tmp_path / "outbox" / "test"
    return Places(cohort="test", curriculum=packaged_curriculum(), published=tmp_path, outbox=outbox)


class Form:
    """A widget with a front end played by the test: what it said to Python, and what it heard."""

    def __init__(self, widget: ExerciseWidget, heard: list[dict[str, Any]]) -> None:
        self.widget, self.heard = widget, heard

    def says(self, content: Any) -> None:
        says(self.widget, content)

    def submits(self, answers: Any, revision: Any = 1, submission_id: str = "") -> dict[str, Any]:
        """Submit, and return the last message heard."""
        made = submission_id or f"00000000-0000-4000-8000-{revision:012d}"
        self.says({"type": "submit", "id": made, "revision": revision, "answers": answers})
        return self.heard[-1]


@pytest.fixture
def form(week: Week, places: Places, messages: Messages, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Makes forms: ``form("everything")``."""
    heard: dict[int, list[dict[str, Any]]] = {}
    monkeypatch.setattr(ExerciseWidget, "send", lambda self, content, buffers=None: heard[id(self)].append(content))

    def make(name: str) -> Form:
        widget = ExerciseWidget(week, next(e for e in week.exercises if e.id == name), places, messages)
        return Form(widget, heard.setdefault(id(widget), []))

    yield make
    ipywidgets.Widget.close_all()


@pytest.fixture
def host() -> Iterator[FakeHost]:
    """A host of week 1 that keeps the clock as it is posted."""
    with fake_host() as running:
        room: dict[str, Any] = {
            "ok": True,
            "week": 1,
            "exercises": {"pulse": "open"},
            "progress": {"pulse": "fewer than k"},
            "clock": None,
        }
        running.answer(STATE, room)
        running.keeps[ADVANCE] = lambda body: room.update(clock=body["clock"])
        for act in ("advance", "open", "close", "reveal"):
            running.answer(f"POST /api/facilitator/{act}", {"ok": True})
        yield running


@pytest.fixture
def one(host: FakeHost) -> Facilitator:
    return Facilitator(host)
