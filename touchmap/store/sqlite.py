"""SQLite as touchmap uses it: what is in force on every connection, and how a transaction begins.

WAL: readers never wait for the writer. `synchronous=FULL`: what was acknowledged survives a power cut. A transaction
that writes says so at its start (`BEGIN IMMEDIATE`); one that only finds out later could be refused without waiting
its turn. All others may only read (`query_only`), so that a forgotten announcement fails in the first test.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from touchmap.errors import StorageTrouble

APPLICATION = 0x544D4150  # "TMAP" in the file's header: https://www.sqlite.org/fileformat.html#application_id
WRITES = "touchmap_writes"
LOOK_AGAIN = 0.005  # seconds after which a writer looks whether it is its turn
LATE = 8_000  # pages of the write-ahead log after which a writer takes them in itself; a server does it earlier, beside them


def listen(engine: Engine, busy_seconds: float) -> None:
    """Puts the rules in force on every connection that the engine will open."""

    def connected(connection: sqlite3.Connection, record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where sqlite3 guesses
        set_up(connection, busy_seconds)

    def begun(connection: Connection) -> None:
        _begin(connection, busy_seconds)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    event.listen(engine, "checkin", _end)


def set_up(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """The settings of one connection; the file becomes a WAL database if it is none yet."""
    connection.execute(f"PRAGMA busy_timeout={int(busy_seconds * 1000)}")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute(f"PRAGMA wal_autocheckpoint={LATE}")
    connection.execute("PRAGMA secure_delete=ON")  # what a room held back must not be found in free pages
    _use_wal(connection, time.monotonic() + busy_seconds)


def _use_wal(connection: sqlite3.Connection, until: float) -> None:
    # Two programs that open a new file at once both want to change its mode, and SQLite does not wait by itself here.
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
            continue
        if mode != "wal":
            raise StorageTrouble(
                f"The database cannot use a write-ahead log here (it stays in mode {mode}).",
                "Put the data folder on a local disk; network file systems cannot share a database safely.",
            )
        return


def _begin(connection: Connection, busy_seconds: float) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    own = (
        connection.connection.driver_connection
    )  # SQLAlchemy's own way to run a statement takes five times as long
    assert isinstance(own, sqlite3.Connection)
    own.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    if not writes:
        own.execute("BEGIN")
        return
    # SQLite would wait inside of itself, and with it a whole server of greenlets; so the waiting is done here.
    own.execute("PRAGMA busy_timeout=0")
    try:
        _take_turn(connection, own, time.monotonic() + busy_seconds)
    finally:
        own.execute(f"PRAGMA busy_timeout={int(busy_seconds * 1000)}")


def _take_turn(connection: Connection, own: sqlite3.Connection, until: float) -> None:
    """Begins a transaction that writes, as soon as no other program has one. Raises when it is not in time."""
    while time.monotonic() < until:
        try:
            own.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                break
        time.sleep(LOOK_AGAIN)
    connection.exec_driver_sql(
        "BEGIN IMMEDIATE"
    )  # once more, so that what is wrong is told as everywhere else


def _end(connection: sqlite3.Connection | None, record: Any) -> None:
    # A COMMIT that is refused (a reference to nothing) leaves its transaction open, and SQLAlchemy takes it for ended.
    if connection is not None and connection.in_transaction:
        connection.rollback()


def take_in(path: Path) -> None:
    """Brings what stands in the write-ahead log into the file, as far as nobody needs it where it is, on a connection of its own.

    Nobody waits for that, while the writer who does it at its commit makes everybody wait for two more trips to the disk. Raises
    sqlite3.Error; nothing is lost then.
    """
    with closing(
        sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)
    ) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def make_file(path: Path) -> None:
    """An empty database file that only its owner may read, unless there is one."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise StorageTrouble(
            f"The database {path} cannot be made: {error.strerror}.",
            "Check that its folder is there and that you may write to it.",
        ) from error
