"""A keyed mark over every row of the store, so that nothing in it can be changed by another hand unseen.

An answer lies in an envelope that nobody else can make. What stands beside it, such as whether it may be counted, and
what all other tables say, is covered by one sum over all rows. While the kit writes, the database itself keeps the sum:
each row that comes or goes adds its keyed hash or takes it off, in the same transaction. A row that another program
adds, changes or takes away is not in it.
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import Column, Connection, Engine, String, Table, event, insert, select

from kit.answers import schema
from kit.answers.database import FILE_NAME, cure_of, reading_engine, told
from kit.answers.ending import deleted_on
from kit.answers.sealing.cohort_key import CohortKey
from kit.answers.sealing.envelopes import Envelopes
from kit.answers.sealing.opening import looking
from kit.settings import Cohort

# The sum, in one row; it stands for all other tables.
marks = Table("marks", schema.metadata, Column("name", String, primary_key=True), Column("value", String))
NAME = "rows"

FIRST = 5  # the first version that has it
_BYTES = 32
_SIZE = 1 << 8 * _BYTES
_SUM, _TAG = 2 * _BYTES, 32  # letters
_WHOLE = re.compile(f"[0-9a-f]{{{_SUM + _TAG}}}")
_ADD, _TAKE = 1, -1


class Marks:
    """The sum over all rows of one store, under its cohort's *key*."""

    def __init__(self, key: CohortKey) -> None:
        self._key = key.derived("rows of the store")
        self._last = ""

    @property
    def of_nothing(self) -> str:
        """The sum where there is no row."""
        return self._signed(0)

    def moved(self, value: str, sign: int, *row: object) -> str:
        """The sum *value* with a row added, or taken off where *sign* is negative; one that was changed stays so.

        The row begins with the name of its table.
        """
        if value != self._last and not self._is_ours(value):
            return value
        hashed = blake2b(_as_bytes(row), key=self._key, digest_size=_BYTES).digest()
        return self._signed((int(value[:_SUM], 16) + sign * int.from_bytes(hashed)) % _SIZE)

    def over(self, connection: Connection) -> str:
        """The sum over all rows that are there."""
        value = self.of_nothing
        for table, columns in _tables(connection):
            for row in connection.exec_driver_sql(f"SELECT {_listed(columns)} FROM {table}"):  # noqa: S608 - a name
                value = self.moved(value, _ADD, table, *row)
        return value

    def watch(self, engine: Engine) -> None:
        """From now on the database keeps the sum itself, whatever *engine* writes; all tables are there."""

        def listen(connection: Any, _record: object = None) -> None:
            connection.create_function("kit_moved", -1, self.moved)
            # Else a row that another one replaces would go unheard.
            connection.execute("PRAGMA recursive_triggers = ON")
            connection.executescript(triggers)

        with engine.connect() as connection:
            triggers = _all_triggers(_tables(connection))
            connection.rollback()
            listen(connection.connection.dbapi_connection)
        event.listen(engine, "connect", listen)

    def _signed(self, total: int) -> str:
        text = f"{total:0{_SUM}x}"
        self._last = text + blake2b(text.encode(), key=self._key, digest_size=_TAG // 2).hexdigest()
        return self._last

    def _is_ours(self, value: object) -> bool:
        """Whether somebody with the key wrote the sum *value*; of most it is known, as it was written just now."""
        if not isinstance(value, str) or not _WHOLE.fullmatch(value):
            return False
        tag = blake2b(value[:_SUM].encode(), key=self._key, digest_size=_TAG // 2).hexdigest()
        return hmac.compare_digest(tag, value[_SUM:])


def begin(connection: Connection, key: CohortKey) -> None:
    """Write the sum of a store in which nothing is yet."""
    if _kept(connection) is None and _is_empty(connection):
        _write(connection, Marks(key).of_nothing)


def mark_all(connection: Connection, envelopes: Envelopes) -> None:
    """Write the sum of a store of version 4, which had none, over all that is there."""
    marks.create(connection, checkfirst=True)
    _write(connection, Marks(envelopes.key).over(connection))


def altered(cohort: Cohort) -> str:
    """What to say where another hand changed anything in the store of *cohort*; else, or where none is yet, nothing.

    Nothing is written or locked. Raises StoreError where that cannot be looked into.
    """
    path = cohort.private / FILE_NAME
    if not os.path.lexists(path) or deleted_on(cohort) is not None:
        return ""
    with told(path):
        engine = reading_engine(path)
        try:
            with engine.begin() as connection:
                sound = schema.known_version(connection, path) < FIRST or _is_as_left(connection, cohort)
        finally:
            engine.dispose()
    return "" if sound else f"{path}: something in it was changed, added or removed by another program; {cure_of(path)}"


def _is_as_left(connection: Connection, cohort: Cohort) -> bool:
    kept = _kept(connection)
    if kept is None and _is_empty(connection):
        return True  # just made, and nothing is in it yet
    return kept == Marks(looking(cohort).key).over(connection)


def _kept(connection: Connection) -> str | None:
    return connection.scalar(select(marks.c.value).where(marks.c.name == NAME))


def _write(connection: Connection, value: str) -> None:
    connection.execute(insert(marks).prefix_with("OR REPLACE"), {"name": NAME, "value": value})


def _is_empty(connection: Connection) -> bool:
    asked = " UNION ALL ".join(f"SELECT 1 FROM {table}" for table, _ in _tables(connection))  # noqa: S608 - a name
    return connection.exec_driver_sql(f"{asked} LIMIT 1").first() is None


_Tables = tuple[tuple[str, tuple[str, ...]], ...]


def _tables(connection: Connection) -> _Tables:
    """The tables that are there, whoever made them, each with its columns."""
    there: dict[str, list[str]] = {}
    for table, column in connection.exec_driver_sql(_COLUMNS):
        there.setdefault(table, []).append(column)
    return tuple((table, tuple(columns)) for table, columns in there.items())


_COLUMNS = """\
SELECT one.name, part.name FROM sqlite_master AS one, pragma_table_info(one.name) AS part
WHERE one.type = 'table' AND one.name NOT LIKE 'sqlite_%' AND one.name <> 'marks' ORDER BY one.name, part.cid"""


@lru_cache(maxsize=8)
def _all_triggers(tables: _Tables) -> str:
    return "\n".join(one for table, columns in tables for one in _triggers(table, columns))


def _listed(columns: Iterable[str], of: str = "") -> str:
    return ", ".join(f"{of}{column}" for column in columns)


_TRIGGER = """\
CREATE TEMP TRIGGER kit_{happening}_{table} AFTER {happening} ON main.{table}
BEGIN UPDATE marks SET value = {value} WHERE name = '{name}'; END;"""


def _triggers(table: str, columns: Iterable[str]) -> Iterator[str]:
    """What makes the database add and take off the rows of a table, for the connection alone that runs it."""
    taken = f"kit_moved({{}}, {_TAKE}, '{table}', {_listed(columns, 'OLD.')})"
    added = f"kit_moved({{}}, {_ADD}, '{table}', {_listed(columns, 'NEW.')})"
    values = {"INSERT": added.format("value"), "DELETE": taken.format("value")}
    values["UPDATE"] = added.format(values["DELETE"])
    for happening, value in values.items():
        yield _TRIGGER.format(happening=happening, table=table, value=value, name=NAME)


def _as_bytes(row: tuple[object, ...]) -> bytes:
    """A row as no other looks: as Python writes it, with its bytes behind it and only their lengths in their places."""
    written = repr([(len(value),) if isinstance(value, bytes) else value for value in row])
    return written.encode("utf-8", "surrogatepass") + b"".join(value for value in row if isinstance(value, bytes))


schema.MIGRATIONS[4] = mark_all
