"""What is looked for in every file: words, however they are wrapped, and what a cohort keeps sealed of one person."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from kit.answers.database import FILE_NAME, reading_engine
from kit.answers.schema import submissions
from kit.answers.sealing.envelopes import rows_opened
from kit.answers.sealing.opening import looking
from kit.answers.sealing.person_keys import FILE, PLACE
from kit.curriculum.reading import Stored
from kit.settings import Cohort
from kit.system.text_search import every_file, holds, layers

# Long enough to overflow a page of the database, where a deleted row is likeliest to leave a part behind.
MARK = "slow tea by an open window at noon"
LONG = ", ".join([MARK] * 12)

_STRETCH = 16  # bytes: nothing random shares so many in a row with anything else
_KEY_NAMED = 17  # bytes of a key's place that say whose it is, and stay when it is destroyed


def marked(*folders: Path, mark: str = MARK) -> list[str]:
    """The files in which a mark still is, however wrapped."""
    return [path.name for path in every_file(folders) if holds(path.read_bytes(), [mark])]


def stretches(secrets: Iterable[bytes], *folders: Path) -> list[str]:
    """The files with any 31 bytes in a row of one of *secrets*, as it is, in hexadecimal or in base64.

    A page of a database may end in the middle of one, and what is written over it may leave a part.
    """
    wanted = {piece for secret in secrets for form in _forms(secret) for piece in _pieces(form, step=1)}
    return [path.name for path in every_file(folders) if any(map(wanted.intersection, _read(path)))]


def _forms(secret: bytes) -> tuple[bytes, ...]:
    return (secret, secret.hex().encode(), *(base64.b64encode(secret[cut:]) for cut in range(3)))


def _pieces(data: bytes, *, step: int) -> Iterator[bytes]:
    return (data[at : at + _STRETCH] for at in range(0, len(data) - _STRETCH + 1, step))


def _read(path: Path) -> Iterator[Iterator[bytes]]:
    return (_pieces(layer, step=_STRETCH) for layer in layers(path.read_bytes()))


@dataclass(frozen=True)
class Trail:
    """What the databases of a cohort hold of what people sent: each submission's id, and its envelope."""

    participant: str  # whose; empty where it is that of several
    sealed: frozenset[tuple[str, bytes]]

    def files(self, *folders: Path) -> set[str]:
        """The files in which any part of one of the envelopes still is, or one of the ids."""
        spelt = [one.encode(encoding) for one, _ in self.sealed for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
        return set(stretches([*spelt, *(envelope for _, envelope in self.sealed)], *folders))


def trails(cohort: Cohort) -> dict[str, Trail]:
    """The trail of everyone who is in the answers or a backup of them, by pseudonym."""
    sealed: dict[str, set[tuple[str, bytes]]] = {}
    for path in (cohort.private / FILE_NAME, *(cohort.private / "backups").glob("*.db")):
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as reading:
            for participant, *one in reading.execute("SELECT participant, id, sealed FROM submissions"):
                sealed.setdefault(participant, set()).add(tuple(one))
    return {participant: Trail(participant, frozenset(ones)) for participant, ones in sealed.items()}


def together(found: Iterable[Trail]) -> Trail:
    """The trails of several people as one."""
    return Trail("", frozenset().union(*(trail.sealed for trail in found)))


def opened(cohort: Cohort, database: Path | None = None) -> dict[str, list[dict[str, Stored]]]:
    """What the cohort's keys, as they are now, open of the answers, or of a copy of them; by pseudonym."""
    engine = reading_engine(database or cohort.private / FILE_NAME)
    with engine.connect() as connection:
        rows = connection.execute(select(submissions).order_by(submissions.c.received)).all()
    engine.dispose()
    said: dict[str, list[dict[str, Stored]]] = {}
    for row, answers in rows_opened(looking(cohort), rows):
        said.setdefault(row.participant, []).append(answers)
    return said


def key_places(cohort: Cohort) -> list[bytes]:
    """The places of people's keys, as they lie in their file."""
    data = (cohort.private / FILE).read_bytes()
    return [data[at : at + PLACE] for at in range(PLACE, len(data), PLACE)]


def wrapped(place: bytes) -> bytes:
    """The key that a place holds, wrapped; empty where it was destroyed, or there never was one."""
    return place[_KEY_NAMED:].rstrip(b"\0")
