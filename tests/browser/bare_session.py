"""The run-of-show on a bare page: its module in the browser, its widget here, and a host that keeps the room."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import load_messages
from kit.session.host_client import HostClient
from kit.settings import packaged_curriculum
from kit.widgets.bundler import css, module
from kit.widgets.run_of_show import SessionWidget
from tests.browser.bare import _Handler
from tests.fake_host import KEY, FakeHost, fake_host
from tests.front_end import says

WEEK = load_curriculum(packaged_curriculum())[1]
MESSAGES = load_messages(packaged_curriculum())
STATE = "/api/facilitator/state"
NAMES = ["Ana", "Ben", "Cem", "Dee", "Eli"]

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>A bare page</title><link rel="stylesheet" href="session.css">
<link rel="stylesheet" href="page.css"></head>
<body><main><h1>Week 1</h1><h2>The session</h2><div id="one"></div></main>
<script type="module" src="shim.js"></script></body></html>
"""

STYLE = "body { margin: 0; padding: 8px; font-family: sans-serif; }"

# window.kernel takes a message to the widget and brings its replies back.
SHIM = """
import session from "./session.js";
const spec = await (await fetch("spec.json")).json();
const listeners = new Set();
const model = {
  get: (name) => (name === "spec" ? spec : undefined),
  on: (name, listen) => name === "msg:custom" && listeners.add(listen),
  off: (name, listen) => listeners.delete(listen),
  send(message) {
    if (window.dead) throw new Error("the kernel is gone");
    window.kernel(message).then((replies) => {
      if (!window.deaf) replies.forEach((reply) => listeners.forEach((listen) => listen(reply, [])));
    });
  },
};
window.leave = session.render({ model, el: document.getElementById("one") });
document.documentElement.dataset.ready = "yes";
"""


class LiveRoom:
    """A host with a room in it, a facilitator's widget, and a clock that the test moves."""

    def __init__(self, host: FakeHost, address: str) -> None:
        self.host, self.address, self.time = host, address, 1_800_000_000.0
        self.state: dict[str, Any] = {"ok": True, "week": 1, "exercises": {}, "progress": {}, "clock": None}
        self.state |= {"url": "http://127.0.0.1:8123", "code": "ABCD-EFGH"}
        host.answer("POST /api/facilitator/screen", {"ok": True, "path": "/screen/enter#ticket"})
        host.answer(f"GET {STATE}", self.state)
        self.became = "published"  # what the next reveal comes to
        for act, status in (("open", "open"), ("close", "closed")):
            host.answer(f"POST /api/facilitator/{act}", {"ok": True})
            host.keeps[f"/api/facilitator/{act}"] = functools.partial(self._exercise, status)
        outcomes = [{"item": "lean", "decision": "published"}]
        host.answer("POST /api/facilitator/reveal", {"ok": True, "outcomes": outcomes})
        host.keeps["/api/facilitator/reveal"] = self._reveal
        host.answer("POST /api/facilitator/advance", {"ok": True})
        host.keeps["/api/facilitator/advance"] = lambda body: self.state.update(clock=body["clock"])
        host.answer("GET /api/facilitator/roster", {"names": NAMES})
        groups = {"groups": [["Ana", "Dee"], ["Ben", "Cem", "Eli"]], "sentences": ["There's an odd number."]}
        host.answer("POST /api/facilitator/pairs", groups)

    def _exercise(self, status: str, body: dict[str, Any]) -> None:
        self.state["exercises"][body["exercise"]] = status
        self.state["progress"][body["exercise"]] = "closed" if status == "closed" else "fewer than k"

    def _reveal(self, body: dict[str, Any]) -> None:
        self._exercise("closed", body)
        self.state["revealed"] = {body["exercise"]: self.became}

    def show(self, page: Page) -> None:
        """Open the page with its own widget behind it, and stop its clock at the room's time."""
        widget = SessionWidget(WEEK, HostClient(self.host.address, KEY), MESSAGES, now=lambda: self.time)
        replies: list[dict[str, Any]] = []
        widget.send = replies.append  # type: ignore[method-assign]

        def kernel(message: dict[str, Any]) -> list[dict[str, Any]]:
            replies.clear()
            says(widget, message)
            return list(replies)

        page.expose_function("kernel", kernel)
        page.clock.install(time=self.time)
        page.goto(self.address)
        page.locator("html[data-ready=yes]").wait_for()

    def later(self, page: Page, minutes: float) -> None:
        """Let time go by, here and on the page, until the page has looked again."""
        self.time += 60 * minutes
        page.clock.fast_forward(int(60_000 * minutes))


def _files() -> dict[str, tuple[str, str]]:
    spec = SessionWidget(WEEK, HostClient("http://127.0.0.1:1", KEY), MESSAGES).spec
    return {
        "/": ("text/html", PAGE),
        "/shim.js": ("text/javascript", SHIM),
        "/page.css": ("text/css", STYLE),
        "/session.js": ("text/javascript", module("session")),
        "/session.css": ("text/css", css("session")),
        "/spec.json": ("application/json", json.dumps(spec)),
    }


@contextmanager
def live_room() -> Iterator[LiveRoom]:
    """A room to look into, served from loopback while the context lasts."""
    pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, _files()))
    thread = threading.Thread(target=pages.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        with fake_host() as host:
            yield LiveRoom(host, f"http://127.0.0.1:{pages.server_port}/")
    finally:
        pages.shutdown()
        pages.server_close()
        thread.join(30)
