"""The command that makes the guide: in a cohort, outside of one, and where something stands in the way."""

from __future__ import annotations

import pytest

from kit.settings import packaged_guide
from tests.cohorts import whole_cohort


@pytest.fixture
def root(tmp_path):
    return whole_cohort(tmp_path / "spring", time="14:00", keys=True).root


def test_a_cohorts_guide_is_made_into_its_folder_with_the_times_on_the_wall(kit, root):
    done = kit("guide", "--cohort", str(root))
    assert done.code == 0
    assert "index.html" in done.out
    assert "<b>14:15</b>" in (root / "guide" / "week_01_run_sheet.html").read_text("utf-8")
    assert "14:15" not in (root / "guide" / "week_01_handout.html").read_text("utf-8")


def test_outside_a_cohort_the_kits_own_guide_is_made(kit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert kit("guide", "--out", "to-print").code == 0
    stems = {path.stem for path in (tmp_path / "to-print").glob("*.html")}
    assert {path.stem for path in packaged_guide().glob("*.md")} <= stems
    assert kit("guide", "--cohort", str(tmp_path)).code == 1


def test_write_renews_what_is_made_after_a_change_and_check_asks_for_it(kit, root):
    (root / "facilitator_guide" / "week_01.md").write_text("# W\n\n<!-- plan -->\n<!-- /plan -->\n", "utf-8")
    assert kit("guide", "--write", "--cohort", str(root)).code == 0
    week = root / "curriculum" / "week_01.yaml"
    week.write_text(week.read_text("utf-8").replace("Empathy is where it starts", "Where it starts"), "utf-8")
    stale = kit("check", "--cohort", str(root))
    assert stale.code == 0
    assert "To renew when you like, with: kit guide --write" in stale.out
    assert "  week_01.md: its tables and headings are older than" in stale.out
    done = kit("guide", "--write", "--cohort", str(root))
    assert "week_01.md: its tables and headings are new; the page as it was is .before_write/week_01" in done.out
    assert "| Where it starts |" in (root / "facilitator_guide" / "week_01.md").read_text("utf-8")
    assert "week_01.md" not in kit("check", "--cohort", str(root)).out


def test_a_folder_that_cannot_be_made_is_named(kit, root):
    done = kit("guide", "--cohort", str(root), "--out", str(root / "cohort.toml" / "guide"))
    assert done.code == 1
    assert "choose another with --out" in done.err
