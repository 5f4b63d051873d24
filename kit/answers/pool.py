"""Which texts a pool was made of when it was first looked at; they go with the one who wrote them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Boolean, Column, Connection, ForeignKey, String, Table, insert, select, update

from kit.answers.schema import metadata

pool = Table(
    "pool",
    metadata,
    Column("family", String, primary_key=True),
    Column("participant", ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True),
    Column("subject", String, primary_key=True),
    Column("refused", Boolean, nullable=False),
)


def read_pool(connection: Connection, family: str) -> dict[str, bool]:
    """The texts, by what their agreements are about, of a family's pools; and whether each was refused."""
    rows = connection.execute(select(pool).where(pool.c.family == family))
    return {row.subject: bool(row.refused) for row in rows}


def fix_pool(connection: Connection, family: str, texts: Mapping[str, str]) -> None:
    """Fix a pool of *texts*: whose each one is, by what the agreement is about."""
    rows = [{"subject": subject, "participant": one, "refused": False} for subject, one in texts.items()]
    connection.execute(insert(pool), [{**row, "family": family} for row in rows])


def refuse(connection: Connection, family: str, subjects: Collection[str]) -> None:
    """Never offer these texts of a family again."""
    those = (pool.c.family == family) & pool.c.subject.in_(subjects)
    connection.execute(update(pool).where(those).values(refused=True))
