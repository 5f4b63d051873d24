"""kit upgrade: a cohort of 0.1.0 with words of somebody's own, brought to this version by its command."""

from __future__ import annotations

import csv
import json
import shutil

import pytest

from kit.answers import open_store
from kit.curriculum.loader import load_curriculum
from tests.upgrading.adapted_folder import OUR_CELL, OUR_SENTENCE, folder_of_0_1_0, worked_in


@pytest.fixture
def root(tmp_path, monkeypatch):
    cohort = worked_in(folder_of_0_1_0(tmp_path))
    monkeypatch.chdir(cohort.root)
    return cohort.root


def test_what_it_would_do_is_said_then_done_then_there_is_nothing_to_do(kit, root):
    said = kit("upgrade", "--check")
    assert said.code == 0
    assert "To renew:" in said.out
    assert "those of version 0.1.0" in kit("check").out
    done = kit("upgrade")
    assert done.code == 0, done.err
    assert "Renewed:" in done.out
    assert "curriculum/week_03.yaml" in done.out.partition("Yours")[2].partition("Stay")[0]
    assert "upgrades/01/report.txt" in done.out
    assert "nothing to do" in kit("upgrade", "--check").out
    checked = kit("check")
    assert "version 0.1.0" not in checked.out
    assert OUR_SENTENCE in (root / "curriculum" / "messages.yaml").read_text("utf-8")
    assert json.dumps(OUR_CELL) in (root / "notebooks" / "week_07.ipynb").read_text("utf-8")
    back = kit("upgrade", "--undo")
    assert back.code == 0, back.err
    assert "Back at version 0.1.0" in back.out
    assert "those of version 0.1.0" in kit("check").out


def test_both_at_once_is_wrong_use(kit, root):
    assert kit("upgrade", "--check", "--undo").code == 2


def figures(kit):
    exported = kit("export")
    assert exported.code == 0, exported.err
    return list(csv.reader(exported.out.splitlines()))


def test_after_it_a_cohort_of_0_1_0_publishes_reports_audits_and_exports_the_same_figures(kit, tmp_path, monkeypatch):
    before, after = (folder_of_0_1_0(tmp_path / name) for name in ("before", "after"))
    monkeypatch.chdir(after.root)
    assert kit("upgrade").code == 0
    made = []
    for cohort in (before, after):
        monkeypatch.chdir(cohort.root)
        assert kit("publish", "3").code == 0
        assert kit("audit").code == 0
        shutil.rmtree(cohort.reports)
        assert kit("report", "7").code == 0
        releases = json.loads((cohort.published / "releases.json").read_text("utf-8"))
        with open_store(cohort, weeks=load_curriculum(cohort.curriculum)) as store:
            people = len(store.participants())
        report = (cohort.reports / "week_07.html").read_text("utf-8")
        made.append((releases, figures(kit), people, "Two breaths at the door" in report))
    assert made[0] == made[1]
    assert made[0][3]
