"""Attacks that make a report again: whatever was sent, changed or erased since, it has the same bytes."""

from __future__ import annotations

from pathlib import Path

from kit.curriculum.loader import load_curriculum
from kit.reports.all_reports import make_reports
from tests.attacks.scene import scene
from tests.cohorts import small_cohort
from tests.reports.notebooks import code, saved, words

SHOW = "import kit\nweek = kit.open_week(1, cohort=cohort, audience=audience)\nweek.group('check-in')"


def test_a_report_has_the_same_bytes_whoever_comes_late_withdraws_or_edits(tmp_path: Path) -> None:
    cohort = small_cohort(tmp_path / "spring", names=None)
    saved(cohort.notebooks / "week_01.ipynb", words("# A small week"), code(SHOW, id="show"))

    def made() -> dict[str, bytes]:
        assert [one.error for one in make_reports(cohort, [1])] == [""]
        return {str(path): path.read_bytes() for path in cohort.reports.rglob("*") if path.is_file()}

    weeks = load_curriculum(cohort.curriculum)
    with scene(cohort.root, weeks=weeks) as here:
        here.all_say(range(9), energy=9, useful=1, helped=["rest"])
        here.publish()
    first = made()
    assert any(b"How much energy?" in page and b"at least 5 of 9" in page for page in first.values())
    with scene(cohort.root, weeks=weeks) as here:
        here.all_say([9, 10], energy=0)
        here.all_say([0], revision=2, energy=0)
        here.withdraw(1, 2)
        here.publish()
    assert made() == first
