"""A real host with its pages for browser tests: a small week, people who answer over HTTP, and a facilitator."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import BrowserContext, Page, Route

from kit.curriculum.loader import load_week
from kit.live.http.pages import pages
from kit.live.pages.notebook_run import WeekRun
from kit.live.process.session import Session, new_session
from kit.settings import load_cohort, packaged_curriculum
from kit.system.disk import write_private
from tests.live.serving import Client, Served, serving
from tests.processes import DEADLINE
from tests.weeks import SMALL_WEEK

PUT = "**/api/submissions/*-*"

WEEK = (
    SMALL_WEEK
    + """\
      exit:
        title: Before you go
        items:
          leave: {kind: rating, share: group, prompt: "How do you leave?", low: heavy, high: light}
"""
)


def week_with(*practices: str) -> str:
    """The small week, and a part of it for practices of the shelf."""
    called = ", ".join(practices)
    return (
        WEEK.replace("session_minutes: 30", "session_minutes: 120")
        + f"""\
  practise:
    title: Practise
    minutes: {{min: 60, target: 90, max: 95}}
    practices: [{called}]
    facilitator: {{say: [Go.], do: [Sit.], watch_for: [Haste.], if_it_goes_wrong: [Stop.]}}
"""
    )


def _notebook(practices: tuple[str, ...] = ()) -> nbformat.NotebookNode:
    cells = [
        new_markdown_cell("# Week 1 · A small week\n\nWords to begin with."),
        new_code_cell('cohort = "sample"\naudience = "participant"', metadata={"tags": ["parameters"]}),
        new_code_cell("import kit\nweek = kit.open_week(1, cohort=cohort, audience=audience)\nweek"),
        new_markdown_cell("## Arrive"),
        new_code_cell('week.practice("breath")'),
        new_code_cell('week.ask("check-in")'),
        new_markdown_cell("## Look together"),
        new_code_cell('week.group("check-in", "exit")'),
        new_code_cell('week.ask("exit")'),
        *(new_code_cell(f'week.practice("{name}")') for name in practices),
        new_code_cell("week.home()"),
    ]
    return new_notebook(cells=cells)


def make_root(root: Path, *practices: str) -> Path:
    """A cohort's folder whose notebook was run before, so that a page is there at once; *practices* join the week."""
    for name in ("curriculum", "published", "notebooks", "private/run"):
        (root / name).mkdir(parents=True, mode=0o700)
    shutil.copy(packaged_curriculum() / "policy.yaml", root / "curriculum")
    (root / "curriculum" / "week_01.yaml").write_text(week_with(*practices) if practices else WEEK, "utf-8")
    (root / "private" / "roster.csv").write_text("name\nBenno Smith\nZoë van Dijk\n", "utf-8")
    (root / "cohort.toml").write_text('slug = "spring"\nsize = 40\n', "utf-8")
    (root / "notebooks" / "week_01.ipynb").write_text(_text(practices), "utf-8")
    _keep_page(root, practices)
    return root


@cache
def _text(practices: tuple[str, ...]) -> str:
    return str(nbformat.writes(_notebook(practices)))


# What the host kept of the page that it made of such a folder. It takes it again where nothing has changed since.
_KEPT: dict[tuple[str, ...], bytes] = {}


def _keep_page(root: Path, practices: tuple[str, ...]) -> None:
    kept = root / "private" / "run" / "page_01.json"
    if practices in _KEPT:
        write_private(kept, _KEPT[practices])
        return
    make_page(root)
    _KEPT[practices] = kept.read_bytes()


def make_page(root: Path) -> None:
    """Run the notebook of week 1 before the host does, which takes as long as a kernel does to start."""
    run = WeekRun(load_cohort(root), load_week(root / "curriculum" / "week_01.yaml"))
    with ThreadPoolExecutor(1) as aside:  # for the browser's own loop runs in this thread
        aside.submit(lambda: asyncio.run(run.get())).result(DEADLINE)


@dataclass
class Room:
    """A session: a host that can be stopped and started again at the same address, and those who take part."""

    session: Session
    served: Served
    devices: list[Client] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.served.port}"

    @property
    def code(self) -> str:
        return str(self.served.host.services.joining.shown()["code"])

    def tell(self, what: str, **body: Any) -> dict[str, Any]:
        """What the facilitator does: ``tell("open", exercise="check-in")``."""
        reply = self.served.facilitator().ask("POST", f"/api/facilitator/{what}", {"week": 1, **body})
        assert reply.status == 200, reply.body
        return reply.json

    def others(self, count: int, exercise: str = "check-in", item: str = "energy") -> None:
        """*count* more people join, agree and answer."""
        for number in range(count):
            device = self.served.joined()
            assert device.put({item: number % 11}, exercise=exercise).status == 201
            self.devices.append(device)

    def stored(self, exercise: str = "check-in", item: str = "energy") -> list[Any]:
        """What the store holds of an item, in no order: for the test alone."""
        return sorted(self.served.host.store.contributions(1, exercise, item).values())


