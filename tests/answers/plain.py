"""What is sealed in a store, in plain: as version 3 of it was, which is migrated, and as its keys open it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from typing import Any

from sqlalchemy import select

from kit.answers import schema
from kit.answers.database import FILE_NAME, logs_of, reading_engine
from kit.answers.sealing.cohort_key import RECORD, destroy_key
from kit.answers.sealing.envelopes import rows_opened
from kit.answers.sealing.opening import looking
from kit.answers.sealing.person_keys import FILE
from kit.curriculum.reading import Stored
from kit.settings import Cohort

_TABLES = """
CREATE TABLE kept AS SELECT * FROM used;
DROP TABLE used;
DROP TABLE submissions;
CREATE TABLE submissions (
    received INTEGER PRIMARY KEY AUTOINCREMENT, id VARCHAR NOT NULL UNIQUE,
    participant VARCHAR NOT NULL REFERENCES participants (id) ON DELETE CASCADE, week INTEGER NOT NULL,
    exercise VARCHAR NOT NULL, revision INTEGER NOT NULL, sha256 VARCHAR NOT NULL, consent VARCHAR,
    source VARCHAR NOT NULL
);
CREATE INDEX ix_submissions_participant ON submissions (participant);
CREATE INDEX submissions_of_exercise ON submissions (week, exercise, participant);
CREATE TABLE answers (
    id INTEGER PRIMARY KEY, submission INTEGER NOT NULL REFERENCES submissions (received) ON DELETE CASCADE,
    item VARCHAR NOT NULL, stored TEXT NOT NULL, UNIQUE (submission, item)
);
CREATE TABLE used (
    submission INTEGER NOT NULL REFERENCES submissions (received) ON DELETE CASCADE, item VARCHAR NOT NULL,
    sequence INTEGER NOT NULL, PRIMARY KEY (submission, item)
);
"""


def opened_answers(cohort: Cohort) -> bytes:
    """All answers in the store of *cohort*, opened with its keys, as JSON."""
    return json.dumps([answers for _, answers in _opened(cohort)], ensure_ascii=False).encode()


def _opened(cohort: Cohort) -> list[tuple[Any, dict[str, Stored]]]:
    envelopes, engine = looking(cohort), reading_engine(cohort.private / FILE_NAME)
    try:
        with engine.begin() as connection:
            return rows_opened(envelopes, connection.execute(select(schema.submissions)).all())
    finally:
        engine.dispose()


def make_plain(cohort: Cohort) -> None:
    """Turn the closed store of *cohort* into one of version 3, without any key."""
    path, found = cohort.private / FILE_NAME, _opened(cohort)
    with closing(sqlite3.connect(path)) as old:
        (last,) = old.execute("SELECT seq FROM sqlite_sequence WHERE name = 'submissions'").fetchone() or (0,)
        old.executescript(_TABLES)
        for row, answers in found:
            said = {"week": row.week, "exercise": row.exercise, "answers": answers}
            digest = hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
            values = (row.received, row.id, row.participant, row.week, row.exercise, row.revision, digest)
            old.execute(
                "INSERT INTO submissions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, row.consent, row.source)
            )
            rows = [(row.received, item, json.dumps(stored, ensure_ascii=False)) for item, stored in answers.items()]
            old.executemany("INSERT INTO answers (submission, item, stored) VALUES (?, ?, ?)", rows)
        old.executescript("INSERT INTO used SELECT * FROM kept; DROP TABLE kept; PRAGMA user_version = 3;")
        old.execute("DELETE FROM sqlite_sequence WHERE name = 'submissions'")
        old.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('submissions', ?)", (last,))
        old.commit()
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not any(one.exists() and one.stat().st_size for one in logs_of(path))
    destroy_key(cohort)
    for name in (RECORD, FILE):
        (cohort.private / name).unlink()
