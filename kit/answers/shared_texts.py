"""Texts that their authors agreed to share: each agreement is about one exact text, and ends when that is replaced."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Boolean, Column, Connection, ForeignKey, String, Table, insert, select, update

from kit.answers.consents import PAGE, QUOTED, SHOWN, Consent, agreed, consents_of, note, take_back
from kit.answers.schema import metadata
from kit.answers.sealing.envelopes import SHARED
from kit.answers.store import Store
from kit.sending.submissions import Submission


def subject_of(store: Store, participant: str, week: int, exercise: str, item: str, text: str) -> str:
    """What an agreement about a text is about: where it was written, and a keyed hash that tells it from any other.

    The hash is under the key of its author. Raises NotJoined where that is destroyed.
    """
    return f"{week}/{exercise}/{item}/{store.envelopes.hidden(participant, SHARED, store.hidden(SHARED, text))}"


def agreements(subject: str, version: str, *, quote: bool) -> list[Consent]:
    """What is agreed to by sharing a text under *version* of the notice, and by letting it be quoted as well."""
    purposes = (SHOWN, QUOTED) if quote else (SHOWN,)
    return [Consent(purpose=purpose, subject=subject, version=version, how=PAGE) for purpose in purposes]


def note_sharing(connection: Connection, participant: str, submission: Submission, given: Iterable[Consent]) -> None:
    """Note what was *given* with a submission; what was agreed about earlier texts of its exercise ends."""
    fresh, place = set(given), f"{submission.week}/{submission.exercise}/"
    for consent in consents_of(connection, participant):
        if consent.purpose in (SHOWN, QUOTED) and consent.subject.startswith(place) and consent not in fresh:
            take_back(connection, participant, consent.purpose, consent.subject)
    for consent in fresh:
        note(connection, participant, consent)


def shared_in(
    store: Store, participant: str, submission: Submission, given: Iterable[Consent]
) -> dict[str, dict[str, str | bool]]:
    """By item of a submission, where its text may be shown by *given*: under which notice, and whether to be quoted."""
    known, shared = list(given), dict[str, dict[str, str | bool]]()
    for item, text in submission.answers.items():
        if isinstance(text, str):
            subject = subject_of(store, participant, submission.week, submission.exercise, item, text)
            versions = [one.version for one in known if (one.purpose, one.subject) == (SHOWN, subject)]
            if versions:
                shared[item] = {"version": versions[-1], "quote": agreed(known, QUOTED, subject=subject)}
    return shared


# Which texts a pool was made of when it was first looked at; they go with the one who wrote them.

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
