"""A facilitator's side of the run-of-show, played without a browser."""

from __future__ import annotations

from typing import Any

from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import load_messages
from kit.session.host_client import HostClient
from kit.settings import packaged_curriculum
from kit.widgets.commands import Commands
from kit.widgets.run_of_show import SessionWidget
from tests.fake_host import KEY, FakeHost
from tests.front_end import says

WEEK = load_curriculum(packaged_curriculum())[1]


MESSAGES = load_messages(packaged_curriculum())


STATE, ADVANCE = "GET /api/facilitator/state", "/api/facilitator/advance"


START = 1_000_000.0


class Facilitator:
    """A widget with the front end's side of it: what it says, and what it hears."""

    def __init__(self, host: FakeHost, commands: Commands | None = None) -> None:
        self.host, self.time = host, START
        self.heard: list[dict[str, Any]] = []
        client = HostClient(host.address, KEY)
        self.widget = SessionWidget(WEEK, client, MESSAGES, commands=commands, now=lambda: self.time)
        self.widget.send = self.heard.append  # type: ignore[method-assign]

    def say(self, kind: str, **values: Any) -> dict[str, Any]:
        """Send a message, let the host keep the clock it is given, and return the reply."""
        says(self.widget, {"type": kind, "ask": len(self.heard), **values})
        return self.heard[-1]

    def later(self, minutes: float) -> None:
        self.time += 60 * minutes
