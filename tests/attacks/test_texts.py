"""Attacks on shared texts: names in every form they are written in, and what a mask may not let through."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from tests.attacks.written import ESSAYS, essays, misses

SENTENCES = (
    "I asked a second question before I offered help, and it went better than last week.",
    "Next time I will say what I can do, and leave the rest. That was hard to say aloud.",
    "The meeting was long and I noticed that I was tired; a breath helped me to stay.",
    "WE WERE ALL IN A HURRY. Nobody listened until somebody asked how the other one was.",
)


def recall(texts: tuple[str, ...], rosters: int) -> dict[str, float]:
    """The share of each form that is masked whole, with a few examples of what was not."""
    tried, missed = Counter[str](), defaultdict[str, list[str]](list)
    for kind, form, is_missed in misses(texts, rosters):
        tried[kind] += 1
        if is_missed:
            missed[kind].append(form)
    for kind in tried:
        print(f"{kind:24} {1 - len(missed[kind]) / tried[kind]:.3f} of {tried[kind]:4}  {missed[kind][:6]}")
    return {kind: 1 - len(missed[kind]) / tried[kind] for kind in tried}


def test_names_are_masked_in_every_form_that_the_kit_lists() -> None:
    found = recall(SENTENCES, rosters=12)
    assert len(found) == 24
    assert min(found.values()) >= 0.95


@pytest.mark.skipif(not ESSAYS.is_file(), reason="the public essays are not on this machine")
def test_names_woven_into_real_essays_are_masked_in_every_form() -> None:
    assert min(recall(essays(), rosters=8).values()) >= 0.95
