"""The measured rates of the written rule for change, with every question of the curriculum looked at."""

from fractions import Fraction

from kit.curriculum.loader import load_curriculum
from kit.results.over_weeks import changes
from kit.settings import content_root, packaged_curriculum
from kit.simulate.cohort import PAUSE, simulate
from tests.simulate.quick import published

WEEKS = load_curriculum(packaged_curriculum())
SEEDS = range(200)
# As reading_results.md promises them.
FALSE_ALARMS, FOUND = Fraction(1, 20), Fraction(9, 10)


def stated(seed, planted, size=14):
    return changes(published(simulate(WEEKS, seed=seed, size=size, planted=planted), WEEKS), WEEKS)


def is_the_planted_one(change):
    return change.series.name == f"{PAUSE.exercise}/{PAUSE.item}" and change.rises


def test_where_nothing_changed_at_most_one_cohort_in_twenty_hears_of_a_change():
    alarms = [seed for seed in SEEDS if stated(seed, None)]
    assert len(alarms) <= FALSE_ALARMS * len(SEEDS), alarms


def test_a_planted_change_is_stated_in_at_least_nine_cohorts_of_ten():
    found = [seed for seed in SEEDS if any(is_the_planted_one(change) for change in stated(seed, PAUSE))]
    assert len(found) >= FOUND * len(SEEDS)


def test_what_is_below_the_floor_is_not_published():
    few = published(simulate(WEEKS, seed=1, size=4), WEEKS)
    assert few.releases == ()


def test_ranges_hold_the_counts_they_stand_for():
    cohort = simulate(WEEKS, seed=1)
    releases = published(cohort, WEEKS)
    assert releases.releases
    for release in releases.releases:
        exercise = next(e for e in WEEKS[release.week].exercises if e.id == release.exercise)
        item = exercise[release.item]
        answers = [
            one.answers[item.id]
            for one in cohort.latest
            if (one.week, one.exercise) == (release.week, exercise.id) and item.id in one.answers
        ]
        assert release.people == len(answers)
        for position, part in enumerate(release.bins):
            count = sum(position in item.codes(answer) for answer in answers)
            assert part.low <= count <= part.high


def test_the_guide_promises_these_rates():
    page = " ".join((content_root() / "facilitator_guide" / "reading_results.md").read_text("utf-8").split())
    assert f"at most {FALSE_ALARMS.numerator} in {FALSE_ALARMS.denominator}" in page
    assert f"at least {FOUND.numerator} in {FOUND.denominator}" in page
