"""What each participant agreed to: for which purpose, under which version of the notice, and how it was given.

The purposes build on one another: a text is shown only where it may be counted, and quoted only where it may be shown.
Taking one back takes back all that build on it. No clock time is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, String, Table, bindparam, delete, insert, select, update

from kit.answers.prepared import Prepared
from kit.answers.schema import MIGRATIONS, metadata, participants, submissions
from kit.errors import UnknownName

COUNTED, SHOWN, QUOTED = PURPOSES = ("aggregate", "text", "quote")
EVERYTHING = ""
PAGE = "page"  # given on the page of a session; on paper it is given in words, as the facilitator wrote them

consents = Table(
    "consents",
    metadata,
    Column("participant", ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True),
    Column("purpose", String, primary_key=True),
    # What exactly: empty for everything one answers; for a text, what tells this exact text from any other.
    Column("subject", String, primary_key=True),
    Column("version", String, primary_key=True),  # of the notice; empty where it was read elsewhere, as on paper
    Column("how", String, nullable=False),
)


# Who no longer wants to be counted, so that a file that is brought in once more does not undo that.
taken_back = Table(
    "taken_back",
    metadata,
    Column("participant", ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True),
)


# Who was told what has changed since they agreed, up to which version of the notice.
told = Table(
    "told",
    metadata,
    Column("participant", ForeignKey("participants.id", ondelete="CASCADE"), primary_key=True),
    Column("version", String, primary_key=True),
)


# Made once, for a room agrees all at the same moment.
_NOTE = Prepared(insert(consents).prefix_with("OR IGNORE"), "participant", "purpose", "subject", "version", "how")
_TOLD = Prepared(insert(told).prefix_with("OR IGNORE"), "participant", "version")
_COUNT_AGAIN = Prepared(delete(taken_back).where(taken_back.c.participant == bindparam("whose")))
_HELD = (submissions.c.participant == bindparam("whose")) & submissions.c.consent.is_(None)
_RELEASE_HELD = Prepared(update(submissions).where(_HELD).values(consent=bindparam("words")))


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One agreement: its purpose, what exactly it is about, the notice's version, and how it was given in words."""

    purpose: str
    version: str
    how: str
    subject: str = EVERYTHING

    def __post_init__(self) -> None:
        with_it(self.purpose)

    @property
    def words(self) -> str:
        """What stands beside each answer that is counted under it."""
        return f"{self.purpose} {self.version}" if self.version else self.how


def with_it(purpose: str) -> tuple[str, ...]:
    """The purposes that end with *purpose*: itself and all that build on it. Raises UnknownName."""
    if purpose not in PURPOSES:
        raise UnknownName(f"There's no purpose {purpose!r}; there are {', '.join(PURPOSES)}.")
    return PURPOSES[PURPOSES.index(purpose) :]


def note(connection: Connection, participant: str, consent: Consent) -> None:
    """Note that *participant* agreed. Twice does no harm."""
    note_all(connection, [participant], consent)


def note_all(connection: Connection, everyone: Iterable[str], consent: Consent) -> None:
    """As ``note``, for several."""
    _NOTE.run_each(connection, [{"participant": participant, **vars(consent)} for participant in everyone])


def give(connection: Connection, participant: str, consent: Consent) -> bool:
    """Note that *participant* agreed in person; whether anything that was held counts from now on."""
    note(connection, participant, consent)
    if consent.purpose != COUNTED:
        return False
    _COUNT_AGAIN.run(connection, {"whose": participant})
    return _RELEASE_HELD.run(connection, {"whose": participant, "words": consent.words}).rowcount > 0


def take_back(connection: Connection, participant: str, purpose: str, subject: str = EVERYTHING) -> None:
    """End an agreement, in every version, and those that build on it; without a *subject* whatever they are about.

    Answers that are no longer to be counted stay, held. What is published stands. Raises UnknownName.
    """
    ended = (consents.c.participant == participant) & consents.c.purpose.in_(with_it(purpose))
    if subject != EVERYTHING:
        ended &= consents.c.subject == subject
    connection.execute(delete(consents).where(ended))
    there = connection.scalar(select(participants.c.id).where(participants.c.id == participant))
    if purpose == COUNTED and there:
        connection.execute(update(submissions).where(submissions.c.participant == participant).values(consent=None))
        connection.execute(insert(taken_back).prefix_with("OR IGNORE"), {"participant": participant})


def who_took_back(connection: Connection) -> set[str]:
    """The pseudonyms of all who no longer want to be counted."""
    return set(connection.scalars(select(taken_back.c.participant)))


def consents_of(connection: Connection, participant: str) -> list[Consent]:
    """Everything *participant* agreed to and did not take back, in a fixed order."""
    mine = select(consents).where(consents.c.participant == participant)
    rows = connection.execute(mine.order_by(consents.c.purpose, consents.c.subject, consents.c.version))
    return [_consent(row) for row in rows]


def all_consents(connection: Connection) -> dict[str, set[Consent]]:
    """What everybody agreed to, by pseudonym."""
    given: dict[str, set[Consent]] = {}
    for row in connection.execute(select(consents)):
        given.setdefault(row.participant, set()).add(_consent(row))
    return given


def tell(connection: Connection, participant: str, version: str) -> None:
    """Note that *participant* was told what has changed up to *version* of the notice. Twice does no harm."""
    _TOLD.run(connection, {"participant": participant, "version": version})


def all_told(connection: Connection) -> set[tuple[str, str]]:
    """Who was told of which version of the notice, by pseudonym."""
    return {(row.participant, row.version) for row in connection.execute(select(told))}


def agreed(given: Iterable[Consent], purpose: str, *, version: str | None = None, subject: str = EVERYTHING) -> bool:
    """Whether *given* has an agreement to *purpose*, under *version* of the notice or, without one, under any."""
    return any((one.purpose, one.subject) == (purpose, subject) and version in (None, one.version) for one in given)


def renew(connection: Connection, _envelopes: object) -> None:
    """Bring a store of version 1, which knew one purpose and not how it was given, to the form above."""
    run = connection.exec_driver_sql
    there = run("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'consents'").scalar()
    if there:
        run("ALTER TABLE consents RENAME TO consents_of_version_1")
    consents.create(connection)
    if there:
        run(
            "INSERT INTO consents (participant, purpose, subject, version, how) "
            "SELECT participant, ?, '', version, ? FROM consents_of_version_1",
            (COUNTED, PAGE),
        )
        run("DROP TABLE consents_of_version_1")
    run(
        "UPDATE submissions SET consent = ? || substr(consent, 6) WHERE source = 'live' AND consent LIKE 'group %'",
        (COUNTED,),
    )


MIGRATIONS[1] = renew


def _consent(row: Any) -> Consent:
    return Consent(purpose=row.purpose, subject=row.subject, version=row.version, how=row.how)
