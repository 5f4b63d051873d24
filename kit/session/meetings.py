"""When a cohort meets: its sessions week by week, and any other row of meetings at the same time of day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from zoneinfo import ZoneInfo

from kit.errors import CohortError
from kit.session.zones import is_zone, unknown_zone
from kit.settings import COHORT_FILE, Cohort

# Dates, times of day and time zones as they are typed, and the moments that they mean.

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
        if _DATE.fullmatch(text) and (day := date.fromisoformat(text)).year in _YEARS:
            return day
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


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting with its place in the row, its beginning and its length.

    ``key`` stays the same for ever, whenever it takes place: by it a calendar knows the meeting again.
    """

    key: str
    number: int
    moment: Moment
    minutes: int

    @property
    def end(self) -> datetime:
        """When it ends, as clocks at the place show it, also where they change in between."""
        return (self.moment.utc + timedelta(minutes=self.minutes)).astimezone(self.moment.local.tzinfo)

    @property
    def when(self) -> str:
        """Day and time as clocks at the place show them: ``Tuesday 2027-03-02, 14:00 to 15:30``."""
        start = self.moment.local
        return f"{WEEKDAYS[start.weekday()]} {start:%Y-%m-%d}, {start:%H:%M} to {self.end:%H:%M}"


@dataclass(frozen=True, kw_only=True)
class Row:
    """Meetings that come back at the same time of day, every so many weeks; some of them may have *moved*.

    ``key`` begins their keys, ``name`` is what one of them is called, ``numbers`` counts them, and the meeting
    ``numbers[0]`` is at *first*. ``moved`` says by number when else one of them takes place; that stands in the
    table ``table`` of the file ``where``.
    """

    key: str
    name: str
    numbers: Sequence[int]
    first: datetime
    zone: ZoneInfo
    minutes: int
    weeks: int
    moved: Mapping[int, str]
    where: str
    table: str = "[moved]"

    def meetings(self) -> list[Meeting]:
        """The meetings in order. Raises CohortError naming the one that cannot be when it is planned."""
        for number in self.moved:
            if number not in self.numbers:
                there = f"{self.numbers[0]} to {self.numbers[-1]}"
                raise CohortError(f"{self.where}: {self.table} names {number}; there are {there}, so fix that number.")
        meetings = [self._meeting(number) for number in self.numbers]
        for meeting, other in pairwise(meetings):
            if meeting.moment.utc >= other.moment.utc:
                raise CohortError(
                    f"{self.where}: {self.name} {meeting.number} ({meeting.when}) wouldn't come before {self.name} "
                    f"{other.number} ({other.when}); fix their dates under {self.table}."
                )
        return meetings

    def _meeting(self, number: int) -> Meeting:
        if number in self.moved:
            where = f"{self.where}: {self.table}, {self.name} {number}"
            when = moment_typed(self.moved[number], self.zone, where)
        else:
            planned = self.first + timedelta(weeks=self.weeks * (number - self.numbers[0]))
            when = self._planned(planned, number)
        return Meeting(key=f"{self.key}/{number}", number=number, moment=when, minutes=self.minutes)

    def _planned(self, local: datetime, number: int) -> Moment:
        try:
            return moment(local, self.zone, f"{self.where}: {self.name} {number}")
        except CohortError as error:
            raise CohortError(f"{error} Write that, or another time, under {self.table}.") from None


def sessions(cohort: Cohort, weeks: Sequence[int]) -> list[Meeting]:
    """The sessions of *cohort* for the *weeks* of its curriculum, a week apart and always at the same time of day.

    Raises CohortError saying which line of cohort.toml is missing or wrong, and how to mend it.
    """
    row = Row(
        key="week",
        name="week",
        numbers=weeks,
        first=first_session(cohort),
        zone=zone_of(cohort),
        minutes=cohort.session_minutes,
        weeks=1,
        moved=cohort.moved,
        where=COHORT_FILE,
    )
    return row.meetings()


def wrong_times(cohort: Cohort, weeks: Sequence[int]) -> list[str]:
    """All that is wrong in what cohort.toml says of when its sessions are, a sentence each.

    What is left empty isn't wrong: then nothing is planned yet.
    """
    readers: list[Callable[[], object]] = [lambda: zone_of(cohort), lambda: _weekday_typed(cohort.weekday)]
    if cohort.first_session:
        readers.append(lambda: _day(cohort))
    if cohort.time:
        readers.append(lambda: _time(cohort))
    readers += [partial(local_typed, when, _where_moved(number)) for number, when in cohort.moved.items()]
    wrong = list(_refusals(readers))
    planned = cohort.first_session and cohort.time
    return wrong or (list(_refusals([lambda: sessions(cohort, weeks)])) if planned and weeks else [])


def _refusals(readers: Iterable[Callable[[], object]]) -> Iterator[str]:
    for reader in readers:
        try:
            reader()
        except CohortError as error:
            yield str(error)


def _where_moved(number: int) -> str:
    return f"{COHORT_FILE}: [moved], week {number}"


def _day(cohort: Cohort) -> date:
    return date_typed(cohort.first_session, f"{COHORT_FILE}: 'first_session'")


def _time(cohort: Cohort) -> time:
    return time_typed(cohort.time, f"{COHORT_FILE}: 'time'")


def first_session(cohort: Cohort) -> datetime:
    """When the first session is planned, by the clocks of the place. Raises CohortError as ``sessions`` does."""
    for key, example in (("first_session", "2027-03-02"), ("time", "14:00")):
        if not getattr(cohort, key):
            raise CohortError(f"{COHORT_FILE}: '{key}' is empty; write for example {key} = \"{example}\".")
    day, at = _day(cohort), _time(cohort)
    _weekday_typed(cohort.weekday)
    _same_weekday(cohort.weekday, WEEKDAYS[day.weekday()], cohort.first_session)
    return datetime.combine(day, at)


def zone_of(cohort: Cohort) -> ZoneInfo:
    """The time zone of *cohort*. Raises CohortError that offers what may be meant."""
    return zone_named(cohort.time_zone, f"{COHORT_FILE}: 'time_zone'")


def _weekday_typed(typed: str) -> None:
    if typed and typed.strip().capitalize() not in WEEKDAYS:
        raise CohortError(
            f"{COHORT_FILE}: 'weekday' is {typed!r}; write it in English, {WEEKDAYS[0]} to {WEEKDAYS[-1]}, or leave it "
            "empty."
        )


def _same_weekday(typed: str, real: str, day: str) -> None:
    if typed and typed.strip().capitalize() != real:
        raise CohortError(
            f"{COHORT_FILE}: 'weekday' says {typed} and the first session, {day}, is on a {real}; fix one of them."
        )


# How long raw answers may be kept: a number of days after the last session, which a cohort can only make smaller.


def keep_until(cohort: Cohort, weeks: Sequence[int]) -> date | None:
    """The last day on which the raw answers of *cohort* may be kept; None where it has no first session.

    Raises CohortError where the dates in cohort.toml cannot be read.
    """
    if not cohort.first_session:
        return None
    # The hour does not matter here, so one that is not written down yet stops nobody.
    dated = replace(cohort, time=cohort.time or "12:00")
    last = sessions(dated, sorted(number for number in weeks if number) or [1])[-1]
    return last.moment.local.date() + timedelta(days=cohort.keep_days)
