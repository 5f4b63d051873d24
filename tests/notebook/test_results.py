"""What a group sees of its own results: a sentence, a chart and a table, or the words that say why not."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

import kit
from kit.curriculum.loader import load_curriculum
from kit.curriculum.registers import load_messages
from kit.errors import ReleaseError
from kit.notebook.results import elsewhere
from kit.notebook.shown import PLOTLY
from kit.results.releases import read_releases
from kit.settings import packaged_curriculum
from tests.notebook.shown import bundles

SAY = load_messages(packaged_curriculum())


def test_a_released_item_shows_sentence_chart_and_table(places):
    found = bundles(kit.open_week(1).group("check-in"))
    assert sum(PLOTLY in bundle for bundle in found) == 1
    assert "<table" in "".join(bundle.get("text/html", "") for bundle in found)


def test_the_states_without_a_result_have_words_of_their_own(places):
    said = repr(kit.open_week(1).group("check-in"))
    assert SAY("states.not_enough") in said
    assert SAY("states.not_asked") in said


def test_a_week_s_frame_has_what_is_published_of_it_and_nothing_of_what_is_not(places):
    made = kit.open_week(1).frame()
    assert made[["exercise", "item", "label", "low", "high", "people"]].values.tolist() == [
        ["check-in", "energy", "0 to 3", 0, 3, 14],
        ["check-in", "energy", "4 to 6", 4, 7, 14],
        ["check-in", "energy", "7 to 10", 4, 7, 14],
    ]
    assert made["prompt"].notna().all()
    for name in made.columns:
        assert name in kit.open_week(1).frame.__doc__


def test_a_group_text_shows_nothing_of_itself(places):
    assert "A sentence, if you like" not in repr(kit.open_week(1).group("check-in"))


def test_before_anything_is_published_a_group_result_says_so(places):
    (places / "releases.json").unlink()
    assert SAY("states.not_asked") in repr(kit.open_week(1, cohort="spring").group("check-in"))


def test_a_tampered_release_is_not_shown(places):
    path = places / "releases.json"
    path.write_text(path.read_text("utf-8").replace('"high": 3', '"high": 2'), "utf-8")
    with pytest.raises(ReleaseError, match="was changed"):
        kit.open_week(1).group("check-in")


def test_releases_whose_question_was_renamed_are_named_in_one_sentence_and_others_in_none(places):
    weeks = load_curriculum(Path(os.environ["KIT_CURRICULUM"]))
    there = read_releases(places).releases
    assert list(elsewhere(there, weeks, SAY)) == []
    renamed = [replace(there[0], item="vigour"), replace(there[0], item="vigour"), replace(there[0], week=0)]
    (piece,) = elsewhere(renamed, weeks, SAY)
    assert piece.text.count("vigour") == 1
    assert "check-in, energy" in piece.text


def test_the_questions_stand_one_level_below_their_exercise(places):
    found = "".join(piece.html for piece in kit.open_week(1, audience="report").ask("check-in").pieces)
    levels = [int(level) for level in re.findall(r"<h(\d)>", found)]
    assert levels[0] + 1 == levels[1]
    assert set(levels[1:]) == {levels[1]}
