"""The commands about when people meet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.cohorts import settle


def text_of(root: Path) -> str:
    return (root / "cohort.toml").read_text("utf-8")


def change(root: Path, old: str, new: str) -> None:
    text = text_of(root)
    assert old in text
    (root / "cohort.toml").write_text(text.replace(old, new), "utf-8")


def events(path: Path) -> list[Any]:
    return Calendar.from_ical(path.read_bytes()).walk("VEVENT")


@pytest.fixture
def root(root: Path) -> Path:
    settle(root, first_session="2027-03-02", weekday="Tuesday", time_zone="Europe/Berlin", time="14:00")
    return root


def test_the_calendar_file_has_every_session_and_the_screen_says_when_they_are(kit: Any, root: Path) -> None:
    done = kit("calendar")
    assert done.code == 0
    assert "Workshop, session 5 of 8: Tuesday 2027-03-30, 14:00 to 15:30 (12:00 UTC)\n" in done.out
    found = events(root / "sessions.ics")
    assert [str(one["SUMMARY"]) for one in found] == [f"Workshop, session {number} of 8" for number in range(1, 9)]
    first = (root / "sessions.ics").read_bytes()
    assert kit("calendar").code == 0
    assert (root / "sessions.ics").read_bytes() == first


def test_a_session_that_was_moved_can_be_sent_again_by_itself(kit: Any, root: Path, tmp_path: Path) -> None:
    kit("calendar")
    before = events(root / "sessions.ics")[3]
    change(root, "# 4 = ", "4 = ")
    done = kit("calendar", "4", "--out", str(tmp_path))
    assert "session 4 of 8: Thursday 2027-03-25, 14:00 to 15:30 (13:00 UTC), moved since the last file" in done.out
    [after] = events(tmp_path / "session_04.ics")
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], 1)
    assert kit("calendar").code == 0
    assert [one["SEQUENCE"] for one in events(root / "sessions.ics")] == [0, 0, 0, 1, 0, 0, 0, 0]


def test_a_time_that_comes_twice_is_said_to_be_the_first(kit: Any, root: Path) -> None:
    change(root, '# 4 = "2027-03-25 14:00"', '8 = "2027-10-31 02:30"')
    done = kit("calendar")
    assert "On that day the clocks show 02:30 twice; the first of the two is meant." in done.out
    assert events(root / "sessions.ics")[7].decoded("DTSTART").hour == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"2027-03-02"', '"2027-02-30"', "'2027-02-30' is no date"),
        ('"2027-03-02"', '""', "'first_session' is empty"),
        ('"Tuesday"', '"Friday"', "'weekday' says Friday and the first session, 2027-03-02, is on a Tuesday"),
        ('"Europe/Berlin"', '"Europe/Berlim"', "write for example Europe/Berlin"),
        ('# 4 = "2027-03-25', '4 = "2027-03-35', "[moved], week 4: '2027-03-35' is no date"),
        ("# 4 = ", "four = ", "[moved] holds a date and a time by week"),
        ('# 4 = "2027-03-25 14:00"', '4 = "2027-03-28 02:15"', "the next time that exists is 2027-03-28 03:00"),
    ],
)
def test_what_cannot_be_stops_the_command_with_one_sentence_and_no_file(
    kit: Any, root: Path, old: str, new: str, said: str
) -> None:
    change(root, old, new)
    done = kit("calendar")
    assert (done.code, done.out) == (1, "")
    assert said in done.err
    assert done.err.count("\n") == 1
    assert not (root / "sessions.ics").exists()
    assert not (root / "private" / "run" / "calendar.json").exists()


def test_a_time_zone_that_nobody_may_have_chosen_is_pointed_out(kit: Any, root: Path) -> None:
    assert "The times are UTC." not in kit("calendar").out
    change(root, '"Europe/Berlin"', '"UTC"')
    assert "The times are UTC." in kit("calendar").out
    assert "The times are UTC." in kit("calendar", "4").out


def test_a_week_or_folder_that_does_not_exist_is_told(kit: Any, root: Path) -> None:
    assert "There's no session in week 9; there are weeks 1 to 8." in kit("calendar", "9").err
    assert "this folder doesn't exist" in kit("calendar", "--out", "nowhere").err
    assert "There's no session in week 0" in kit("calendar", "0").err


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        (
            "GMT+2",
            "Europe/Athens (UTC+02:00 in January, UTC+03:00 in July; 14:00 on 2027-03-02 is 12:00 UTC)",
        ),
        ("IST", "Asia/Kolkata (UTC+05:30 all year; 14:00 on 2027-03-02 is 08:30 UTC)"),
        ("EST5EDT", "America/New_York (UTC-05:00 in January, UTC-04:00 in July; 14:00 on 2027-03-02 is 19:00 UTC)"),
    ],
)
def test_a_zone_that_is_no_place_is_answered_with_places_and_their_clocks(
    kit: Any, tmp_path: Path, zone: str, said: str
) -> None:
    more = ("--first-session", "2027-03-02", "--time", "14:00")
    done = kit("init", str(tmp_path / "new"), *more, "--time-zone", zone)
    assert done.code == 1
    assert said in done.err
    assert "Etc/" not in done.err
    assert not (tmp_path / "new").exists()


def test_what_the_clocks_show_is_said_by_init_check_and_calendar(kit: Any, root: Path, tmp_path: Path) -> None:
    said = "Clocks in Europe/Berlin: UTC+01:00 in January, UTC+02:00 in July; 14:00 on 2027-03-02 is 13:00 UTC."
    more = ("--first-session", "2027-03-02", "--time", "14:00", "--time-zone", "Europe/Berlin")
    assert said in kit("init", str(tmp_path / "new"), *more).out
    assert said in kit("check").out
    assert said in kit("calendar").out


@pytest.mark.parametrize(
    ("zone", "clock", "near"),
    [("Etc/GMT+2", "14:00 on 2027-03-02 is 16:00 UTC", "Europe/Berlin"), ("CET", "is 13:00 UTC", "Europe/Berlin")],
)
def test_a_folder_with_such_a_zone_goes_on_working_and_is_told(
    kit: Any, root: Path, zone: str, clock: str, near: str
) -> None:
    change(root, '"Europe/Berlin"', f'"{zone}"')
    for command in ("check", "calendar"):
        done = kit(command)
        assert (done.code, done.err) == (0, "")
        assert clock in done.out
        assert (
            f"That time zone names no place. If your clocks show something else, write for example {near}" in done.out
        )
