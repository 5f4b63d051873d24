"""Kernels of participants' notebooks: the product, each in its own process, and a front end that presses for them."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

from tests.processes import DEADLINE, until

REPOSITORY = Path(__file__).parents[2]
SETUP = """
import kit
from tests.front_end import says
week = kit.open_week(1)
card = week._welcome().parts[-1]
told = []
card.send = lambda message, buffers=None: told.append(message)
"""
FORM = """
form = week.ask("check-in").parts[-1]
heard = [{"state": ""}]
form.send = lambda message, buffers=None: heard.append(message)
says(form, {"type": "hello"})
"""


class Kernel:
    """One notebook's kernel, with an outbox of its own, for the session at *address*."""

    def __init__(self, home: Path, curriculum: Path, address: str, code: str) -> None:
        self.home, self.address, self.code = home, address, code
        self.sent: list[tuple[str, int]] = []
        home.mkdir(parents=True)
        own = {"KIT_OUTBOX": home / "outbox", "KIT_CURRICULUM": curriculum, "IPYTHONDIR": home / "ipython"}
        environment = os.environ | {name: str(value) for name, value in own.items()}
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(env=environment | {"PYTHONPATH": str(REPOSITORY)}, cwd=str(home))
        self._connect()

    def _connect(self) -> None:
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)
        self.value("None", SETUP)

    def value(self, expression: str, code: str = "") -> Any:
        """What *expression* is in the kernel after *code* has run there."""
        asked = self.client.execute(code, silent=True, user_expressions={"value": expression})
        while True:
            reply = self.client.get_shell_msg(timeout=120)
            if reply["parent_header"].get("msg_id") == asked:
                break
        content = reply["content"]
        assert content["status"] == "ok", content
        value = content["user_expressions"]["value"]
        assert value["status"] == "ok", value
        return eval(value["data"]["text/plain"], {})

    def press(self, kind: str, step: str, **more: Any) -> dict[str, Any]:
        """Press *kind* on the card, and wait until it shows *step*."""
        self.value("None", f"says(card, { ({'type': kind, **more})!r})")
        until(lambda: self.value("bool(told) and told[-1]['step']") == step, limit=2 * DEADLINE)
        return self.value("told[-1]")

    def join(self, who: str) -> None:
        self.press("join", "notice", address=self.address, who=who, secret=self.code)
        self.press("agree", "in")
        self.value("None", FORM)

    def send(self, energy: int) -> None:
        """Press Send, whatever the network does."""
        submission = str(uuid.uuid4()), len(self.sent) + 1
        message = {"type": "submit", "id": submission[0], "revision": submission[1], "answers": {"energy": energy}}
        self.value("None", f"says(form, {message!r})")
        self.sent.append((submission[0], energy))

    def restart(self) -> None:
        """As after a loss of power: nothing that was in memory is left. Its owner says that it's theirs."""
        self.client.stop_channels()
        self.manager.restart_kernel(now=True)
        self._connect()
        self.press("hello", "whose")
        self.press("me", "in")
        self.value("None", FORM)

    @property
    def standing(self) -> str:
        """What the form says of the newest answers."""
        return self.value("heard[-1]['state']")

    def stop(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@contextlib.contextmanager
def kernels(count: int, folder: Path, curriculum: Path, address: str, code: str) -> Iterator[list[Kernel]]:
    """As many kernels, each of a participant of their own; all ended with the context."""
    running: list[Kernel] = []
    try:
        for number in range(count):
            running.append(Kernel(folder / f"kernel-{number}", curriculum, address, code))
        yield running
    finally:
        for kernel in running:
            kernel.stop()
