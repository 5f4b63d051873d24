"""From a store of version 3, in which answers lie in plain, to one in which they are sealed.

What is here of the older form is all that still reads it. The tables change in one transaction; what it leaves behind
in the files, and every older backup, is cleared away as after a withdrawal, however often that is interrupted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert

from kit.answers import schema
from kit.answers.backup import UNFINISHED
from kit.answers.consents import QUOTED, SHOWN
from kit.answers.counted import used
from kit.answers.sealing.envelopes import SHARED, Envelopes, Place
from kit.answers.withdrawals import withdrawals
from kit.curriculum.reading import Stored
from kit.sending.submissions import new_id
from kit.text.parsing import json_of

CHANGED = "changed before sealing"  # in about: some answers were not what was sent when they were sealed
TOLD = (
    "The answers in private/ were kept in plain until now. They're sealed from now on, and the older backups in "
    "private/backups, each of them a plain copy, were replaced by one that is sealed. If you have copies of your own "
    "from before, delete them."
)
_COLUMNS = ("received", "id", "participant", "week", "exercise", "revision", "consent", "source")


@dataclass(frozen=True, slots=True)
class Plain:
    """A submission as version 3 has it; ``sound`` says whether its answers are what was sent."""

    row: Any
    answers: dict[str, Stored]
    sound: bool


def is_plain(connection: Connection) -> bool:
    """Whether this is a store of ours in which answers lie in plain."""
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    return version < schema.SEALED and "submissions" in _tables(connection)


def plain_rows(connection: Connection) -> Iterator[Plain]:
    """All submissions of an older store with their answers, in the order in which they came."""
    latest: dict[int, dict[str, Any]] = {}
    broken = set[int]()
    for number, item, stored in connection.exec_driver_sql("SELECT submission, item, stored FROM answers ORDER BY id"):
        try:
            latest.setdefault(number, {})[item] = json_of(stored)
        except ValueError:
            broken.add(number)
    for row in connection.exec_driver_sql("SELECT * FROM submissions ORDER BY received").all():
        answers = latest.get(row.received, {})
        whole = row.received not in broken and _hash(row.week, row.exercise, answers) == row.sha256
        yield Plain(row, answers, whole and row.revision >= 1)


def seal_all(connection: Connection, envelopes: Envelopes) -> None:
    """Seal everything in a store of version 3, in the caller's transaction; the keys are on the disk before it ends."""
    rows = list(plain_rows(connection))
    withdrawals.create(connection, checkfirst=True)
    connection.execute(insert(withdrawals).prefix_with("OR IGNORE"), {"id": UNFINISHED})
    if not all(one.sound for one in rows):
        connection.execute(insert(schema.about).prefix_with("OR REPLACE"), {"name": CHANGED, "value": "yes"})
    people = list(connection.exec_driver_sql("SELECT id FROM participants").scalars())
    envelopes.keys.make(people)
    _renew_submissions(connection, [_sealed(one, envelopes) for one in rows])
    _renew_subjects(connection, envelopes)
    envelopes.keys.flush()


def _sealed(plain: Plain, envelopes: Envelopes) -> dict[str, Any]:
    values = {name: getattr(plain.row, name) for name in _COLUMNS}
    if plain.row.source == schema.IMPORTED:
        values["id"] = new_id()  # it was made of the answers, so that whoever guesses them could tell
    place = Place(values["id"], plain.row.participant, plain.row.week, plain.row.exercise, plain.row.revision)
    return values | {"sealed": envelopes.seal(place, plain.answers)}


def _renew_submissions(connection: Connection, rows: list[dict[str, Any]]) -> None:
    run = connection.exec_driver_sql
    there = _tables(connection)
    entered = run("SELECT submission, item, sequence FROM used").mappings().all() if used.name in there else []
    last = run("SELECT seq FROM sqlite_sequence WHERE name = 'submissions'").scalar()
    # A table that others refer to cannot go before them without taking their rows along.
    for name in (used.name, "answers", "submissions"):
        run(f"DROP TABLE IF EXISTS {name}")
    schema.submissions.create(connection)
    used.create(connection)
    if rows:
        connection.execute(insert(schema.submissions), rows)
    if entered:
        connection.execute(insert(used), [dict(row) for row in entered])
    if last is not None:
        # A number is never given twice, so that what came later is known to be later.
        run("DELETE FROM sqlite_sequence WHERE name = 'submissions'")
        run("INSERT INTO sqlite_sequence (name, seq) VALUES ('submissions', ?)", (last,))


def _renew_subjects(connection: Connection, envelopes: Envelopes) -> None:
    """What an agreement about a text is about was a hash that the cohort's secret alone could find again."""
    there = _tables(connection)
    run = connection.exec_driver_sql
    for name, which in (("consents", f" WHERE purpose IN ('{SHOWN}', '{QUOTED}')"), ("pool", "")):
        rows = run(f"SELECT rowid, participant, subject FROM {name}{which}").all() if name in there else []  # noqa: S608
        for row in rows:
            place, _, text = row.subject.rpartition("/")
            if place:
                subject = f"{place}/{envelopes.hidden(row.participant, SHARED, text)}"
                run(f"UPDATE {name} SET subject = ? WHERE rowid = ?", (subject, row.rowid))  # noqa: S608


def _tables(connection: Connection) -> set[str]:
    return set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())


def _hash(week: int, exercise: str, answers: Mapping[str, Stored]) -> str:
    submission = {"week": week, "exercise": exercise, "answers": answers}
    return hashlib.sha256(json.dumps(submission, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


schema.MIGRATIONS[3] = seal_all
