"""The database file: made with the right permissions, opened with the right settings, checked before use."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sqlite3
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, func, make_url, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kit.answers import schema
from kit.answers.folder import FILE_MODE, backups_in
from kit.errors import StoreBusy, StoreError
from kit.system.content_files import content_files
from kit.system.disk import disk_fault, put_in_place, write_private
from kit.system.opening import opened, text_of
from kit.text.parsing import json_of

if TYPE_CHECKING:
    from kit.answers.sealing.envelopes import Envelopes

# Saying in one sentence what went wrong with the file of answers; never an answer, never a statement.


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn whatever the database at *path* or its disk throws into a StoreError with a cure."""
    try:
        yield
    except OSError as error:
        raise disk_fault(path, error) from None
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _database_fault(path, error) from None


def damaged(path: Path) -> StoreError:
    """The StoreError for a damaged file of answers, naming the newest backup there is."""
    return StoreError(f"{path}: the file of answers is damaged; {cure_of(path)}")


def missing(path: Path) -> StoreError:
    """The StoreError for a file of answers that was there and is not any more."""
    return StoreError(f"{path}: the file of answers is missing; {cure_of(path, away='')}")


def is_lost(path: Path) -> bool:
    """Whether the file of answers at *path* is gone while a backup is there: no empty one may take its place."""
    return not os.path.lexists(path) and bool(_backups(path))


def cure_of(path: Path, *, away: str = "move it away and ") -> str:
    """What to do about a file of answers that cannot be used: the newest backup, where there is one."""
    backups = _backups(path)
    if not backups:
        return f"there is no backup in private/backups; {away}send again from the outboxes, or import again."
    return f"{away}copy the newest backup to its place: private/backups/{backups[-1].name}"


def _backups(path: Path) -> list[Path]:
    # One that somebody named by hand is better than none, and says nothing of when it was made.
    return [*content_files(path.parent / "backups", ".db"), *backups_in(path.parent)]


