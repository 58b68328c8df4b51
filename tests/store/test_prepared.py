"""Statements that SQLite's driver runs by itself: the same rows and the same refusals as by SQLAlchemy, nothing left behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from touchmap.errors import StorageTrouble
from touchmap.services import exchange, library
from touchmap.store import changelog, patching
from touchmap.store.database import Database, open_database
from touchmap.store.prepared import Prepared
from touchmap.store.tables import WORKSHOP

SAMPLE = "missed-connection"
NOW = dt.datetime(2026, 11, 23, 12, 0, 0, 5, tzinfo=dt.UTC)
NAME = Prepared(WORKSHOP.update().where(WORKSHOP.c.id == sa.bindparam("its_id")), ["its_id", "title"])
TITLE = Prepared(
    sa.select(WORKSHOP.c.title, WORKSHOP.c.updated_at).where(WORKSHOP.c.id == sa.bindparam("id"))
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    content, name = library.sample(SAMPLE)
    with open_database(tmp_path) as opened:
        exchange.import_file(opened, content, name, now=NOW)
        yield opened


def _change(**differing: Any) -> dict[str, Any]:
    told = {"actor": "a", "actor_name": "Maya", "made_at": NOW, "action": "set", "kind": "workshop"}
    patch = {SAMPLE: {"kind": "workshop", "fields": {"title": "ä"}}}
    empty = dict.fromkeys(("sent", "undoes", "settles", "group_id", "clash", "told"))
    whole = {
        "workshop_id": SAMPLE,
        "seq": 1,
        "edit_id": "e-1",
        "record_id": SAMPLE,
        "was": patch,
        "became": patch,
    }
    return whole | told | empty | differing


def test_what_is_written_is_what_sqlalchemy_reads(database: Database) -> None:
    with database.writing_rows() as rows:
        Prepared(changelog.CHANGE.insert()).write(rows, _change(), _change(seq=2, edit_id="e-2", told=["x"]))
        patching.touch(rows, SAMPLE, NOW)
    with database.reading_rows() as rows:
        found = rows.execute(changelog.CHANGE.select().order_by(changelog.CHANGE.c.seq)).mappings().all()
        assert [dict(row) for row in found] == [_change(), _change(seq=2, edit_id="e-2", told=["x"])]
        assert rows.execute(sa.select(WORKSHOP.c.updated_at)).scalar() == NOW


def test_a_session_and_a_connection_get_the_same_answer(database: Database) -> None:
    with database.reading() as session, database.reading_rows() as rows:
        assert TITLE.first(session, {"id": SAMPLE}) == TITLE.first(rows, {"id": SAMPLE})
        assert TITLE.first(rows, {"id": "nowhere"}) is None is TITLE.first(session, {"id": "nowhere"})
        assert database.ask(TITLE, {"id": SAMPLE}) == TITLE.first(rows, {"id": SAMPLE})


def test_a_refusal_is_told_as_sqlalchemy_tells_it_and_nothing_stays(database: Database) -> None:
    def twice() -> None:
        with database.writing_rows() as rows:
            NAME.write(rows, {"its_id": SAMPLE, "title": "Lost"})
            Prepared(changelog.CHANGE.insert()).write(rows, _change(), _change(seq=2))

    with pytest.raises(IntegrityError, match="UNIQUE"):
        twice()
    with database.writing_rows() as rows:  # whatever had begun has ended
        head = changelog.head(rows, SAMPLE)
        assert head is not None
        assert head[1] == 0
    assert (database.ask(TITLE, {"id": SAMPLE}) or ("",))[0] != "Lost"


def test_a_savepoint_takes_back_what_was_written_after_it(database: Database) -> None:
    with database.writing_rows() as rows:
        NAME.write(rows, {"its_id": SAMPLE, "title": "Kept"})
        point = rows.begin_nested()
        NAME.write(rows, {"its_id": SAMPLE, "title": "Lost"})
        point.rollback()
    assert (database.ask(TITLE, {"id": SAMPLE}) or ("",))[0] == "Kept"


def test_a_question_outside_a_transaction_sees_the_newest_commit_and_holds_up_nobody(
    database: Database,
) -> None:
    for title in ("One", "Two", "Three"):
        with database.writing_rows() as rows:
            NAME.write(rows, {"its_id": SAMPLE, "title": title})
            assert (database.ask(TITLE, {"id": SAMPLE}) or ("",))[0] != title
        assert (database.ask(TITLE, {"id": SAMPLE}) or ("",))[0] == title
        database.scrub()  # needs a moment in which nobody reads


def test_a_transaction_that_only_reads_still_cannot_write(database: Database) -> None:
    with pytest.raises(StorageTrouble, match="may not be written"), database.reading_rows() as rows:
        NAME.write(rows, {"its_id": SAMPLE, "title": "Lost"})


def test_an_interrupted_writer_leaves_its_turn_to_the_next(database: Database) -> None:
    def interrupted() -> None:
        with database.writing_rows() as rows:
            NAME.write(rows, {"its_id": SAMPLE, "title": "Lost"})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with database.writing_rows() as rows, database.reading_rows() as others:
        assert TITLE.first(rows, {"id": SAMPLE}) == TITLE.first(others, {"id": SAMPLE})


def test_a_connection_reads_and_writes_in_turn_and_is_told_only_when_that_changes(database: Database) -> None:
    said: list[str] = []

    def try_to_write() -> None:
        with database.reading() as session:
            own: Any = session.connection().connection.driver_connection
            own.set_trace_callback(said.append)
            session.execute(WORKSHOP.update().values(title="Lost"))

    def turns() -> int:
        return len([one for one in said if "query_only" in one])

    with database.app.app_context():
        for turn in range(3):
            with pytest.raises(StorageTrouble):
                try_to_write()
            with database.writing() as session:
                session.execute(WORKSHOP.update().values(title=f"Kept {turn}"))
        with database.reading() as session:
            assert session.execute(sa.select(WORKSHOP.c.title)).scalar() == "Kept 2"
        before = turns()
        assert before >= 5  # the same connection in turn
        for _ in range(3):
            with database.reading() as session:
                assert TITLE.first(session, {"id": SAMPLE})
        assert turns() == before
