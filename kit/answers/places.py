"""Places: who was let in, and how; and whom each session served. No clock time is kept.

The join code is one for all, so whoever knows it could take several places. A session in one room therefore serves no
more of them than people are there, and lets in no more newcomers than there are more people than are known already.
Sessions elsewhere let in only who was served so, or who used a slip.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from kit.answers.prepared import Prepared
from kit.answers.schema import MIGRATIONS, metadata, participants
from kit.answers.slips import slips, unused
from kit.errors import NoPlaceLeft, NotCounted, NothingToGiveBack, NotNew

ROOM, SLIP, BEFORE = "room", "slip", "before"

admitted = Table(
    "admitted",
    metadata,
    Column("participant", ForeignKey(participants.c.id, ondelete="CASCADE"), primary_key=True),
    Column("how", String, CheckConstraint(f"how IN ('{ROOM}', '{SLIP}', '{BEFORE}')"), nullable=False),
)

# Whoever withdraws leaves an empty row, which the next one takes over: the number that the room sees tells of nobody.
served = Table(
    "served",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session", String, nullable=False),
    Column("participant", ForeignKey(participants.c.id, ondelete="SET NULL")),
    Column("newcomer", Boolean, nullable=False),  # let in by the code of this very session
    UniqueConstraint("session", "participant"),
)

# One row for each time that places were given back: a number, and nothing of whose they were.
freed = Table("freed", metadata, Column("number", Integer, primary_key=True))

# All that serving must know, in one look: every statement waits its turn anew while a room joins.
_HERE = served.c.session == bindparam("now")
_STANDING = Prepared(
    select(
        func.max(case((served.c.participant == bindparam("whose"), served.c.id))),
        func.min(case((served.c.participant.is_(None), served.c.id))),
        func.count(),
        func.count(case((served.c.newcomer, served.c.id))),
    ).where(_HERE)
)
_TAKEN = select(func.count()).where(_HERE)
_SERVE = Prepared(insert(served), "session", "participant", "newcomer")
_TAKE_OVER = Prepared(update(served).where(served.c.id == bindparam("empty")), "participant")
_ADMIT = Prepared(insert(admitted).prefix_with("OR IGNORE"), "participant", "how")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many places *session* serves (None: nobody said yet), and how many of them by its code to newcomers."""

    session: str
    people: int | None
    newcomers: int = 0


def to_be_counted(limits: Limits) -> int:
    """How many people are here. Raises NotCounted where nobody said it yet."""
    if limits.people is None:
        raise NotCounted("The facilitator hasn't said yet how many people are here.")
    return limits.people


def serve(connection: Connection, limits: Limits, participant: str, *, newcomer: bool = False) -> int:
    """Count *participant* among those whom the session serves, once is enough for all of it; how many places it gave.

    Raises NotCounted, NoPlaceLeft, NotNew; the caller then takes everything back.
    """
    here = {"now": limits.session, "whose": participant}
    mine, empty, taken, newcomers = _STANDING.run(connection, here).fetchone()
    if mine is not None:
        return int(taken)
    people = to_be_counted(limits)
    if empty is not None:
        _TAKE_OVER.run(connection, {"empty": empty, "participant": participant})
    else:
        if taken >= people:
            raise NoPlaceLeft("As many people are served as are here.")
        if newcomer and newcomers >= limits.newcomers:
            raise NotNew("As many newcomers were let in as are here.")
        _SERVE.run(connection, {"session": limits.session, "participant": participant, "newcomer": newcomer})
        taken += 1
    admit(connection, participant, ROOM)
    return int(taken)


def admit(connection: Connection, participant: str, how: str) -> None:
    """Note how *participant* was let in; the first way counts."""
    _ADMIT.run(connection, {"participant": participant, "how": how})


def served_in(connection: Connection, session: str) -> set[str]:
    """The pseudonyms that *session* serves."""
    mine = select(served.c.participant).where(served.c.session == session, served.c.participant.is_not(None))
    return set(connection.scalars(mine))


def taken_in(connection: Connection, session: str) -> int:
    """How many places of *session* are taken; it counts joinings, not answers."""
    return connection.scalar(_TAKEN, {"now": session}) or 0


def how_often_freed(connection: Connection) -> int:
    """How often places were given back in this cohort."""
    return connection.scalar(select(func.count()).select_from(freed)) or 0


def give_back(connection: Connection, session: str, *, here: Collection[str] = (), only_one: bool = False) -> set[str]:
    """Give back the places that *session* gave to newcomers by its code, or *only_one* of them; whose they were.

    Never one of *here*. Only while nothing could be sent in *session* yet: then nobody who is chosen ever sent
    anything, and what happens is the same whatever others sent. Raises NothingToGiveBack, and notes nothing then.
    """
    mine = select(served.c.id, served.c.participant).where(served.c.session == session, served.c.newcomer)
    rows = [row for row in connection.execute(mine.order_by(served.c.id)) if row.participant not in here]
    # A place that a newcomer left can have been taken over by somebody who was there before.
    new = _first_served(connection, session)
    rows = [row for row in rows if row.participant is None or row.participant in new]
    # Rather one that nobody has any more, then the one that was taken first: whoever came last may still be reading.
    rows.sort(key=lambda row: row.participant is not None)
    chosen = rows[:1] if only_one else rows
    if not chosen:
        raise NothingToGiveBack(
            "No place was given back: each one that was taken with today's code is open on a device, or nobody new has "
            "joined yet."
        )
    whose = {row.participant for row in chosen if row.participant is not None}
    connection.execute(delete(served).where(served.c.id.in_([row.id for row in chosen])))
    connection.execute(delete(participants).where(participants.c.id.in_(whose)))
    connection.execute(insert(freed), [{}])
    return whose


def _first_served(connection: Connection, session: str) -> set[str]:
    """Whoever was let in by a join code and served in no session but *session*."""
    before = select(served.c.participant).where(served.c.session != session, served.c.participant.is_not(None))
    by_code = select(admitted.c.participant).where(admitted.c.how == ROOM, admitted.c.participant.not_in(before))
    return set(connection.scalars(by_code))


def gives_slips(connection: Connection) -> bool:
    """Whether the cohort has drawn slips: some are left, or somebody used one."""
    by_slip = select(admitted.c.participant).where(admitted.c.how == SLIP).limit(1)
    return unused(connection) > 0 or connection.scalar(by_slip) is not None


def let_all_in(connection: Connection, _envelopes: object) -> None:
    """Bring a store of version 2, in which the join code alone was enough, to the form above: who is there stays."""
    metadata.create_all(connection, tables=[slips, admitted, served, freed])
    everyone = select(participants.c.id, literal(BEFORE))
    connection.execute(insert(admitted).prefix_with("OR IGNORE").from_select(["participant", "how"], everyone))


MIGRATIONS[2] = let_all_in
