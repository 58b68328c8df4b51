"""Whole workshops in the database: kept, loaded, listed and removed. Whoever calls owns the transaction."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from touchmap.domain import ordering
from touchmap.domain.model import Model
from touchmap.domain.records import Record, Workshop
from touchmap.store.database import Reader
from touchmap.store.rows import PLANS, from_row, to_row
from touchmap.store.tables import LINKS, RECORDS, WORKSHOP, db


@dataclass(frozen=True, slots=True)
class Listed:
    """A workshop as it stands in a list. Counts are of records; moments are in UTC."""

    id: str
    title: str
    client: str | None
    industry: str | None
    sample: bool
    journeys: int
    touchpoints: int
    people: int
    created: dt.datetime
    updated: dt.datetime


def exists(session: Session, id: str) -> bool:
    """Whether there is a workshop with this id."""
    return session.execute(sa.select(WORKSHOP.c.id).where(WORKSHOP.c.id == id)).first() is not None


def updated(session: Session, id: str) -> dt.datetime | None:
    """When the workshop with this id was last changed, in UTC; None when there is none."""
    return session.execute(sa.select(WORKSHOP.c.updated_at).where(WORKSHOP.c.id == id)).scalar()


def title(session: Session, id: str) -> str | None:
    """What the workshop with this id is called; None when there is none."""
    return session.execute(sa.select(WORKSHOP.c.title).where(WORKSHOP.c.id == id)).scalar()


def insert(session: Session, model: Model, now: dt.datetime) -> None:
    """Keeps a new workshop; its id must be free."""
    row = to_row(model.workshop, {}) | {"created_at": now, "updated_at": now}
    session.execute(WORKSHOP.insert(), [row])
    _insert_records(session, model)


def replace(session: Session, model: Model, now: dt.datetime) -> None:
    """Puts a workshop in the place of the one with its id, which must be there; it stays as old as that one."""
    id = model.workshop.id
    _delete_records(session, id)
    row = to_row(model.workshop, {}) | {"updated_at": now}
    session.execute(WORKSHOP.update().where(WORKSHOP.c.id == id).values(row))
    _insert_records(session, model)


def delete(session: Session, id: str) -> bool:
    """Removes a workshop and everything in it; says whether it was there."""
    _delete_records(session, id)
    done = session.execute(WORKSHOP.delete().where(WORKSHOP.c.id == id))
    return bool(cast("sa.CursorResult[Any]", done).rowcount)


def _delete_records(session: Session, id: str) -> None:
    own = [*RECORDS.values(), *LINKS.values()]
    for table in reversed(
        db.metadata.sorted_tables
    ):  # what refers before what it refers to: nothing to cascade
        if table in own:
            session.execute(table.delete().where(table.c.workshop_id == id))


def _insert_records(session: Session, model: Model) -> None:
    id = model.workshop.id
    kind_of = {record.id: record.kind for record in model}
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    links: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for record in model:
        rows[record.kind].append(to_row(record, kind_of) | {"workshop_id": id})
        for name in PLANS[record.kind].linked:
            links[record.kind, name] += link_rows(id, record, name)
    for kind, found in rows.items():
        for row, key in zip(found, ordering.several(None, None, len(found)), strict=True):
            row["sort_key"] = key
        session.execute(RECORDS[kind].insert(), found)
    for where, found in links.items():
        if found:
            session.execute(LINKS[where].insert(), found)


def link_rows(workshop: str, record: Record, name: str) -> list[dict[str, Any]]:
    """The rows of a record's list of references."""
    owner, other = _ends(LINKS[record.kind, name])
    return [
        {"workshop_id": workshop, owner: record.id, other: id, "place": place}
        for place, id in enumerate(getattr(record, name))
    ]


def _ends(table: sa.Table) -> tuple[str, str]:
    """The columns of owner and target in a table of references."""
    _, owner, other = (column.name for column in table.primary_key.columns)
    return owner, other


def load(session: Reader, id: str) -> Model | None:
    """The workshop with this id, everything in its order; None when there is none."""
    head = session.execute(WORKSHOP.select().where(WORKSHOP.c.id == id)).mappings().first()
    if head is None:
        return None
    records: list[Record] = []
    for kind, table in RECORDS.items():
        links = {name: _links(session, LINKS[kind, name], id) for name in PLANS[kind].linked}
        wanted = table.select().where(table.c.workshop_id == id).order_by(table.c.sort_key, table.c.id)
        records += (from_row(kind, row, links) for row in session.execute(wanted).mappings())
    return Model(cast(Workshop, from_row("workshop", head, {})), records)


def positions(session: Reader, id: str) -> dict[str, str]:
    """The order key of every record of a workshop."""
    found: dict[str, str] = {}
    for table in RECORDS.values():
        wanted = sa.select(table.c.id, table.c.sort_key).where(table.c.workshop_id == id)
        found.update((record, key) for record, key in session.execute(wanted))
    return found


def _links(session: Reader, table: sa.Table, id: str) -> dict[str, tuple[str, ...]]:
    owner, other = _ends(table)
    wanted = (
        sa.select(table.c[owner], table.c[other]).where(table.c.workshop_id == id).order_by(table.c.place)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for whose, target in session.execute(wanted):
        found[whose].append(target)
    return {whose: tuple(targets) for whose, targets in found.items()}


def listed(session: Session) -> list[Listed]:
    """Every workshop, the one changed last first."""

    def count(kind: str) -> sa.ScalarSelect[int]:
        table = RECORDS[kind]
        return (
            sa.select(sa.func.count())
            .select_from(table)
            .where(table.c.workshop_id == WORKSHOP.c.id)
            .scalar_subquery()
        )

    columns = [WORKSHOP.c[name] for name in ("id", "title", "client", "industry", "sample")]
    counts = [count(kind) for kind in ("journey", "touchpoint", "person")]
    moments = [WORKSHOP.c.created_at, WORKSHOP.c.updated_at]
    wanted = sa.select(*columns, *counts, *moments).order_by(WORKSHOP.c.updated_at.desc(), WORKSHOP.c.id)
    return [
        Listed(id, title, client, industry, bool(sample), *rest)
        for id, title, client, industry, sample, *rest in session.execute(wanted)
    ]
