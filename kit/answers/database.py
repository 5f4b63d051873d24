"""The database file: made with the right permissions, opened with the right settings, checked before use."""

from __future__ import annotations

import logging
import os
import sqlite3
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, func, select

from kit.answers import schema
from kit.answers.faults import damaged, is_lost, missing, told
from kit.answers.folder import FILE_MODE
from kit.errors import StoreError
from kit.system.disk import put_in_place
from kit.system.opening import opened

FILE_NAME = "answers.db"
_WAIT_MS = 5000
_HEADER = 100
_EMPTY: dict[frozenset[str], bytes] = {}  # an empty database by its tables, for hundreds of cohorts made at once


def open_database(path: Path) -> Engine:
    """The engine that writes to the database at *path*, made where there is none, checked where there is one.

    It has a single connection, whose transactions take the write lock at once. Raises StoreError.
    """
    with told(path):
        if is_lost(path):
            raise missing(path)
        if not os.path.lexists(path):
            make_database(path)
        else:
            _refuse_foreign(path)
        engine = writing_engine(path)
        try:
            with engine.begin() as connection:
                _check(connection, path)
        except BaseException:
            engine.dispose()
            raise
    return engine


def look_at(path: Path) -> None:
    """Look through the database at *path* and change nothing, not even its version.

    Raises StoreError where it is damaged, another program's, from a newer kit, or cannot be read.
    """
    with told(path):
        _refuse_foreign(path)
        engine = reading_engine(path)
        try:
            with engine.begin() as connection:
                schema.known_version(connection, path)
                if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                    raise damaged(path)
        finally:
            engine.dispose()


def is_older(path: Path) -> bool:
    """Whether the database at *path* is ours and of an older version, so that a copy should be made before it changes.

    OSError where it cannot be read.
    """
    if not path.exists():
        return False
    header = _header(path)
    ours = header[68:72] == schema.APPLICATION.to_bytes(4, "big")
    return ours and int.from_bytes(header[60:64], "big") < schema.VERSION


def writing_engine(path: Path) -> Engine:
    """An engine whose one connection waits for nobody inside this process and flushes every commit to the disk."""
    # A deferred BEGIN that reads before it writes fails at once when another has written in between.
    engine = _engine(path, "rw", connections=1, begin="BEGIN IMMEDIATE")

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: Any) -> None:
        # FULL, not NORMAL: what was acknowledged must also outlast a loss of power.
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "fullfsync=1",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
        ):
            found = connection.execute(f"PRAGMA {pragma}").fetchone()
            if pragma.startswith("journal_mode") and found != ("wal",):
                raise StoreError(f"{path}: this disk cannot keep answers safely; move the cohort to a local disk.")

    return engine


def reading_engine(path: Path) -> Engine:
    """An engine that sees what is committed and cannot write, so that a reader never holds up a writer."""
    return _engine(path, "ro", connections=4, begin="BEGIN")


def _engine(path: Path, mode: str, *, connections: int, begin: str) -> Engine:
    def connect() -> sqlite3.Connection:
        address = f"{path.resolve().as_uri()}?mode={mode}"
        # isolation_level None: we say BEGIN ourselves.
        return sqlite3.connect(
            address, uri=True, timeout=_WAIT_MS / 1000, isolation_level=None, check_same_thread=False
        )

    # At DEBUG its log holds every row that is read, answers among them; no setting of anybody's may switch that on.
    logging.getLogger("sqlalchemy.engine.Engine").disabled = True
    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=_WAIT_MS / 1000,
        hide_parameters=True,  # an error must not carry anybody's answer
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def make_database(path: Path) -> None:
    """Make an empty database of ours at *path*. Errors are the disk's and SQLAlchemy's own."""
    # Under another name first: a database under its own name always has its tables.
    new = path.with_name(f".{path.name}.new")
    clear_away(new)
    with open(os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:  # noqa: PTH123 - a descriptor
        file.write(_EMPTY.get(schema.tables(), b""))
    if not new.stat().st_size:
        engine = _engine(new, "rw", connections=1, begin="BEGIN IMMEDIATE")
        try:
            with engine.begin() as connection:
                schema.create(connection)
        finally:
            engine.dispose()
        _EMPTY[schema.tables()] = new.read_bytes()
    put_in_place(new, path)


def clear_away(path: Path) -> None:
    """Take a database away that somebody was killed at, with the logs beside it. OSError where the disk refuses.

    A log that stays would be read into whatever is made under this name next.
    """
    for one in (*logs_of(path), path):
        one.unlink(missing_ok=True)


@lru_cache(maxsize=8)
def logs_of(path: Path) -> tuple[Path, ...]:
    """The files that SQLite keeps beside the database at *path* while it is in use, there or not."""
    return tuple(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm", "-journal"))


def _refuse_foreign(path: Path) -> None:
    """Look at the header alone: opening another program's database our way would already change it."""
    header = _header(path)
    if not header:
        raise damaged(path)
    if header.startswith(b"SQLite format 3\0") and header[68:72] != schema.APPLICATION.to_bytes(4, "big"):
        raise schema.foreign(path)


def _header(path: Path) -> bytes:
    with opened(path) as file:
        return file.read(_HEADER)


def _check(connection: Connection, path: Path) -> None:
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
        raise damaged(path)
    schema.bring_up_to_date(connection, path)
    if not connection.dialect.has_table(connection, schema.about.name):
        raise damaged(path)


def is_empty(connection: Connection) -> bool:
    """Whether nobody has taken part yet."""
    return connection.scalar(select(func.count()).select_from(schema.participants)) == 0
