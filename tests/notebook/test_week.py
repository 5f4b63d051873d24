"""What the verbs of a week show to each audience, and that a mistake is one sentence."""

from __future__ import annotations

import pytest

import kit
from kit.curriculum.registers import load_messages
from kit.errors import UnknownName
from kit.settings import packaged_curriculum
from tests.cohorts import write_settings
from tests.notebook.shown import html, widgets

SAY = load_messages(packaged_curriculum())


def test_a_report_shows_results_where_a_participant_fills_in(places):
    week = kit.open_week(1, audience="report")
    asked, shown = week.ask("check-in"), kit.open_week(1).group("check-in")
    assert "kit-bar" in html(asked)
    assert not any(piece.figure for piece in asked.pieces), "a report is read without scripts"
    assert any(piece.figure for piece in shown.pieces)
    assert set(repr(asked).splitlines()) == set(repr(shown).splitlines())
    assert week.group("check-in").pieces == (), "a report shows each result once"
    for nothing in (week.read("arrive"), week.practice("breath"), week.session(), week.mine()):
        assert nothing.pieces == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: kit.open_week(7), "There's no week 7"),
        (lambda: kit.open_week(1, audience="boss"), "There's no audience 'boss'"),
        (lambda: kit.open_week(1, cohort="../private"), "never a path"),
        (lambda: kit.open_week(1).ask("chek-in"), "has no exercise 'chek-in'; it has check-in"),
        (lambda: kit.open_week(1).read("home"), "has no block 'home'; it has arrive, idea"),
        (lambda: kit.open_week(1).practice("yoga"), "has no practice 'yoga'; it has breath"),
    ],
)
def test_a_wrong_name_is_told_in_one_sentence_without_a_traceback(places, wrong, said):
    with pytest.raises(UnknownName, match=said.replace("../", r"")) as refused:
        wrong()
    assert refused.value._render_traceback_() == [str(refused.value)]


def test_a_form_says_the_numbers_of_a_cohort_that_asks_for_more_than_the_kit(places, tmp_path):
    def said():
        form = widgets(kit.open_week(1).ask("check-in"))[0]
        return {item["id"]: item["travels"] for item in form.spec["exercise"]["items"]}

    assert "at least 5 have answered" in said()["energy"]
    write_settings(tmp_path, slug="spring", size=14, policy={"minimum": 7})
    assert "at least 7 have answered" in said()["energy"]
    assert "at least 8 have answered" in said()["tank"]
