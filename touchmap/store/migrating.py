"""Brings a database to the tables of this touchmap: made when it is new, migrated when it is older, refused when newer."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from touchmap.errors import StorageTrouble
from touchmap.store import sqlite
from touchmap.store.migrations import REVISIONS

HEAD = REVISIONS[-1]
_LOCK = 0x544D4150  # key of PostgreSQL's advisory lock while tables change


def revision_of(connection: Connection) -> str | None:
    """The revision of a touchmap database; None for an empty one; StorageTrouble for a newer or a strange one."""
    names = sa.inspect(connection).get_table_names()
    if not names:
        return None
    found = None
    if "alembic_version" in names and "workshop" in names and _is_ours(connection):
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    if found is None:
        raise StorageTrouble(
            "This database holds the tables of another program, not touchmap's.",
            "Name another data folder with --data or TOUCHMAP_DATA, or an empty database.",
        )
    if found not in REVISIONS:
        raise StorageTrouble(
            f"This database was made by a newer touchmap (its tables are of revision {found}; {HEAD} is known here).",
            "Update touchmap; nothing was changed.",
        )
    return str(found)


def _is_ours(connection: Connection) -> bool:
    if connection.dialect.name != "sqlite":
        return True
    return connection.exec_driver_sql("PRAGMA application_id").scalar() == sqlite.APPLICATION


def bring_up_to_date(engine: Engine) -> None:
    """Makes or migrates the tables in one transaction; several programs may do so at once."""
    with engine.connect() as connection:
        if revision_of(connection) == HEAD:
            return
    with engine.connect().execution_options(**{sqlite.WRITES: True}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        if revision_of(connection) != HEAD:  # asked again: another program may have been quicker
            upgrade(connection)


def upgrade(connection: Connection) -> None:
    """Runs the migrations that are missing, inside the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={sqlite.APPLICATION}")


def _folder() -> Path:
    return Path(__file__).resolve().parent / "migrations"
