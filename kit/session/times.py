"""Dates, times of day and time zones as they are typed, and the moments that they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kit.errors import CohortError
from kit.session.zones import is_zone, unknown_zone

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::00)?", re.ASCII)
# Beyond these a slip of the pen is likelier than a plan, and years near 9999 leave no room for the weeks after.
_YEARS = range(2000, 2200)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A moment as people at the place say it and in UTC; ``twice`` where their clocks show that time twice."""

    local: datetime
    utc: datetime
    twice: bool = False


def zone_named(name: str, where: str) -> ZoneInfo:
    """The time zone called *name*. Raises CohortError, beginning with *where*, that offers what may be meant."""
    if not is_zone(name):
        raise unknown_zone(name, where)
    return ZoneInfo(name)


def date_typed(text: str, where: str) -> date:
    """The date that *text* spells. Raises CohortError, beginning with *where*, for one that does not exist."""
    try:
        if _DATE.fullmatch(text) and (found := date.fromisoformat(text)).year in _YEARS:
            return found
    except ValueError:
        pass
    raise CohortError(f"{where}: {text!r} is no date; write year-month-day, for example 2027-03-02.")


def time_typed(text: str, where: str) -> time:
    """The time of day that *text* spells. Raises CohortError beginning with *where*."""
    if not _TIME.fullmatch(text):
        raise CohortError(f"{where}: {text!r} is no time of day; write hours and minutes, for example 14:00.")
    return time.fromisoformat(text)


def moment_typed(text: str, zone: ZoneInfo, where: str) -> Moment:
    """The moment in *zone* that a date and a time with a space between them spell. Raises CohortError."""
    return moment(local_typed(text, where), zone, where)


def local_typed(text: str, where: str) -> datetime:
    """The date and time that *text* spells, of no zone yet. Raises CohortError beginning with *where*."""
    day, _, at = text.replace("T", " ").partition(" ")
    if not at:
        raise CohortError(f"{where}: {text!r} must be a date and a time, for example 2027-03-25 14:00.")
    return datetime.combine(date_typed(day, where), time_typed(at, where))


def moment(local: datetime, zone: ZoneInfo, where: str) -> Moment:
    """The moment at which clocks in *zone* show *local*; of two, the first.

    Raises CohortError, beginning with *where*, for a time that the clocks leave out, and offers the next valid one.
    """
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != local:
        after = _change_between(second, first, zone).astimezone(zone)
        raise CohortError(
            f"{where}: there is no {local:%H:%M} on {local:%Y-%m-%d} in {zone.key}, because the clocks go forward "
            f"then; the next time that exists is {after:%Y-%m-%d %H:%M}."
        )
    return Moment(local=local.replace(tzinfo=zone), utc=first, twice=first != second)


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which the clocks of *zone* change between these two moments."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == offset else (before, middle)
    return after
