"""What a database says when it cannot, in the words of whoever has to mend it."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, TimeoutError

from touchmap.errors import StorageTrouble

# Primary result codes of SQLite: https://www.sqlite.org/rescode.html
_WORDS = {
    sqlite3.SQLITE_BUSY: (
        "The database is busy: another program kept it locked.",
        "Try again; if it stays so, look for another touchmap or a database viewer that has it open.",
    ),
    sqlite3.SQLITE_READONLY: (
        "The database may not be written to.",
        "Change the permissions of the file and its folder, or name another folder with --data or TOUCHMAP_DATA.",
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk failed while the database was read or written.",
        "Check the disk; `touchmap restore` brings a backup back.",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "The database is damaged.",
        "Restore a backup with `touchmap restore`; the damaged file is kept beside it.",
    ),
    sqlite3.SQLITE_FULL: (
        "The disk is full: nothing was changed.",
        "Free some space and try again.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The database cannot be opened.",
        "Check that its folder is there and that you may write to it.",
    ),
    sqlite3.SQLITE_NOTADB: (
        "The database file is no database.",
        "Restore a backup with `touchmap restore`, or move the file away to begin anew.",
    ),
}
_WORDS[sqlite3.SQLITE_LOCKED] = _WORDS[sqlite3.SQLITE_BUSY]
_WORDS[sqlite3.SQLITE_PERM] = _WORDS[sqlite3.SQLITE_READONLY]
_WORDS[sqlite3.SQLITE_AUTH] = _WORDS[sqlite3.SQLITE_READONLY]


def explained(error: DBAPIError | sqlite3.Error | TimeoutError) -> StorageTrouble | None:
    """The error as a person can act on it; None when it is a fault of touchmap's own and should be seen as one."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", None)
        words = _WORDS.get(code & 0xFF) if code is not None else None
        return StorageTrouble(*words) if words else None
    if isinstance(error, TimeoutError):
        return StorageTrouble(
            "Every connection to the database is in use.", "Try again; many people are working at once."
        )
    if isinstance(error, DBAPIError) and type(error).__name__ in ("OperationalError", "InterfaceError"):
        first = str(original).strip().splitlines()[:1] or ["no reason given"]
        return StorageTrouble(
            f"The database server did not do it: {first[0][:200]}.",
            "Check that it runs and that TOUCHMAP_DATABASE_URL names it; the server's log says more.",
        )
    return None
