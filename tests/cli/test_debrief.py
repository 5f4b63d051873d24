"""The minutes after a session: noted in one line or two, never with a name, and shown next time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kit.session.debrief import Run, keep, log_of, read_log
from kit.settings import load_cohort


@pytest.fixture
def cohort(root):
    return load_cohort(root)


@pytest.fixture
def typed(monkeypatch):
    """What the person at the keyboard types, line by line."""

    def lines(*given: str) -> None:
        left = list(given)
        monkeypatch.setattr("typer.prompt", lambda *_, **__: left.pop(0))

    return lines


def test_three_lines_are_enough_and_each_may_be_left_empty(kit, cohort, typed):
    typed("check-in 14, idea: 20", "Fewer words.", "")
    done = kit("debrief", "1")
    assert done.code == 0
    assert "check-in       planned   5            Check in" in done.out
    assert "take your ten minutes" in done.out
    (run,) = read_log(log_of(cohort))
    assert (run.week, run.day, run.took) == (1, date.today(), {"check-in": 14, "idea": 20})
    assert run.notes == ("Fewer words.",)
    typed("", "", "")
    assert "Nothing was noted" in kit("debrief", "2").out
    assert len(read_log(log_of(cohort))) == 1


def test_what_the_clock_has_noted_is_shown_and_stays_unless_it_is_put_right(kit, cohort, typed):
    yesterday = date.today() - timedelta(days=1)
    keep(log_of(cohort), Run(week=1, day=yesterday, took={"check-in": 13, "idea": 19}, notes=("Early.",)))
    typed("idea 21", "", "The pause.")
    assert "check-in       planned   5, took  13  Check in" in kit("debrief", "1").out
    assert read_log(log_of(cohort)) == (
        Run(week=1, day=yesterday, took={"check-in": 13, "idea": 21}, notes=("Early.", "The pause.")),
    )


def test_a_session_of_long_ago_is_not_taken_for_todays(kit, cohort):
    keep(log_of(cohort), Run(week=1, day=date.today() - timedelta(days=8), took={"idea": 19}))
    assert kit("debrief", "1", "--took", "idea 15").code == 0
    assert [run.took for run in read_log(log_of(cohort))] == [{"idea": 19}, {"idea": 15}]
    assert kit("debrief", "1", "--took", "idea 18", "--on", "2026-03-03").code == 0
    assert read_log(log_of(cohort))[0].day == date(2026, 3, 3)


def test_a_line_that_cannot_be_read_is_asked_for_again(kit, cohort, typed):
    typed("lunch 30", "idea", "idea 0", "idea 20", "", "")
    done = kit("debrief", "1")
    assert "There's no part “lunch” in this session; its parts are arrive, check-in" in done.out
    assert done.out.count("isn't clear") == 2
    assert read_log(log_of(cohort))[0].took == {"idea": 20}


def test_a_note_that_names_somebody_of_the_roster_is_not_kept(kit, cohort, typed):
    (cohort.private / "roster.csv").write_text("name,apart_from\nAna Lopez,\nJo Li,\n", "utf-8")
    typed("", "ana needed longer", "Lopez too", "Somebody needed longer", "Also an analysis.")
    done = kit("debrief", "1")
    assert done.out.count("This names someone on the roster") == 2
    assert "ana needed" not in done.out
    (run,) = read_log(log_of(cohort))
    assert run.notes == ("Somebody needed longer", "Also an analysis.")
    refused = kit("debrief", "1", "--note", "JO LI was late")
    assert refused.code == 1
    assert "JO LI" not in refused.err
    assert len(read_log(log_of(cohort))[0].notes) == 2


def test_several_cohorts_can_note_into_one_folder(kit, cohort, tmp_path, monkeypatch):
    toml = cohort.root / "cohort.toml"
    toml.write_text(toml.read_text("utf-8").replace('# debrief = "~/debriefs"', 'debrief = "../shared"'), "utf-8")
    keep(tmp_path / "shared" / "autumn.yaml", Run(week=1, day=date(2026, 9, 1), took={"idea": 17}))
    assert kit("debrief", "1", "--took", "idea 14").code == 0
    assert sorted(path.name for path in (tmp_path / "shared").iterdir()) == ["autumn.yaml", log_of(cohort).name]
    assert kit("guide").code == 0
    page = (cohort.root / "guide" / "week_01.html").read_text("utf-8")
    assert "planned 11, took 14 to 17 in two runs" in page


def test_wrong_use_and_a_broken_log_are_told_in_a_sentence(kit, cohort):
    assert "no date" in kit("debrief", "1", "--took", "idea 3", "--on", "soon").err
    assert "There's no week 9" in kit("debrief", "9", "--note", "x").err
    log_of(cohort).parent.mkdir()
    log_of(cohort).write_text("- {week: 1, day: soon}\n", "utf-8")
    for command in (("debrief", "1", "--took", "idea 3"), ("guide",), ("check",)):
        done = kit(*command)
        assert done.code == 1
        assert f"{log_of(cohort).name}: run 1: 'day': " in done.out + done.err
