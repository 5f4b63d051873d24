"""Eight weeks as groups might live them, a thousand times over: nobody is exposed, and who is careless is caught."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.attacks.careless import AGAIN, EXACT, FOUR, HIDES, NAIVE, NEWCOMERS
from tests.attacks.living import lived
from tests.attacks.oracles import by_formula, dsj, inf

QUICK, ALL, EXACTLY, TOGETHER = 10, 1000, 20, 50


def in_groups() -> list[object]:
    """The seeds in groups that several processes can share; all but the first few only in the long run."""
    groups = [range(first, first + TOGETHER) for first in range(0, ALL, TOGETHER)]
    long = [pytest.param(seeds, marks=pytest.mark.audit, id=str(seeds)) for seeds in groups]
    return [pytest.param(range(QUICK), id=str(range(QUICK))), *long]


@pytest.mark.parametrize("seeds", in_groups())
def test_random_eight_week_histories_expose_nobody_and_show_what_is_true(tmp_path: Path, seeds: range) -> None:
    seen: Counter[str] = Counter()
    for seed in seeds:
        life, history = lived(tmp_path / str(seed), seed)
        # `wrong` holds every decision that differs from that of a publisher who sees no answer: NI for each of them.
        assert life.wrong + by_formula(history) + dsj(history) == [], f"history {seed}"
        seen.update(life.happened)
        seen["releases"] += len(history)
        seen["later batches"] += len(history) - len({one.release.family for one in history})
        if seed % 10 == 0:
            other, _ = lived(tmp_path / f"{seed} answered otherwise", seed, answers=1)
            assert other.told == life.told, f"history {seed} is decided otherwise when other things are answered"
    assert seen["releases"] > 10 * len(seeds)
    least = {"later batches", "withdrawals", "restarts", "older copies put back", "late answers", "edits", "newcomers"}
    assert {what for what in least if seen[what] < len(seeds) // 5} == set(), seen


@pytest.mark.audit
@pytest.mark.parametrize("seed", range(EXACTLY))
def test_the_exact_attacker_finds_nothing_in_a_history(tmp_path: Path, seed: int) -> None:
    life, history = lived(tmp_path, seed)
    assert life.wrong + inf(history) == [], f"history {seed}"


Judge = Callable[[Path, int, str], list[str]]


def judged_by_formula(folder: Path, seed: int, habit: str) -> list[str]:
    return by_formula(lived(folder, seed, habit=habit)[1])


def judged_by_batches(folder: Path, seed: int, habit: str) -> list[str]:
    return dsj(lived(folder, seed, habit=habit)[1])


def judged_by_other_answers(folder: Path, seed: int, habit: str) -> list[str]:
    both = [lived(folder / str(answers), seed, answers, habit)[0].told for answers in range(2)]
    return [] if both[0] == both[1] else ["other answers are decided otherwise"]


def judged_by_the_second_publisher(folder: Path, seed: int, habit: str) -> list[str]:
    return lived(folder, seed, habit=habit)[0].wrong


@pytest.mark.parametrize(
    ("habit", "judge"),
    [
        (EXACT, judged_by_formula),
        (AGAIN, judged_by_batches),
        (FOUR, judged_by_batches),
        (HIDES, judged_by_other_answers),
        (NEWCOMERS, judged_by_the_second_publisher),
        (NAIVE, judged_by_formula),
        (NAIVE, judged_by_batches),
    ],
)
def test_a_publisher_with_a_bad_habit_is_found_out_within_a_few_histories(
    tmp_path: Path, habit: str, judge: Judge
) -> None:
    assert judge(tmp_path / "right", 0, "") == []
    assert any(judge(tmp_path / str(seed), seed, habit) for seed in range(12))
