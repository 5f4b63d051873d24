"""Time zones as people name them: places are taken, and for everything else places are offered with their clocks.

An offset or an abbreviation cannot be taken at its word: "GMT+2" has no summer time, its sign is the other way round in
the list of time zones (Etc/GMT+2), and BST, IST and CST mean different hours to different people.
"""

from __future__ import annotations

import difflib
import importlib.resources
import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from kit.errors import CohortError

_NO_PLACE = {"CET", "CST6CDT", "EET", "EST", "EST5EDT", "GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "MET"}
_NO_PLACE |= {"MST", "MST7MDT", "PST8PDT", "UCT", "UTC", "Universal", "WET", "Zulu"}
_NO_ZONE = {"Factory", "localtime"}  # stand in the list, and mean nothing or something else on each computer
_OFFSET = re.compile(
    r"(?:etc/)?(?:(?:utc|gmt|z)\s*([+\-\u2212]?)|([+\-\u2212]))\s*(\d{1,2})(?:[:.]?([0-5]\d))?", re.IGNORECASE
)
_NOTHING = re.compile(r"(?:UTC|GMT|Z)?\s*[+\-\u2212]?\s*00?(?::?00)?")
_GREENWICH = {"GMT", "UTC", "UCT", "Z", "ZULU", "UNIVERSAL", "GREENWICH"}
# Of many places with the same clocks the ones that most people know.
_KNOWN = (
    *("Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Athens", "Europe/Kyiv", "Europe/Istanbul"),
    *("Europe/Lisbon", "Atlantic/Reykjavik", "Asia/Karachi"),
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Toronto"),
    *("America/Sao_Paulo", "America/Mexico_City", "Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin", "Asia/Shanghai"),
    *("Asia/Tokyo", "Asia/Dubai", "Asia/Singapore", "Australia/Sydney", "Africa/Johannesburg", "Africa/Lagos"),
    *("Africa/Nairobi", "Pacific/Auckland", "Pacific/Honolulu"),
)
_MOST = 3


def is_place(name: str) -> bool:
    """Whether a time zone in the list is one of a place, whose clocks are known in summer and winter."""
    return not (name in _NO_PLACE or name.startswith("Etc/"))


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """All names; they are looked up in a folder of hundreds of files."""
    return frozenset(available_timezones())


def here() -> str:
    """The time zone of this computer, as a place; UTC where it does not say."""
    zone = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    return zone if is_zone(zone) and is_place(zone) else "UTC"


def is_zone(name: str) -> bool:
    """Whether *name* is a time zone, spelled as in the list; not every file system sees a difference in spelling."""
    return name in _zones() and name not in _NO_ZONE


def place_named(name: str, where: str, day: date | None = None, at: time | None = None) -> ZoneInfo:
    """The time zone of a place, or UTC. Raises CohortError, beginning with *where*, that offers places.

    With *day* and *at* it says what that time would be elsewhere.
    """
    if is_zone(name) and (is_place(name) or name == "UTC"):
        return ZoneInfo(name)
    raise unknown_zone(name, where, day, at)


def unknown_zone(name: str, where: str, day: date | None = None, at: time | None = None) -> CohortError:
    """Why *name* is not taken, with places that may be meant and what their clocks show."""
    offered = " or ".join(f"{one} ({clocks(one, day, at)})" for one in places_for(name, day))
    abbreviated = is_zone(name) or _OFFSET.fullmatch(name.strip()) or (name.isascii() and name.isupper())
    what = "names no place, so its clocks aren't known in summer and winter" if abbreviated else "is no time zone"
    return CohortError(f"{where}: {name!r} {what}; write for example {offered}.")


def clocks(name: str, day: date | None = None, at: time | None = None) -> str:
    """What clocks of a time zone show, against UTC; with *day* and *at* also what that time there is in UTC."""
    winter, summer = _offsets(name, _year(day))
    offsets = f"{_utc(winter)} all year" if winter == summer else f"{_utc(winter)} in January, {_utc(summer)} in July"
    if day is None or at is None:
        return offsets
    moment = datetime.combine(day, at).replace(tzinfo=ZoneInfo(name)).astimezone(UTC)
    on = "" if moment.date() == day else f" on {moment:%Y-%m-%d}"
    return f"{offsets}; {at:%H:%M} on {day} is {moment:%H:%M} UTC{on}"


def places_for(name: str, day: date | None = None) -> list[str]:
    """Up to three places whose time zone may be meant by *name*: never an offset or an abbreviation."""
    wanted, year = name.strip(), _year(day)
    for places in _guesses(wanted, year):
        chosen = list(_differing(places, year))
        if chosen:
            return chosen[:_MOST]
    return ["Europe/Berlin", "America/Toronto"]


def _guesses(wanted: str, year: int) -> Iterator[Iterable[str]]:
    """Guesses at what is meant, the surest first."""
    typed = wanted.replace(" ", "_").casefold()
    every = sorted(name for name in available_timezones() - _NO_ZONE if is_place(name))
    yield [name for name in every if name.casefold() == typed]
    letters = wanted.upper().removeprefix("ETC/")
    letters = "GMT" if letters in _GREENWICH or _NOTHING.fullmatch(letters) else letters
    if letters != "GMT" and (written := _OFFSET.fullmatch(wanted)):
        sign = -1 if (written[1] or written[2] or "+") in "-\u2212" else 1
        offset = sign * timedelta(hours=int(written[3]), minutes=int(written[4] or 0))
        meant = [name for name in _ordered() if offset in _offsets(name, year)]
        # In the list of time zones the sign is the other way round: whoever copied a name from there means this.
        listed = [name for name in _ordered() if set(_offsets(name, year)) == {-offset}]
        from_list = wanted.casefold().startswith("etc/")
        yield [*list(_differing(meant, year))[: _MOST - 1], *listed[:1]] if from_list else meant
        return
    yield [name for name in _ordered() if letters in _names(name, year)]
    if is_zone(wanted):
        yield [name for name in _ordered() if _offsets(name, year) == _offsets(wanted, year)]
    cities = [name for name in every if name.rpartition("/")[2].casefold() == typed.rpartition("/")[2]]
    # A place that changed its name stands in the list under both; the one of today comes first.
    yield sorted(cities, key=lambda name: name not in _ordered())
    yield _of_country(wanted)
    words = set(re.findall(r"[a-z]{3,}", typed))
    yield [name for name in _ordered() if name.rpartition("/")[2].casefold() in words]
    yield difflib.get_close_matches(wanted, every, 2)


def _differing(names: Iterable[str], year: int) -> Iterator[str]:
    """Of places with the same clocks the first one, so that few places say all that may be meant."""
    seen = set()
    for name in names:
        if (offsets := _offsets(name, year)) not in seen:
            seen.add(offsets)
            yield name


@lru_cache(maxsize=1)
def _ordered() -> tuple[str, ...]:
    """The places of the list as it is today, well-known ones first, then those that stand for several countries."""
    rows = [line.split("\t") for line in _table("zone1970.tab")]
    by_countries = sorted(rows, key=lambda row: -row[0].count(","))
    there = [name for name in (*_KNOWN, *(row[2] for row in by_countries)) if is_zone(name)]
    return tuple(dict.fromkeys(there))


def _of_country(wanted: str) -> list[str]:
    codes = [
        code
        for code, name in (row.split("\t")[:2] for row in _table("iso3166.tab"))
        if wanted.casefold() in (name.casefold(), code.casefold())
    ]
    rows = [line.split("\t") for line in _table("zone.tab")]
    return [row[2] for row in rows if row[0] in codes and is_zone(row[2])]


def _table(name: str) -> list[str]:
    text = (importlib.resources.files("tzdata") / "zoneinfo" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=2048)
def _seasons(name: str, year: int) -> tuple[datetime, datetime]:
    zone = ZoneInfo(name)
    return datetime(year, 1, 15, 12, tzinfo=zone), datetime(year, 7, 15, 12, tzinfo=zone)


def _offsets(name: str, year: int) -> tuple[timedelta, timedelta]:
    winter, summer = (moment.utcoffset() or timedelta() for moment in _seasons(name, year))
    return winter, summer


def _names(name: str, year: int) -> set[str]:
    return {str(moment.tzname()) for moment in _seasons(name, year)}


def _utc(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _year(day: date | None) -> int:
    return (day or date.today()).year
