"""What is typed as a date, a time or a zone means a moment, or is told apart from one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kit.errors import CohortError
from kit.session.meetings import date_typed, moment, moment_typed, time_typed, zone_named

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        ("Europe/Berlin", "2027-03-27 14:00", "13:00"),
        ("Europe/Berlin", "2027-03-28 14:00", "12:00"),
        ("America/New_York", "2027-03-13 14:00", "19:00"),
        ("America/New_York", "2027-03-14 14:00", "18:00"),
        ("America/Santiago", "2027-04-03 14:00", "17:00"),
        ("America/Santiago", "2027-04-04 14:00", "18:00"),
        ("Asia/Kolkata", "2027-03-28 14:00", "08:30"),
    ],
)
def test_a_time_keeps_its_place_on_the_clocks_of_the_place(zone: str, local: str, utc: str) -> None:
    found = moment(at(local), ZoneInfo(zone), "here")
    assert f"{found.utc:%H:%M}" == utc
    assert found.local.replace(tzinfo=None) == at(local)
    assert not found.twice


@pytest.mark.parametrize(
    ("zone", "missing", "following"),
    [
        ("Europe/Berlin", "2027-03-28 02:00", "2027-03-28 03:00"),
        ("Europe/Berlin", "2027-03-28 02:59", "2027-03-28 03:00"),
        ("America/New_York", "2027-03-14 02:30", "2027-03-14 03:00"),
        ("America/Santiago", "2027-09-05 00:15", "2027-09-05 01:00"),
        ("Australia/Lord_Howe", "2027-10-03 02:10", "2027-10-03 02:30"),
        ("Pacific/Apia", "2011-12-30 14:00", "2011-12-31 00:00"),
    ],
)
def test_a_time_that_the_clocks_leave_out_is_refused_and_the_next_one_is_offered(
    zone: str, missing: str, following: str
) -> None:
    with pytest.raises(CohortError) as error:
        moment(at(missing), ZoneInfo(zone), "here")
    day, hour = missing.split()
    assert str(error.value) == (
        f"here: there is no {hour} on {day} in {zone}, because the clocks go forward then; the next time that exists "
        f"is {following}."
    )
    assert moment(at(following), ZoneInfo(zone), "here").utc
    with pytest.raises(CohortError):
        moment(at(following) - timedelta(minutes=1), ZoneInfo(zone), "here")


@pytest.mark.parametrize(
    ("zone", "local", "utc"), [(BERLIN, "2027-10-31 02:30", "00:30"), (NEW_YORK, "2027-11-07 01:30", "05:30")]
)
def test_of_a_time_that_comes_twice_the_first_is_meant(zone: ZoneInfo, local: str, utc: str) -> None:
    found = moment(at(local), zone, "here")
    assert (found.twice, f"{found.utc:%H:%M}") == (True, utc)
    assert not moment(at(local) + timedelta(hours=1), zone, "here").twice


@pytest.mark.parametrize(
    "text", ["2027-02-30", "2027-02-29", "2027-2-3", "20270203", "0027-02-03", "9999-12-31", "", "x"]
)
def test_a_date_that_does_not_exist_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(
        CohortError, match=f"^here: '{text}' is no date; write year-month-day, for example 2027-03-02.$"
    ):
        date_typed(text, "here")


@pytest.mark.parametrize("text", ["24:00", "25:00", "14", "14:60", "2 pm", "14:00:30", ""])
def test_a_time_that_does_not_exist_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(CohortError, match=f"^here: '{text}' is no time of day; write hours and minutes"):
        time_typed(text, "here")


@pytest.mark.parametrize("text", ["2027-03-25 14:00", "2027-03-25T14:00", "2027-03-25 14:00:00"])
def test_a_date_and_a_time_are_read_in_every_way_a_file_may_write_them(text: str) -> None:
    assert moment_typed(text, BERLIN, "here").utc == datetime(2027, 3, 25, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2027-03-25", "must be a date and a time"),
        ("2027-02-30 14:00", "'2027-02-30' is no date"),
        ("2027-03-25 nine", "'nine' is no time of day"),
        ("2027-03-28 02:30", "there is no 02:30 on 2027-03-28 in Europe/Berlin"),
    ],
)
def test_a_date_and_a_time_that_cannot_be_are_refused(text: str, said: str) -> None:
    with pytest.raises(CohortError, match=f"^here: .*{said}"):
        moment_typed(text, BERLIN, "here")


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
        ("Europe", "for example"),
        ("", "for example"),
        ("../../secret", "for example"),
        ("Europe/Atlantis", "for example"),
    ],
)
def test_an_unknown_time_zone_is_refused_and_what_may_be_meant_is_offered(name: str, offered: str) -> None:
    with pytest.raises(CohortError) as error:
        zone_named(name, "here")
    assert str(error.value).startswith(f"here: {name!r} is no time zone; write for example ")
    assert offered in str(error.value)
