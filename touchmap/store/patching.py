"""A live workshop's rows: read as a state, and changed by a patch. Whoever calls owns the transaction."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from touchmap.domain.applying import references
from touchmap.domain.changes import BY_KEY, Entry, Patch, State, entry_of, make_state, record_of
from touchmap.domain.records import Record
from touchmap.store import changelog
from touchmap.store.database import Reader
from touchmap.store.prepared import Prepared
from touchmap.store.rows import PLANS, to_row
from touchmap.store.tables import LINKS, RECORDS, WORKSHOP
from touchmap.store.workshops import link_rows, load, positions

_AT_ONCE = 500  # ids in one statement
_UPDATES = 500  # statements that are kept: which columns are written together is up to whoever edits
_KEYS = ("id", "workshop_id")
_TOUCH = Prepared(
    WORKSHOP.update().where(WORKSHOP.c.id == sa.bindparam("touched")), ["touched", "updated_at"]
)


def load_state(session: Reader, workshop: str) -> State | None:
    """The state that the rows hold; None when there is no such workshop."""
    model = load(session, workshop)
    if model is None:
        return None
    keys = positions(session, workshop)
    records: dict[str, Entry] = {workshop: entry_of(model.workshop, "")}
    records |= {record.id: entry_of(record, keys[record.id]) for record in model}
    return make_state(workshop, records, changelog.gone(session, workshop))


def write_patch(session: Reader, before: State, after: State, patch: Patch) -> None:
    """Makes the rows those of the state after a patch."""
    for id, wanted in patch.items():
        if wanted is not None and id not in before.records:
            _insert(session, after, id)
    for id, wanted in patch.items():
        if wanted is not None and id in before.records:
            _update(session, after, id, wanted)
    removed: dict[str, list[str]] = defaultdict(list)
    for id, wanted in patch.items():
        if wanted is None:
            removed[before.records[id].kind].append(id)
    for kind in reversed(RECORDS):  # children after their parents in the list: the other way round
        table, ids = RECORDS[kind], removed.get(kind, [])
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            session.execute(
                table.delete().where(table.c.workshop_id == before.workshop, table.c.id.in_(some))
            )


def touch(session: Reader, workshop: str, now: dt.datetime) -> None:
    """Notes that a workshop was changed."""
    _TOUCH.write(session, {"touched": workshop, "updated_at": now})


def _row(state: State, id: str) -> tuple[Record, dict[str, Any]]:
    entry = state.records[id]
    record = record_of(id, entry)
    named = (target for _, targets in references(entry) for target in targets)
    kind_of = {target: state.records[target].kind for target in named}
    row = to_row(record, kind_of)
    if entry.kind != "workshop":
        row |= {"workshop_id": state.workshop, "sort_key": entry.position}
    return record, row


def _insert(session: Reader, state: State, id: str) -> None:
    record, row = _row(state, id)
    session.execute(RECORDS[record.kind].insert(), [row])
    for name in PLANS[record.kind].linked:
        if found := link_rows(state.workshop, record, name):
            session.execute(LINKS[record.kind, name].insert(), found)


def _update(session: Reader, state: State, id: str, wanted: Mapping[str, Any]) -> None:
    record, row = _row(state, id)
    kind = record.kind
    changed = {BY_KEY[kind][key].name for key in wanted["fields"]}
    columns = [column for name in changed for column in PLANS[kind].columns(name)]
    if "position" in wanted and kind != "workshop":
        columns.append("sort_key")
    if columns:
        named = {"its_id": id} if kind == "workshop" else {"its_id": id, "its_workshop": state.workshop}
        _updating(kind, *sorted(columns)).write(session, {name: row[name] for name in columns} | named)
    for name in PLANS[kind].linked:
        if name in changed:
            links = LINKS[kind, name]
            owner = links.c[f"{kind}_id"]
            session.execute(links.delete().where(links.c.workshop_id == state.workshop, owner == id))
            if found := link_rows(state.workshop, record, name):
                session.execute(links.insert(), found)


@lru_cache(_UPDATES)
def _updating(kind: str, *columns: str) -> Prepared:
    """The statement that writes these columns of a row of this kind, built once."""
    if kind == "workshop":
        return Prepared(
            WORKSHOP.update().where(WORKSHOP.c.id == sa.bindparam("its_id")), ["its_id", *columns]
        )
    of = RECORDS[kind].c
    where = (of.id == sa.bindparam("its_id"), of.workshop_id == sa.bindparam("its_workshop"))
    return Prepared(RECORDS[kind].update().where(*where), ["its_id", "its_workshop", *columns])
