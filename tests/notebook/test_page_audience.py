"""What the verbs of a week leave for the participant's page: places for forms and results, and words around them."""

from __future__ import annotations

import pytest

import kit
from kit.notebook.shown import MOUNT


@pytest.fixture
def week(curriculum, tmp_path, monkeypatch):
    monkeypatch.setenv("KIT_CURRICULUM", str(curriculum))
    (tmp_path / "none").mkdir()
    monkeypatch.setenv("KIT_PUBLISHED", str(tmp_path / "none"))
    monkeypatch.chdir(tmp_path)
    return kit.open_week(1, cohort="spring", audience="page")


def bundles(shown):
    return [piece.bundle() for piece in shown.pieces]


def mounts(shown):
    return [bundle[MOUNT] for bundle in bundles(shown) if MOUNT in bundle]


def test_an_exercise_becomes_a_place_with_its_id_and_no_form(week):
    assert mounts(week.ask("check-in")) == [{"exercise": "check-in"}]
    assert "How much energy?" not in repr(bundles(week.ask("check-in")))


def test_a_result_becomes_a_place_once_wherever_the_notebook_speaks_of_it_again(week):
    assert mounts(week.group("check-in")) == [{"result": "check-in"}]
    assert bundles(week.group("check-in")) == []


def test_a_practice_becomes_a_place_with_its_words_below(week):
    shown = week.practice("breath")
    assert mounts(shown) == [{"practice": "breath"}]
    assert repr(bundles(shown)).index("breath") < repr(bundles(shown)).index("Breathe in.")


def test_a_meditation_which_shows_its_whole_script_has_no_second_one_below(curriculum, week):
    path = curriculum / "week_01.yaml"
    path.write_text(path.read_text("utf-8").replace("      breath:\n", "      rest:\n"), "utf-8")
    shown = kit.open_week(1, cohort="spring", audience="page").practice("rest")
    assert mounts(shown) == [{"practice": "rest"}]
    assert "Breathe in." not in repr(bundles(shown))
    assert "Breathe in." in repr(bundles(week.practice("breath")))


def test_one_cell_may_practise_and_ask(week):
    assert mounts(week.practice("breath") + week.ask("check-in")) == [{"practice": "breath"}, {"exercise": "check-in"}]


def test_readings_practices_and_home_practice_are_words_for_participants_without_the_facilitators_notes(week):
    said = repr(bundles(week.practice("breath"))) + repr(bundles(week.home()))
    assert "Breathe in." in said
    assert "rest a little" in said
    assert "Open the window." not in said


def test_the_plan_and_the_own_answers_are_left_to_the_page(week):
    assert bundles(week.session()) == []
    assert bundles(week.mine()) == []
