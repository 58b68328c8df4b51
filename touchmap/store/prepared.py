"""Statements that every edit or every request runs: compiled once, then run by SQLite's own driver.

SQLAlchemy looks at a statement anew each time it runs one, and that takes several times as long as SQLite does, most of all
when the processor has just done something else. On other databases it is asked as always.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Values = Mapping[str, Any]
_Processor = Callable[[Any], Any]
_SQLITE = pysqlite.dialect(paramstyle="named")


class Prepared:
    """One statement. Its values are given by the names of its columns and of its bound parameters, always all of them."""

    def __init__(
        self, statement: sa.Select[Any] | sa.Insert | sa.Update, names: Sequence[str] | None = None
    ) -> None:
        """`names` are the values that will be given; without them those of all columns, or those that a question has."""
        self._statement = statement
        compiled = statement.compile(dialect=_SQLITE, column_keys=names)
        self._text = str(compiled)
        self._into = [
            (name, bound.type.dialect_impl(_SQLITE).bind_processor(_SQLITE))
            for name, bound in compiled.binds.items()
        ]
        self._out: list[_Processor | None] = []
        if isinstance(statement, sa.Select):
            self._out = [
                column.type.dialect_impl(_SQLITE).result_processor(_SQLITE, None)
                for column in statement.selected_columns
            ]

    def first(self, rows: sa.Connection | Session, values: Values) -> tuple[Any, ...] | None:
        """The first row of the answer, inside the caller's transaction. Raises DBAPIError."""
        own = _driver(rows)
        if own is None:
            found = rows.execute(self._statement, dict(values)).first()
            return tuple(found) if found is not None else None
        with _as_everywhere(self._text):
            return self._answer(own, values)

    def write(self, rows: sa.Connection | Session, *values: Values) -> None:
        """Runs it for each of these, inside the caller's transaction. Raises DBAPIError."""
        own = _driver(rows)
        if own is None:
            rows.execute(self._statement, [dict(one) for one in values])
            return
        with _as_everywhere(self._text):
            for one in values:
                own.execute(self._text, self._bound(one))

    def alone(self, rows: sa.Connection, values: Values) -> tuple[Any, ...] | None:
        """As `first`, where no transaction has begun: with SQLite none is needed for one question."""
        if rows.dialect.name != "sqlite":
            return self.first(rows, values)
        own = rows.connection.driver_connection
        assert isinstance(own, sqlite3.Connection)
        with _as_everywhere(self._text):
            return self._answer(own, values)

    def _answer(self, own: sqlite3.Connection, values: Values) -> tuple[Any, ...] | None:
        row = own.execute(self._text, self._bound(values)).fetchone()
        if row is None:
            return None
        return tuple(
            value if read is None else read(value) for value, read in zip(row, self._out, strict=True)
        )

    def _bound(self, values: Values) -> dict[str, Any]:
        return {name: values[name] if write is None else write(values[name]) for name, write in self._into}


@contextmanager
def _as_everywhere(text: str) -> Iterator[None]:
    """What SQLite refuses is told in SQLAlchemy's words, as for every other statement."""
    try:
        yield
    except sqlite3.Error as error:
        raise DBAPIError.instance(text, None, error, sqlite3.Error, dialect=_SQLITE) from error


def _driver(rows: sa.Connection | Session) -> sqlite3.Connection | None:
    """SQLite's own connection in a transaction; None for another database, or for a session with books of its own."""
    if not isinstance(rows, sa.Connection) or rows.dialect.name != "sqlite":
        return None
    if not rows.in_transaction():
        rows.begin()
    own = rows.connection.driver_connection
    return own if isinstance(own, sqlite3.Connection) else None
