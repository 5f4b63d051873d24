"""Places are taken for time zones; for everything else places are offered, with what their clocks show."""

from __future__ import annotations

from datetime import date, time

import pytest

from kit.errors import CohortError
from kit.session import zones
from kit.session.meetings import zone_named
from kit.session.zones import clocks, here, is_place, is_zone, place_named, places_for

DAY, AT = date(2027, 3, 2), time(14)


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("GMT+2", {"Europe/Athens", "Europe/Berlin"}),
        ("UTC+01:00", {"Europe/Berlin", "Europe/London"}),
        ("Etc/GMT-2", {"Etc"}),
        ("Etc/GMT+2", {"Europe/Berlin", "Europe/Athens", "America/Noronha"}),
        ("etc/gmt-10", {"Pacific/Honolulu", "Pacific/Port_Moresby"}),
        ("Etc/GMT-14", {"Pacific/Kiritimati"}),
        *(
            (same, {"Europe/London", "Atlantic/Reykjavik"})
            for same in ("GMT", "Etc/UTC", "Zulu", "Z", "utc", "Etc/Greenwich")
        ),
        *(
            (same, {"Europe/London", "Atlantic/Reykjavik"})
            for same in ("GMT0", "GMT-0", "UTC+00:00", "+0", "Etc/GMT+0")
        ),
        *((same, {"Europe/Berlin", "Europe/Athens"}) for same in ("gmt2", "GMT 2", "UTC2")),
        ("UTC+02:00 Berlin", {"Europe/Berlin"}),
        ("WET", {"Europe/Lisbon"}),
        ("+0530", {"Asia/Kolkata"}),
        ("utc-5", {"America/New_York", "America/Chicago"}),
        ("GMT\u22123:30", {"America/St_Johns"}),
        ("BST", {"Europe/London"}),
        ("PST", {"America/Los_Angeles", "Asia/Manila"}),
        ("IST", {"Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"}),
        ("CET", {"Europe/Berlin"}),
        ("cest", {"Europe/Berlin"}),
        ("EST5EDT", {"America/New_York"}),
        ("AEST", {"Australia/Sydney"}),
        ("NZDT", {"Pacific/Auckland"}),
        ("Berlin", {"Europe/Berlin"}),
        ("europe/berlin", {"Europe/Berlin"}),
        ("New York", {"America/New_York"}),
        ("Kyiv", {"Europe/Kyiv"}),
        ("Kiev", {"Europe/Kiev"}),
        ("Germany", {"Europe/Berlin"}),
        ("south africa", {"Africa/Johannesburg"}),
        ("Europe/Berln", {"Europe/Berlin"}),
        ("", {"Europe/Berlin"}),
        ("Factory", {"Europe/Berlin"}),
        ("GMT+26", {"Europe/Berlin"}),
    ],
)
def test_whatever_is_typed_places_are_offered_and_nothing_of_etc(typed, places):
    found = places_for(typed, DAY)
    assert all(is_place(one) and is_zone(one) for one in found)
    assert 1 <= len(found) <= 3
    if places != {"Etc"}:
        assert places <= set(found), found
    with pytest.raises(CohortError) as error:
        place_named(typed, "The time zone", DAY, AT)
    said = str(error.value)
    assert said.startswith(f"The time zone: {typed!r} ")
    assert "Etc/" not in said.removeprefix(f"The time zone: {typed!r} ")
    for one in found:
        assert f"{one} ({clocks(one, DAY, AT)})" in said


@pytest.mark.parametrize("name", ["Europe/Berlin", "Europe/Kyiv", "Europe/Kiev", "US/Pacific", "Japan", "UTC"])
def test_places_are_taken_under_every_name_in_the_list(name):
    assert place_named(name, "here").key == name


@pytest.mark.parametrize("name", ["Etc/GMT+2", "GMT", "EST5EDT", "CET", "Etc/UTC", "Zulu"])
def test_what_an_earlier_version_took_goes_on_working_and_is_not_taken_anew(name):
    assert zone_named(name, "here").key == name
    with pytest.raises(CohortError, match="names no place"):
        place_named(name, "here")


def test_what_clocks_show_is_said_with_the_hour_in_utc():
    assert clocks("Europe/Berlin", DAY, AT) == (
        "UTC+01:00 in January, UTC+02:00 in July; 14:00 on 2027-03-02 is 13:00 UTC"
    )
    assert clocks("Etc/GMT+2", DAY, AT) == "UTC-02:00 all year; 14:00 on 2027-03-02 is 16:00 UTC"
    assert clocks("Asia/Kolkata", DAY) == "UTC+05:30 all year"
    assert clocks("Pacific/Auckland", DAY, time(9)).endswith("09:00 on 2027-03-02 is 20:00 UTC on 2027-03-01")


@pytest.mark.parametrize(
    ("link", "zone"),
    [
        ("/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"),
        ("/usr/share/zoneinfo/Etc/UTC", "UTC"),
        ("/nowhere", "UTC"),
    ],
)
def test_the_zone_of_this_computer_is_offered_where_it_names_a_place(monkeypatch, link, zone):
    monkeypatch.setattr(zones.os.path, "realpath", lambda _: link)
    assert here() == zone
