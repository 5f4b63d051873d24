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
