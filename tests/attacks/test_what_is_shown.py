"""Attacks that read figures, tables, sentences and pages closely: every number in them stands in the release."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kit.curriculum.items import Item, Rating
from kit.curriculum.registers import load_messages
from kit.live.pages.content import results_of
from kit.results.bins import Result, together
from kit.results.export import published_csv
from kit.results.figures import figure, over_weeks
from kit.results.findings import finding
from kit.results.over_weeks import series
from kit.results.tables import table, weeks_table
from kit.settings import packaged_curriculum
from tests.attacks.scene import EXERCISE, Scene, anything, scene

WORDS = load_messages(packaged_curriculum())


def numbers(text: str) -> set[int]:
    return {int(digits) for digits in re.findall(r"\d+", text)}


def strings(value: Any) -> Iterable[str]:
    """Every text in a JSON value, however deep."""
    if isinstance(value, dict):
        for inside in value.values():
            yield from strings(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from strings(inside)
    elif isinstance(value, str):
        yield value


def allowed(item: Item, results: Iterable[Result], weeks: Iterable[int] = ()) -> set[int]:
    """The numbers of the releases themselves, and those in the words of the question."""
    found = set(weeks) | {0}
    for result in results:
        found |= {result.people} | {end for part in result.bins for end in (part.low, part.high)}
    return found | numbers(" ".join([item.prompt, *item.bins, *item.bin_words, *_ends(item)]))


def _ends(item: Item) -> list[str]:
    return [item.low.words, item.high.words] if isinstance(item, Rating) else []


def lived(here: Scene, seed: int) -> None:
    """Three weeks of a group, one with a second batch."""
    rng = random.Random(seed)
    for week in (1, 2, 3):
        people = rng.randint(9, 14)
        here.say({who: anything(rng) for who in range(people)}, week=week)
        here.say({who: {"words": "later"} for who in range(people, people + 8)}, week=week)
        here.publish(week)
        if week == 2:
            here.say({who: anything(rng) for who in range(people, people + 8)}, week=week, revision=2)
            here.publish(week)


@pytest.mark.parametrize("seed", range(3))
def test_every_number_in_a_sentence_a_table_a_figure_and_a_page_stands_in_the_release(
    tmp_path: Path, seed: int
) -> None:
    with scene(tmp_path) as here:
        lived(here, seed)
        published, looked_at = here.published, 0
        for week in (1, 2, 3):
            pages = {one["id"]: one for one in results_of(here.weeks[week], published, WORDS)[EXERCISE]}
            for item in here.weeks[week].exercises[0].group_items:
                batches = published.of(week, EXERCISE, item.id)
                if not batches:
                    continue
                result = together(batches)
                rows, drawn = table(item, result), figure(item, result, div_id="fig-x").to_plotly_json()
                texts = [finding(item, result, WORDS), rows.text(), *strings(pages[item.id])]
                texts += [re.sub(r"<[^>]*>", " ", rows.html())]
                texts += [one["text"] for one in drawn["layout"]["annotations"]]
                texts += strings({**drawn["layout"]["meta"], "div_id": ""})
                assert numbers(" ".join(texts)) <= allowed(item, [result])
                assert "%" not in "".join(texts)
                ends = {end for trace in drawn["data"] for end in trace["x"] if end is not None}
                assert ends <= {0, result.people} | {end for part in result.bins for end in (part.low, part.high)}
                looked_at += 1
        assert looked_at >= 12


def test_every_number_of_a_trend_stands_in_one_of_its_releases(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        lived(here, 9)
        for one in series(here.published, here.weeks):
            known = allowed(one.item, (result for _, result in one.published), range(9))
            drawn = over_weeks(one, div_id="fig-x").to_plotly_json()
            assert numbers(weeks_table(one).text()) <= known
            assert numbers(" ".join(text["text"] for text in drawn["layout"]["annotations"])) <= known
            ends = {end for trace in drawn["data"] for end in trace["y"] if end is not None}
            assert ends <= known


def test_a_figure_carries_no_row_and_tells_at_a_bar_what_its_words_tell(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        lived(here, 4)
        pseudonyms = here.store.participants()
        for release in here.published.releases:
            item = here.item(release.week, release.item)
            told = {f"{row.label}: {row.words}" for row in table(item, release).rows}
            drawn = figure(item, release, div_id="fig-x").to_plotly_json()
            for trace in drawn["data"]:
                assert set(trace.get("hovertext") or ()) <= told
                assert not {"customdata", "ids", "text", "hovertemplate", "meta"} & set(trace)
                assert len(trace["x"]) <= 3 * len(release.bins)
            text = json.dumps(drawn, default=str)
            assert not [one for one in pseudonyms if one in text]


# All that a figure may have. Where its parts stand follows from the words of the question and from how many answered.
TRACE = {"cliponaxis", "hoverinfo", "hovertext", "line", "mode", "type", "x", "y", "yaxis"}
NOTE = {"align", "bgcolor", "borderpad", "font", "showarrow", "text", "textangle"}
PLACES = {"x", "xanchor", "xref", "xshift", "y", "yanchor", "yref"}
AXIS = {"anchor", "domain", "range", "showgrid", "ticktext", "tickvals", "title", "visible"}
LAYOUT = {"annotations", "height", "margin", "meta", "template"}


def in_json(drawn: dict[str, Any], along: str) -> set[int]:
    """Every number that a figure shows or tells, from its JSON; there is nothing in it that is not looked at."""
    layout = drawn["layout"]
    axes = [layout[name] for name in sorted(set(layout) - LAYOUT)]
    assert set(drawn) == {"data", "layout"}
    assert all(name.startswith(("xaxis", "yaxis")) for name in set(layout) - LAYOUT)
    assert all(set(trace) <= TRACE for trace in drawn["data"])
    assert all(set(note) <= NOTE | PLACES for note in layout["annotations"])
    assert all(set(axis) <= AXIS for axis in axes)
    assert set(layout["meta"]) == {"div_id", "title", "description"}
    texts = [*strings([trace.get("hovertext") or () for trace in drawn["data"]]), layout["meta"]["description"]]
    texts += [note["text"] for note in layout["annotations"]] + list(strings([axis.get("title") for axis in axes]))
    ends = {end for trace in drawn["data"] for end in trace[along] if end is not None}
    assert all(end == int(end) for end in ends)
    return ends | numbers(" ".join([*texts, layout["meta"]["title"]]))


def geometry(drawn: dict[str, Any]) -> Any:
    """Where the parts of a figure stand, without what they say."""
    layout = {name: part for name, part in drawn["layout"].items() if name not in ("meta", "annotations")}
    notes = [{name: note[name] for name in sorted(PLACES & set(note))} for note in drawn["layout"]["annotations"]]
    # The words beside a bar have the room that they need.
    layout["margin"] = {**layout["margin"], "r": 0}
    return json.dumps([layout, notes], sort_keys=True, default=str)


@pytest.mark.parametrize("seed", range(2))
def test_no_number_in_a_figures_json_is_beyond_the_release_and_its_places_tell_none(tmp_path: Path, seed: int) -> None:
    with scene(tmp_path) as here:
        lived(here, seed)
        drawn_like: dict[object, set[str]] = {}
        for release in here.published.releases:
            item = here.item(release.week, release.item)
            if item.form == "text":
                continue
            drawn = figure(item, release, div_id="fig-x").to_plotly_json()
            assert in_json(drawn, "x") <= allowed(item, [release])
            order = tuple(row.label for row in table(item, release).rows)
            drawn_like.setdefault((item.id, release.people, order), set()).add(geometry(drawn))
        assert {len(ways) for ways in drawn_like.values()} == {1}
        for one in series(here.published, here.weeks):
            drawn = over_weeks(one, div_id="fig-x").to_plotly_json()
            assert in_json(drawn, "y") <= allowed(one.item, (result for _, result in one.published), range(9))


def test_exported_figures_are_those_of_the_releases_in_their_order_and_nothing_else(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        lived(here, 2)
        rows = list(csv.DictReader(io.StringIO(published_csv(here.published, here.weeks))))
        expected = [
            [r.sequence, r.week, r.exercise, r.item, r.people, part.label, part.low, part.high]
            for r in here.published.releases
            for part in r.bins
        ]
        assert [list(row.values()) for row in rows] == [[str(value) for value in row] for row in expected]


def test_who_answered_first_is_in_no_order_of_any_file(tmp_path: Path) -> None:
    seen = set()
    for order in (list(range(12)), list(reversed(range(12))), random.Random(1).sample(range(12), 12)):
        with scene(tmp_path / str(order[:3])) as here:
            answers = {who: anything(random.Random(who)) for who in range(12)}
            for who in order:
                here.say({who: answers[who]})
            here.publish()
            seen.add(here.bytes + published_csv(here.published, here.weeks).encode())
    assert len(seen) == 1
