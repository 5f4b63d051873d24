"""The calendar file that a browser makes by itself, read back by a calendar library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar, Event
from playwright.sync_api import Page

from kit.widgets.bundler import STATIC
from tests.browser.bare import serving_files

PAGE = '<!doctype html><html lang="en"><head><title>A bare page</title></head></html>'
NOW = "2027-03-02T09:05:07.123Z"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    script = (STATIC / "shared" / "calendar.js").read_text("utf-8")
    with serving_files({"/": ("text/html", PAGE), "/calendar.js": ("text/javascript", script)}) as found:
        yield found


@pytest.fixture
def made(page: Page, address: str) -> Any:
    """``made(date="2027-06-01")`` is the file's text, or None."""
    page.goto(address)

    def make(**values: str) -> str | None:
        asked = json.dumps({"date": "2027-06-01", "title": "A day to remember", "uid": "one", **values})
        given = f"{{ ...{asked}, now: new Date('{NOW}') }}"
        return page.evaluate(f"async () => (await import('./calendar.js')).calendarFile({given})")

    return make


def event(text: str) -> Event:
    calendar = Calendar.from_ical(text)
    [found] = calendar.walk("VEVENT")
    assert (calendar["VERSION"], calendar.errors, found.errors) == ("2.0", [], [])
    return found


def test_it_is_one_whole_day_that_blocks_nothing_and_is_shown_to_nobody(made: Any) -> None:
    found = event(made())
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (date(2027, 6, 1), date(2027, 6, 2))
    assert found["DTSTART"].params["VALUE"] == "DATE"
    assert found.decoded("DTSTAMP") == datetime(2027, 3, 2, 9, 5, 7, tzinfo=UTC)
    assert (found["UID"], found["SUMMARY"]) == ("one", "A day to remember")
    assert (found["TRANSP"], found["CLASS"]) == ("TRANSPARENT", "PRIVATE")


@pytest.mark.parametrize(("day", "following"), [("2027-12-31", date(2028, 1, 1)), ("2028-02-29", date(2028, 3, 1))])
def test_the_day_after_is_right_at_the_end_of_a_year_and_in_a_leap_year(made: Any, day: str, following: date) -> None:
    found = event(made(date=day))
    assert found.decoded("DTSTART") == date.fromisoformat(day)
    assert found.decoded("DTEND") == following


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_day_is_the_same_wherever_the_browser_is(browser: Any, address: str, zone: str) -> None:
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    page.goto(address)
    given = f"{{ date: '2027-03-28', title: 't', uid: 'u', now: new Date('{NOW}') }}"
    text = page.evaluate(f"async () => (await import('./calendar.js')).calendarFile({given})")
    context.close()
    assert event(text).decoded("DTSTART") == date(2027, 3, 28)


@pytest.mark.parametrize("day", ["2027-02-30", "2027-02-29", "2027-13-01", "2027-00-10", "27-01-01", "", "soon"])
def test_a_date_that_does_not_exist_makes_no_file(made: Any, day: str) -> None:
    assert made(date=day) is None


@pytest.mark.parametrize(
    "title",
    [
        "Commas, semicolons; and a back\\slash, even \\n as it is typed",
        "Two\nlines",
        "ä" * 80,
        "🌱" * 60,
        "x" * 500,
        "END:VEVENT\nBEGIN:VEVENT",
    ],
)
def test_every_title_comes_back_as_it_was_in_lines_that_every_program_reads(made: Any, title: str) -> None:
    text = made(title=title)
    assert event(text)["SUMMARY"] == title
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.encode().split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()


def test_signs_that_no_calendar_may_hold_become_spaces(made: Any) -> None:
    assert event(made(title="a\x00b\tc\x7fd\r\ne"))["SUMMARY"] == "a b c d\ne"
