"""Who takes part from a device of their own: their keys, the words that bring them back, and what they agreed to.

Nothing here is a name. A device's key and the words are kept as hashes; both open nothing once they are lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Integer,
    Result,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from kit.answers.consents import Consent, all_consents, give
from kit.answers.places import SLIP, admit
from kit.answers.prepared import Prepared
from kit.answers.recording import Writing
from kit.answers.schema import metadata
from kit.answers.slips import spend
from kit.curriculum.reading import clean_text
from kit.errors import WordsTaken

MOST_DEVICES = 8
WORDS = 4
RECOVERY = "recovery words"  # what their hash is keyed for
_LONGEST = 200

members = Table(
    "members",
    metadata,
    Column("participant", ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True),
    Column("public", String, nullable=False, unique=True),  # what the own device is told; leads to no pseudonym
    Column("words", String, nullable=False, unique=True),
    Column("attempt", String, unique=True),  # of a first join whose reply may be lost; gone after the first consent
)

devices = Table(
    "devices",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("participant", ForeignKey("members.participant", ondelete="CASCADE"), nullable=False, index=True),
    Column("token", String, nullable=False, unique=True),
    Column("last_day", Integer, nullable=False),  # a day, not a time: when the key stops working
    sqlite_autoincrement=True,
)


_SAME = (members.c.words == bindparam("drawn")) | (members.c.attempt == bindparam("tried"))
_KNOWN = Prepared(select(members.c.participant, members.c.public, members.c.words).where(_SAME))
_END_ATTEMPT = Prepared(update(members).where(members.c.participant == bindparam("whose")).values(attempt=None))
_ADD_MEMBER = Prepared(insert(members), "participant", "public", "words", "attempt")
_ADD_DEVICE = Prepared(insert(devices), "participant", "token", "last_day")


@dataclass(frozen=True, kw_only=True)
class Member:
    """A participant with a device: the pseudonym in the store, and the random id that the own device knows."""

    participant: str
    public: str


@dataclass(frozen=True, kw_only=True)
class Key:
    """A device's key as it is kept: its hash, and the last day on which it works (days since 1970)."""

    token: str
    last_day: int


@dataclass(frozen=True, kw_only=True)
class Members:
    """All members by the hash of a device's key with its last day, and what everybody agreed to, by pseudonym."""

    keys: dict[str, tuple[Member, int]]
    consents: dict[str, set[Consent]]


def read_members(connection: Connection) -> Members:
    """Everything that is needed to know a participant by the device's key."""
    rows = connection.execute(select(devices, members.c.public).join(members))
    keys = {row.token: (Member(participant=row.participant, public=row.public), int(row.last_day)) for row in rows}
    return Members(keys=keys, consents=all_consents(connection))


def join(
    writing: Writing, member: Member, words: str, key: Key, attempt: str | None, *, slip: str | None = None
) -> Member:
    """Give *member* a place and a device; a join that was tried before under *attempt* goes on instead.

    *words*, *attempt* and *slip*, which is used up, are hashes. *key* is the only one that works from then on. Raises
    StoreFull where the cohort is complete, SlipUnknown, WordsTaken where the words already belong to somebody.
    """
    connection = writing.connection
    known = _KNOWN.run(connection, {"drawn": words, "tried": attempt}).fetchall()
    if any(theirs == words for _, _, theirs in known):
        raise WordsTaken("These words are taken; draw others.")
    if known:
        before = Member(participant=known[0][0], public=known[0][1])
        connection.execute(delete(devices).where(devices.c.participant == before.participant))
        connection.execute(update(members).where(members.c.participant == before.participant).values(words=words))
        _let_in(writing, before, key)
        return before
    if slip is None:
        writing.recording.enrol(member.participant)
    else:
        spend(connection, writing.recording.enrol, slip, member.participant)
        admit(connection, member.participant, SLIP)
    values = {"participant": member.participant, "public": member.public, "words": words, "attempt": attempt}
    _ADD_MEMBER.run(connection, values)
    _let_in(writing, member, key)
    return member


def add_device(writing: Writing, member: Member, key: Key) -> None:
    """Let one more device in; the oldest of many stops working."""
    connection, mine = writing.connection, devices.c.participant == member.participant
    _let_in(writing, member, key)
    newest = select(devices.c.id).where(mine).order_by(devices.c.id.desc()).limit(MOST_DEVICES)
    connection.execute(delete(devices).where(mine, devices.c.id.not_in(newest)))


def tokens_of(writing: Writing, member: Member) -> set[str]:
    """The hashes of the keys that work for *member*; empty where the member has gone."""
    mine = devices.c.participant == member.participant
    return set(writing.connection.scalars(select(devices.c.token).where(mine)))


def find_by_words(writing: Writing, words: str) -> Member | None:
    """The member whose recovery words have this hash."""
    return _member(writing.connection.execute(select(members).where(members.c.words == words)))


def agree(writing: Writing, member: Member, consent: Consent) -> bool | None:
    """Note what *member* agreed to, which ends an attempt to join; whether anything that was held counts now.

    None where the member has gone; then nothing is noted.
    """
    if _END_ATTEMPT.run(writing.connection, {"whose": member.participant}).rowcount == 0:
        return None
    return give(writing.connection, member.participant, consent)


def plain_words(given: object) -> str:
    """Recovery words as they are compared, from a list or a line of text; empty where these can be none."""
    if isinstance(given, list) and all(isinstance(word, str) for word in given):
        given = " ".join(given)
    if not isinstance(given, str) or len(given) > _LONGEST:
        return ""
    words = clean_text(given).lower().replace(",", " ").replace("-", " ").split()
    return " ".join(words) if len(words) == WORDS else ""


def _let_in(writing: Writing, member: Member, key: Key) -> None:
    values = {"participant": member.participant, "token": key.token, "last_day": key.last_day}
    _ADD_DEVICE.run(writing.connection, values)


def _member(rows: Result[Any]) -> Member | None:
    row = rows.one_or_none()
    return Member(participant=row.participant, public=row.public) if row else None
