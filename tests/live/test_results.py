"""The order in which pages and screen show what was revealed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import load_messages
from kit.live.pages_results import results_of
from kit.releases import read_releases
from kit.settings import content_root, packaged_curriculum


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
