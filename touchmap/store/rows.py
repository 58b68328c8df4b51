"""Records as rows and back, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

from touchmap.domain.fields import Field, Ref
from touchmap.domain.records import FIELDS, KINDS, Record
from touchmap.store.columns import column_name, is_link, target_columns

Row = dict[str, Any]
Links = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a kind's fields are kept.

    `plain`: field and its one column. `split`: field and, by the kind it may name, its columns. `linked`: fields that
    have a table of their own.
    """

    plain: tuple[tuple[str, str], ...]
    split: tuple[tuple[str, dict[str, str]], ...]
    linked: tuple[str, ...]

    def columns(self, name: str) -> tuple[str, ...]:
        """The columns of a field; none for one that has a table of its own."""
        if name in self.linked:
            return ()
        return next((tuple(columns.values()) for field, columns in self.split if field == name), None) or (
            dict(self.plain)[name],
        )


def _plan(fields: tuple[Field, ...]) -> Plan:
    split = {
        field.name: target_columns(field)
        for field in fields
        if isinstance(field.type, Ref) and len(target_columns(field)) > 1
    }
    linked = tuple(field.name for field in fields if is_link(field))
    plain = [(field.name, column_name(field)) for field in fields if field.name not in (*split, *linked)]
    return Plan(tuple(plain), tuple(split.items()), linked)


PLANS: dict[str, Plan] = {kind: _plan(fields) for kind, fields in FIELDS.items()}


def to_row(record: Record, kind_of: Mapping[str, str]) -> Row:
    """A record's own columns; `kind_of` says which kind each id of the workshop is of."""
    plan = PLANS[record.kind]
    row: Row = {column: getattr(record, name) for name, column in plan.plain}
    for name, columns in plan.split:
        value = getattr(record, name)
        for kind, column in columns.items():
            row[column] = value if value is not None and kind_of.get(value) == kind else None
    return row


def from_row(kind: str, row: RowMapping, links: Links) -> Record:
    """The record of a row; `links` holds its lists of references, by field and then by its id."""
    plan = PLANS[kind]
    values = {name: row[column] for name, column in plan.plain}
    for name, columns in plan.split:
        given = (row[column] for column in columns.values())
        values[name] = next((value for value in given if value is not None), None)
    for name in plan.linked:
        values[name] = links[name].get(row["id"], ())
    return KINDS[kind](**values)
