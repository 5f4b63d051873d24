"""Whether the file of answers is whole and nothing in it was changed by another hand; nothing is written or locked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, select

from kit.answers import schema
from kit.answers.database import FILE_NAME, cure_of, damaged, look_at, missing, reading_engine, told
from kit.answers.ending import deleted_on
from kit.answers.importing import imported_id
from kit.answers.pseudonyms import FILE_NAME as SECRET
from kit.errors import StoreError
from kit.sending.submissions import hash_of
from kit.settings import Cohort
from kit.text.parsing import json_of


def problems_of(cohort: Cohort) -> list[str]:
    """What is wrong with the store of *cohort*, as sentences with a cure; empty where it is sound, or not there yet."""
    path = cohort.private / FILE_NAME
    try:
        if not os.path.lexists(path):
            return [str(missing(path))] if is_missing(cohort) else []
        look_at(path)
        with told(path):
            engine = reading_engine(path)
            try:
                with engine.begin() as connection:
                    return _within(connection, path)
            finally:
                engine.dispose()
    except StoreError as error:
        return [str(error)]


def is_missing(cohort: Cohort) -> bool:
    """Whether the file of answers was there and is not any more. Raises StoreError where that cannot be told."""
    # The secret is made after the store, and both go at the end of the cohort.
    made = (cohort.private / SECRET).exists() or deleted_on(cohort) is not None
    return made and not os.path.lexists(cohort.private / FILE_NAME)


def _within(connection: Connection, path: Path) -> list[str]:
    if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
        return [str(damaged(path))]
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        return [
            f"{path}: parts of it belong to nothing any more, as if another program had changed it; {cure_of(path)}"
        ]
    if not inspect(connection).has_table(schema.submissions.name) or _are_as_sent(connection):
        return []
    return [f"{path}: answers in it are not what was sent, as if another program had changed them; {cure_of(path)}"]


def _are_as_sent(connection: Connection) -> bool:
    """Whether all answers are those whose fingerprint was kept when they came; which are not is told to nobody."""
    sent: dict[int, dict[str, object]] = {}
    for row in connection.execute(select(schema.answers)):
        try:
            sent.setdefault(row.submission, {})[row.item] = json_of(row.stored)
        except ValueError:
            return False
    return all(_fits(row, sent.get(row.received, {})) for row in connection.execute(select(schema.submissions)))


def _fits(row: Any, answers: dict[str, object]) -> bool:
    # The fingerprint says nothing of the revision, which decides what counts; of imported answers the id does.
    if hash_of(row.week, row.exercise, answers) != row.sha256:  # type: ignore[arg-type]
        return False
    if row.source != schema.IMPORTED:
        return bool(row.revision >= 1)
    return bool(row.id == imported_id(row.participant, row.week, row.exercise, row.revision, row.sha256))
