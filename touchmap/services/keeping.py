"""Backup and restore of the SQLite database: one file, whole or not at all, checked before it counts."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from touchmap.errors import NotFound, StorageTrouble, WrongUse
from touchmap.paths import make_data_folder
from touchmap.store import sqlite
from touchmap.store.database import BUSY_SECONDS, sqlite_file, told
from touchmap.store.migrations import REVISIONS

_PAGES = 1_000  # copied at a time; between two steps others may write


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished backup: where it is, its size in bytes, how many workshops it holds, and how many notes, ratings and votes
    of open sessions are in it that have not been revealed.
    """

    path: Path
    size: int
    workshops: int
    held: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A finished restore: how many workshops there are now, and where the database that was there before is kept."""

    path: Path
    workshops: int
    before: Path | None


def backup(data: Path, target: Path, *, now: dt.datetime, url: str = "", overwrite: bool = False) -> Kept:
    """Copies the database, while others use it, to the file `target` (in it, when it is a folder).

    The copy is one moment of the database; it is checked, and appears whole or not at all. Raises NotFound when there
    is no database yet, WrongUse for a target that cannot be used, StorageTrouble when the copy cannot be made.
    """
    source = _file(data, url, "backup")
    if not source.is_file():
        raise NotFound(
            f"There is no database at {source} yet.",
            "Import a workshop first, or name the folder with --data.",
        )
    if target.is_dir():
        target = target / f"touchmap-{now:%Y-%m-%dT%H%M%SZ}.sqlite"
    _usable(target, source, overwrite)
    with _told(), _beside(target) as unfinished:
        _copy(source, unfinished, "rw")  # only who may write can tidy the write-ahead log away afterwards
        _rewrite(unfinished)
        count = _checked(unfinished, "The copy that was just made")
        held = _held(unfinished)
        _settle(unfinished, target)
    return Kept(target, target.stat().st_size, count, held)


def restore(data: Path, source: Path, *, now: dt.datetime, url: str = "") -> Restored:
    """Puts a backup in the place of the database, which is kept beside it under another name.

    Refused, with nothing changed, when `source` is no sound backup or of a newer touchmap, or while another program
    (such as `touchmap serve`) has the database open. An older backup is migrated when it is opened next.
    """
    database = _file(data, url, "restore")
    if source.is_dir():
        raise WrongUse(f"{source} is a folder.", "Name the file in it that `touchmap backup` made.")
    if not source.is_file():
        raise NotFound(f"There is no backup at {source}.", "Name a file made by `touchmap backup`.")
    if database.exists() and source.samefile(database):
        raise WrongUse(f"{source} is the database itself.", "Name a file made by `touchmap backup`.")
    if not url:
        make_data_folder(data)
    with _told(), _beside(database) as unfinished:
        count = _taken_in(source, unfinished)
        with _nobody_else(database):
            before = _set_aside(database, now)
            _settle(unfinished, database)
    return Restored(database, count, before)


def _file(data: Path, url: str, what: str) -> Path:
    found = sqlite_file(data, url)
    if found is None:
        tool = "pg_dump" if what == "backup" else "pg_restore"
        raise WrongUse(
            f"`touchmap {what}` is for SQLite; TOUCHMAP_DATABASE_URL names another database.",
            f"Use that database's own tool, such as {tool}; single workshops go with `touchmap export`.",
        )
    return found


def _usable(target: Path, source: Path, overwrite: bool) -> None:
    if target.exists() and target.samefile(source):
        raise WrongUse("A backup cannot replace the database it is made of.", "Name another file.")
    if target.exists() and not overwrite:
        raise WrongUse(
            f"{target} is there already.",
            "Name another file, or a folder and the file gets the date as its name.",
        )
    if not target.parent.is_dir():
        raise WrongUse(f"There is no folder {target.parent}.", "Make it first, or name another place.")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """An unfinished file in the target's folder, gone again unless it took the target's place."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".touchmap-", suffix=".unfinished")
    except OSError as error:
        raise StorageTrouble(
            f"Nothing can be written to {target.parent}: {error.strerror}.",
            "Check its permissions, or name another place.",
        ) from error
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for leftover in (name, f"{name}-journal", f"{name}-wal", f"{name}-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(leftover)


def _reader(path: Path, mode: str = "ro") -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}", uri=True, timeout=BUSY_SECONDS
    )
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA query_only=ON")
    return connection


