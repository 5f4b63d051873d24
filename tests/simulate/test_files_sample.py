from pathlib import Path

import pytest
import yaml

from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import load_policy
from kit.curriculum.registers import load_messages
from kit.results.bins import together
from kit.results.findings import finding
from kit.results.over_weeks import changes
from kit.results.releases import State, read_releases
from kit.settings import content_root, load_cohort, packaged_curriculum
from kit.simulate.cohort import simulate
from kit.simulate.files import SEED, SIZE, remake_sample
from tests.simulate.quick import published

WEEKS = load_curriculum(packaged_curriculum())
SAMPLE = content_root() / "data" / "sample_cohort"
MESSAGES = load_messages(packaged_curriculum())
POLICY = load_policy(packaged_curriculum())
FILES = ("answers.csv", "truth.yaml", "cohort.toml", "published/releases.json", "published/made_up.txt")


@pytest.fixture(scope="module")
def remade(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    remake_sample(folder)
    return folder


@pytest.mark.parametrize("name", FILES)
def test_the_sample_is_what_its_seed_makes_of_it(remade, name):
    """After a change to the week files: ``kit simulate --sample``."""
    assert (remade / name).read_bytes() == (SAMPLE / name).read_bytes()


def test_making_it_leaves_nothing_private_behind(remade):
    assert sorted(p.relative_to(remade).as_posix() for p in remade.rglob("*") if p.is_file()) == sorted(FILES)


def test_the_sample_is_a_cohort_of_its_own():
    cohort = load_cohort(SAMPLE)
    assert (cohort.slug, cohort.size) == ("sample", SIZE)


def test_the_gate_publishes_what_the_quick_count_foresees():
    real, quick = (
        read_releases(SAMPLE / "published"),
        published(simulate(WEEKS, seed=SEED, size=SIZE), WEEKS, policy=POLICY),
    )
    assert [(r.family, r.people, r.bins) for r in real.releases if not r.texts] == [
        (r.family, r.people, r.bins) for r in quick.releases
    ]


def test_every_week_shows_results_and_some_question_has_too_few_answers():
    releases = read_releases(SAMPLE / "published")
    states = {
        (number, exercise.id, item.id): releases.state(number, exercise.id, item.id, share=item.share)
        for number, week in WEEKS.items()
        for exercise in week.exercises
        for item in exercise.items
        if item.form != "text"
    }
    for number in WEEKS:
        assert State.RELEASED in {state for (week, *_), state in states.items() if week == number}
    thin = [place for place, state in states.items() if state is State.NOT_ENOUGH]
    assert 1 <= len(thin) <= 5
    assert State.NOT_SHOWN in states.values()
    assert State.NOT_ASKED not in states.values()


def test_the_sample_s_summary_states_the_planted_change_and_no_other():
    truth = yaml.safe_load((SAMPLE / "truth.yaml").read_text("utf-8"))
    stated = changes(read_releases(SAMPLE / "published"), WEEKS)
    assert [change.series.name for change in stated] == [planted["series"] for planted in truth["planted"]]
    assert all(change.rises for change in stated)


def test_no_question_of_the_stock_weeks_is_without_a_leader_or_a_bound_that_says_something():
    releases = read_releases(SAMPLE / "published")
    silent = {MESSAGES("chart.open"), MESSAGES("chart.spread")}
    said = {
        (number, exercise.id, item.id): finding(item, together(batches), MESSAGES)
        for number, week in WEEKS.items()
        for exercise, item in week.group_items()
        if item.form != "text" and (batches := releases.of(number, exercise.id, item.id))
    }
    assert len(said) > 80
    assert [place for place, sentence in said.items() if sentence in silent] == []
