"""What a database cannot do is said with what to do about it; our own faults stay visible as faults."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, TimeoutError

from touchmap.store.trouble import explained


def said_by_sqlite(code):
    """The error that sqlite3 raises for a result code."""
    error = sqlite3.OperationalError("some words of SQLite's")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (sqlite3.SQLITE_BUSY, "busy"),
        (sqlite3.SQLITE_BUSY | 2 << 8, "busy"),  # an extended code, SQLITE_BUSY_SNAPSHOT
        (sqlite3.SQLITE_LOCKED, "busy"),
        (sqlite3.SQLITE_READONLY, "may not be written"),
        (sqlite3.SQLITE_PERM, "may not be written"),
        (sqlite3.SQLITE_FULL, "disk is full"),
        (sqlite3.SQLITE_IOERR, "disk failed"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be opened"),
        (sqlite3.SQLITE_CORRUPT, "damaged"),
        (sqlite3.SQLITE_NOTADB, "no database"),
    ],
)
def test_every_trouble_of_sqlite_is_explained_with_a_remedy(code, word):
    for error in (said_by_sqlite(code), OperationalError("SELECT 1", {}, said_by_sqlite(code))):
        trouble = explained(error)
        assert trouble is not None
        assert word in trouble.what
        assert trouble.todo


def test_a_server_that_is_away_is_explained_without_the_password():
    error = OperationalError("SELECT 1", {}, Exception("connection refused\nsecond line with password=x"))
    trouble = explained(error)
    assert trouble is not None
    assert "connection refused" in trouble.what
    assert "password" not in str(trouble)


def test_too_many_at_once_is_explained():
    trouble = explained(TimeoutError())
    assert trouble is not None
    assert "in use" in trouble.what


def test_our_own_faults_are_not_explained_away():
    assert explained(IntegrityError("INSERT", {}, Exception("x"))) is None
    assert explained(ProgrammingError("SELEKT", {}, Exception("x"))) is None
    assert explained(said_by_sqlite(sqlite3.SQLITE_ERROR)) is None
