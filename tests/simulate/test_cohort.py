import os
import subprocess
import sys
from collections import Counter
from functools import cache

import pytest

from kit.curriculum.loader import load_curriculum
from kit.errors import UnknownName
from kit.settings import packaged_curriculum
from kit.simulate.cohort import PAUSE, Planted, simulate
from kit.simulate.people import CHANGES, HURRIED, LATE, SILENT, STEADY

WEEKS = load_curriculum(packaged_curriculum())


@cache
def many():
    return [simulate(WEEKS, seed=seed) for seed in range(40)]


def rate(temperament, count):
    """How often something is true of the sendings of everybody with that temperament."""
    found = total = 0
    for cohort in many():
        labels = {p.label for p in cohort.people if p.temperament is temperament}
        for sending in cohort.sendings:
            if sending.participant in labels:
                total += 1
                found += count(sending)
    return found / total


def missing(sending):
    exercise = next(e for e in WEEKS[sending.week].exercises if e.id == sending.exercise)
    return 1 - len(sending.answers) / len(exercise.group_items)


def test_the_same_seed_gives_the_same_cohort_and_another_seed_another():
    assert simulate(WEEKS, seed=7) == simulate(WEEKS, seed=7)
    assert simulate(WEEKS, seed=7).sendings != simulate(WEEKS, seed=8).sendings


def test_no_hash_order_decides_anything():
    code = (
        "from kit.curriculum.loader import load_curriculum; from kit.settings import packaged_curriculum;"
        "from kit.simulate.cohort import simulate; from kit.simulate.files import answers_text; import hashlib;"
        "weeks = load_curriculum(packaged_curriculum());"
        "text = answers_text(simulate(weeks, seed=7), weeks);"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_only_group_items_are_sent_and_every_answer_fits():
    for sending in simulate(WEEKS, seed=1).sendings:
        exercise = next(e for e in WEEKS[sending.week].exercises if e.id == sending.exercise)
        assert sending.answers
        for item, answer in sending.answers.items():
            assert exercise[item].share == "group"
            assert exercise[item].check(answer) == answer


def test_temperaments_can_be_told_apart():
    assert rate(SILENT, missing) > 1.5 * rate(HURRIED, missing) > 3 * rate(STEADY, missing)
    assert rate(LATE, lambda one: one.late) > 0.5 > 10 * rate(STEADY, lambda one: one.late)
    assert rate(CHANGES, lambda one: one.revision == 2) > 0.25


def test_a_change_of_mind_is_a_second_revision_that_holds():
    cohort = simulate(WEEKS, seed=1)
    second = [one for one in cohort.sendings if one.revision == 2]
    assert second
    for one in second:
        assert one in cohort.latest
    keys = Counter((one.participant, one.week, one.exercise) for one in cohort.latest)
    assert set(keys.values()) == {1}


def test_late_answers_stand_after_the_others_of_their_week():
    for cohort in many()[:5]:
        order = [(one.week, one.late) for one in cohort.sendings]
        assert order == sorted(order)


def test_people_stay_who_they_are_from_week_to_week():
    """Answers of the same person in neighbouring weeks lie nearer than those of two people."""
    same = other = pairs = 0
    for cohort in many():
        energy = {(s.participant, s.week): s.answers["energy"] for s in cohort.latest if "energy" in s.answers}
        for (label, week), answer in energy.items():
            strangers = [a for (who, when), a in energy.items() if when == week + 1 and who != label]
            if (label, week + 1) in energy and strangers:
                same += abs(answer - energy[label, week + 1])
                other += sum(abs(answer - a) for a in strangers) / len(strangers)
                pairs += 1
    assert pairs > 1000
    assert same < 0.85 * other


def pauses(cohorts, week):
    pause = WEEKS[week].exercises[0]["pause"]
    there = (s for c in cohorts for s in c.latest if s.week == week and "pause" in s.answers)
    return [pause.place(s.answers["pause"]) for s in there]


def test_the_planted_item_rises_and_without_planting_nothing_does():
    planted, null = many(), [simulate(WEEKS, seed=seed, planted=None) for seed in range(40)]
    start, end = (sum(pauses(planted, week)) / len(pauses(planted, week)) for week in (1, 8))
    assert end - start > 1
    start, end = (sum(pauses(null, week)) / len(pauses(null, week)) for week in (1, 8))
    assert abs(end - start) < 0.2


def test_planting_moves_nothing_else():
    planted, null = simulate(WEEKS, seed=3), simulate(WEEKS, seed=3, planted=None)
    for one, other in zip(planted.sendings, null.sendings, strict=True):
        assert {i: a for i, a in one.answers.items() if i != "pause"} == {
            i: a for i, a in other.answers.items() if i != "pause"
        }


def test_a_pattern_cannot_be_planted_where_there_is_no_series():
    with pytest.raises(UnknownName, match="doesn't stand in several weeks"):
        simulate(WEEKS, seed=1, planted=Planted(exercise="pulse", item="nothing", shift=1))
    with pytest.raises(UnknownName, match=PAUSE.item):
        simulate({1: WEEKS[1]}, seed=1)
