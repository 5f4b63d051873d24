"""The store's day: it goes forward only, in steps that can be believed, whatever the computer's clock shows."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from kit.answers.ageing import DAYS, STEP, day_of
from kit.answers.members import Key, Member, join

NOW = 20_800


def shown(store, *clocks: int) -> list[int]:
    """The store's day after each time that the computer's clock was looked at."""
    found = []
    for clock in clocks:
        with store.transaction() as connection:
            found.append(day_of(connection, clock))
    return found


def weekly(first: int, sessions: int = 8) -> Iterable[int]:
    return range(first, first + 7 * sessions, 7)


def test_a_clock_that_is_right_is_followed(store):
    assert shown(store, *weekly(NOW)) == list(weekly(NOW))


@pytest.mark.parametrize("jump", [91, 400, 30_000])
def test_a_clock_that_jumps_ahead_for_a_day_moves_it_by_a_step(store, jump):
    assert shown(store, NOW, NOW + jump, NOW + 7, NOW + 14) == [NOW, NOW + 7, NOW + 7, NOW + 14]


@pytest.mark.parametrize("wrong", [0, 3, NOW - 4000])
def test_a_clock_that_begins_long_ago_moves_it_nowhere_and_right_again_it_goes_on(store, wrong):
    assert shown(store, NOW, wrong, wrong + 1, NOW + 7) == [NOW, NOW, NOW, NOW + 7]


def test_a_first_session_in_1970_ends_no_key_when_the_clock_is_right_in_the_next(store):
    days = shown(store, 0, *weekly(NOW), 0, *weekly(NOW + 60, 3))
    assert days[-1] - days[0] <= DAYS


def test_a_clock_that_shows_another_wild_day_in_every_session_ends_no_key_of_the_first(store):
    days = shown(store, NOW, 0, NOW + 9000, NOW + 5, NOW + 400, 3, NOW + 90_000, NOW - 800, NOW + 700)
    assert days == sorted(days)
    assert days[-1] - days[0] <= DAYS


def test_however_often_it_is_asked_on_one_day_it_moves_once(store):
    assert shown(store, NOW, *[NOW + 5000] * 40)[-1] == NOW + STEP


def test_in_a_store_from_before_there_were_days_it_begins_where_the_newest_key_was_made(store):
    member = Member(participant=store.participant("a"), public="p")
    key = Key(token="t", last_day=NOW + DAYS)
    store.together([lambda writing: join(writing, member, "w", key, None)])
    assert shown(store, NOW + 5000) == [NOW + STEP]
