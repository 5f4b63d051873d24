"""A bare page that hosts the exercise module with a shim for the model: no Jupyter, no kernel, a strict policy."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from kit.curriculum.loader import load_week
from kit.curriculum.policy import Policy
from kit.curriculum.registers import load_messages
from kit.settings import packaged_curriculum
from kit.widgets.bundler import css, module
from kit.widgets.specs import exercise_spec

WEEK = Path(__file__).parent.parent / "widgets" / "week_03.yaml"

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A bare page</title><link rel="stylesheet" href="exercise.css"><link rel="stylesheet" href="page.css"></head>
<body><main><h1>Week 3</h1><h2>Arrive</h2><div id="one"></div><div id="two"></div></main>
<script type="module" src="shim.js"></script></body></html>
"""

STYLE = "body { margin: 0; padding: 8px; font-family: sans-serif; }"

# window.said: what the forms sent. window.tell(message): what a host answers. ?copies=2 shows the form twice.
SHIM = """
import form from "./exercise.js";
const wanted = new URLSearchParams(location.search);
const spec = await (await fetch(`${wanted.get("exercise") ?? "everything"}.json`)).json();
const listeners = new Set();
window.said = [];
window.tell = (message) => listeners.forEach((listen) => listen(message, []));
window.shown = ["one", "two"].slice(0, Number(wanted.get("copies") ?? 1)).map((id) => {
  const model = {
    get: (name) => (name === "spec" ? spec : undefined),
    on: (name, listen) => name === "msg:custom" && listeners.add(listen),
    off: (name, listen) => listeners.delete(listen),
    send(message) {
      if (window.dead) throw new Error("the kernel is gone");
      window.said.push(structuredClone(message));
    },
  };
  return form.render({ model, el: document.getElementById(id) });
});
document.documentElement.dataset.ready = "yes";
"""


def pages() -> dict[str, tuple[str, str]]:
    """Every file of the bare page: its type and its text."""
    messages = load_messages(packaged_curriculum())
    week = load_week(WEEK)
    files = {
        "/": ("text/html", PAGE),
        "/shim.js": ("text/javascript", SHIM),
        "/page.css": ("text/css", STYLE),
        "/exercise.js": ("text/javascript", module("exercise")),
        "/exercise.css": ("text/css", css("exercise")),
    }
    for exercise in week.exercises:
        spec = exercise_spec(week, exercise, messages, Policy(), cohort="test", participant="p1", place="page")
        files[f"/{exercise.id}.json"] = ("application/json", json.dumps(spec))
    return files


class _Handler(http.server.BaseHTTPRequestHandler):
    def __init__(self, files: dict[str, tuple[str, str]], *args: object) -> None:
        self.files = files
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        kind, text = self.files.get(self.path.partition("?")[0], ("text/plain", ""))
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    """The address of the bare page, served from loopback while the context lasts."""
    with serving_files(pages()) as address:
        yield address


@contextmanager
def serving_files(files: dict[str, tuple[str, str]]) -> Iterator[str]:
    """The address at which *files* (type and text by path) are served from loopback while the context lasts."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, files))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(30)


def shown(page: Page, address: str, exercise: str = "everything", copies: int = 1) -> None:
    """Open the bare page with the form of *exercise*."""
    page.goto(f"{address}?exercise={exercise}&copies={copies}")
    page.locator("html[data-ready]").wait_for()


def item(page: Page, name: str, copy: int = 0) -> Locator:
    """What surrounds the item called *name*, in the first or another copy of the form."""
    return page.locator(".kit-form").nth(copy).locator(f'[data-item="{name}"]')


def look(page: Page, text: str, masked: str | None = None, *, name: str = "note", **found: Any) -> Locator:
    """Write a text that may be shared and look at it as others would; *masked* is what the host makes of it."""
    place = item(page, name)
    place.get_by_role("textbox").fill(text)
    place.get_by_role("button", name="See it as others would").click()
    asked = [message for message in page.evaluate("said") if message["type"] == "preview"][-1]
    shown = text if masked is None else masked
    parts = found.pop("parts", [{"text": shown, "kind": None}])
    reply = found or {"text": shown, "parts": parts, "version": "v1"}
    page.evaluate("(message) => tell(message)", {"type": "preview", "ask": asked["ask"], **reply})
    return place


def share(page: Page, text: str, masked: str | None = None, *, name: str = "note") -> None:
    """Write a text, look at it, and tick that it may be shared."""
    look(page, text, masked, name=name).get_by_role("checkbox", name="Share this text").check()


def status(page: Page, copy: int = 0) -> Locator:
    """The line that says where the answers are."""
    return page.locator(".kit-form").nth(copy).locator(".kit-form-status")


def send(page: Page) -> None:
    """Press Send on the first form."""
    page.locator(".kit-form-send").first.click()


def submissions(page: Page) -> list[dict[str, Any]]:
    """What the forms submitted, in order."""
    return [message for message in page.evaluate("said") if message["type"] == "submit"]


def tell(page: Page, state: str = "none", /, **values: Any) -> None:
    """Let the host say where the newest submission is."""
    nothing = {"id": None, "revision": 0, "sentence": "", "answers": None, "closed": False, "problem": None}
    page.evaluate("(message) => tell(message)", {**nothing, "type": "state", "state": state, **values})


def acknowledge(page: Page, state: str = "device", **values: Any) -> dict[str, Any]:
    """Let the host acknowledge the newest submission, and return that submission."""
    newest = submissions(page)[-1]
    tell(page, state, **{key: newest[key] for key in ("id", "revision", "answers")}, **values)
    return newest
