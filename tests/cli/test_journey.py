"""From paper to published results, by commands alone."""

from __future__ import annotations

import csv

import pytest

from tests.cli.examples import ROWS, releases


def test_a_file_with_mistakes_is_refused_whole_and_every_row_named(kit, root):
    (root / "bad.csv").write_text(ROWS + "x,1,pulse,energy,99\ny,1,pulse,enrgy,3\n", "utf-8")
    done = kit("import", "bad.csv", "--consent", "paper")
    assert done.code == 1
    assert "line 14" in done.err
    assert "line 15" in done.err
    kit("publish", "1")
    assert releases(root) == []


def test_export_writes_published_figures_alone(kit, root):
    (root / "week_01.csv").write_text(ROWS, "utf-8")
    kit("import", "week_01.csv", "--consent", "paper")
    kit("publish", "1")
    assert kit("export", "--out", "figures.csv").code == 0
    text = (root / "figures.csv").read_text("utf-8-sig")
    assert "slip" not in text
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["item"] for row in rows} == {"energy"}
    assert len(rows) == 3


def test_the_printed_form_and_its_table_lead_back_to_an_import(kit, root):
    assert kit("form", "1", "--people", "6").code == 0
    page = (root / "week_01_form.html").read_text("utf-8")
    assert "How much energy do you have for today?" in page
    table = root / "private" / "week_01_answers.csv"
    assert not [path for path in root.glob("*answers*") if path.is_file()]
    assert (table.stat().st_mode & 0o777, table.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    lines = table.read_text("utf-8-sig").splitlines()
    filled = [line + "5" if ",pulse,energy," in line else line for line in lines]
    (root / "filled.csv").write_text("\n".join(filled), "utf-8")
    done = kit("import", "filled.csv", "--consent", "on paper")
    assert done.code == 0, done.err
    kit("publish", "1")
    assert releases(root)[0]["people"] == 6


def test_the_table_of_a_form_is_never_written_over(kit, root):
    kit("form", "1")
    (root / "private" / "week_01_answers.csv").write_text("typed for an hour", "utf-8")
    kit("form", "1")
    assert (root / "private" / "week_01_answers.csv").read_text("utf-8") == "typed for an hour"


def test_a_tampered_release_is_found_by_the_audit_and_by_anyone(kit, root):
    (root / "week_01.csv").write_text(ROWS, "utf-8")
    kit("import", "week_01.csv", "--consent", "paper")
    kit("publish", "1")
    path = root / "published" / "releases.json"
    path.write_text(path.read_text("utf-8").replace('"people": 12', '"people": 13'), "utf-8")
    assert kit("audit").code == 1
    assert kit("audit", str(root / "published")).code == 1


def test_a_policy_looser_than_the_floor_is_refused(kit, root):
    path = root / "cohort.toml"
    path.write_text(path.read_text("utf-8").replace("# minimum = 8", "minimum = 3"), "utf-8")
    (root / "week_01.csv").write_text(ROWS, "utf-8")
    kit("import", "week_01.csv", "--consent", "paper")
    done = kit("publish", "1")
    assert done.code == 1
    assert "minimum" in done.err
    assert not (root / "published" / "releases.json").exists()


def test_a_report_that_would_name_somebody_of_the_roster_is_refused(kit, root):
    (root / "private" / "roster.csv").write_text("name,apart_from\nAda Zwicky,\n", "utf-8")
    path = root / "curriculum" / "week_01.yaml"
    path.write_text(path.read_text("utf-8").replace("lead: >-\n", "lead: >-\n  Ada Zwicky told us.\n", 1), "utf-8")
    done = kit("report", "1", "2", "--jobs", "2")
    assert done.code == 1
    assert "week_01" in done.err
    assert "Zwicky" not in done.err
    assert (root / "reports" / "week_02.html").is_file()
    assert not (root / "reports" / "week_01.html").exists()


def test_a_single_mistake_in_a_file_is_told_once(kit, root):
    (root / "bad.csv").write_text(ROWS + "x,1,pulse,energy,99\n", "utf-8")
    done = kit("import", "bad.csv", "--consent", "paper")
    assert done.err.count("line 14") == 1


def test_an_audit_of_a_folder_without_releases_says_so_instead_of_finding_nothing(kit, root):
    done = kit("audit", str(root / "notebooks"))
    assert done.code == 1
    assert "neither a cohort.toml nor a releases.json" in done.err


def test_a_check_of_a_week_that_does_not_exist_names_those_that_do(kit, root):
    done = kit("check", "9")
    assert done.code == 1
    assert "There's no week 9" in done.err
    assert "All is well: 1 week," in kit("check", "3").out


def test_a_story_of_ones_own_is_added_as_the_guide_says_and_one_that_leads_nowhere_stops_its_week(kit, root):
    stories, week = root / "curriculum" / "vignettes", root / "curriculum" / "week_05.yaml"
    story = (stories / "underperformer.yaml").read_text("utf-8")
    (stories / "my-story.yaml").write_text(story, "utf-8")
    called = week.read_text("utf-8").replace("vignettes: [underperformer]", "vignettes: [my-story]")
    week.write_text(called, "utf-8")
    assert "All is well: 1 week," in kit("check", "5").out
    (stories / "my-story.yaml").write_text(story.replace("to: notice}", "to: lunch}"), "utf-8")
    for command in (("check", "5"), ("check",)):
        done = kit(*command)
        assert done.code == 1
        assert "my-story.yaml: scene 'morning', turn 'breathe' leads to 'lunch', which is nowhere" in done.out


def test_a_check_looks_at_the_summary_and_repairs_it(kit, root):
    (root / "notebooks" / "cohort_summary.ipynb").unlink()
    assert "cohort_summary.ipynb: the notebook is missing" in kit("check").out
    assert "is there again" in kit("check", "--repair").out
    assert kit("check").code == 0


@pytest.mark.parametrize("command", ["export", "simulate"])
def test_no_command_writes_over_somebody_elses_file(kit, root, command):
    mine = root / "week_01.csv"
    mine.write_text(ROWS, "utf-8")
    done = kit(command, "--out", "week_01.csv")
    assert done.code == 1
    assert "choose another" in done.err
    assert mine.read_text("utf-8") == ROWS
    for _ in range(2):
        assert kit(command, "--out", "new.csv").code == 0
