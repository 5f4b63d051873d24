"""Eight weeks as real groups live them, many times over: nobody is exposed. And the oracle catches who is naive."""

from __future__ import annotations

import random
import sqlite3
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from kit.curriculum.reading import Stored
from kit.privacy.audit import audit
from kit.privacy.proof import Range
from kit.privacy.publish import family_of
from kit.privacy.ranges import load_table
from kit.releases import FIRST, Bin, Release
from tests.attacks.scene import ITEMS, Published, Scene, anything, oracle, scene

Answers = dict[str, Stored]
FLOOR = {"tank": 8}


class Model:
    """What ought to be published, kept by the test in its own way: who said what last, and who was there when."""

    def __init__(self) -> None:
        self.said: dict[tuple[int, int], Answers] = {}
        self.order: list[tuple[int, int]] = []
        self.enrolled: set[int] = set()
        self.used: dict[str, set[int]] = defaultdict(set)
        self.there: dict[str, set[int]] = {}
        self.expected: list[tuple[str, int, list[int]]] = []

    def say(self, who: int, week: int, answers: Answers) -> None:
        self.enrolled.add(who)
        self.said[who, week] = answers
        self.order = [one for one in self.order if one != (who, week)] + [(who, week)]

    def publish(self, week: int) -> None:
        if not any(one == week for _, one in self.said):
            return
        for item in ITEMS[:-1]:
            family = family_of(week, "check-in", item)
            weeks = set(range(9)) if item.stable else {week}
            newest = {
                who: self.said[who, one] for who, one in self.order if one in weeks and item.id in self.said[who, one]
            }
            fresh = set(newest) - self.used[family]
            fresh &= self.there.get(family, fresh)
            size = len(fresh)
            bins = 2 if item.form == "any" else len(item.bins)
            if size < FLOOR.get(item.id, 5) or load_table().edges(size, bins) is None:
                continue
            counts = [0] * len(item.bins)
            for who in fresh:
                for code in item.codes(newest[who][item.id]):
                    counts[code] += 1
            self.there.setdefault(family, set(self.enrolled))
            self.used[family] |= fresh
            self.expected.append((family, size, counts))


def live_through(folder: Path, rng: random.Random) -> tuple[Model, list[Published]]:
    """Eight weeks: late answers, edits, clearing, newcomers, restarts, publishing now and then."""
    model, size, revision = Model(), rng.randint(6, 16), 0
    here: Scene
    for week in range(1, 9):
        with scene(folder) as here:  # a new day, a new process
            for _ in range(rng.randint(1, 3)):
                revision += 1
                said = {}
                for who in range(size):
                    if rng.random() < 0.8:
                        of = week if rng.random() < 0.85 else rng.randint(1, week)
                        full = {} if rng.random() < 0.1 else anything(rng)
                        said[who, of] = {item: one for item, one in full.items() if rng.random() < 0.85}
                for (who, of), answers in said.items():
                    here.say({who: answers}, week=of, revision=revision)
                    model.say(who, of, answers)
                for of in {week, rng.randint(1, week)}:
                    here.publish(of)
                    model.publish(of)
            size += rng.random() < 0.3
    with scene(folder) as here:
        assert audit(here.store.cohort, here.weeks).problems == ()
        return model, in_batches(folder, here)


def in_batches(folder: Path, here: Scene) -> list[Published]:
    connection = sqlite3.connect(folder / "private" / "answers.db")
    members = defaultdict(set)
    for sequence, who in connection.execute("SELECT sequence, participant FROM batch_members"):
        members[sequence].add(who)
    connection.close()
    return [Published(one, frozenset(members[one.sequence])) for one in here.published.releases]


@pytest.mark.parametrize("histories", [3, pytest.param(50, marks=pytest.mark.audit)])
def test_random_eight_week_histories_expose_nobody_and_say_what_is_true(tmp_path: Path, histories: int) -> None:
    batches = 0
    for seed in range(histories):
        model, published = live_through(tmp_path / str(seed), random.Random(seed))
        assert oracle(published) == []
        assert [(one.release.family, one.release.people) for one in published] == [one[:2] for one in model.expected]
        for one, (_, _, counts) in zip(published, model.expected, strict=True):
            assert all(part.low <= count <= part.high for part, count in zip(one.release.bins, counts, strict=True))
        batches += len(published)
    assert batches >= 20 * histories


def release(people: int, ranges: list[Range], item: str = "calm") -> Release:
    bins = tuple(Bin(label=str(place), low=low, high=high) for place, (low, high) in enumerate(ranges))
    place = {"week": 1, "exercise": "check-in", "item": item}
    one = Release(
        sequence=1, family="w01/check-in/calm", people=people, bins=bins, policy="k5", previous=FIRST, **place
    )  # type: ignore[arg-type]
    return replace(one, hash=one.computed_hash())


def naive(answers: list[int], *, exact: bool, again: bool) -> list[Published]:
    """A publisher without batches: from the fifth answer on, after each (*again*) or once, exactly or as ranges."""
    history = []
    for people in range(5, len(answers) + 1) if again else [len(answers)]:
        counts = [answers[:people].count(place) for place in range(3)]
        ranges = [(count, count) for count in counts] if exact else load_table().ranges_for(counts, people, 3)
        assert ranges is not None
        members = frozenset(map(str, range(people)))
        history.append(Published(release(people, ranges), members))
    return history


@pytest.mark.parametrize(("exact", "again"), [(True, True), (True, False), (False, True)])
def test_a_naive_publisher_is_caught_every_time(exact: bool, again: bool) -> None:
    for seed in range(50):
        rng = random.Random(seed)
        answers = [rng.randrange(3) for _ in range(rng.randint(6, 14))]
        assert oracle(naive(answers, exact=exact, again=again))
        assert oracle(naive(answers, exact=False, again=False)) == []


def test_the_oracle_catches_a_small_batch_and_a_miscounted_one() -> None:
    assert oracle([Published(release(4, [(0, 2), (0, 2), (2, 4)]), frozenset("abcd"))])
    assert oracle([Published(release(8, [(0, 2), (0, 2), (6, 8)]), frozenset("abcdefg"))])
    assert oracle([Published(release(7, [(0, 3), (0, 3), (4, 7)], "tank"), frozenset("abcdefg"))])
