"""A bare page that hosts a practice: no Jupyter, no kernel, and a model that writes down whatever is said to it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from playwright.sync_api import Page

from kit.curriculum.loader import find_week_file, load_curriculum, load_week
from kit.curriculum.practices import PRACTICES, Practice
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import load_messages
from kit.settings import packaged_curriculum
from kit.widgets.bundler import css, module
from kit.widgets.specs import practice_spec
from kit.widgets.words_of_copies import sheet_names
from tests.browser.bare import STYLE, serving_files

MORNING = datetime.datetime(2027, 3, 2, 9, 0)

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A bare page</title><link rel="stylesheet" href="MODULE.css"><link rel="stylesheet" href="page.css"></head>
<body><main><h1>Week</h1><h2>Practise</h2><div id="one"></div><div id="two"></div></main>
<script type="module" src="MODULE-shim.js"></script></body></html>
"""

# window.said: whatever the practice said or set. ?spec= names the practice, ?copies=2 shows it twice.
SHIM = """
import practice from "./MODULE.js";
const wanted = new URLSearchParams(location.search);
const spec = await (await fetch(`${wanted.get("spec")}.json`)).json();
window.said = [];
const say = (...all) => window.said.push(structuredClone(all));
const model = { get: (name) => (name === "spec" ? spec : undefined), on() {}, off() {} };
Object.assign(model, { send: say, set: say, save_changes: say });
window.shown = ["one", "two"].slice(0, Number(wanted.get("copies") ?? 1))
  .map((id) => practice.render({ model, el: document.getElementById(id) }));
document.documentElement.dataset.ready = "yes";
"""

# Every sound that is asked for, without a device to make it.
EAR = """window.heard = [];
window.AudioContext = class {
  constructor() { this.currentTime = 0; this.destination = {}; }
  resume() { return Promise.resolve(); } close() { return Promise.resolve(); }
  parameter() { return { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} }; }
  createGain() { return { gain: this.parameter(), connect() {} }; }
  createOscillator() {
    return { frequency: this.parameter(), connect() {}, start: (at) => window.heard.push(at), stop() {} };
  }
};"""


def pages() -> dict[str, tuple[str, str]]:
    """Every file of the bare page: its type and its text."""
    folder = packaged_curriculum()
    messages = load_messages(folder)
    files = {"/page.css": ("text/css", STYLE)}
    for name in PRACTICES:
        files[f"/{name}"] = ("text/html", PAGE.replace("MODULE", name))
        files[f"/{name}-shim.js"] = ("text/javascript", SHIM.replace("MODULE", name))
        files[f"/{name}.js"] = ("text/javascript", module(name))
        files[f"/{name}.css"] = ("text/css", css(name))
    week = load_week(find_week_file(folder, 1))
    for practice in known().values():
        safety = "" if practice.id == "breath" else week.safety
        spec = practice_spec(week, practice, safety, messages, cohort="test", place="page")
        if practice.module == "everything":
            spec["sheets"] = sheet_names(load_curriculum(folder).values(), known().values(), messages)
        files[f"/{practice.id}.json"] = ("application/json", json.dumps(spec))
    return files


@cache
def known() -> dict[str, Practice]:
    """Every practice of the kit by id: those of the shelf, and those that stand in a week."""
    folder = packaged_curriculum()
    weeks = load_curriculum(folder).values()
    return load_practices(folder) | {one.id: one for week in weeks for one in week.practices}


@contextmanager
def serving() -> Iterator[str]:
    """The address of the bare page, served from loopback while the context lasts."""
    with serving_files(pages()) as address:
        yield address


def shown(page: Page, address: str, practice: str = "breath", copies: int = 1) -> None:
    """Open the bare page with *practice*."""
    page.goto(f"{address}{known()[practice].module}?spec={practice}&copies={copies}")
    page.locator("html[data-ready]").wait_for()


def begin(page: Page) -> None:
    """Press Begin."""
    page.get_by_role("button", name="Begin").click()


def after(page: Page, seconds: float) -> None:
    """Let time pass on a stopped clock."""
    page.clock.run_for(int(seconds * 1000))


def unfold(page: Page) -> None:
    """Open whatever is folded away."""
    for summary in page.locator("summary:visible").all():
        summary.click()
