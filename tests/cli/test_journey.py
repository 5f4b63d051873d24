"""From paper to published results, by commands alone."""

from __future__ import annotations

import csv
import json

import pytest

ROWS = "participant,week,exercise,item,answer\n" + "".join(
    f"slip {person},1,pulse,energy,{person % 11}\n" for person in range(1, 13)
)


@pytest.fixture
def cohort(kit, tmp_path, monkeypatch):
    root = tmp_path / "spring"
    kit("init", str(root))
    monkeypatch.chdir(root)
    return root


def releases(root):
    return json.loads((root / "published" / "releases.json").read_text("utf-8"))["releases"]


def test_answers_with_consent_are_released_as_ranges_once(kit, cohort):
    (cohort / "week_01.csv").write_text(ROWS, "utf-8")
    assert kit("import", "week_01.csv", "--consent", "on paper, 3 May").code == 0
    done = kit("publish", "1")
    assert done.code == 0
    found = releases(cohort)
    assert [(release["item"], release["people"]) for release in found] == [("energy", 12)]
    assert all(part["high"] > part["low"] for part in found[0]["bins"])
    again = kit("publish", "1")
    assert again.code == 0
    assert releases(cohort) == found
    assert kit("audit").code == 0


def test_answers_without_consent_are_held_until_there_is_consent(kit, cohort):
    (cohort / "week_01.csv").write_text(ROWS, "utf-8")
    assert "Held, because no consent" in kit("import", "week_01.csv").out
    said = kit("publish", "1").out.splitlines()
    held = [line for line in said if "its answers were imported without consent and do not count" in line]
    assert [line.partition(":")[0] for line in held] == ["Week 1, pulse, energy"]
    assert "import the same file once more with --consent" in held[0]
    assert any("there are not enough answers to show" in line for line in said)
    assert releases(cohort) == []
    kit("import", "week_01.csv", "--consent", "by letter, 9 May")
    kit("publish", "1")
    assert len(releases(cohort)) == 1


@pytest.mark.parametrize("with_consent", [1, 4])
def test_where_some_agreed_nobody_learns_that_others_did_not(kit, cohort, with_consent):
    head, *rows = ROWS.splitlines()
    for rows_of, consent in ((rows[:with_consent], ("--consent", "on paper")), (rows[with_consent:], ())):
        (cohort / "week_01.csv").write_text("\n".join([head, *rows_of, ""]), "utf-8")
        assert kit("import", "week_01.csv", *consent).code == 0
    said = kit("publish", "1").out
    assert "Week 1, pulse, energy: not published, as there are not enough answers to show" in said
    assert "without consent" not in said


def test_a_file_with_mistakes_is_refused_whole_and_every_row_named(kit, cohort):
    (cohort / "bad.csv").write_text(ROWS + "x,1,pulse,energy,99\ny,1,pulse,enrgy,3\n", "utf-8")
    done = kit("import", "bad.csv", "--consent", "paper")
    assert done.code == 1
    assert "line 14" in done.err
    assert "line 15" in done.err
    kit("publish", "1")
    assert releases(cohort) == []


def test_publishing_a_week_that_does_not_exist_names_those_that_do(kit, cohort):
    done = kit("publish", "9")
    assert done.code == 1
    assert "there are weeks 0, 1, 2" in done.err


def test_export_writes_published_figures_alone(kit, cohort):
    (cohort / "week_01.csv").write_text(ROWS, "utf-8")
    kit("import", "week_01.csv", "--consent", "paper")
    kit("publish", "1")
    assert kit("export", "--out", "figures.csv").code == 0
    text = (cohort / "figures.csv").read_text("utf-8-sig")
    assert "slip" not in text
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["item"] for row in rows} == {"energy"}
    assert len(rows) == 3


