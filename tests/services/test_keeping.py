"""Backup and restore: one moment of the database, whole or not at all, and nothing lost on the way."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading

import pytest

from touchmap.domain.model import Model
from touchmap.domain.records import Workshop
from touchmap.errors import NotFound, StorageTrouble, WrongUse
from touchmap.services import exchange
from touchmap.services.keeping import backup, restore
from touchmap.store.database import FILE, open_database

POSTGRESQL = "postgresql+psycopg://localhost/touchmap"


def put(data, now, *ids):
    with open_database(data) as database:
        for id in ids:
            exchange.import_model(database, Model(Workshop(id=id, title=id)), now=now)


def titles(data):
    with open_database(data) as database:
        return {entry.id for entry in exchange.listed(database)}


def leftovers(folder):
    return [
        entry.name
        for entry in folder.iterdir()
        if "unfinished" in entry.name or entry.name.endswith("-journal")
    ]


def test_what_was_backed_up_comes_back(data, tmp_path, now):
    put(data, now, "a", "b")
    kept = backup(data, tmp_path / "kept.sqlite", now=now)
    assert (kept.workshops, kept.size) == (2, kept.path.stat().st_size)
    put(data, now, "c")
    done = restore(data, kept.path, now=now)
    assert done.workshops == 2
    assert titles(data) == {"a", "b"}
    assert leftovers(data) == leftovers(tmp_path) == []


def test_the_database_that_was_there_is_kept_beside_it(data, tmp_path, now):
    put(data, now, "a")
    kept = backup(data, tmp_path / "kept.sqlite", now=now)
    put(data, now, "b")
    first = restore(data, kept.path, now=now).before
    second = restore(data, kept.path, now=now).before
    assert first is not None
    assert second is not None
    assert first != second
    assert first.parent == data
    restore(data, first, now=now)
    assert titles(data) == {"a", "b"}


def test_a_backup_is_one_file_of_its_owner_alone(data, tmp_path, now):
    put(data, now, "a")
    kept = backup(data, tmp_path, now=now)
    assert kept.path == tmp_path / "touchmap-2026-11-23T090000Z.sqlite"
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["data", kept.path.name]


def test_a_backup_can_be_made_while_others_read_and_write(data, tmp_path, now):
    put(data, now, *(f"w{n}" for n in range(20)))
    stop = threading.Event()
    with open_database(data) as database:

        def write():
            number = 0
            while not stop.is_set():
                number += 1
                pair = [Model(Workshop(id=f"{side}{number}", title="x")) for side in ("left", "right")]
                with database.writing() as session:
                    for model in pair:
                        exchange.workshops.insert(session, model, now)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            made = [backup(data, tmp_path / f"{n}.sqlite", now=now) for n in range(5)]
        finally:
            stop.set()
            writer.join()
    for kept in made:
        connection = sqlite3.connect(kept.path)
        left, right = (
            connection.execute("SELECT count(*) FROM workshop WHERE id LIKE ?", (f"{side}%",)).fetchone()[0]
            for side in ("left", "right")
        )
        connection.close()
        assert left == right


def test_restoring_is_refused_while_another_program_has_the_database_open(data, tmp_path, now):
    put(data, now, "a")
    kept = backup(data, tmp_path / "kept.sqlite", now=now)
    put(data, now, "b")
    with open_database(data) as database:
        exchange.listed(database)
        with pytest.raises(StorageTrouble, match=r"open.*Stop `touchmap serve`"):
            restore(data, kept.path, now=now)
        assert len(exchange.listed(database)) == 2
        put(data, now, "c")  # still a database that several can use
    assert titles(data) == {"a", "b", "c"}
    assert leftovers(data) == []


def test_a_damaged_database_is_replaced_and_kept(data, tmp_path, now):
    put(data, now, "a")
    kept = backup(data, tmp_path / "kept.sqlite", now=now)
    (data / FILE).write_bytes(b"not a database at all" * 500)
    (data / f"{FILE}-wal").write_bytes(b"rubbish")
    done = restore(data, kept.path, now=now)
    assert titles(data) == {"a"}
    assert done.before is not None
    assert done.before.read_bytes().startswith(b"not a database")


def test_restoring_into_a_folder_without_a_database_works(data, tmp_path, now):
    put(data, now, "a")
    kept = backup(data, tmp_path / "kept.sqlite", now=now)
    assert restore(tmp_path / "elsewhere", kept.path, now=now).before is None
    assert titles(tmp_path / "elsewhere") == {"a"}


def spoiled(path, *statements):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("PRAGMA application_id = 1", "another program"),
        ("UPDATE alembic_version SET version_num = '9999'", "newer touchmap"),
        ("DROP TABLE alembic_version", "not touchmap's"),
        ("CREATE TRIGGER t AFTER INSERT ON workshop BEGIN DELETE FROM workshop; END", "not touchmap's"),
        ("CREATE VIEW v AS SELECT 1", "not touchmap's"),
        (
            "INSERT INTO stage (workshop_id, id, journey_id, name, sort_key) VALUES ('a', 'x', 'nowhere', 'x', 'a0')",
            "records are missing",
        ),
    ],
)
def test_what_is_no_sound_backup_changes_nothing(data, tmp_path, now, statement, said):
    put(data, now, "a")
    kept = backup(data, tmp_path / "kept.sqlite", now=now)
    spoiled(kept.path, statement)
    before = (data / FILE).read_bytes()
    with pytest.raises(StorageTrouble, match=said) as caught:
        restore(data, kept.path, now=now)
    assert caught.value.what.startswith(f"{kept.path} ")
    assert (data / FILE).read_bytes() == before
    assert sorted(os.listdir(data)) == [FILE]


@pytest.mark.parametrize("content", [b"", b"touchmap: 1\n" * 500, b"SQLite format 3\0" + bytes(5_000)])
def test_a_file_that_is_no_database_is_no_backup(data, tmp_path, now, content):
    put(data, now, "a")
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(StorageTrouble, match="x is no sound backup"):
        restore(data, tmp_path / "x", now=now)
    assert titles(data) == {"a"}


def test_a_folder_is_no_backup(data, tmp_path, now):
    with pytest.raises(WrongUse, match="is a folder"):
        restore(data, tmp_path, now=now)


def test_a_backup_with_a_damaged_page_is_found_out(data, tmp_path, now):
    put(data, now, *(f"w{n}" for n in range(400)))
    kept = backup(data, tmp_path / "kept.sqlite", now=now)
    with open(kept.path, "r+b") as file:
        for page in range(4096, kept.size, 8192):
            file.seek(page)
            file.write(os.urandom(500))
    with pytest.raises(StorageTrouble, match="no sound backup"):
        restore(data, kept.path, now=now)
    assert len(titles(data)) == 400


def test_nothing_is_overwritten_unless_asked(data, tmp_path, now):
    put(data, now, "a")
    (tmp_path / "there.sqlite").write_text("mine")
    with pytest.raises(WrongUse, match="there already"):
        backup(data, tmp_path / "there.sqlite", now=now)
    assert (tmp_path / "there.sqlite").read_text() == "mine"
    assert backup(data, tmp_path / "there.sqlite", now=now, overwrite=True).workshops == 1
    with pytest.raises(WrongUse, match="made of"):
        backup(data, data / FILE, now=now, overwrite=True)
    with pytest.raises(WrongUse, match="itself"):
        restore(data, data / FILE, now=now)


def test_places_that_are_not_there_are_said(data, tmp_path, now):
    with pytest.raises(NotFound, match="no database"):
        backup(data, tmp_path / "x.sqlite", now=now)
    with pytest.raises(NotFound, match="no backup"):
        restore(data, tmp_path / "x.sqlite", now=now)
    put(data, now, "a")
    with pytest.raises(WrongUse, match="no folder"):
        backup(data, tmp_path / "nowhere" / "x.sqlite", now=now)


def test_another_database_has_tools_of_its_own(data, tmp_path, now):
    with pytest.raises(WrongUse, match="pg_dump"):
        backup(data, tmp_path / "x", now=now, url=POSTGRESQL)
    with pytest.raises(WrongUse, match="pg_restore"):
        restore(data, tmp_path / "x", now=now, url=POSTGRESQL)
