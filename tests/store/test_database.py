"""Opening a database: the rules in force, its file, and what is said when it cannot be opened or written."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing

import pytest
import sqlalchemy as sa
from flask import Flask

from touchmap.errors import SetupMissing, StorageTrouble, WrongUse
from touchmap.store.database import FILE, address, attach, open_database, sqlite_file
from touchmap.store.tables import WORKSHOP, db


def pragma(session, name):
    return session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()


def test_the_rules_are_in_force_on_every_connection(database):
    with database.reading() as first, database.app.app_context():
        for session in (first, db.session()):
            assert pragma(session, "journal_mode") == "wal"
            assert pragma(session, "synchronous") == 2  # FULL
            assert pragma(session, "foreign_keys") == 1
            assert pragma(session, "busy_timeout") == 500
            assert pragma(session, "trusted_schema") == 0


WAITING = """
from gevent import monkey
monkey.patch_all()
import gevent, sqlite3, sys, time
from pathlib import Path
from touchmap.store.database import FILE, open_database

database = open_database(Path(sys.argv[1]))
other = sqlite3.connect(Path(sys.argv[1]) / FILE, isolation_level=None)
other.execute("BEGIN IMMEDIATE")
late = []

def look():
    while True:
        began = time.monotonic()
        gevent.sleep(0.01)
        late.append(time.monotonic() - began)

looking = gevent.spawn(look)
gevent.spawn_later(1, other.execute, "ROLLBACK")
with database.writing():
    print(len(late), max(late))