def test_the_printed_form_and_its_table_lead_back_to_an_import(kit, cohort):
    assert kit("form", "1", "--people", "6").code == 0
    page = (cohort / "week_01_form.html").read_text("utf-8")
    assert "How much energy do you have for today?" in page
    table = cohort / "private" / "week_01_answers.csv"
    assert not [path for path in cohort.glob("*answers*") if path.is_file()]
    assert (table.stat().st_mode & 0o777, table.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    lines = table.read_text("utf-8-sig").splitlines()
    filled = [line + "5" if ",pulse,energy," in line else line for line in lines]
    (cohort / "filled.csv").write_text("\n".join(filled), "utf-8")
    done = kit("import", "filled.csv", "--consent", "on paper")
    assert done.code == 0, done.err
    kit("publish", "1")
    assert releases(cohort)[0]["people"] == 6


def test_the_table_of_a_form_is_never_written_over(kit, cohort):
    kit("form", "1")
    (cohort / "private" / "week_01_answers.csv").write_text("typed for an hour", "utf-8")
    kit("form", "1")
    assert (cohort / "private" / "week_01_answers.csv").read_text("utf-8") == "typed for an hour"


def test_a_tampered_release_is_found_by_the_audit_and_by_anyone(kit, cohort):
    (cohort / "week_01.csv").write_text(ROWS, "utf-8")
    kit("import", "week_01.csv", "--consent", "paper")
    kit("publish", "1")
    path = cohort / "published" / "releases.json"
    path.write_text(path.read_text("utf-8").replace('"people": 12', '"people": 13'), "utf-8")
    assert kit("audit").code == 1
    assert kit("audit", str(cohort / "published")).code == 1


def test_a_policy_looser_than_the_floor_is_refused(kit, cohort):
    path = cohort / "cohort.toml"
    path.write_text(path.read_text("utf-8").replace("# minimum = 8", "minimum = 3"), "utf-8")
    (cohort / "week_01.csv").write_text(ROWS, "utf-8")
    kit("import", "week_01.csv", "--consent", "paper")
    done = kit("publish", "1")
    assert done.code == 1
    assert "minimum" in done.err
    assert not (cohort / "published" / "releases.json").exists()


def test_a_report_that_would_name_somebody_of_the_roster_is_refused(kit, cohort):
    (cohort / "private" / "roster.csv").write_text("name,apart_from\nAda Zwicky,\n", "utf-8")
    path = cohort / "curriculum" / "week_01.yaml"
    path.write_text(path.read_text("utf-8").replace("lead: >-\n", "lead: >-\n  Ada Zwicky told us.\n", 1), "utf-8")
    done = kit("report", "1", "2")
    assert done.code == 1
    assert "week_01" in done.err
    assert "Zwicky" not in done.err
    assert (cohort / "reports" / "week_02.html").is_file()
    assert not (cohort / "reports" / "week_01.html").exists()


def test_a_single_mistake_in_a_file_is_told_once(kit, cohort):
    (cohort / "bad.csv").write_text(ROWS + "x,1,pulse,energy,99\n", "utf-8")
    done = kit("import", "bad.csv", "--consent", "paper")
    assert done.err.count("line 14") == 1


def test_an_audit_of_a_folder_without_releases_says_so_instead_of_finding_nothing(kit, cohort):
    done = kit("audit", str(cohort / "notebooks"))
    assert done.code == 1
    assert "neither a cohort.toml nor a releases.json" in done.err


def test_a_check_of_a_week_that_does_not_exist_names_those_that_do(kit, cohort):
    done = kit("check", "9")
    assert done.code == 1
    assert "There is no week 9" in done.err
    assert "All is well: 1 week," in kit("check", "3").out


def test_a_story_of_ones_own_is_added_as_the_guide_says_and_one_that_leads_nowhere_stops_its_week(kit, cohort):
    stories, week = cohort / "curriculum" / "vignettes", cohort / "curriculum" / "week_05.yaml"
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


def test_a_check_looks_at_the_summary_and_repairs_it(kit, cohort):
    (cohort / "notebooks" / "cohort_summary.ipynb").unlink()
    assert "cohort_summary.ipynb: the notebook is missing" in kit("check").out
    assert "is there again" in kit("check", "--repair").out
    assert kit("check").code == 0


@pytest.mark.parametrize("command", ["export", "simulate"])
def test_no_command_writes_over_somebody_elses_file(kit, cohort, command):
    mine = cohort / "week_01.csv"
    mine.write_text(ROWS, "utf-8")
    done = kit(command, "--out", "week_01.csv")
    assert done.code == 1
    assert "choose another" in done.err
    assert mine.read_text("utf-8") == ROWS
    for _ in range(2):
        assert kit(command, "--out", "new.csv").code == 0
