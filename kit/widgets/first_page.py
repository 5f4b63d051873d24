"""What a facilitator can do while no session runs: which one is next, how to start it, and what can be made for it.

From the front end ``do`` with a ``step``; to it ``done`` with the ``step`` and what the command has ``said``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import anywidget
import traitlets

from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week, week_file_name
from kit.widgets.bundler import front_end
from kit.widgets.commands import Commands


@dataclass(frozen=True, kw_only=True)
class Next:
    """The session that comes next, and when; *when* is empty where no date is written down."""

    week: Week
    when: str = ""


class FirstWidget(anywidget.AnyWidget):
    """The first page of the cohort called *cohort*, in whose folder *commands* run."""

    _esm, _css = front_end("first")

    spec = traitlets.Dict().tag(sync=True)

    def __init__(
        self, commands: Commands, cohort: str, coming: Next, weeks: Sequence[Week], messages: Messages
    ) -> None:
        super().__init__(spec=first_spec(cohort, coming, weeks, messages))
        self._commands, self._messages = commands, messages
        self._steps = steps(coming.week.number)
        self.on_msg(self._on_message)

    def __repr__(self) -> str:
        return self._messages("session.run_again")

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        step = content.get("step") if isinstance(content, dict) and content.get("type") == "do" else None
        if step in self._steps:
            done = self._commands.run(self._steps[step])
            self.send({"type": "done", "step": step, "said": done.said, "failed": done.failed})


def steps(week: int) -> dict[str, tuple[str, ...]]:
    """Return what can be done before the session of *week*, by name: the arguments of the kit's command."""
    return {"check": ("check", str(week)), "guide": ("guide",), "calendar": ("calendar",), "form": ("form", str(week))}


def first_spec(cohort: str, coming: Next, weeks: Sequence[Week], messages: Messages) -> dict[str, Any]:
    """Return what the page shows, as JSON values."""
    return {
        "place": "notebook",
        "cohort": cohort,
        "week": coming.week.number,
        "title": coming.week.title,
        "when": coming.when,
        "steps": [{"step": one, "label": messages(f"first.step_{one}")} for one in steps(coming.week.number)],
        "weeks": [{"week": one.number, "title": one.title, "notebook": week_file_name(one.number)} for one in weeks],
        "messages": messages.section("first"),
    }
