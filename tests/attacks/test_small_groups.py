"""Attacks on few people, on those who agree, and on the one who does not."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import pytest

from kit.publishing.ranges import load_table
from tests.attacks.oracles import exposed
from tests.attacks.scene import anything, scene
from tests.publishing.attacker import band, caught, histograms


def test_up_to_four_contributors_everything_said_and_written_is_the_same(tmp_path: Path) -> None:
    told, files = set(), set()
    for people in range(5):
        with scene(tmp_path / str(people)) as here:
            here.store.open_exercise(1, "check-in")
            rng = random.Random(people)
            here.say({who: anything(rng) for who in range(people)})
            told.add(tuple(outcome.sentence for outcome in here.publish()))
            told.add(tuple(outcome.sentence for outcome in here.publish()))
            files.add(here.bytes)
    assert len(told) == len(files) == 1
    assert not any(character.isdigit() for sentence in told.pop() for character in sentence.removeprefix("Week 1"))


def test_exactly_five_make_one_result_of_ranges_and_nobody_is_exposed(tmp_path: Path) -> None:
    for seed in range(5):
        with scene(tmp_path / str(seed)) as here:
            rng = random.Random(seed)
            here.say({who: anything(rng) for who in range(5)})
            here.publish()
            assert [one.item for one in here.published.releases] == ["calm", "yes", "hopes", "years"]
            assert exposed(here) == []


def test_six_in_two_bins_are_held_with_the_words_that_four_get(tmp_path: Path) -> None:
    with scene(tmp_path / "six") as six, scene(tmp_path / "four") as four:
        six.all_say(range(6), yes=1)
        four.all_say(range(4), yes=1)
        assert six.decisions()["yes"] == four.decisions()["yes"]
        assert six.bytes == four.bytes


def test_seven_are_too_few_for_a_sensitive_item_and_eight_are_enough(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.all_say(range(7), tank=3, calm=1)
        here.publish()
        assert here.ranges("tank") == []
        here.all_say([7], tank=3)
        here.publish()
        assert here.ranges("tank") == [[(6, 8), (0, 2), (0, 2)]]
        assert len(here.ranges("calm")) == 1


def test_passing_and_being_absent_look_the_same(tmp_path: Path) -> None:
    with scene(tmp_path / "passed") as passed, scene(tmp_path / "absent") as absent:
        passed.all_say(range(8), calm=2)
        passed.all_say([8, 9], yes=1)
        absent.all_say(range(8), calm=2)
        absent.all_say([8, 9])
        assert passed.decisions() == absent.decisions()
        assert passed.bytes == absent.bytes


def test_none_of_these_is_an_answer_and_counts(tmp_path: Path) -> None:
    with scene(tmp_path) as here:
        here.say({who: {"hopes": []} for who in range(5)})
        here.publish()
        assert here.ranges("hopes") == [[(0, 2)] * 3]


def test_unanimous_and_nearly_unanimous_groups_publish_the_same(tmp_path: Path) -> None:
    seen = set()
    for dissenters in range(4):
        with scene(tmp_path / str(dissenters)) as here:
            here.all_say(range(10 - dissenters), calm=3)
            here.all_say(range(10 - dissenters, 10), calm=1)
            here.publish()
            seen.add(here.bytes)
    assert len(seen) == 1


@pytest.mark.parametrize("people", [8, 10, 12, 14])
def test_nobody_one_and_two_in_a_bin_publish_the_same(tmp_path: Path, people: int) -> None:
    seen = set()
    for few in range(3):
        with scene(tmp_path / str(few)) as here:
            here.all_say(range(few), yes=1)
            here.all_say(range(few, people), yes=2)
            here.publish()
            seen.add(here.bytes)
    assert len(seen) == 1


@pytest.mark.parametrize("people", [14, 15, 20, 30])
def test_two_dissenters_who_talk_cannot_tell_that_all_others_agree(tmp_path: Path, people: int) -> None:
    with scene(tmp_path) as here:
        here.all_say([0, 1], calm=1, yes=1, hopes=["größer"], years=2)
        here.all_say(range(2, people), calm=3, yes=2, hopes=[], years=2)
        here.publish()
        assert len(here.published.releases) == 4
        assert exposed(here) == []


@pytest.mark.parametrize("people", [5, 8, 12])
def test_a_lone_dissenter_cannot_tell_that_all_others_agree(tmp_path: Path, people: int) -> None:
    with scene(tmp_path) as here:
        here.all_say([0], calm=1)
        here.all_say(range(1, people), calm=3)
        here.publish()
        (output,) = here.ranges("calm")
        assert exposed(here) == []
    fitting = defaultdict(list)
    row = load_table().edges(people, 3)
    for counts in histograms(people, 3):
        if [band(count, row) for count in counts] == output:
            fitting[tuple(output)].append(counts)
    assert (1, 0, people - 1) in fitting[tuple(output)]
    assert caught(fitting, 3, insiders=1) == []


def test_a_hundred_people_are_published_as_sums_over_two_parts(tmp_path: Path) -> None:
    with scene(tmp_path, size=100) as here:
        here.all_say(range(100), calm=1, hopes=["größer"])
        here.publish()
        row = load_table().edges(50, 3)
        assert row is not None
        assert here.ranges("calm") == [[(2 * row[-1][0], 100), (0, 2 * row[0][1]), (0, 2 * row[0][1])]]
        assert here.published.releases[0].people == 100


def test_above_sixty_the_parts_follow_a_secret_order_and_not_the_pseudonyms(tmp_path: Path) -> None:
    family = "w01/check-in/calm"
    with scene(tmp_path, size=100) as here:
        people = range(100)
        pseudonym = {who: here.store.participant(f"person {who}") for who in people}
        secret = sorted(people, key=lambda who: here.store.order(f"{family}/{pseudonym[who]}"))
        assert secret != sorted(people, key=pseudonym.__getitem__)
        here.all_say(secret[:50], calm=1)
        here.all_say(secret[50:], calm=3)
        here.publish()
        # In that order one part says all the one thing and the other all the other; in any other they are mixed.
        row = load_table().edges(50, 3)
        assert row is not None
        both = (row[0][0] + row[-1][0], row[0][1] + row[-1][1])
        assert here.ranges("calm") == [[both, (0, 2 * row[0][1]), both]]
        assert here.store.order("a") != here.store.order("b")