@contextmanager
def hosting(root: Path, **more: Any) -> Iterator[Room]:
    """A room whose host runs; with ``falls=True`` it breaks off at the end as in a crash."""
    if more.get("mode", "live") == "live":
        more.setdefault("people", load_cohort(root).size)
    falls = more.pop("falls", False)
    session = more.pop("session", None) or new_session(root, 1, **more)
    with serving(root, session=session, pages=pages, falls=falls) as served:
        yield Room(session, served)


def joined(page: Page, room: Room, *, agree: bool = True) -> list[str]:
    """Let *page* join, and return its four words; it then shows the week."""
    page.goto(f"{room.address}/#{room.served.code()}")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="I agree" if agree else "Not now").click()
    return came_in(page)


def came_in(page: Page) -> list[str]:
    """Wait for the week's page, and return the four words; a browser that keeps nothing shows them before."""
    # Not wait_for_function: it asks again by eval, which the page's policy forbids.
    page.locator("#page-top, #step-words:not([hidden])").first.wait_for(state="attached")
    words = page.locator("#words-list li")
    if not page.locator("#step-words").count():
        ready(page)
        return words.all_text_contents()
    shown = words.all_text_contents()
    page.get_by_role("button", name="I've noted them").click()
    ready(page)
    return shown


def ready(page: Page) -> None:
    """Wait until the week's page knows who it is for."""
    page.wait_for_url(re.compile(r"/week(#\w*)?$"))
    page.locator("html[data-ready]").wait_for()


def form(page: Page, exercise: str = "check-in") -> Any:
    """The place of an exercise."""
    return page.locator(f'[data-exercise="{exercise}"]')


def status(page: Page, exercise: str = "check-in") -> Any:
    """The line that says where the answers to an exercise are."""
    return form(page, exercise).locator(".kit-form-status")


def tab(page: Page, name: str) -> None:
    """Go to one of the three parts of the page."""
    page.get_by_role("navigation", name="Parts of this page").get_by_role("link", name=name).click()


def read_along(page: Page) -> None:
    """Go to the week's text, and wait until it is there."""
    tab(page, "Read along")
    page.locator("#read-text h1").wait_for()


def unfold(page: Page, exercise: str = "check-in") -> None:
    """Make the form the card: open it again where it has folded to one line, or take it up where another is shown."""
    form(page, exercise).locator(".kit-form").wait_for(state="attached")
    for name in (".page-pick button", ".kit-form-change"):
        press = form(page, exercise).locator(name)
        if press.is_visible():
            press.click()


def answer(page: Page, number: int, *, exercise: str = "check-in", item: str = "energy") -> None:
    """Pick a number."""
    unfold(page, exercise)
    form(page, exercise).locator(f'[data-item="{item}"]').get_by_role("radio", name=str(number)).first.check()


def send(page: Page, exercise: str = "check-in") -> None:
    """Press Send."""
    form(page, exercise).locator(".kit-form-send").click()


def show_screen(page: Page, room: Room) -> None:
    """Make *page* the screen."""
    page.goto(room.address + room.tell("screen")["path"])
    page.wait_for_url("**/screen")
    page.locator("html[data-ready]").wait_for()


def watched(context: BrowserContext) -> list[str]:
    """What pages of *context* complain about from now on: errors in scripts, and anything the policy stopped."""
    said: list[str] = []

    def hear(page: Page) -> None:
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda line: said.append(line.text) if "Content Security Policy" in line.text else None)

    context.on("page", hear)
    return said


def picture(page: Page, name: str) -> None:
    """Keep a picture, where the environment variable KIT_PICTURES names a folder for them."""
    folder = os.environ.get("KIT_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png")


def seven(page: Page) -> Any:
    return form(page).locator('[data-item="energy"]').get_by_role("radio", name="7", exact=True, include_hidden=True)


def replies(page: Page, *answers: dict[str, Any] | None) -> list[str]:
    """Let the next submissions be answered so (None: by the host); returns a list that their addresses fill."""
    asked: list[str] = []

    def handle(route: Route) -> None:
        asked.append(route.request.url)
        values = answers[len(asked) - 1] if len(asked) <= len(answers) else None
        if values is None:
            route.fallback()
        else:
            route.fulfill(**values)

    page.route(PUT, handle)
    return asked


def refusal(status: int, say: str, code: str = "", **headers: str) -> dict[str, Any]:
    return {"status": status, "json": {"ok": False, "say": say, "code": code}, "headers": headers}
