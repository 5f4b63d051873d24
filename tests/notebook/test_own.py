from __future__ import annotations

import ipywidgets
import pytest

import kit
from kit.errors import UnknownName
from kit.notebook.shown import Shown
from tests.notebook.shown import widgets


@pytest.fixture
def my(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    yield kit.open_practice()
    ipywidgets.Widget.close_all()


def test_it_opens_practices_of_the_shelf_and_of_any_week_with_guided_ones_in_words_too(my):
    shown = my.practice("journal", "breath", "kindness-easy-self")
    assert [type(one).__name__ for one in widgets(shown)] == ["JournalWidget", "BreathWidget", "MeditationWidget"]
    assert "4-2-6" in shown.pieces[0].text
    assert len(shown.pieces) == 2


def test_the_journal_is_kept_where_the_weeks_keep_it_and_invites_in_words_of_no_single_week(my):
    (own,), (in_week,) = widgets(my.practice("journal")), widgets(kit.open_week(3).practice("journal"))
    for key in ("cohort", "participant", "place"):
        assert own.spec[key] == in_week.spec[key]
    assert own.spec["week"] is None
    assert own.spec["practice"]["invitation"] != in_week.spec["practice"]["invitation"]


def test_what_may_stir_something_up_says_that_one_may_stop(my):
    for name in ("five-step-walk", "sitting", "body-scan"):
        safety = widgets(my.practice(name))[0].spec["practice"]["safety"]
        assert safety.startswith("You can stop at any moment"), name


def test_the_copy_of_everything_knows_by_title_what_a_browser_keeps(my):
    (copy,) = widgets(my.copy())
    sheets = copy.spec["sheets"]
    assert sheets["practice/journal"]["title"] == "Compassion journal"
    assert any(not name.startswith("practice/") for name in sheets)


def test_own_answers_are_those_of_all_weeks(my):
    (mine,) = widgets(my.mine())
    assert [week.number for week in mine._weeks] == list(range(9))


@pytest.mark.parametrize("audience", ["report", "page"])
def test_for_a_report_or_a_page_there_is_nothing_to_show(audience):
    my = kit.open_practice(audience=audience)
    assert repr(my) == repr(Shown())
    for shown in (my.practice("journal"), my.mine(), my.copy()):
        assert shown.parts == ()


def test_an_unknown_practice_is_told_with_those_there_are(my):
    with pytest.raises(UnknownName, match=r"no practice 'jurnal'; there are .*journal"):
        my.practice("jurnal")


@pytest.mark.parametrize("wrong", [{"cohort": "../else"}, {"audience": "manager"}])
def test_a_wrong_parameter_is_told_in_one_sentence(wrong):
    with pytest.raises(UnknownName):
        kit.open_practice(**wrong)
