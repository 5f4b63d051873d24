"""How old a device's key is, told by a day that the store keeps itself: a computer's clock may be years off.

The store's day never goes back. It follows the computer's clock, by a few days at the most each time that clock shows
another day than before. So neither a clock that jumps ahead nor one that begins in 1970 ends anybody's key, and where
nobody knows how much time has passed, a key rather works a while longer: its end is the end of the cohort in any case.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, Table, delete, func, insert, select

from kit.answers.members import devices
from kit.answers.schema import metadata

DAYS = 90  # for which a device's key works
# Sessions are a week apart. A clock that is wrong all the time ends no key before a whole cohort has met.
STEP = 7

days = Table(
    "days",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("shown", Integer, nullable=False),  # what the computer's clock showed when it last took a step
)


def day_of(connection: Connection, shown: int) -> int:
    """The store's day, moved on by what can be believed of *shown*, the computer's day (days since 1970)."""
    kept = connection.execute(select(days)).one_or_none()
    day = kept.day if kept else _first(connection, shown)
    if kept is None or kept.shown != shown:
        day = min(max(day, shown), day + STEP)
        connection.execute(delete(days))
        connection.execute(insert(days), {"day": day, "shown": shown})
    return day


def _first(connection: Connection, shown: int) -> int:
    """The day to begin with: where keys are older than this table, that on which the newest of them was made."""
    newest = connection.scalar(select(func.max(devices.c.last_day)))
    return shown if newest is None else int(newest) - DAYS
