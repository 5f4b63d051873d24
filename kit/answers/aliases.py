"""Further codes under which the same participant has sent something, so that each of them can withdraw everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Column, Connection, ForeignKey, String, Table, insert, select

from kit.answers.schema import metadata

aliases = Table(
    "aliases",
    metadata,
    Column("code", String, primary_key=True),  # the pseudonym that the code alone would give
    Column("participant", ForeignKey("participants.id", ondelete="CASCADE"), nullable=False, index=True),
)

_NOTE = insert(aliases).prefix_with("OR IGNORE")


def note_alias(connection: Connection, code: str, participant: str) -> None:
    """Remember that the pseudonym *code* stands for *participant*, unless it is the same."""
    note_aliases(connection, {participant: [code]})


def note_aliases(connection: Connection, known_as: Mapping[str, Iterable[str]]) -> None:
    """As ``note_alias``, for all codes of several participants."""
    rows = [
        {"code": code, "participant": participant}
        for participant, codes in known_as.items()
        for code in codes
        if code != participant
    ]
    if rows:
        connection.execute(_NOTE, rows)


def whose(connection: Connection, code: str) -> str:
    """The participant for whom the pseudonym *code* stands: most often itself."""
    return connection.scalar(select(aliases.c.participant).where(aliases.c.code == code)) or code


def all_aliases(connection: Connection) -> dict[str, str]:
    """Every code with the participant for whom it stands."""
    return {row.code: row.participant for row in connection.execute(select(aliases))}


def aliases_of(connection: Connection, participant: str) -> list[str]:
    """The other pseudonyms that stand for *participant*."""
    return list(connection.scalars(select(aliases.c.code).where(aliases.c.participant == participant)))
