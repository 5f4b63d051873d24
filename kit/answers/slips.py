"""Slips: personal codes, drawn by hand or sent one by one, each good for one place, once.

The store keeps a keyed hash of every code that nobody used yet; the transaction that gives the place deletes it.
Nothing stays of a code that was used on a device; on paper or in a bundle it goes on as a code of that person.
Unused slips keep their places free, so there are never more of both than the cohort's size.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Column, Connection, String, Table, bindparam, delete, func, select

from kit.answers.schema import metadata, participants
from kit.errors import SlipUnknown
from kit.text.codes import as_typed

LENGTH = 10
SLIP = "slip"  # what the hash of a code is keyed for

slips = Table("slips", metadata, Column("code", String, primary_key=True))

_USE = delete(slips).where(slips.c.code == bindparam("used"))


def is_slip(given: object) -> bool:
    """Whether *given* has the form of a slip's code, however it is typed."""
    return len(as_typed(given)) == LENGTH


def unused(connection: Connection) -> int:
    """How many slips were drawn and not used yet."""
    return connection.scalar(select(func.count()).select_from(slips)) or 0


def is_unused(connection: Connection, code: str) -> bool:
    """Whether the slip whose *code* has this hash was drawn and not used yet."""
    return connection.scalar(select(slips.c.code).where(slips.c.code == code)) is not None


def unused_codes(connection: Connection) -> set[str]:
    """The hashes of the slips that were not used yet."""
    return set(connection.scalars(select(slips.c.code)))


def free(connection: Connection, size: int) -> int:
    """How many places of a cohort of *size* are neither taken nor kept for a slip."""
    taken = connection.scalar(select(func.count()).select_from(participants)) or 0
    return max(0, size - taken - unused(connection))


def spend(connection: Connection, enrol: Callable[[str], None], code: str, participant: str) -> None:
    """Use up the slip whose *code* has this hash, and *enrol* the participant in the place that was kept for it.

    Raises SlipUnknown where no slip is left under it; the caller then takes everything back.
    """
    if connection.execute(_USE, {"used": code}).rowcount == 0:
        raise SlipUnknown("No unused slip has this code; compare it with the slip, or ask for a new one.")
    enrol(participant)
