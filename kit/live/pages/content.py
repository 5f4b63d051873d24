"""The pages of a session as bytes, made again only when something they show has changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kit.curriculum.items import Item
from kit.curriculum.practices.guided import Guided
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.design.drawings import drawing
from kit.live.ending import farewell
from kit.live.facts import Facts
from kit.live.pages.assets import Assets
from kit.live.pages.notebook_run import WeekRun
from kit.live.pages.packed import Packed, pack
from kit.live.published import Published
from kit.results.bins import Result, together
from kit.results.findings import finding, to_talk_about
from kit.results.releases import Release, Releases, State
from kit.results.tables import table, text_list
from kit.settings import Cohort
from kit.widgets.specs import exercise_spec, form_words, practices_with_sentences
from kit.widgets.words_of_copies import sheets_of

# The practices of a week as the participant's page needs them: content, and each sentence once.


def page_practices(week: Week, messages: Messages, curriculum: Path) -> dict[str, Any]:
    """``practices`` by id with their module and content, and ``sentences`` by module, as JSON values.

    A page with several practices carries what all of them say once, in the sentences of ``practice``. A copy of
    everything also has its ``sheets``, the names of what a browser may hold from all weeks of *curriculum*.
    Raises ContentError where those cannot be read.
    """
    asked = [(practice, week.safety_beside(block)) for block in week.blocks for practice in block.practices]
    held = practices_with_sentences(asked, messages)
    for practice in held["practices"].values():
        if practice["module"] == "everything":
            practice["sheets"] = sheets_of(curriculum, messages)
    return held


def parts_of(week: Week) -> list[dict[str, Any]]:
    """The parts of a session in order, as JSON values: what each is called, and what is done in it by id.

    ``practices`` say whether one is followed, eyes closed perhaps, rather than written.
    """
    return [
        {
            "id": block.id,
            "title": block.title,
            "exercises": [one.id for one in block.exercises],
            "practices": [
                {"id": one.id, "title": one.title, "module": one.module, "followed": isinstance(one, Guided)}
                for one in block.practices
            ],
        }
        for block in week.blocks
    ]


# What a week has published, in the words and tables that pages and screen show.


def results_of(week: Week, published: Releases, messages: Messages) -> dict[str, list[dict[str, Any]]]:
    """Return for each revealed exercise its items: prompt, finding, and a table if there is a release.

    An exercise that was not revealed is absent; an item without enough answers says so.
    """
    results = {one.id: _items(week, one, published, messages) for one in week.exercises}
    return {exercise: items for exercise, items in results.items() if items}


def released_items(week: Week, published: Releases) -> list[tuple[Exercise, Item, Result]]:
    """Return every item of *week* with a release: exercise, item, and its batches as one result."""
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
        _texts(exercise, item, published.of(week.number, exercise.id, item.id), messages)
        if item.form == "text"
        else _item(exercise, item, _result(week, exercise, item, published), messages)
        for item in shown
    ]


def _result(week: Week, exercise: Exercise, item: Item, published: Releases) -> Result | None:
    batches = published.of(week.number, exercise.id, item.id)
    return together(batches) if batches else None


def _texts(exercise: Exercise, item: Item, batches: Sequence[Release], messages: Messages) -> dict[str, Any]:
    shown = text_list(batches, messages)
    about = {"id": item.id, "prompt": item.prompt, "talk": to_talk_about(exercise, item, messages)}
    return {**about, "finding": shown.sentence, "table": None, "texts": list(shown.texts)}


def _item(exercise: Exercise, item: Item, result: Result | None, messages: Messages) -> dict[str, Any]:
    if result is None:
        none = messages("states.not_enough")
        return {"id": item.id, "prompt": item.prompt, "finding": none, "talk": "", "table": None}
    rows = table(item, result, messages)
    shown = {
        "caption": rows.caption,
        "note": rows.note,
        "legend": messages("chart.legend"),
        "headings": [rows.answer_heading, rows.people_heading],
        "people": result.people,
        "rows": [
            {"label": row.label, "low": row.low, "high": row.high, "leads": row.leads, "words": row.words}
            for row in rows.rows
        ],
    }
    about = {"id": item.id, "prompt": item.prompt, "talk": to_talk_about(exercise, item, messages)}
    return {**about, "finding": finding(item, result, messages), "table": shown}


_TEMPLATES = Path(__file__).parents[1] / "templates"
_EVERY_PAGE = ("page.css", "parts.css")


class Content:
    """What the pages of one host show."""

    def __init__(self, cohort: Cohort, facts: Facts, published: Published, assets: Assets) -> None:
        self._curriculum = cohort.curriculum
        self._facts = facts
        self._messages = facts.messages
        self._published = published
        self._assets = assets
        self._run = WeekRun(cohort, facts.week)
        self._results: tuple[bytes, dict[str, Any], bytes] = (b"", {}, b"")
        self._week: tuple[int, dict[str, Packed]] = (-1, {})

    @property
    def file_name(self) -> str:
        """The name of the week's files, without their ending."""
        return self._facts.week.file_name

    def begin(self) -> None:
        """Run the week's notebook if that is due, without waiting for it."""
        self._run.begin()

    def join(self, me: dict[str, Any] | None) -> bytes:
        """Return the page to join, for a newcomer (None) or for somebody who comes back."""
        facts, messages, title = self._facts, self._messages, self._title()
        data = {"words": messages.section("page"), "version": facts.notice.version, "me": me}
        data["cohort"] = facts.identity
        styles, name = (*_EVERY_PAGE, "join.css"), messages("page.join_name", title=title)
        shown: dict[str, Any] = {"notice": facts.notice, "code": "code" if facts.in_room else "slip"}
        shown["least"] = facts.least
        return self._page("join.html.j2", "join", data, styles=styles, title=name, over=title, **shown)

    async def week_page(self) -> Packed | None:
        """Return the participant's page, or None if neither notebook nor week file can be used."""
        return await self._of_week("page")

    async def read(self) -> Packed | None:
        """Return the week's text as the part of a page, or None as ``week_page`` does."""
        return await self._of_week("read")

    async def practices(self) -> Packed | None:
        """Return what the week's practices hold, as JSON, or None as ``week_page`` does."""
        return await self._of_week("practices")

    async def _of_week(self, name: str) -> Packed | None:
        made = await self._run.get()
        if made is None:
            return None
        if self._week[0] != self._run.number:
            self._week = (self._run.number, self._made_of(made))
        return self._week[1][name]

    def results(self) -> dict[str, Any]:
        """Return what the week has published, for pages and screen; made again after each release."""
        if self._results[0] is not self._published.content:
            content, published = self._published.content, self._published.parsed()
            results = results_of(self._facts.week, published, self._messages)
            text = json.dumps({"ok": True, "results": results}, ensure_ascii=False, separators=(",", ":"))
            self._results = (content, results, text.encode())
        return self._results[1]

    def news(self) -> dict[str, Any]:
        """Return ``results`` right after a reveal, so that hundreds of pages need not ask for them at once."""
        return {"results": self.results()} if self._published.just_revealed else {}

    def results_reply(self) -> bytes:
        """Return the same as JSON, written once for all who ask."""
        self.results()
        return self._results[2]

    def raised(self) -> str:
        """Return one sentence if the cohort got more places since it started, for those who see results."""
        sizes = self._facts.sizes
        more = len(sizes) > 1
        return self._messages("page.screen_raised", first=sizes[0], now=sizes[-1]) if more else ""

    async def take_home(self) -> bytes | None:
        """Return the week's practices in one file that needs no network and holds nothing about anyone."""
        made = await self._run.get()
        if made is None:
            return None
        messages = self._messages
        title = messages("page.home_name", title=self._title())
        page = _templates().get_template("home.html.j2")
        style = self._assets["home.css"].decode()
        return page.render(title=title, parts=made["home"], style=style, messages=messages).encode()

    def screen(self, script: str) -> bytes:
        """Return the empty screen, or the page that takes its ticket, depending on *script*."""
        messages, title = self._messages, self._title()
        data: dict[str, Any] = {"words": messages.section("page"), "exercises": self._exercises()}
        blocks = {one.id: block.id for block in self._facts.week.blocks for one in block.exercises}
        data |= {"title": title, "blocks": blocks}
        shown: dict[str, Any] = {"styles": (*_EVERY_PAGE, "results.css", "screen.css")}
        shown["title"] = messages("page.screen_name", title=title)
        return self._page("screen.html.j2", "screen", data, script=script, **shown)

    def _made_of(self, made: dict[str, Any]) -> dict[str, Packed]:
        """The page, its text and its practices, from one run of the notebook."""
        practices = page_practices(self._facts.week, self._messages, self._curriculum)
        exercises, name = self._exercises(), unescape(made["title"] or self._title())
        titles = {name: one["title"] for name, one in exercises.items()}
        titles |= {name: one["practice"]["title"] for name, one in practices["practices"].items()}
        parts = [part for part in made["parts"] if "html" in part or _id(part) in titles]
        sent = {one for one, asked in exercises.items() if any(item["share"] == "group" for item in asked["items"])}
        text = _templates().get_template("read.html.j2")
        read = text.render(messages=self._messages, parts=parts, titles=titles, sent=sent)
        return {
            "page": pack(self._week_page(exercises, name)),
            "read": pack(read.encode()),
            "practices": pack(json.dumps(practices, ensure_ascii=False, separators=(",", ":")).encode()),
        }

    def _week_page(self, exercises: dict[str, Any], title: str) -> bytes:
        facts, messages, week = self._facts, self._messages, self._facts.week
        data = {
            "cohort": facts.identity,
            "week": facts.week_number,
            "session": facts.session,
            "version": facts.notice.version,
            "minutes": week.session_minutes,
            "farewell": farewell(week, messages),
            "parts": parts_of(week),
            "exercises": exercises,
            "form": form_words(week, messages),
            "words": messages.section("page") | messages.section("aside"),
        }
        shown: dict[str, Any] = {"title": title, "notice": facts.notice}
        shown["styles"] = (*_EVERY_PAGE, "results.css", "week.css", "exercise.css")
        return self._page("week.html.j2", "week", data, script="page.js", **shown)

    def _exercises(self) -> dict[str, Any]:
        facts = self._facts
        specs = (
            exercise_spec(facts.week, one, facts.messages, facts.policy, cohort=facts.identity, place="page")
            for one in facts.week.exercises
        )
        return {spec["exercise"]["id"]: spec["exercise"] for spec in specs}

    def _title(self) -> str:
        number, title = self._facts.week_number, self._facts.week.title
        return self._messages("paper.title" if number else "paper.title_start", number=number, title=title)

    def _page(self, template: str, kind: str, data: dict[str, Any], *, script: str = "", **fields: Any) -> bytes:
        shown = {
            "kind": f"page-{kind}",
            "data_id": f"kit-{kind}",
            "data": _json(data),
            "script": script or f"{kind}.js",
        }
        page = _templates().get_template(template)
        return page.render(messages=self._messages, static=self._assets.path, **shown, **fields).encode()


def _id(part: dict[str, Any]) -> str:
    return str(part.get("exercise") or part.get("practice") or part.get("result"))


def _json(value: Any) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@lru_cache(maxsize=1)
def _templates() -> Environment:
    loader = FileSystemLoader(_TEMPLATES)
    made = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    made.globals["drawing"] = drawing
    return made
