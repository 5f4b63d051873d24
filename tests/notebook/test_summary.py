"""The cohort's summary says only what is published, and names a change only with the rule beside it."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

import kit
from kit.curriculum.loader import load_curriculum
from kit.notebook.shown import PLOTLY
from kit.results.over_weeks import ENOUGH, LEAST_WEEKS, WINDOW, series
from kit.results.releases import read_releases
from kit.results.tables import weeks_table
from kit.settings import content_root, packaged_curriculum

SAMPLE_PUBLISHED = content_root() / "data" / "sample_cohort" / "published"


@pytest.fixture
def group(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return kit.open_cohort()


def test_the_planted_change_of_the_sample_is_named_with_the_rule_and_no_cause(group):
    said = repr(group.changes())
    assert said.count("\n- ") + said.startswith("- ") == 1
    assert "pause for a breath" in said
    assert f"at least {LEAST_WEEKS} weeks" in said
    assert f"first {WINDOW} of them" in said
    assert f"fewer than {ENOUGH} answers" in said
    for word in ("effect", "because", "thanks to", "improved", "worked"):
        assert word not in said.casefold()


def test_an_exercise_over_the_weeks_is_a_chart_and_a_table_for_each_question(group):
    bundles = [piece.bundle() for piece in group.arc("pulse").pieces]
    assert sum(PLOTLY in bundle for bundle in bundles) == 3
    assert sum("<table" in bundle.get("text/html", "") for bundle in bundles) == 3


def test_in_a_report_the_questions_of_an_exercise_are_one_table_and_findings_come_before_what_explains_them(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    group = kit.open_cohort(audience="report")
    (piece,) = group.arc("pulse").pieces
    html = piece.bundle()["text/html"]
    assert html.count("<table") == 1
    assert html.count('scope="rowgroup"') == 3
    there = series(read_releases(SAMPLE_PUBLISHED), load_curriculum(packaged_curriculum()))
    assert piece.text == "\n\n".join(weeks_table(one).text() for one in there if one.exercise == "pulse")
    said, rule = (one.bundle()["text/html"] for one in group.changes().pieces)
    assert "kit-lead" in said
    assert "<summary>When a change is named</summary>" in rule
    assert "true number" not in repr(group), "how a range is read stands below what was found"


@pytest.mark.parametrize("exercise", ["empathy-goes", "pulse-of-old"])
def test_an_exercise_that_is_not_in_several_weeks_has_no_arc_and_those_that_are_get_named(group, exercise):
    said = repr(group.arc(exercise))
    assert f"“{exercise}” isn't asked in more than one week" in said
    assert "baseline, exit, home-practice, pulse" in said


def test_the_tables_are_the_same_every_time(group):
    assert repr(group.tables()) == repr(group.tables())
    assert "of 14" in repr(group.tables())


def test_the_frame_of_the_cohort_is_that_of_its_weeks_one_after_the_other(group):
    weeks = [kit.open_week(number).frame() for number in range(9)]
    whole = group.frame()
    assert whole["sequence"].is_monotonic_increasing
    assert sorted(map(tuple, pd.concat(weeks).astype(str).to_numpy())) == sorted(
        map(tuple, whole.astype(str).to_numpy())
    )
    assert (whole["low"] <= whole["high"]).all()
    assert (whole["high"] <= whole["people"]).all()


def test_a_cohort_that_has_published_nothing_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("KIT_PUBLISHED", str(tmp_path))
    empty = kit.open_cohort(cohort="spring")
    assert "Nothing has been published yet" in repr(empty)
    assert empty.tables().pieces == ()
    assert empty.frame().empty
    assert "once a question has results in 6 weeks, or, if it's asked in fewer, after the last of them." in repr(
        empty.changes()
    )
    assert "nothing changed clearly enough" not in repr(empty.changes())
    assert "This hasn't been asked in this group." in repr(empty.arc("pulse"))
    assert "enough answers" not in repr(empty.arc("pulse"))


@pytest.mark.parametrize("old", ["pulse", "exit"])
def test_an_exercise_with_a_new_id_leaves_a_summary_that_says_what_is_missing(tmp_path, monkeypatch, old):
    curriculum = tmp_path / "curriculum"
    shutil.copytree(packaged_curriculum(), curriculum)
    for path in curriculum.glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace(f"{old}:\n", f"{old}-of-ours:\n"), "utf-8")
    monkeypatch.setenv("KIT_CURRICULUM", str(curriculum))
    monkeypatch.chdir(tmp_path)
    group = kit.open_cohort()
    assert f"“{old}” isn't asked in more than one week" in repr(group.arc(old))
    assert "This hasn't been asked in this group." in repr(group.arc(f"{old}-of-ours"))
    said = repr(group.tables())
    assert f"Published earlier and not shown here: Week 1, {old}," in said
    assert "of 14" in said, "what there is is shown"


def test_a_summary_of_what_every_week_file_explains_says_nothing_of_it(group):
    assert "Published earlier" not in repr(group.tables())


@pytest.mark.parametrize(
    ("take_out", "add", "words"),
    [
        ((), (), "over its eight weeks"),
        ((), (9,), "over its nine weeks"),
        ((3,), (), "over its seven weeks"),
        ((), range(9, 14), "over its 13 weeks"),
        (range(2, 9), (), "What this group has published so far."),
    ],
)
def test_the_summary_counts_the_weeks_there_are(tmp_path, monkeypatch, take_out, add, words):
    curriculum = tmp_path / "curriculum"
    shutil.copytree(packaged_curriculum(), curriculum)
    for number in add:
        text = (curriculum / "week_08.yaml").read_text("utf-8").replace("number: 8", f"number: {number}", 1)
        (curriculum / f"week_{number:02d}.yaml").write_text(text, "utf-8")
    for number in take_out:
        (curriculum / f"week_{number:02d}.yaml").unlink()
    monkeypatch.setenv("KIT_CURRICULUM", str(curriculum))
    monkeypatch.chdir(tmp_path)
    assert words in repr(kit.open_cohort())


def test_no_number_of_weeks_is_written_into_the_summarys_notebook():
    text = (content_root() / "notebooks" / "cohort_summary.ipynb").read_text("utf-8").casefold()
    assert "eight weeks" not in text
    assert '"# the weeks together' in text
