"""How long the gate takes: a million answers against a plain mean of them, and a reveal in a room of thirty."""

from __future__ import annotations

import random
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd
import pytest

from kit.publishing.ranges import load_table
from tests.attacks.scene import anything, scene
from tests.benchmarks.frames import to_ranges

pytestmark = pytest.mark.bench

ROWS, ROUNDS = 1_000_000, 15


@pytest.mark.parametrize("cohorts", [60_000, 24], ids=["480,000 small groups", "192 large groups"])
def test_a_million_answers_take_no_longer_than_a_plain_mean(cohorts: int) -> None:
    rng, table = np.random.default_rng(0), load_table()
    columns = {"cohort": rng.integers(0, cohorts, ROWS), "week": rng.integers(1, 9, ROWS)}
    frame = pd.DataFrame({**columns, "code": rng.integers(0, 3, ROWS)})
    ours, plain = [], []
    for _ in range(ROUNDS):
        start = perf_counter()
        to_ranges(frame, table, bins=3)
        middle = perf_counter()
        frame.groupby(["cohort", "week"])["code"].mean()
        ours.append(middle - start)
        plain.append(perf_counter() - middle)
    ratio = median(one / other for one, other in zip(ours, plain, strict=True))
    print(f"{cohorts * 8} groups: {median(ours) * 1e3:.0f} ms, {ratio:.2f} of a plain groupby-mean")
    assert ratio <= 1


def test_revealing_an_exercise_of_thirty_people_takes_less_than_fifty_milliseconds(tmp_path: Path) -> None:
    taken = []
    with scene(tmp_path) as here:
        waiting = here.store.engine.raw_connection()
        waiting.cursor().execute("PRAGMA synchronous = FULL")
        waiting.close()
        for number in range(1, 9):
            here.say({who: anything(random.Random(who)) for who in range(30)}, week=number)
            start = perf_counter()
            here.publish(number)
            taken.append(perf_counter() - start)
    print(f"reveal of five items, 30 people: median {median(taken) * 1e3:.0f} ms, worst {max(taken) * 1e3:.0f} ms")
    assert median(taken) < 0.05
