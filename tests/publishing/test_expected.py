"""What a result is expected to say: known from the number of people and the question, and true of what is published."""

from __future__ import annotations

import inspect
import random

import pytest

from kit.curriculum.items import Choice, Item, Likert, Rating
from kit.curriculum.loader import load_curriculum
from kit.curriculum.policy import Policy, load_policy
from kit.curriculum.registers import load_messages
from kit.publishing.expected import OFTEN, SELDOM, Expected, expected
from kit.results.findings import says_something
from kit.settings import packaged_curriculum
from tests.attacks.scene import scene, week

POINTS = ("never", "now and then", "often", "always", "all the time")
LEADS, SIMPLE = Policy(leaders=True), Policy()
MESSAGES = load_messages(packaged_curriculum())


def points(number: int, **more: bool) -> Item:
    return Likert(id="points", prompt="?", share="group", scale=POINTS[:number], **more)


TWO = Choice(id="two", prompt="?", share="group", choose="one", options=("yes", "no"))
ANY = Choice(id="any", prompt="?", share="group", choose="any", options=("tea", "a walk", "music"))
WARY = Rating(id="wary", prompt="?", share="group", low="not", high="very", sensitive=True)


@pytest.mark.parametrize("people", [5, 7, 9, 12, 30, 60, 61, 300])
def test_with_leaders_a_question_of_four_points_will_mostly_say_something_at_any_size(people):
    assert expected(points(4), people, LEADS) is Expected.OFTEN


@pytest.mark.parametrize(("item", "least"), [(points(4), 5), (TWO, 5), (ANY, 5), (WARY, 8)])
def test_below_its_floor_a_question_has_no_result(item, least):
    assert expected(item, least - 1, LEADS) is Expected.TOO_FEW
    assert expected(item, least, LEADS) is not Expected.TOO_FEW


@pytest.mark.parametrize("item", [TWO, ANY])
def test_where_the_table_has_no_row_there_can_be_no_result(item):
    assert expected(item, 6, LEADS) is Expected.NO_FORM
    assert expected(item, 7, LEADS) is not Expected.NO_FORM


def test_a_question_that_recurs_and_a_cohort_without_leaders_hear_less():
    assert expected(points(4), 8, LEADS) is Expected.OFTEN
    assert expected(points(4, recurs=True), 8, LEADS) is Expected.SELDOM
    assert expected(points(4), 8, SIMPLE) is Expected.SELDOM


def test_the_same_is_expected_each_time_and_it_takes_no_answers():
    assert {expected(points(4, recurs=True), 8, LEADS) for _ in range(3)} == {Expected.SELDOM}
    assert list(inspect.signature(expected).parameters) == ["item", "people", "policy"]


@pytest.mark.parametrize(("people", "number", "recurs"), [(6, 4, True), (7, 4, False), (9, 5, False), (12, 3, True)])
def test_what_the_gate_publishes_says_something_as_often_as_was_expected(tmp_path, people, number, recurs):
    item, dice = points(number, recurs=recurs), random.Random(7)
    weeks = {at: week(at, (item,)) for at in range(1, 31)}
    said = 0
    with scene(tmp_path, weeks=weeks, policy=LEADS) as here:
        for at in weeks:
            favoured = 1 + at % number
            for who in range(people):
                here.say({who: {item.id: favoured if dice.random() < 0.4 else dice.randint(1, number)}}, week=at)
            here.publish(at)
        for release in here.published.releases:
            said += says_something(item, release, MESSAGES)
    word = expected(item, people, LEADS)
    least, most = {Expected.SELDOM: (0, SELDOM), Expected.OFTEN: (OFTEN, 1)}.get(word, (SELDOM, OFTEN))
    assert least - 0.2 <= said / len(weeks) <= most + 0.2, word


def test_every_question_of_the_kit_will_mostly_say_something_at_some_size_that_a_group_can_have():
    stock = packaged_curriculum()
    policy = load_policy(stock)
    silent = sorted(
        {
            f"{exercise.id}/{item.id}"
            for week in load_curriculum(stock).values()
            for exercise, item in week.group_items()
            if item.form != "text"
            and all(expected(item, people, policy) is not Expected.OFTEN for people in range(5, 31))
        }
    )
    assert silent == []
