"""Attacks on what is said of the answer that leads: at every size, on ties, by who recurs, and by what is not said."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from kit.curriculum.items import Item, Likert
from kit.curriculum.policy import Policy
from tests.attacks.oracles import exposed
from tests.attacks.scene import scene, week

LEADS = Policy(leaders=True)
POINTS = ("none", "few", "some", "many", "most")


def asked(name: str, points: int, *, recurs: bool = False) -> Item:
    return Likert(id=name, prompt="?", share="group", scale=POINTS[:points], recurs=recurs)


ITEMS = (asked("three", 3), asked("four", 4), asked("five", 5), asked("again", 3, recurs=True))
WEEKS = {number: week(number, ITEMS) for number in range(1, 9)}


@pytest.mark.parametrize("people", [5, 6, 7, 8, 9, 11, 14])
def test_what_leads_gives_nobody_away_whoever_answers_what(tmp_path: Path, people: int) -> None:
    with scene(tmp_path, weeks=WEEKS, policy=LEADS) as here:
        for number in WEEKS:
            rng = random.Random(100 * people + number)
            # From answers that are all alike to answers spread evenly.
            shares = [1.0 / (1 + number * place) for place in range(5)]
            for who in range(people):
                said = {item.id: 1 + rng.choices(range(len(item.bins)), shares[: len(item.bins)])[0] for item in ITEMS}
                here.say({who: said}, week=number)
            here.publish(number)
        assert len(here.published.releases) == len(WEEKS) * len(ITEMS)
        assert any(release.leads for release in here.published.releases)
        assert exposed(here) == []


def test_a_tie_and_nearly_a_tie_publish_the_same_where_a_tie_would_tell_the_counts(tmp_path: Path) -> None:
    seen = set()
    for number, points in enumerate([(1, 1, 2, 2, 3, 3), (1, 1, 1, 2, 2, 2)]):
        with scene(tmp_path / str(number), weeks=WEEKS, policy=LEADS) as here:
            for who, point in enumerate(points):
                here.say({who: {"three": point}})
            here.publish()
            seen.add(here.bytes)
            assert exposed(here) == []
    assert len(seen) == 1


def test_a_lone_dissenter_cannot_tell_that_all_others_agree(tmp_path: Path) -> None:
    seen = set()
    for dissenters in (0, 1):
        with scene(tmp_path / str(dissenters), weeks=WEEKS, policy=LEADS) as here:
            here.all_say(range(9 - dissenters), four=3)
            here.all_say(range(9 - dissenters, 9), four=1)
            here.publish()
            seen.add(here.bytes)
    assert len(seen) == 1


def test_a_question_that_recurs_says_week_after_week_what_it_said_before_leaders(tmp_path: Path) -> None:
    files = []
    for number, policy in enumerate((LEADS, Policy())):
        with scene(tmp_path / str(number), weeks=WEEKS, policy=policy) as here:
            for asked_in in WEEKS:
                rng = random.Random(asked_in)
                here.say({who: {"again": rng.randint(1, 3)} for who in range(9)}, week=asked_in)
                here.publish(asked_in)
            files.append([(release.bins, release.leads) for release in here.published.releases])
    assert files[0] == files[1]
    assert not any(leads for _, leads in files[0])
