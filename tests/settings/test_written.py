"""Whatever stands in cohort.toml fits as it is, or all that does not is named, with what belongs there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kit.errors import CohortError
from kit.settings import Cohort
from kit.settings.limits import KEEP_DAYS, MOST_PLACES
from kit.settings.written import written

FILE = Path("spring/cohort.toml")
LEAST = {"slug": "spring-2027", "size": 12}


def complaints(**values):
    with pytest.raises(CohortError) as refused:
        written(FILE, {**LEAST, **values})
    lines = str(refused.value).splitlines()
    assert {line.partition(": ")[0] for line in lines} == {str(FILE)}
    return [line.partition(": ")[2] for line in lines]


def test_what_is_left_out_stays_out_so_that_the_cohort_alone_says_what_holds_then():
    assert written(FILE, LEAST) == LEAST
    assert Cohort(root=Path("spring"), **LEAST).keep_days == KEEP_DAYS


def test_everything_that_may_stand_there_is_read():
    text = """
        slug = "spring-2027"
        id = "abcdefgh12"
        size = 14
        first_session = 2027-03-02
        time_zone = "Europe/Berlin"
        weekday = "Tuesday"
        time = 14:00:00
        debrief = "~/debriefs"
        session_minutes = 60
        keep_days = 7
        [moved]
        4 = 2027-03-25
        08 = "2027-04-22 15:00"
        [policy]
        minimum = 8
    """
    said = written(FILE, tomllib.loads(text))
    assert said["first_session"] == "2027-03-02"
    assert said["time"] == "14:00:00"
    assert said["moved"] == {4: "2027-03-25", 8: "2027-04-22 15:00"}
    assert (said["keep_days"], said["session_minutes"], said["policy"]) == (7, 60, {"minimum": 8})
    assert list(said) and set(said) <= set(Cohort.__dataclass_fields__)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("slug", "Spring 2027"),
        ("slug", "spring\n"),
        ("slug", "x" * 41),
        ("slug", 2027),
        ("id", "abc"),
        ("id", "abcdefgh12\n"),
        ("id", 12345678),
        ("size", 0),
        ("size", MOST_PLACES + 1),
        ("size", True),
        ("size", "12"),
        ("size", 12.0),
        ("first_session", ["2027-03-02"]),
        ("time_zone", 2),
        ("weekday", False),
        ("debrief", {"folder": "x"}),
        ("session_minutes", 4),
        ("session_minutes", 241),
        ("keep_days", KEEP_DAYS + 1),
        ("keep_days", 0),
        ("keep_days", "30"),
        ("moved", "2027-03-25"),
        ("moved", {"four": "2027-03-25"}),
        ("moved", {"٤": "2027-03-25"}),
        ("moved", {"4": 25}),
        ("policy", 8),
        ("policy", {"minimum": True}),
        ("policy", {"minimum": "8"}),
    ],
)
def test_a_value_that_cannot_be_used_is_named_once_with_what_belongs_there(key, value):
    (complaint,) = complaints(**{key: value})
    assert complaint.startswith((f"'{key}' ", f"[{key}] "))
    assert complaint.endswith(".")


def test_all_that_is_wrong_is_told_at_once_what_nobody_knows_first_and_then_in_the_order_of_the_file():
    told = complaints(keepdays=3, minimum=8, policy={"minimum": 1.5, "share": "x"}, size="many", slug="?")
    assert [one.split(" ")[0] for one in told] == ["unknown", "unknown", "'slug'", "'size'", "[policy]"]
    assert told[0] == "unknown key 'keepdays'; did you mean 'keep_days'?"
    assert told[1] == "unknown key 'minimum'; remove it or fix its spelling."


def test_what_must_stand_there_is_asked_for():
    with pytest.raises(CohortError, match=r"'slug' must be .*\n.*'size' must be"):
        written(FILE, {})
