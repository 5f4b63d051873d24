"""The tables of the store, and bringing a database to the version this kit knows.

No table holds a name, an address or a clock time. Tables of devices and of withdrawals stand beside their functions.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

from kit.errors import StoreError

if TYPE_CHECKING:
    from kit.answers.sealing.envelopes import Envelopes

VERSION = 5
SEALED = 4  # the first version whose answers are sealed
APPLICATION = 0x4B49_5431  # "KIT1" in the file's header: tells our database from anybody else's

# From a version to the next one: what to do with a database of that version. Filled by whoever owns the tables.
MIGRATIONS: dict[int, Callable[[Connection, Envelopes], None]] = {}

metadata = MetaData()

about = Table("about", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False))

participants = Table("participants", metadata, Column("id", String, primary_key=True))

items = Table(
    "items",
    metadata,
    Column("week", Integer, primary_key=True),
    Column("exercise", String, primary_key=True),
    Column("item", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("stable", Boolean, nullable=False),
)

# How answers came that no page sent.
IMPORTED, BUNDLED = "import", "bundle"

exercises = Table(
    "exercises",
    metadata,
    Column("week", Integer, primary_key=True),
    Column("exercise", String, primary_key=True),
    Column("status", String, CheckConstraint("status IN ('open', 'closed')"), nullable=False),
)

submissions = Table(
    "submissions",
    metadata,
    Column("received", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("participant", ForeignKey("participants.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("week", Integer, nullable=False),
    Column("exercise", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # the answers, in an envelope of sealing/envelopes.py
    Column("consent", String),  # the words under which it was given; NULL: held, and never a contribution
    Column("source", String, nullable=False),
    Index("submissions_of_exercise", "week", "exercise", "participant"),
    sqlite_autoincrement=True,
)


def create(connection: Connection) -> None:
    """Make all tables in an empty database and write its version."""
    metadata.create_all(connection, checkfirst=False)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def tables() -> frozenset[str]:
    """The names of all tables that a new database gets."""
    return frozenset(metadata.tables)


def complete(connection: Connection) -> None:
    """Make the tables that are not there yet."""
    there = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    missing = [table for table in metadata.sorted_tables if table.name not in there]
    if missing:
        metadata.create_all(connection, missing, checkfirst=False)


def bring_up_to_date(connection: Connection, path: Path, envelopes: Envelopes) -> None:
    """Migrate the database at *path* to this kit's version, step by step, in the caller's transaction.

    Answers that lie in plain are put into *envelopes*.

    Raises StoreError where it is another program's, or from a newer kit.
    """
    version = known_version(connection, path)
    for step in range(version, VERSION):
        if step not in MIGRATIONS:
            raise StoreError(f"{path}: store version {version} can't be read; restore a backup made by this kit.")
        MIGRATIONS[step](connection, envelopes)
    # Written even where it stays the same: a database that cannot be written must be told of now, not at an answer.
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def known_version(connection: Connection, path: Path) -> int:
    """The version of the database at *path*. Raises StoreError where it is another program's, or from a newer kit."""
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if application != APPLICATION:
        raise foreign(path)
    if version > VERSION:
        raise StoreError(
            f"{path}: made by a newer version of the kit (store version {version}, this kit knows {VERSION}); "
            "update the kit, then try again."
        )
    return version


def foreign(path: Path) -> StoreError:
    """The StoreError for a database that is not the kit's."""
    return StoreError(f"{path}: this is no store of answers made by the kit; move it away, then try again.")
