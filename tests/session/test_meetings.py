"""A cohort's sessions: a week apart on the clocks of the place, unless one of them has moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kit.errors import CohortError
from kit.session.meetings import sessions
from kit.settings import Cohort
from tests.cohorts import unwritten_cohort

WEEKS = range(1, 9)
SPRING = unwritten_cohort(
    size=12,
    first_session="2027-03-02",
    time_zone="Europe/Berlin",
    weekday="Tuesday",
    time="14:00",
)


def spring(**changes: Any) -> Cohort:
    return replace(SPRING, **changes)


def in_utc(cohort: Cohort) -> list[str]:
    return [f"{one.moment.utc:%m-%d %H:%M}" for one in sessions(cohort, WEEKS)]


def test_the_sessions_stay_at_their_hour_when_the_clocks_go_forward() -> None:
    assert in_utc(SPRING) == [
        "03-02 13:00",
        "03-09 13:00",
        "03-16 13:00",
        "03-23 13:00",
        "03-30 12:00",
        "04-06 12:00",
        "04-13 12:00",
        "04-20 12:00",
    ]
    assert {f"{one.moment.local:%A %H:%M}" for one in sessions(SPRING, WEEKS)} == {"Tuesday 14:00"}


@pytest.mark.parametrize(
    ("zone", "first", "hours"),
    [
        ("America/New_York", "2027-03-02", ["19:00"] * 2 + ["18:00"] * 6),
        ("America/New_York", "2027-10-19", ["18:00"] * 3 + ["19:00"] * 5),
        ("Europe/Berlin", "2027-10-05", ["12:00"] * 4 + ["13:00"] * 4),
        ("America/Santiago", "2027-03-02", ["17:00"] * 5 + ["18:00"] * 3),
        ("Australia/Sydney", "2027-03-02", ["03:00"] * 5 + ["04:00"] * 3),
        ("Asia/Kolkata", "2027-03-02", ["08:30"] * 8),
    ],
)
def test_they_are_right_across_a_change_of_clocks_wherever_they_take_place(
    zone: str, first: str, hours: list[str]
) -> None:
    found = in_utc(spring(time_zone=zone, first_session=first))
    assert [one.partition(" ")[2] for one in found] == hours


def test_the_end_is_said_by_the_clocks_of_the_place_also_where_they_change_in_between() -> None:
    late = spring(first_session="2027-03-28", weekday="Sunday", time="01:30")
    assert sessions(late, [1])[0].when == "Sunday 2027-03-28, 01:30 to 04:00"


def test_a_session_that_has_moved_moves_alone_and_keeps_its_key() -> None:
    planned, moved = sessions(SPRING, WEEKS), sessions(spring(moved={4: "2027-03-25 16:30"}), WEEKS)
    assert moved[3].when == "Thursday 2027-03-25, 16:30 to 18:00"
    assert [one.key for one in moved] == [one.key for one in planned]
    assert [*moved[:3], *moved[4:]] == [*planned[:3], *planned[4:]]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first_session": ""}, "cohort.toml: 'first_session' is empty; write for example first_session = "),
        ({"time": ""}, "cohort.toml: 'time' is empty; write for example time = "),
        ({"first_session": "2027-02-30"}, "cohort.toml: 'first_session': '2027-02-30' is no date"),
        ({"time": "2pm"}, "cohort.toml: 'time': '2pm' is no time of day"),
        (
            {"time_zone": "Berlin"},
            "cohort.toml: 'time_zone': 'Berlin' is no time zone; write for example Europe/Berlin",
        ),
        ({"weekday": "Monday"}, "'weekday' says Monday and the first session, 2027-03-02, is on a Tuesday"),
        ({"weekday": "Dienstag"}, "'weekday' is 'Dienstag'; write it in English, Monday to Sunday, or leave it empty"),
        ({"moved": {9: "2027-03-25 14:00"}}, "[moved] names 9; there are 1 to 8"),
        ({"moved": {4: "2027-02-30 14:00"}}, "[moved], week 4: '2027-02-30' is no date"),
        ({"moved": {4: "2027-03-25"}}, "[moved], week 4: '2027-03-25' must be a date and a time"),
        ({"moved": {4: "2027-03-28 02:30"}}, "[moved], week 4: there is no 02:30 on 2027-03-28 in Europe/Berlin"),
        (
            {"moved": {4: "2027-03-30 14:00"}},
            "week 4 (Tuesday 2027-03-30, 14:00 to 15:30) wouldn't come before week 5 (Tuesday 2027-03-30, 14:00 to",
        ),
        ({"moved": {4: "2026-03-25 14:00"}}, "wouldn't come before week 4 (Wednesday 2026-03-25"),
    ],
)
def test_what_cannot_be_is_said_with_its_place_and_a_cure(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(CohortError) as error:
        sessions(spring(**changes), WEEKS)
    assert said in str(error.value)


def test_a_session_in_the_hour_that_the_clocks_leave_out_is_named_and_can_be_moved() -> None:
    nightly = {"first_session": "2027-03-07", "weekday": "", "time": "02:30"}
    with pytest.raises(CohortError) as error:
        sessions(spring(**nightly), WEEKS)
    assert str(error.value) == (
        "cohort.toml: week 4: there is no 02:30 on 2027-03-28 in Europe/Berlin, because the clocks go forward then; "
        "the next time that exists is 2027-03-28 03:00. Write that, or another time, under [moved]."
    )
    assert sessions(spring(**nightly, moved={4: "2027-03-28 03:00"}), WEEKS)[3].when.endswith("03:00 to 04:30")


def test_a_weekday_is_understood_however_it_is_written_and_may_be_left_out() -> None:
    for weekday in ("tuesday", " Tuesday ", ""):
        assert len(sessions(spring(weekday=weekday), WEEKS)) == 8
