"""Places: who was let in, and how; and whom each session served. No clock time and no order of coming is kept.

The join code is one for all, so whoever knows it could take several places. A session in one place therefore serves no
more of them than people are there; sessions elsewhere let in only who was served so, or who used a slip.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Connection, ForeignKey, String, Table, insert, literal, select

from kit.store.schema import MIGRATIONS, metadata, participants
from kit.store.slips import slips, unused

ROOM, SLIP, BEFORE = "room", "slip", "before"

admitted = Table(
    "admitted",
    metadata,
    Column("participant", ForeignKey(participants.c.id, ondelete="CASCADE"), primary_key=True),
    Column("how", String, CheckConstraint(f"how IN ('{ROOM}', '{SLIP}', '{BEFORE}')"), nullable=False),
)


def gives_slips(connection: Connection) -> bool:
    """Whether the cohort has drawn slips: some are left, or somebody used one."""
    by_slip = select(admitted.c.participant).where(admitted.c.how == SLIP).limit(1)
    return unused(connection) > 0 or connection.scalar(by_slip) is not None


def let_in_by_slip(connection: Connection, participant: str) -> None:
    """Note that *participant*, who has a place, came by a slip."""
    connection.execute(insert(admitted).prefix_with("OR IGNORE"), {"participant": participant, "how": SLIP})


def let_all_in(connection: Connection) -> None:
    """Bring a store of version 2, in which the join code alone was enough, to the form above: who is there stays."""
    metadata.create_all(connection, tables=[slips, admitted])
    everyone = select(participants.c.id, literal(BEFORE))
    connection.execute(insert(admitted).prefix_with("OR IGNORE").from_select(["participant", "how"], everyone))


MIGRATIONS[2] = let_all_in
