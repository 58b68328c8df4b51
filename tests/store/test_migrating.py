"""Migrations: the same tables as the records ask for, made once however many open at once, never against the wrong data."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from touchmap.errors import StorageTrouble
from touchmap.store import changelog, migrating, rooms, sqlite
from touchmap.store.database import FILE, open_database
from touchmap.store.keys import KEYS_METADATA
from touchmap.store.migrations import REVISIONS
from touchmap.store.tables import RECORDS, db


def schema(file):
    """Each table and index with the lines of its definition, whatever their order and line."""
    connection = sqlite3.connect(file)
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {
        name: sorted(
            re.sub(r"\s+", " ", line).replace("KEY (", "KEY(").strip(" ,")
            for line in re.sub(r", (\w+ (?:BOOLEAN|INTEGER))(?=,)", r",\n\1", sql).splitlines()
        )
        for name, sql in found
        if name != "alembic_version"
    }


def test_migrated_tables_are_those_of_the_records(database):
    with database.app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert changelog.CHANGE.metadata is rooms.ROOM.metadata is db.metadata
        assert compare_metadata(context, [db.metadata, KEYS_METADATA]) == []


def test_migrated_constraints_are_those_of_the_records(database, tmp_path):
    fresh = sa.create_engine(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    db.metadata.create_all(fresh)
    KEYS_METADATA.create_all(fresh)
    fresh.dispose()
    assert schema(tmp_path / "data" / FILE) == schema(tmp_path / "fresh.sqlite")


def test_the_list_of_revisions_is_the_chain_of_migrations():
    config = Config()
    config.set_main_option("script_location", str(migrating._folder()))
    config.set_main_option("path_separator", "os")
    chain = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(chain)) == REVISIONS


def test_opening_again_changes_nothing(tmp_path):
    with open_database(tmp_path):
        pass
    before = (tmp_path / FILE).read_bytes()
    with open_database(tmp_path):
        pass
    assert (tmp_path / FILE).read_bytes() == before


def change(folder, *statements):
    connection = sqlite3.connect(folder / FILE)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_newer_database_is_refused_and_left_alone(tmp_path):
    with open_database(tmp_path):
        pass
    change(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageTrouble, match=r"newer touchmap.*Update touchmap"):
        open_database(tmp_path)


def test_the_database_of_another_program_is_refused(tmp_path):
    change(tmp_path, "CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StorageTrouble, match="another program"):
        open_database(tmp_path)


def test_a_touchmap_database_whose_header_was_changed_is_refused(tmp_path):
    with open_database(tmp_path):
        pass
    change(tmp_path, "PRAGMA application_id = 7")
    with pytest.raises(StorageTrouble, match="another program"):
        open_database(tmp_path)


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def failing(connection):
        connection.exec_driver_sql("CREATE TABLE workshop (id TEXT)")
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(migrating, "upgrade", failing)
        with pytest.raises(ZeroDivisionError):
            open_database(tmp_path)
    with open_database(tmp_path):
        pass
    assert "ck_workshop_title" in str(schema(tmp_path / FILE))


def test_several_programs_may_make_the_same_database_at_once(tmp_path):
    code = (
        "from pathlib import Path; from touchmap.store.database import open_database; "
        f"open_database(Path({str(tmp_path)!r})).close()"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = [process.communicate(timeout=180)[1] for process in started]
    assert [process.returncode for process in started] == [0] * 4, said


def test_what_was_written_before_steps_had_kinds_is_still_there(tmp_path):
    workshop = "INSERT INTO workshop (id, title, groups_, facilitators, days, created_at, updated_at)"
    now = "2026-11-23 09:00:00"
    config = Config()
    config.set_main_option("script_location", str(migrating._folder()))
    config.set_main_option("path_separator", "os")
    engine = sa.create_engine(f"sqlite:///{tmp_path / FILE}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0004")
    engine.dispose()
    change(
        tmp_path,
        f"PRAGMA application_id = {sqlite.APPLICATION}",
        f"{workshop} VALUES ('w', 'Delays', '[]', '[]', '[]', '{now}', '{now}')",
        "INSERT INTO step (workshop_id, id, title, minutes, sort_key) VALUES ('w', 's', 'Rate', 30, 'a')",
        "INSERT INTO journey (workshop_id, id, name, sort_key) VALUES ('w', 'j', 'Move', 'a')",
        "INSERT INTO stage (workshop_id, id, journey_id, name, sort_key) VALUES ('w', 'st', 'j', 'Wait', 'a')",
        "INSERT INTO touchpoint (workshop_id, id, stage_id, name, channels, sort_key) "
        "VALUES ('w', 'tp', 'st', 'Desk', '[]', 'a')",
        "INSERT INTO perception (workshop_id, id, touchpoint_id, emotion, sort_key) VALUES ('w', 'r', 'tp', -1.5, 'a')",
    )
    with open_database(tmp_path) as database, database.reading() as session:
        (step,) = session.execute(RECORDS["step"].select()).mappings()
        (rating,) = session.execute(RECORDS["perception"].select()).mappings()
    assert (step["title"], step["minutes"], step["type"], step["scales"]) == ("Rate", 30, None, ())
    assert (rating["touchpoint_id"], rating["emotion"], rating["step_id"]) == ("tp", -1.5, None)
