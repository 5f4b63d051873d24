"""How often the rule for change speaks: rarely where nothing changed, and never without a word where people left."""

from __future__ import annotations

import pytest

from kit.curriculum.loader import load_curriculum
from kit.results.over_weeks import changes, series
from kit.results.releases import Releases
from kit.settings import content_root, packaged_curriculum
from kit.simulate.cohort import simulate
from tests.simulate.quick import published
from tests.simulate.rates import ALARMS, FOUND, SIZES, THREE, TWO, only, weeks, with_leavers

# As reading_results.md promises: what nothing but chance has moved, or who left and nothing said so.
AT_MOST = 1 / 20
PROMISED = [case for case in ALARMS if "any statement" not in case.name]
PAUSE_ASKED = next(item for exercise, item in weeks()[1].group_items() if f"{exercise.id}/{item.id}" == "pulse/pause")
NAMES = [case.name for case in PROMISED]


@pytest.mark.parametrize("case", PROMISED, ids=NAMES)
def test_false_alarms_are_rare(case):
    assert case.rate(range(80), 14) <= AT_MOST


@pytest.mark.audit
@pytest.mark.parametrize("case", PROMISED, ids=NAMES)
@pytest.mark.parametrize("size", SIZES)
def test_false_alarms_are_rare_over_many_cohorts_at_every_size(case, size):
    assert case.rate(range(1000, 1500), size) <= AT_MOST


def test_large_changes_are_found_in_groups_of_twenty_and_thirty():
    for case in FOUND:
        assert case.rate(range(20), 30) >= 0.75, case.name


def test_a_cohort_with_its_repeated_exercises_alone_hears_the_same_as_with_all():
    whole = load_curriculum(packaged_curriculum())
    for seed in range(3):
        heard = changes(published(simulate(whole, seed=seed), whole), whole)
        short = changes(published(simulate(weeks(), seed=seed), weeks()), weeks())
        assert [one.sentence() for one in heard] == [one.sentence() for one in short]


def test_the_questions_of_few_weeks_are_there_in_two_and_in_three():
    for numbers, least in ((TWO, 2), (THREE, 3)):
        found = series(Releases(cohort="none"), only(numbers))
        assert len(found) >= 10
        assert max(len(one.points) for one in found) == least


@pytest.mark.parametrize("question", [None, "pulse/pause"])
def test_whoever_leaves_stays_away_and_was_low_more_often(question):
    gone, stayed = [], []
    for seed in range(10):
        cohort = simulate(weeks(), seed=seed, size=20, planted=None)
        left = with_leavers(cohort, question)
        for person in cohort.people:
            sent = [one for one in cohort.sendings if one.participant == person.label]
            kept = [one for one in left.sendings if one.participant == person.label]
            until = max((one.week for one in kept), default=-1)
            assert kept == [one for one in sent if one.week <= until]
            low = [PAUSE_ASKED.codes(one.answers["pause"])[0] for one in kept if "pause" in one.answers]
            (stayed if until >= 7 else gone).extend(low[-1:])
    assert sum(gone) / len(gone) < sum(stayed) / len(stayed)
    assert len(gone) > 40


def test_the_guide_has_the_table_of_the_command_with_its_sizes():
    page = (content_root() / "facilitator_guide" / "reading_results.md").read_text("utf-8")
    rows = {line.split("|")[1].strip(): line.split("|")[2:-1] for line in page.splitlines() if line.startswith("|")}
    for case in (*ALARMS, *FOUND):
        assert len(rows[case.name]) == len(SIZES), case.name
    for case in PROMISED:
        assert all(float(rate) <= 100 * AT_MOST for rate in rows[case.name]), case.name
