"""Builders for tests of live workshops: a sample in a database, edits in few words, the checks that always hold."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from typing import Any

from touchmap.domain.changes import State
from touchmap.domain.edits import Edit, read_edit
from touchmap.services import exchange, library
from touchmap.services.bookkeeping import Who
from touchmap.store import changelog, patching
from touchmap.store.database import Database

SAMPLE = "missed-connection"
ANA, BEN = Who("ana", "Ana"), Who("ben", "Ben")
_ids = itertools.count(1)


def take_in(database: Database, now: dt.datetime) -> str:
    """The sample workshop, in the database."""
    content, name = library.sample(SAMPLE)
    return exchange.import_file(database, content, name, now=now).id


def edit(action: str, kind: str, record: str, fields: dict[str, Any] | None = None, **more: Any) -> Edit:
    """An edit with a fresh id."""
    data = {"id": f"e-{next(_ids)}", "action": action, "kind": kind, "record": record, **more}
    return read_edit(data if fields is None else data | {"fields": fields})


def rows(database: Database, workshop: str) -> State:
    """The state that the tables hold."""
    with database.reading() as session:
        found = patching.load_state(session, workshop)
    assert found is not None
    return found


def hold(database: Database, workshop: str) -> int:
    """The log has no gap, no id twice, and folds to the rows, from its beginning and from every baseline, to
    the very same text; its length.
    """
    with database.reading() as session:
        log = changelog.after(session, workshop, 0)
        assert [change.seq for change in log] == list(range(1, len(log) + 1))
        assert len({change.id for change in log}) == len(log)
        state = changelog.folded(session, workshop, 0)
        last = changelog.folded(session, workshop, len(log))
        now = patching.load_state(session, workshop)
    if state is None:
        assert not log
        return 0
    for change in log:
        after = state.patched(change.after)
        assert dict(after.patched(change.before).records) == dict(state.records)
        state = after
    assert now is not None
    assert last is not None
    assert dict(state.records) == dict(last.records) == dict(now.records)
    assert json.dumps(state.plain()) == json.dumps(last.plain()) == json.dumps(now.plain())
    assert state.gone <= now.gone
    return len(log)