def _database_fault(path: Path, error: SQLAlchemyError | sqlite3.Error) -> StoreError:
    original = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(original, "sqlite_errorname", "")
    if name == "SQLITE_FULL":
        return StoreError(f"{path}: NOT stored, the disk is full; make some room, then try again.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusy(f"{path}: another program has locked the file of answers; close it there, then try again.")
    # What is no text stands where one belongs: this is Python's own error, and SQLite has no name for it.
    if name.startswith("SQLITE_CORRUPT") or "Could not decode to UTF-8" in str(original):
        return damaged(path)
    if name == "SQLITE_NOTADB":
        return StoreError(f"{path}: this is no file of answers; {cure_of(path)}")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_IOERR", "SQLITE_AUTH")):
        return StoreError(
            f"{path}: can't be opened; nothing was stored. The file and its folder must be writable, even to read it: "
            "check their permissions and the disk, or copy the cohort to a disk you can write to."
        )
    kind = name or type(original).__name__
    return StoreError(f"{path}: NOT stored, the database refused ({kind}); close the cohort and try again.")


FILE_NAME = "answers.db"
_WAIT_MS = 5000
_COMPILED: dict[Any, Any] = {}
_HEADER = 100
_PAGES_KB = 256  # of the file that each connection keeps in memory; the system keeps the rest, once for all of them
_EMPTY: dict[frozenset[str], bytes] = {}  # an empty database by its tables, for hundreds of cohorts made at once


def open_database(path: Path, envelopes: Envelopes) -> Engine:
    """The engine that writes to the database at *path*, made where there is none, checked where there is one.

    Answers of an earlier version that lie in plain are put into *envelopes*.
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
                _check(connection, path, envelopes)
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
    return _is_before(path, schema.VERSION)


def is_in_plain(path: Path) -> bool:
    """Whether the database at *path* is ours and of a version that kept answers in plain. OSError as ``is_older``."""
    return _is_before(path, schema.SEALED)


def _is_before(path: Path, version: int) -> bool:
    if not path.exists():
        return False
    header = _header(path)
    ours = header[68:72] == schema.APPLICATION.to_bytes(4, "big")
    return ours and int.from_bytes(header[60:64], "big") < version


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
            value = connection.execute(f"PRAGMA {pragma}").fetchone()
            if pragma.startswith("journal_mode") and value != ("wal",):
                raise StoreError(f"{path}: this disk can't keep answers safely; move the cohort to a local disk.")

    return engine


def reading_engine(path: Path) -> Engine:
    """An engine that sees what is committed and cannot write, so that a reader never holds up a writer."""
    return _engine(path, "ro", connections=4, begin="BEGIN")


def _engine(path: Path, mode: str, *, connections: int, begin: str) -> Engine:
    def connect() -> Any:
        address = f"{path.resolve().as_uri()}?mode={mode}"
        # isolation_level None: we say BEGIN ourselves.
        made = sqlite3.connect(
            address, uri=True, timeout=_WAIT_MS / 1000, isolation_level=None, check_same_thread=False
        )
        made.execute(f"PRAGMA cache_size = -{_PAGES_KB}")
        return made

    # At DEBUG its log holds every row that is read, answers among them; no setting of anybody's may switch that on.
    logging.getLogger("sqlalchemy.engine.Engine").disabled = True
    pool = QueuePool(connect, pool_size=connections, max_overflow=0, timeout=_WAIT_MS / 1000)
    # What is compiled once holds for all of them: a command may open the stores of many cohorts.
    engine = Engine(
        pool,
        _known().dialect,
        make_url("sqlite://"),
        hide_parameters=True,  # an error must not carry anybody's answer
        execution_options={"compiled_cache": _COMPILED},
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


@lru_cache(maxsize=1)
def _known() -> Engine:
    """An engine that knows what SQLite can do."""
    engine = create_engine("sqlite://")
    with engine.connect():
        pass
    engine.dispose()
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
    for file in (*logs_of(path), path):
        file.unlink(missing_ok=True)


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


def _check(connection: Connection, path: Path, envelopes: Envelopes) -> None:
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
        raise damaged(path)
    schema.bring_up_to_date(connection, path, envelopes)
    if not connection.dialect.has_table(connection, schema.about.name):
        raise damaged(path)


def is_empty(connection: Connection) -> bool:
    """Whether nobody has taken part yet."""
    return connection.scalar(select(func.count()).select_from(schema.participants)) == 0


# One process at a time: a lock of the operating system, and a note beside it that says who holds it.

LOCK, HOLDER = "store.lock", "store.holder.json"


@contextlib.contextmanager
def only_one(run: Path, command: str | None = None) -> Iterator[None]:
    """Hold the lock in the folder *run*; the system itself frees it when the process ends, however it ends.

    Raises StoreBusy naming the command and the process that hold it. *command* is what to call ourselves.
    """
    lock = FileLock(run / LOCK, timeout=0, mode=FILE_MODE, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusy(_busy(run / HOLDER)) from None
    except OSError as error:
        raise disk_fault(run / LOCK, error) from None
    try:
        note = {"command": command or _own_command(), "pid": os.getpid()}
        write_private(run / HOLDER, json.dumps(note).encode())
        yield
    finally:
        with contextlib.suppress(OSError):
            (run / HOLDER).unlink(missing_ok=True)
        lock.release()


def _own_command() -> str:
    called = Path(sys.argv[0]).stem if sys.argv else ""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    return f"kit {words[0]}" if called in ("kit", "cli", "__main__") and words else called or "a program"


def _busy(holder: Path) -> str:
    cure = "stop it or wait until it has finished"
    try:
        note = json_of(text_of(holder))
        who = f"`{note['command']}` (process {int(note['pid'])})"
        if str(note["command"]).startswith("kit host"):
            cure = "end that session with Ctrl-C in its window"
    except (OSError, ValueError, KeyError, TypeError):
        who = "another process"
    return f"The store is in use by {who}; {cure}, then try again."
