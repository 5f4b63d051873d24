"""What pages and screen show of what was revealed: in which order, and how soon."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import load_messages
from kit.live.http.pages import pages
from kit.live.pages.content import results_of
from kit.results.releases import read_releases
from kit.settings import content_root, packaged_curriculum
from tests.cohorts import settle, small_cohort
from tests.live.serving import Stream, serving


@pytest.mark.parametrize("number", [1, 5])
def test_results_stand_in_the_order_of_the_week_whatever_was_revealed_first(number):
    week = load_curriculum(packaged_curriculum())[number]
    published = read_releases(content_root() / "data" / "sample_cohort" / "published")
    words = load_messages(packaged_curriculum())
    asked = [one.id for one in week.exercises if one.group_items]
    late_first = replace(published, releases=tuple(reversed(published.releases)))
    for order in (published, late_first):
        found = results_of(week, order, words)
        assert list(found) == asked
        for one in week.exercises:
            if one.id in found:
                shown = [item["id"] for item in found[one.id]]
                assert shown == [item.id for item in one.group_items if item.id in shown]


def test_a_reveal_brings_its_results_to_every_stream_and_no_other_event_does(tmp_path):
    root = small_cohort(tmp_path / "spring", size=10, names=None).root
    with serving(root, pages=pages) as served:
        served.open()
        people = [served.joined() for _ in range(5)]
        for number, one in enumerate(people):
            assert one.put({"energy": number}).status == 201
        with Stream(people[0]) as stream:
            assert "results" not in stream.until(lambda state: state["exercises"]["check-in"] == "open")
            served.reveal()
            told = stream.until(lambda state: state["released"])
            assert told["results"] == people[0].ask("GET", "/week/results").json["results"]
            served.open()
            assert "results" not in stream.until(lambda state: state["exercises"]["check-in"] == "open")
            assert "results" not in people[0].ask("GET", "/api/state").json


def test_texts_that_are_shown_before_the_rest_is_revealed_stand_alone(tmp_path):
    root = small_cohort(tmp_path / "spring", size=10).root
    place = {"week": 1, "exercise": "check-in"}
    with serving(root, pages=pages) as served:
        served.open()
        for tree in ("elm", "oak", "ash", "yew", "fir", "fig", "ivy", "bay"):
            one = served.joined()
            about = {"note": {"version": one.version(), "quote": False}}
            assert one.put({"energy": 5, "note": f"a walk to the {tree}"}, shared=about).status == 201
        boss = served.facilitator()
        assert boss.ask("POST", "/api/facilitator/close", place).status == 200
        (found,) = boss.ask("POST", "/api/facilitator/texts", place).json["items"]
        yes = [text["id"] for text in found["texts"]]
        shown = {**place, "item": "note", "yes": yes, "no": []}
        assert boss.ask("POST", "/api/facilitator/texts/show", shown).status == 200
        (note,) = one.ask("GET", "/week/results").json["results"]["check-in"]
        assert note["id"] == "note"


def test_more_places_than_at_the_start_are_said_on_the_screen_and_nowhere_to_be_taken_back(tmp_path):
    root = small_cohort(tmp_path / "spring", size=10, names=None).root

    def said(size):
        settle(root, size=size)
        with serving(root, pages=pages) as served:
            served.open()
            return served.facilitator().ask("GET", "/screen/now").json["raised"]

    assert said(10) == ""
    assert said(12) == "This group began with 10 places and now has 12."
    assert said(12) == said(11) == "This group began with 10 places and now has 12."
    assert said(14) == "This group began with 10 places and now has 14."


def test_before_a_cohort_starts_its_size_may_still_be_put_right(tmp_path):
    root = small_cohort(tmp_path / "spring", size=10, names=None).root
    for size, opens in ((8, False), (14, True), (14, False)):
        settle(root, size=size)
        with serving(root, pages=pages) as served:
            if opens:
                served.open()
            assert served.facilitator().ask("GET", "/screen/now").json["raised"] == ""