"""


def test_a_writer_that_waits_for_another_program_holds_up_nobody_else(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", WAITING, str(tmp_path)], capture_output=True, text=True, timeout=180
    )
    assert done.returncode == 0, done.stderr
    looks, latest = done.stdout.split()
    assert int(looks) > 20
    assert float(latest) < 0.8


def test_a_writer_takes_its_turn_at_the_start_and_a_reader_never_waits(database):
    with database.writing() as writer:
        assert writer.connection().connection.in_transaction
        with database.reading() as reader:
            assert reader.execute(sa.select(WORKSHOP)).all() == []
        with pytest.raises(StorageTrouble, match="busy"), database.writing():
            pass


def test_writing_while_reading_is_refused(database):
    with pytest.raises(StorageTrouble, match="may not be written"), database.reading() as session:
        session.execute(WORKSHOP.delete())


def test_a_connection_that_wrote_may_only_read_afterwards(database):
    with database.writing() as session:
        assert pragma(session, "query_only") == 0
    with database.reading() as session:
        assert pragma(session, "query_only") == 1


def test_the_file_is_for_its_owner_alone_and_says_whose_it_is(database, tmp_path):
    file = tmp_path / "data" / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with database.reading() as session:
        assert pragma(session, "application_id").to_bytes(4, "big") == b"TMAP"


@pytest.mark.parametrize("name", ["a b", "50%", "q?mode=memory", "h#1", "naïve", "a&b=c"])
def test_a_data_folder_may_have_any_name(tmp_path, name):
    with open_database(tmp_path / name) as database, database.reading() as session:
        assert pragma(session, "journal_mode") == "wal"
    assert (tmp_path / name / FILE).is_file()


def test_an_application_and_a_command_can_have_the_same_database_open(database, tmp_path):
    app = Flask("web")
    other = attach(app, tmp_path / "data")
    with app.app_context(), other.reading() as session:
        assert pragma(session, "foreign_keys") == 1
    other.close()


def test_an_address_of_sqlite_gets_the_same_rules(tmp_path):
    url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    assert sqlite_file(tmp_path, url) == tmp_path / "other.sqlite"
    with open_database(tmp_path / "unused", url) as database, database.reading() as session:
        assert pragma(session, "synchronous") == 2
    assert not (tmp_path / "unused").exists()


def test_another_database_has_no_file():
    assert sqlite_file(os.curdir, "postgresql+psycopg://localhost/touchmap") is None


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:///x?uri=true", "not an address"])
def test_an_address_that_cannot_keep_anything_is_refused(tmp_path, url):
    with pytest.raises(WrongUse, match="TOUCHMAP_DATABASE_URL"):
        address(tmp_path, url)


def test_a_missing_driver_is_named_with_its_remedy(tmp_path):
    with pytest.raises(SetupMissing, match="not installed"):
        open_database(tmp_path, "postgresql+nosuchdriver://localhost/x")


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    (tmp_path / FILE).write_bytes(b"my diary" * 1000)
    with pytest.raises(StorageTrouble, match="no database"):
        open_database(tmp_path)
    assert (tmp_path / FILE).read_bytes() == b"my diary" * 1000


def test_a_damaged_database_is_said_to_be_damaged(tmp_path):
    with open_database(tmp_path):
        pass
    with open(tmp_path / FILE, "r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 30_000)
    with pytest.raises(StorageTrouble, match=r"damaged|no database"):
        open_database(tmp_path)


def test_a_folder_that_is_not_there_is_said_for_an_address(tmp_path):
    with pytest.raises(StorageTrouble, match="cannot be made"):
        open_database(tmp_path, f"sqlite:///{tmp_path}/nowhere/x.sqlite")


def head(number, request=None):
    """The row of a workshop."""
    now = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    lists = {"days": (), "facilitators": (), "groups_": ()}
    return {
        "id": f"w{number}",
        "title": "x",
        "request": request,
        "created_at": now,
        "updated_at": now,
    } | lists


def count(database):
    with database.reading() as session:
        return session.execute(sa.select(sa.func.count()).select_from(WORKSHOP)).scalar()


def fill_up(database):
    with database.writing() as session:
        pages = pragma(session, "page_count")
        pragma(session, f"max_page_count={pages}")
        session.execute(WORKSHOP.insert(), [head(number, "y" * 4_000) for number in range(2_000)])


def test_a_full_disk_changes_nothing(database):
    with pytest.raises(StorageTrouble, match="full"):
        fill_up(database)
    assert count(database) == 0


def fail_half_way(database):
    with database.writing() as session:
        session.execute(WORKSHOP.insert(), [head(1)])
        raise ZeroDivisionError


def test_an_error_inside_the_block_undoes_everything(database):
    with pytest.raises(ZeroDivisionError):
        fail_half_way(database)
    assert count(database) == 0


def test_nothing_stays_open_after_closing(tmp_path):
    database = open_database(tmp_path)
    with database.reading() as session:
        pragma(session, "user_version")
    database.close()
    assert not (tmp_path / f"{FILE}-wal").exists()


def test_the_log_is_taken_into_the_file_while_others_write_and_read(tmp_path):
    with open_database(tmp_path) as database:
        with database.writing() as session:
            session.execute(WORKSHOP.insert(), [head(1)])
        with database.writing_rows() as rows, database.reading() as session:
            rows.execute(WORKSHOP.insert(), [head(2)])
            assert session.execute(sa.select(sa.func.count()).select_from(WORKSHOP)).scalar() == 1
            database.take_in()
        (tmp_path / "alone.sqlite").write_bytes((tmp_path / FILE).read_bytes())  # without its log
        with closing(sqlite3.connect(tmp_path / "alone.sqlite")) as alone:
            assert alone.execute("SELECT count(*) FROM workshop").fetchone() == (1,)
        assert count(database) == 2
        database.take_in()
        (tmp_path / "alone.sqlite").write_bytes((tmp_path / FILE).read_bytes())
        with closing(sqlite3.connect(tmp_path / "alone.sqlite")) as alone:
            assert alone.execute("SELECT count(*) FROM workshop").fetchone() == (2,)


def test_a_log_that_cannot_be_taken_in_waits_for_a_writer(tmp_path):
    database = open_database(tmp_path)
    database.close()
    database.take_in()  # no log is there
    (tmp_path / FILE).unlink()
    (tmp_path / f"{FILE}-wal").write_bytes(b"rubbish")
    database.take_in()
    assert not (tmp_path / FILE).exists()


def test_many_threads_that_read_and_write_never_meet_a_lock(tmp_path):
    failures = []
    with open_database(tmp_path) as database:
        with database.writing() as session:
            session.execute(WORKSHOP.insert(), [head(1, "0")])

        def work():
            try:
                for _ in range(10):
                    with database.writing() as session:
                        found = session.execute(sa.select(WORKSHOP.c.request)).scalar()
                        session.execute(WORKSHOP.update().values(request=str(int(found) + 1)))
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        with database.reading() as session:
            assert session.execute(sa.select(WORKSHOP.c.request)).scalar() == "60"


def test_our_libraries_know_what_the_rules_need():
    assert sqlite3.sqlite_version_info >= (3, 31)  # trusted_schema
    assert sqlite3.threadsafety
