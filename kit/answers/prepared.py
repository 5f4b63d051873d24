"""Statements that a whole room runs at the same moment: compiled once, then handed to SQLite as they are.

What SQLAlchemy does around each run takes ten times as long as SQLite inside it, and all that while nobody else is
answered. Everything else goes the usual way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

_DIALECT = sqlite.dialect(paramstyle="named")


class Prepared:
    """A *statement* for the transaction of whatever connection it is run on; an insert or update names its *columns*.

    Rows come as SQLite has them, so a truth value is 0 or 1.
    """

    def __init__(self, statement: ClauseElement, *columns: str) -> None:
        compiled = statement.compile(dialect=_DIALECT, column_keys=columns or None)
        assert isinstance(compiled, SQLCompiler)
        self._text = str(compiled)
        # What the statement brings along itself. A value that a caller forgets is an error, never an empty one.
        self._fixed = {name: one.value for one, name in compiled.bind_names.items() if not one.required}

    def run(self, connection: Connection, values: Mapping[str, object] = {}) -> sqlite3.Cursor:
        """Run it with *values*. Raises sqlite3.Error, as the store tells it."""
        return _raw(connection).execute(self._text, {**self._fixed, **values})

    def run_each(self, connection: Connection, rows: Iterable[Mapping[str, object]]) -> None:
        """Run it once with each of *rows*. Raises sqlite3.Error."""
        _raw(connection).executemany(self._text, [{**self._fixed, **values} for values in rows])


def _raw(connection: Connection) -> sqlite3.Connection:
    raw: Any = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw
