"""What a week has published, in the words and tables that pages and screen show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kit.curriculum.items import Item
from kit.curriculum.registers import Messages
from kit.curriculum.weeks import Exercise, Week
from kit.results.bins import Result, together
from kit.results.findings import finding
from kit.results.releases import Release, Releases, State
from kit.results.tables import table
from kit.results.texts import text_list


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
