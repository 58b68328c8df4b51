"""Opens a database for a data folder or an address, and hands out sessions that read or that write."""

from __future__ import annotations

import os
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, TimeoutError
from sqlalchemy.orm import Session

from touchmap.errors import SetupMissing, WrongUse
from touchmap.paths import make_data_folder
from touchmap.store import migrating, sqlite
from touchmap.store.prepared import Prepared, Values
from touchmap.store.tables import db
from touchmap.store.trouble import explained

FILE = "touchmap.sqlite"
_WRITER = 0x544D4157  # key of PostgreSQL's advisory lock while somebody writes
_TURN = sa.select(sa.func.pg_advisory_xact_lock(_WRITER))
_READS: dict[str, dict[str, Any]] = {
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
}
BUSY_SECONDS = 10.0  # how long a writer waits for its turn before it gives up


def address(data: Path, url: str = "") -> URL:
    """Where the database is: the address given, else the file in the data folder. Nothing is opened or made."""
    if not url:
        return URL.create("sqlite", database=str(data / FILE))
    try:
        found = make_url(url)
    except ArgumentError:
        raise WrongUse(
            "TOUCHMAP_DATABASE_URL is not a database address.",
            "Write it like postgresql+psycopg://user:password@host/name, or unset it for SQLite.",
        ) from None
    if found.get_backend_name() == "sqlite":
        if found.database in (None, "", ":memory:") or found.query:
            raise WrongUse(
                "TOUCHMAP_DATABASE_URL names a SQLite database without a plain file.",
                "Write sqlite:////folder/file.sqlite, or unset it for the one in the data folder.",
            )
        found = found.set(database=str(Path(str(found.database)).absolute()))
    return found


def sqlite_file(data: Path, url: str = "") -> Path | None:
    """The file of a SQLite database; None when the address names another kind."""
    found = address(data, url)
    return Path(str(found.database)) if found.get_backend_name() == "sqlite" else None


Reader = Session | sa.Connection  # whatever runs statements inside a transaction


class Database:
    """An open database. What it hands out belongs to one transaction each and ends with its `with` block.

    For what every edit and every request asks there are bare connections: a session's own books cost as much as the asking.
    """

    def __init__(self, app: Flask, url: URL, engine: sa.Engine) -> None:
        self.app = app
        self.url = url
        self._engine = engine
        self._keeps = url.get_backend_name() == "sqlite"  # a server's connections may have died meanwhile
        self._writers: deque[sa.Connection] = deque()
        self._askers: deque[sa.Connection] = deque()
        self._taken_in = 0

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database throughout; writing in it is refused."""
        with self.app.app_context(), told():
            session = db.session()
            session.connection(execution_options=_READS.get(self.url.get_backend_name(), {}))
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all kept when the block ends, or none when it raises.

        On return they are on the disk. One such block runs at a time, in whatever program; the others wait their turn.
        """
        with self.app.app_context(), told():
            session = db.session()
            session.connection(execution_options={sqlite.WRITES: True})
            if self.url.get_backend_name() == "postgresql":
                session.execute(_TURN)
            yield session
            session.commit()

    @contextmanager
    def reading_rows(self) -> Iterator[sa.Connection]:
        """As `reading`, for plain statements."""
        with told(), self._engine.connect() as rows:
            if options := _READS.get(self.url.get_backend_name()):
                rows.execution_options(**options)
            yield rows

    @contextmanager
    def writing_rows(self) -> Iterator[sa.Connection]:
        """As `writing`, for plain statements."""
        with told(), self._kept(self._writers) as rows:
            rows.execution_options(**{sqlite.WRITES: True})
            rows.begin()
            if self.url.get_backend_name() == "postgresql":
                rows.execute(_TURN)
            yield rows
            rows.commit()

    def ask(self, question: Prepared, values: Values) -> tuple[Any, ...] | None:
        """The first row of the answer to one question, as things stand just now."""
        with told(), self._kept(self._askers) as rows:
            return question.alone(rows, values)

    @contextmanager
    def _kept(self, idle: deque[sa.Connection]) -> Iterator[sa.Connection]:
        """A connection that stays open for the next one: to take it from the pool and give it back takes longer than to write.

        One that something went wrong with goes back, and the pool ends whatever it had begun.
        """
        try:
            rows = idle.pop()
        except IndexError:
            rows = self._engine.connect()
        try:
            yield rows
        except BaseException:
            rows.close()
            raise
        if self._keeps and not idle:
            idle.append(rows)
        else:
            rows.close()

    def scrub(self) -> None:
        """Empties SQLite's write-ahead log, as far as nobody is reading: what was overwritten is in no file any more."""
        if self.url.get_backend_name() != "sqlite":
            return
        with told(), self._engine.connect() as rows:
            own = rows.connection.driver_connection
            assert isinstance(own, sqlite3.Connection)
            own.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def take_in(self) -> None:
        """Brings SQLite's write-ahead log into its file, if that has grown; may be called by any thread, and holds up nobody."""
        if self.url.get_backend_name() != "sqlite":
            return
        file = str(self.url.database)
        try:
            grown = os.stat(f"{file}-wal").st_mtime_ns
            if grown != self._taken_in:
                sqlite.take_in(Path(file))
                self._taken_in = grown
        except (OSError, sqlite3.Error):  # a writer finds the same, and tells who waits for it
            return

    def close(self) -> None:
        """Closes every connection."""
        for idle in (self._writers, self._askers):
            while idle:
                idle.pop().close()
        with self.app.app_context():
            db.engine.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def told() -> Iterator[None]:
    """Turns what a database cannot do into StorageTrouble that says what to do; other errors pass."""
    try:
        yield
    except (DBAPIError, TimeoutError, sqlite3.Error) as error:
        trouble = explained(error)
        if trouble is None:
            raise
        raise trouble from error


def attach(app: Flask, data: Path, url: str = "", busy_seconds: float = BUSY_SECONDS) -> Database:
    """Binds `db` to an application, opens its database and brings the tables up to date.

    `data` is made when the database is a file in it. Raises WrongUse for an address that cannot be used, SetupMissing
    when the folder or the driver is not there, StorageTrouble when the database cannot be opened or is newer.
    """
    where = address(data, url)
    options: dict[str, Any] = {"pool_pre_ping": True}
    if where.get_backend_name() == "sqlite":
        if not url:
            make_data_folder(data)
        sqlite.make_file(Path(str(where.database)))
        options = {
            "pool_timeout": busy_seconds,
            "pool_use_lifo": True,
        }  # what it has read is kept by a connection
    app.config["SQLALCHEMY_DATABASE_URI"] = where
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    try:
        db.init_app(app)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise SetupMissing(
            f"The driver for {where.drivername} is not installed.",
            "For PostgreSQL: pip install 'touchmap[postgresql]', and begin the address with postgresql+psycopg://.",
        ) from error
    with app.app_context():
        database = Database(app, where, db.engine)
    with app.app_context(), told():
        if where.get_backend_name() == "sqlite":
            sqlite.listen(db.engine, busy_seconds)
        try:
            migrating.bring_up_to_date(db.engine)
        except BaseException:  # whatever it was, Ctrl+C too: no connection stays open behind a failure
            db.engine.dispose()
            raise
    return database


def open_database(data: Path, url: str = "", busy_seconds: float = BUSY_SECONDS) -> Database:
    """The database for a command that runs without the web application; close it, or use it in a `with`."""
    return attach(Flask("touchmap", static_folder=None), data, url, busy_seconds)