def _copy(source: Path, target: Path, mode: str = "ro") -> None:
    """One moment of the source, by SQLite's online backup, as a file without a write-ahead log beside it."""
    with closing(_reader(source, mode)) as old, closing(sqlite3.connect(target)) as new:
        old.execute("PRAGMA schema_version").fetchone()  # a file that is no database is found here
        old.execute(
            "BEGIN"
        )  # one moment throughout: a writer must not make the copying begin again and again
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        old.backup(new, pages=_PAGES)
        new.execute("PRAGMA journal_mode=DELETE")


def _rewrite(path: Path) -> None:
    """Writes a database anew, so that nothing in its pages tells in which order rows came and changed."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("VACUUM")


def _held(path: Path) -> int:
    """How much a sound database holds back until it is revealed."""
    with closing(_reader(path)) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'held'").fetchone() is None:
            return 0  # of a touchmap that had no rooms yet
        return int(connection.execute("SELECT count(*) FROM held").fetchone()[0])


def _checked(path: Path, called: str) -> int:
    """The number of workshops in a sound touchmap database; StorageTrouble, by the name it is `called`, for any other."""
    with closing(_reader(path)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != sqlite.APPLICATION:
            raise _no_backup(called, "It is a database of another program.")
        objects = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
        if (
            any(kind in ("trigger", "view") for kind, _ in objects)
            or ("table", "alembic_version") not in objects
        ):
            raise _no_backup(called, "Its tables are not touchmap's.")
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if revision is None or revision[0] not in REVISIONS:
            raise StorageTrouble(
                f"{called} was made by a newer touchmap.", "Update touchmap; nothing was changed."
            )
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok" or connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise _no_backup(
                called, f"It is damaged ({found[:200] if found != 'ok' else 'records are missing'})."
            )
        return int(connection.execute("SELECT count(*) FROM workshop").fetchone()[0])


def _taken_in(source: Path, unfinished: Path) -> int:
    """A copy of a backup, checked; the number of its workshops."""
    called = str(source)
    try:
        _copy(source, unfinished)
        return _checked(unfinished, called)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise _no_backup(called, "It is damaged, or no database at all.") from error
        raise


@contextmanager
def _told() -> Iterator[None]:
    """Turns what the database or the disk cannot do into StorageTrouble."""
    try:
        with told():
            yield
    except OSError as error:
        raise StorageTrouble(
            f"The disk did not do it: {error.strerror or error}.",
            "Check its room and permissions; nothing was changed.",
        ) from error


def _no_backup(called: str, why: str) -> StorageTrouble:
    return StorageTrouble(
        f"{called} is no sound backup of a touchmap database. {why}",
        "Nothing was changed; try another backup.",
    )


@contextmanager
def _nobody_else(database: Path) -> Iterator[None]:
    """Holds the database for ourselves alone, its write-ahead log written back; one that cannot be read is nobody's.

    SQLite leaves WAL mode only when no other program has the file open.
    """
    if not database.exists():
        yield
        return
    with closing(sqlite3.connect(database, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StorageTrouble(
                    "Another program has the database open.",
                    "Stop `touchmap serve`, then restore; nothing was changed.",
                ) from error
        except sqlite3.DatabaseError:
            pass  # damaged, or no database at all: this is what restoring is for
        yield


def _set_aside(database: Path, now: dt.datetime) -> Path | None:
    """Gives the present database a second name; its own stays until the restored one takes it in one step."""
    if not database.exists():
        return None
    stem = f"{database.stem}-before-{now:%Y-%m-%dT%H%M%SZ}"
    number = 1
    while (
        kept := database.with_name(f"{stem}{f'-{number}' if number > 1 else ''}{database.suffix}")
    ).exists():
        number += 1
    try:
        os.link(database, kept)
    except OSError:  # a file system without second names
        shutil.copyfile(database, kept)
    for ending in (
        "-wal",
        "-shm",
    ):  # only left when the file is damaged; they must not be read into the restored one
        with contextlib.suppress(FileNotFoundError):
            os.replace(f"{database}{ending}", f"{kept}{ending}")
    return kept


def _settle(finished: Path, target: Path) -> None:
    """Puts a file in its place in one step, on the disk before and after."""
    for path, replace in ((finished, True), (target.parent, False)):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if replace:
            os.replace(finished, target)
