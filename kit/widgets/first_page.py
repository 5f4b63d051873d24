"""What a facilitator can do while no session runs: which one is next, how to start it, and what can be made for it.

From the front end:
``do`` step                   something is made for it
``start`` week, people, lan   the session begins, where a command is there to hold it
``dates`` first, time, zone   when the sessions are
``move`` week, when           one session is at another time
To it ``done`` with the ``step`` and what the command has ``said``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import anywidget
import traitlets
from pydantic import ValidationError

from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Week, week_file_name
from kit.design.drawings import drawing
from kit.errors import KitError
from kit.session.desk import Desk, Wanted
from kit.widgets.bundler import front_end
from kit.widgets.commands import Commands


@dataclass(frozen=True, kw_only=True)
class Next:
    """The session that comes next, and when; *when* is empty where no date is written down.

    *first*, *time* and *zone* are what cohort.toml says of all sessions.
    """

    week: Week
    when: str = ""
    first: str = ""
    time: str = ""
    zone: str = ""


class FirstWidget(anywidget.AnyWidget):
    """The first page of the cohort called *cohort*, in whose folder *commands* run."""

    _esm, _css = front_end("first")

    spec = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        commands: Commands,
        cohort: str,
        coming: Next,
        weeks: Sequence[Week],
        messages: Messages,
        *,
        desk: Desk | None = None,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(spec=first_spec(cohort, coming, weeks, messages) | {"starts": desk is not None})
        self._commands, self._messages = commands, messages
        self._desk, self._changed = desk, changed
        self._steps = steps(coming.week.number)
        self.on_msg(self._on_message)

    def __repr__(self) -> str:
        return self._messages("session.run_again")

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        kind = content.get("type") if isinstance(content, dict) else None
        if kind == "start" and self._desk:
            self._start(self._desk, content)
        elif kind in ("dates", "move"):
            self._plan(content)
        else:
            self._make(content)

    def _make(self, content: Any) -> None:
        step = content.get("step") if isinstance(content, dict) and content.get("type") == "do" else None
        if step in self._steps:
            done = self._commands.run(self._steps[step])
            self.send({"type": "done", "step": step, "said": done.output, "failed": done.failed})

    def _start(self, desk: Desk, content: dict[str, Any]) -> None:
        try:
            wanted = Wanted.model_validate(content)
            desk.ask(wanted)
            self._changed()
        except ValidationError:
            self._refuse("start", self._messages("first.start_number"))
        except KitError as error:
            self._refuse("start", str(error))

    def _plan(self, content: dict[str, Any]) -> None:
        given = {name: str(content.get(name, "")) for name in ("first", "time", "zone", "week", "when")}
        if content["type"] == "move":
            arguments = [f"--move={given['week']}={given['when']}"]
        else:
            arguments = [f"--first-session={given['first']}", f"--time={given['time']}", f"--time-zone={given['zone']}"]
        done = self._commands.run(["dates", *arguments])
        if done.failed:
            self._refuse("dates", done.output)
        else:
            self._changed()

    def _refuse(self, step: str, why: str) -> None:
        self.send({"type": "done", "step": step, "said": why, "failed": True})


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
        "dates": {"first": coming.first, "time": coming.time, "zone": coming.zone},
        "steps": [{"step": one, "label": messages(f"first.step_{one}")} for one in steps(coming.week.number)],
        "weeks": [{"week": one.number, "title": one.title, "notebook": week_file_name(one.number)} for one in weeks],
        "messages": messages.section("first"),
        "drawing": drawing("welcome"),
    }
