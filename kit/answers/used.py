"""Which submission of whom entered which release, so that everybody can look up what became of their own answers.

It goes with the submission: what is published, and in the ledger, stays without it.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Column, Connection, ForeignKey, Integer, String, Table, insert, select

from kit.answers.counted import answers_of, stable_answers_of
from kit.answers.schema import metadata, submissions

used = Table(
    "used",
    metadata,
    Column("submission", ForeignKey("submissions.received", ondelete="CASCADE"), primary_key=True),
    Column("item", String, primary_key=True),
    Column("sequence", Integer, nullable=False),
)


def note_used(
    connection: Connection, where: tuple[int, str, str], members: Collection[str], sequence: int, *, stable: bool
) -> None:
    """Note whose answers to an item (*where*: week, exercise, item) have just entered release *sequence*."""
    week, exercise, item = where
    query = stable_answers_of(exercise, item) if stable else answers_of(week, exercise, item)
    found = {row.participant: row.received for row in connection.execute(query)}
    rows = [{"submission": found[one], "item": item, "sequence": sequence} for one in members]
    if rows:
        connection.execute(insert(used), rows)


def used_of(connection: Connection, participant: str) -> dict[tuple[int, str], int]:
    """The release of each answer of *participant* that entered one, by submission and item."""
    mine = select(used).join(submissions).where(submissions.c.participant == participant)
    return {(row.submission, row.item): row.sequence for row in connection.execute(mine)}
