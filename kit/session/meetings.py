"""When a cohort meets: its sessions week by week, and any other row of meetings at the same time of day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from zoneinfo import ZoneInfo

from kit.cohort_file import COHORT_FILE
from kit.errors import CohortError
from kit.session.times import WEEKDAYS, Moment, date_typed, local_typed, moment, moment_typed, time_typed, zone_named
from kit.settings import Cohort


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
                raise CohortError(f"{self.where}: {self.table} names {number}; there are {there}, so mend that number.")
        found = [self._meeting(number) for number in self.numbers]
        for one, other in pairwise(found):
            if one.moment.utc >= other.moment.utc:
                raise CohortError(
                    f"{self.where}: {self.name} {one.number} ({one.when}) would not come before {self.name} "
                    f"{other.number} ({other.when}); mend their dates under {self.table}."
                )
        return found

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
            f"{COHORT_FILE}: 'weekday' says {typed} and the first session, {day}, is on a {real}; mend one of them."
        )
