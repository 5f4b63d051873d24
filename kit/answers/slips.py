"""Slips: personal codes, drawn by hand or sent one by one, each good for one place, once.

The store keeps a keyed hash of every code that nobody used yet, and nothing of one that was used: the transaction that
gives the place deletes it. Unused slips keep their places free, so there are never more of both than the cohort's size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, String, Table, bindparam, delete, func, insert, select

from kit.answers.schema import metadata, participants
from kit.errors import StoreError, StoreFull
from kit.text.codes import as_typed, drawn

if TYPE_CHECKING:
    from kit.answers.recording import Recording
    from kit.answers.store import Store

LENGTH = 10
SLIP = "slip"  # what the hash of a code is keyed for

slips = Table("slips", metadata, Column("code", String, primary_key=True))

_USE = delete(slips).where(slips.c.code == bindparam("used"))


class SlipUnknown(StoreError):
    """No slip that is left has this code: it was used, cancelled, or never drawn; nothing tells which."""


def is_slip(given: object) -> bool:
    """Whether *given* has the form of a slip's code, however it is typed."""
    return len(as_typed(given)) == LENGTH


def hidden(store: Store, given: object) -> str:
    """The keyed hash under which the slip with this code is kept, however the code is typed."""
    return store.hidden(SLIP, as_typed(given))


def unused(connection: Connection) -> int:
    """How many slips were drawn and not used yet."""
    return connection.scalar(select(func.count()).select_from(slips)) or 0


def unused_codes(connection: Connection) -> set[str]:
    """The hashes of the slips that were not used yet."""
    return set(connection.scalars(select(slips.c.code)))


def free(connection: Connection, size: int) -> int:
    """How many places of a cohort of *size* are neither taken nor kept for a slip."""
    taken = connection.scalar(select(func.count()).select_from(participants)) or 0
    return max(0, size - taken - unused(connection))


def draw_slips(store: Store, number: int | None = None) -> list[str]:
    """Draw *number* slips (default: one for each place that is left), and return their codes: nobody can a second time.

    Raises StoreFull where there are fewer places left than that.
    """
    with store.transaction() as connection:
        left = free(connection, store.cohort.size)
        wanted = left if number is None else number
        if wanted > left or not wanted:
            raise StoreFull(_too_many(store, connection, wanted, left))
        codes = [drawn(LENGTH) for _ in range(wanted)]
        # In an order of their own, so that none tells where on the sheet its code stands.
        connection.execute(insert(slips), [{"code": code} for code in sorted(hidden(store, one) for one in codes)])
    return codes


def cancel_slips(store: Store) -> int:
    """Cancel every slip that was not used, as for a sheet that was lost; how many there were."""
    with store.transaction() as connection:
        return connection.execute(delete(slips)).rowcount


def spend(connection: Connection, recording: Recording, code: str, participant: str) -> None:
    """Use up the slip whose *code* has this hash, and give *participant* the place that was kept for it.

    Raises SlipUnknown where no slip is left under it; the caller then takes everything back.
    """
    if connection.execute(_USE, {"used": code}).rowcount == 0:
        raise SlipUnknown("No unused slip has this code; compare it with the slip, or ask for a new one.")
    recording.enrol(participant)


def _too_many(store: Store, connection: Connection, wanted: int, left: int) -> str:
    kept = unused(connection)
    cancel = f" {kept} are kept for slips that nobody used yet; cancel those with: kit slips --cancel." if kept else ""
    return (
        f"Of the {store.cohort.size} places of the cohort {store.cohort.slug} {left or 'none'} can be given by slips, "
        f"so {wanted or 'no'} slips are drawn.{cancel} If more people belong to it, raise 'size' in cohort.toml."
    )
