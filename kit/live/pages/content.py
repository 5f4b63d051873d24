"""The pages of a session as bytes: made once, and again when what they are made from has changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kit.curriculum.items import Item
from kit.curriculum.loader import load_curriculum
from kit.curriculum.practices.shelf import load_practices
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.live.pages.assets import Assets
from kit.live.pages.notebook_run import WeekRun
from kit.results.bins import Result, together
from kit.results.findings import finding
from kit.results.releases import Release, Releases, State, from_text
from kit.results.tables import table, text_list
from kit.widgets.specs import exercise_spec, form_words, practice_content, practice_words
from kit.widgets.words_of_copies import Sheets, sheet_names

if TYPE_CHECKING:
    from kit.live.host import Host

# The practices of a week as the participant's page needs them: content, and each sentence once.


def page_practices(week: Week, messages: Messages, curriculum: Path) -> dict[str, Any]:
    """``practices`` by id with their module and content, and ``sentences`` by module, as JSON values.

    A page with several practices carries what all of them say once, in the sentences of ``practice``. A copy of
    everything also has its ``sheets``, the names of what a browser may hold from all weeks of *curriculum*.
    Raises ContentError where those cannot be read.
    """
    shared = messages.section("practice")
    practices, sentences = {}, {"practice": shared}
    for block in week.blocks:
        for one in block.practices:
            content = practice_content(one, week.safety_beside(block))
            practices[one.id] = {"module": one.module, "practice": content}
            if one.module == "everything":
                practices[one.id]["sheets"] = _sheets(curriculum, messages)
            own = practice_words(one, messages).items()
            sentences[one.module] = {name: text for name, text in own if shared.get(name) != text}
    return {"practices": practices, "sentences": sentences}


def _sheets(curriculum: Path, messages: Messages) -> Sheets:
    weeks = load_curriculum(curriculum).values()
    practices = {one.id: one for week in weeks for one in week.practices} | load_practices(curriculum)
    return sheet_names(weeks, practices.values(), messages)


# What a week has published, in the words and tables that pages and screen show.


def results_of(week: Week, published: Releases, messages: Messages) -> dict[str, list[dict[str, Any]]]:
    """For each exercise that was revealed, its items: prompt, finding, and a table where there is a release.

    An exercise that was not revealed is absent; an item without enough answers says so.
    """
    found = {one.id: _items(week, one, published, messages) for one in week.exercises}
    return {exercise: items for exercise, items in found.items() if items}


def released_items(week: Week, published: Releases) -> list[tuple[Exercise, Item, Result]]:
    """Every item of *week* with a release: exercise, item, and its batches as one result."""
    return [
        (exercise, item, result)
        for exercise, item in week.group_items()
        if item.form != "text" and (result := _result(week, exercise, item, published)) is not None
    ]


def _items(week: Week, exercise: Exercise, published: Releases, messages: Messages) -> list[dict[str, Any]]:
    # Texts are looked through first; until they are shown there is nothing to say of them.
    shown = [
        item for item in exercise.group_items if item.form != "text" or published.of(week.number, exercise.id, item.id)
    ]
    states = {item.id: published.state(week.number, exercise.id, item.id, share=item.share) for item in shown}
    # Texts can be shown before the rest is revealed; of that there is then nothing to say.
    shown = [item for item in shown if states[item.id] is not State.NOT_ASKED]
    return [
        _texts(item, published.of(week.number, exercise.id, item.id), messages)
        if item.form == "text"
        else _item(item, _result(week, exercise, item, published), messages)
        for item in shown
    ]


def _result(week: Week, exercise: Exercise, item: Item, published: Releases) -> Result | None:
    batches = published.of(week.number, exercise.id, item.id)
    if not batches:
        return None
    return batches[0] if len(batches) == 1 else together(batches)


def _texts(item: Item, batches: Sequence[Release], messages: Messages) -> dict[str, Any]:
    found = text_list(batches, messages)
    return {"id": item.id, "prompt": item.prompt, "finding": found.said, "table": None, "texts": list(found.texts)}


def _item(item: Item, result: Result | None, messages: Messages) -> dict[str, Any]:
    if result is None:
        return {"id": item.id, "prompt": item.prompt, "finding": messages("states.not_enough"), "table": None}
    rows = table(item, result, messages)
    shown = {
        "caption": rows.caption,
        "note": rows.note,
        "headings": [rows.answer_heading, rows.people_heading],
        "people": result.people,
        "rows": [{"label": row.label, "low": row.low, "high": row.high, "words": row.words} for row in rows.rows],
    }
    return {"id": item.id, "prompt": item.prompt, "finding": finding(item, result, messages), "table": shown}


_TEMPLATES = Path(__file__).parents[1] / "templates"
_EVERY_PAGE = ("page.css", "parts.css")


class Content:
    """What the pages of one host show."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.assets = Assets()
        self.run = WeekRun(host.store.cohort, host.room.week)
        self._results: tuple[bytes, dict[str, Any], bytes] = (b"", {}, b"")
        self._week: tuple[int, bytes] = (-1, b"")

    @property
    def week(self) -> Week:
        """The week of the session."""
        return self._host.room.week

    def join(self, me: dict[str, Any] | None) -> bytes:
        """The page that lets people in, for whoever is not known yet (None) or comes back."""
        host, title = self._host, self._title()
        data = {"words": host.messages.section("page"), "version": host.notice.version, "me": me}
        data["cohort"] = host.store.cohort.identity
        styles, name = (*_EVERY_PAGE, "join.css"), host.messages("page.join_name", title=title)
        shown: dict[str, Any] = {"notice": host.notice, "code": "code" if host.session.in_room else "slip"}
        return self._page("join.html.j2", "join", data, styles=styles, title=name, over=title, **shown)

    async def week_page(self) -> bytes | None:
        """The participant's page; None where neither notebook nor week file makes one."""
        made = await self.run.get()
        if made is None:
            return None
        if self._week[0] != self.run.number:
            self._week = (self.run.number, self._week_page(made))
        return self._week[1]

    def results(self) -> dict[str, Any]:
        """What the week has published, for pages and screen; made anew after each release."""
        if self._results[0] is not self._host.releases:
            published = from_text(self._host.releases.decode())
            results = results_of(self.week, published, self._host.messages)
            text = json.dumps({"ok": True, "results": results}, ensure_ascii=False, separators=(",", ":"))
            self._results = (self._host.releases, results, text.encode())
        return self._results[1]

    def news(self) -> dict[str, Any]:
        """``results``, where the last thing that happened was a reveal: hundreds then need not ask for them at once."""
        return {"results": self.results()} if self._host.just_revealed else {}

    def results_reply(self) -> bytes:
        """The same as JSON, written once for all who ask."""
        self.results()
        return self._results[2]

    def raised(self) -> str:
        """One sentence where the cohort has more places than when it started: who sees results may know that."""
        sizes = self._host.sizes
        more = len(sizes) > 1
        return self._host.messages("page.screen_raised", first=sizes[0], now=sizes[-1]) if more else ""

    async def take_home(self) -> bytes | None:
        """The week's practices in one file that needs no network and holds nothing about anybody."""
        made = await self.run.get()
        if made is None:
            return None
        messages = self._host.messages
        title = messages("page.home_name", title=self._title())
        page = _templates().get_template("home.html.j2")
        style = self.assets["home.css"].decode()
        return page.render(title=title, parts=made["home"], style=style, messages=messages).encode()

    def screen(self, script: str) -> bytes:
        """The screen, or the page that a ticket opens it with; what it shows comes later, to the screen alone."""
        messages, title = self._host.messages, self._title()
        data: dict[str, Any] = {"words": messages.section("page"), "exercises": self._exercises()}
        data |= {"assets": self.assets.path, "title": title}
        shown: dict[str, Any] = {"styles": (*_EVERY_PAGE, "results.css", "screen.css")}
        shown["title"] = messages("page.screen_name", title=title)
        return self._page("screen.html.j2", "screen", data, script=script, **shown)

    def _week_page(self, made: dict[str, Any]) -> bytes:
        host = self._host
        exercises, practices = self._exercises(), page_practices(self.week, host.messages, host.store.cohort.curriculum)
        data = {
            "cohort": host.store.cohort.identity,
            "week": self.week.number,
            "session": host.session.id,
            "version": host.notice.version,
            "exercises": exercises,
            "form": form_words(self.week, host.messages),
            "words": host.messages.section("page") | host.messages.section("aside"),
            **practices,
        }
        title = unescape(made["title"] or self._title())
        titles = {name: one["title"] for name, one in exercises.items()}
        titles |= {name: one["practice"]["title"] for name, one in practices["practices"].items()}
        parts = [part for part in made["parts"] if "html" in part or _id(part) in titles]
        shown: dict[str, Any] = {"title": title, "parts": parts, "titles": titles, "notice": host.notice}
        shown["styles"] = (*_EVERY_PAGE, "results.css", "week.css", "exercise.css", "practices.css")
        return self._page("week.html.j2", "week", data, script="page.js", **shown)

    def _exercises(self) -> dict[str, Any]:
        host = self._host
        specs = (
            exercise_spec(self.week, one, host.messages, host.policy, cohort=host.store.cohort.identity, place="page")
            for one in self.week.exercises
        )
        return {spec["exercise"]["id"]: spec["exercise"] for spec in specs}

    def _title(self) -> str:
        number, title = self.week.number, self.week.title
        return self._host.messages("paper.title" if number else "paper.title_start", number=number, title=title)

    def _page(self, template: str, kind: str, data: dict[str, Any], *, script: str = "", **fields: Any) -> bytes:
        shown = {
            "kind": f"page-{kind}",
            "data_id": f"kit-{kind}",
            "data": _json(data),
            "script": script or f"{kind}.js",
        }
        page = _templates().get_template(template)
        return page.render(messages=self._host.messages, static=self.assets.path, **shown, **fields).encode()


def _id(part: dict[str, Any]) -> str:
    return str(part.get("exercise") or part.get("practice") or part.get("result"))


def _json(value: Any) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@lru_cache(maxsize=1)
def _templates() -> Environment:
    loader = FileSystemLoader(_TEMPLATES)
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
