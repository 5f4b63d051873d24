"""How long the exact auditor takes for a full cohort: fourteen people who answered everything in eight weeks."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from time import perf_counter

import pytest

from kit.answers import open_store
from kit.answers.recording import Row
from kit.curriculum.items import Item, Likert, Ranking, Rating
from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import policy_of
from kit.curriculum.reading import Stored
from kit.new_cohort import make_cohort
from kit.publishing.gate import publish
from kit.results.releases import read_releases
from kit.sending.outbox import Submission, new_id
from kit.settings import load_cohort, packaged_curriculum
from tests.attacks.exact.audit import audit_exactly

pytestmark = pytest.mark.bench

PEOPLE = 14


def answer(item: Item, rng: random.Random) -> Stored:
    if isinstance(item, Rating):
        return rng.randint(0, 10)
    if isinstance(item, Likert):
        return item.stored(rng.randint(1, len(item.scale)))
    if isinstance(item, Ranking):
        return rng.sample(item.options.ids, len(item.options))
    if item.form == "any":
        return [label for label in item.bins if rng.random() < 0.4]
    return rng.choice(item.bins) if item.bins else "words"


def test_auditing_a_full_cohort_of_fourteen_exactly_takes_less_than_a_minute(tmp_path: Path) -> None:
    rng, weeks = random.Random(14), load_curriculum(packaged_curriculum())
    make_cohort(tmp_path / "full", size=PEOPLE)
    cohort = load_cohort(tmp_path / "full")
    with open_store(cohort, weeks=weeks) as store:
        people = [store.participant(f"person {who}") for who in range(PEOPLE)]
        for number, week in weeks.items():
            rows = []
            for exercise in week.exercises:
                for who in people if exercise.group_items else []:
                    said = {item.id: answer(item, rng) for item in exercise.group_items if item.form != "text"}
                    sent = Submission(
                        id=new_id(), cohort=cohort.slug, week=number, exercise=exercise.id, answers=said, revision=1
                    )
                    rows.append(Row(submission=sent, participant=who, consent="yes", source="live"))
            store.record_all(rows)
            publish(store, weeks, policy_of(cohort), week=number)
    released = read_releases(cohort.published).releases
    assert Counter(one.people for one in released) == {PEOPLE: len(released)}
    start = perf_counter()
    found = audit_exactly(cohort, weeks)
    taken = perf_counter() - start
    print(f"{found.sentence} {taken:.1f} s")
    assert found.safe
    assert not found.by_formula
    assert found.attacks > 8 * len(released)
    assert taken < 60
