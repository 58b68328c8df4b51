"""The tables: one for each kind of record and one for each list of references, built from the records' own fields.

Nothing is opened here; `db` is bound to an application by `store.database`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.schema import SchemaItem

from touchmap.domain.fields import Field, Many, Ref
from touchmap.domain.model import PARENT_FIELD
from touchmap.domain.records import FIELDS, KINDS
from touchmap.store.columns import (
    MomentColumn,
    checks_of,
    column_name,
    columns_of,
    is_link,
    sort_key,
    target_columns,
)

# Every constraint has a name from the first migration on: only what has a name can be changed by a later one.
NAMES = {
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
db = SQLAlchemy(metadata=sa.MetaData(naming_convention=NAMES))

# References are checked when the transaction ends: a journey names its first touchpoint and the touchpoint, by its
# stage, its journey, so neither could be written before the other.
_DEFERRED: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}


def _foreign_key(
    table: str, column: str, kind: str, on_delete: str | None, *, later: bool = False
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id", column],
        [f"{kind}.workshop_id", f"{kind}.id"],
        name=f"fk_{table}_{column}",
        ondelete=on_delete,
        use_alter=later,
        **_DEFERRED,
    )


def _owner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id"], ["workshop.id"], name=f"fk_{table}_workshop_id", ondelete="CASCADE", **_DEFERRED
    )


def _hangs_on(kind: str, above: str) -> bool:
    """Whether records of this kind hang, at whatever depth, on records of the other."""
    while (name := PARENT_FIELD.get(kind)) and name != kind:
        if name == above:
            return True
        kind = name
    return False


def _references(kind: str, field: Field) -> list[sa.ForeignKeyConstraint]:
    """A reference's foreign keys.

    What cannot be without the record it names (a child, a transition's ends) goes with it. A reference that may be
    empty stops the removal instead: SQLite cannot empty one column of a key of two, so whoever removes a record
    empties what names it, and this constraint finds what was forgotten.
    """
    on_delete = "CASCADE" if field.required or field.parent else None
    return [
        _foreign_key(kind, column, target, on_delete, later=_hangs_on(target, kind))
        for target, column in target_columns(field).items()
        if target  # a comment may be about a record of any kind: no foreign key can say that
    ]


def _fields(kind: str) -> Iterator[SchemaItem]:
    """The columns and CHECK constraints of a kind's own fields."""
    for field in FIELDS[kind]:
        yield from columns_of(field)
        for name, sql in checks_of(field):
            yield sa.CheckConstraint(sql, name=name)


def _record_table(kind: str) -> sa.Table:
    key, (name, sql) = sort_key()
    parent = PARENT_FIELD.get(kind)
    order = [f"{parent}_id", "sort_key"] if parent else ["sort_key"]
    items: list[SchemaItem] = [
        sa.Column("workshop_id", sa.Text, primary_key=True),
        *_fields(kind),
        key,
        sa.CheckConstraint(sql, name=name),
        _owner(kind),
        sa.Index(f"ix_{kind}_order", "workshop_id", *order),
    ]
    for field in FIELDS[kind]:
        if isinstance(field.type, Ref):
            items += _references(kind, field)
            if not field.parent:
                for column in target_columns(field).values():
                    items.append(sa.Index(f"ix_{kind}_{column}", "workshop_id", column))
    return db.Table(kind, *items)


def _workshop_table() -> sa.Table:
    return db.Table(
        "workshop",
        *_fields("workshop"),
        sa.Column("created_at", MomentColumn, nullable=False),
        sa.Column("updated_at", MomentColumn, nullable=False),
    )


def _link_table(kind: str, field: Field) -> sa.Table:
    """A list of references: owner, target, and the place in the list from 0."""
    assert isinstance(field.type, Many)
    assert isinstance(field.type.of, Ref)
    (target,) = field.type.of.kinds
    name = f"{kind}_{column_name(field)}"
    owner, other = f"{kind}_id", f"{target}_id"
    return db.Table(
        name,
        sa.Column("workshop_id", sa.Text, primary_key=True),
        sa.Column(owner, sa.Text, primary_key=True),
        sa.Column(other, sa.Text, primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        _foreign_key(name, owner, kind, "CASCADE"),
        _foreign_key(name, other, target, "CASCADE"),
        sa.CheckConstraint(f"place BETWEEN 0 AND {field.type.limit - 1}", name="place"),
        sa.Index(f"ix_{name}_{other}", "workshop_id", other),
    )


WORKSHOP = _workshop_table()
RECORDS: dict[str, sa.Table] = {kind: _record_table(kind) for kind in KINDS if kind != "workshop"}
LINKS: dict[tuple[str, str], sa.Table] = {
    (kind, field.name): _link_table(kind, field)
    for kind, fields in FIELDS.items()
    for field in fields
    if is_link(field)
}
