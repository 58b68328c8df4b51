"""How a record's field becomes columns: names, types and CHECK constraints, from the one definition of the field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from touchmap.domain import ordering
from touchmap.domain.fields import (
    Choice,
    Day,
    Field,
    Identifier,
    Integer,
    Many,
    Moment,
    Number,
    Ref,
    Text,
    Truth,
)
from touchmap.domain.ids import MAX_LENGTH

# Field names that are reserved words in SQL or in one of its common databases; their columns end in an underscore,
# so that nobody who looks into the database by hand has to quote anything.
RESERVED = frozenset("at current group groups language method result role time within".split())


class MomentColumn(TypeDecorator[dt.datetime]):
    """A moment in UTC; a database that knows no zones (SQLite) keeps it bare and gets it back with its zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The moment as the database keeps it."""
        if value is None:
            return None
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class ListColumn(TypeDecorator[tuple[Any, ...]]):
    """A short list of texts, or of days written in ISO 8601, as JSON; never NULL, an empty list is `[]`."""

    impl = sa.JSON
    cache_ok = True

    def __init__(self, days: bool = False) -> None:
        super().__init__()
        self.days = days

    def process_bind_param(self, value: tuple[Any, ...] | None, dialect: Dialect) -> list[Any]:
        """The list as JSON can say it."""
        return [item.isoformat() if self.days else item for item in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Any, ...]:
        """The tuple that the record holds."""
        return tuple(dt.date.fromisoformat(item) if self.days else item for item in value or ())


# PostgreSQL would sort order keys by the rules of a language; they must sort as bytes.
SortKey = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def column_name(field: Field) -> str:
    """The column of a field that has exactly one; a reference's column is called after it with `_id`."""
    if isinstance(field.type, Ref):
        return f"{field.name}_id"
    return f"{field.name}_" if field.name in RESERVED else field.name


def is_link(field: Field) -> bool:
    """Whether the field is a list of references, which is kept in a table of its own."""
    return isinstance(field.type, Many) and isinstance(field.type.of, Ref)


def target_columns(field: Field) -> dict[str, str]:
    """The columns of a reference by the kind they point to: one each, because a foreign key knows only one table.

    A reference to any kind at all (what a comment is about) has one column under the key "" and no foreign key.
    """
    kinds = field.type.kinds if isinstance(field.type, Ref) else ()
    if len(kinds) < 2:
        return {kinds[0] if kinds else "": column_name(field)}
    return {kind: f"{field.name}_{kind}_id" for kind in kinds}


def columns_of(field: Field) -> Iterator[sa.Column[Any]]:
    """The columns of a field, without those of links."""
    if isinstance(field.type, Ref):
        targets = target_columns(field)
        for name in targets.values():
            yield sa.Column(name, sa.Text, nullable=not field.required or len(targets) > 1)
    elif not is_link(field):
        optional = not field.required and not isinstance(field.type, Many)
        own = isinstance(field.type, Identifier)
        yield sa.Column(column_name(field), _type(field), primary_key=own, nullable=optional)


def _type(field: Field) -> TypeEngine[Any]:
    match field.type:
        case Integer():
            return sa.Integer()
        case Number():
            return sa.Double()
        case Truth():
            return sa.Boolean()
        case Day():
            return sa.Date()
        case Moment():
            return MomentColumn()
        case Many():
            return ListColumn(days=isinstance(field.type.of, Day))
        case _:
            return sa.Text()


def checks_of(field: Field) -> Iterator[tuple[str, str]]:
    """Name and SQL of the CHECK constraints of a field: its choices, its range, the length of its text."""
    name = column_name(field)
    match field.type:
        case Ref():
            targets = list(target_columns(field).values())
            if len(targets) > 1:
                given = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in targets)
                yield field.name, f"{given} {'=' if field.required else '<='} 1"
        case Identifier():
            yield name, f"length({name}) BETWEEN 1 AND {MAX_LENGTH}"
        case Text():
            yield name, f"length({name}) <= {field.type.limit}"
        case Choice():
            words = ", ".join(f"'{word}'" for word in field.type.options)
            yield name, f"{name} IN ({words})"
        case Integer() | Number():
            yield name, f"{name} BETWEEN {_number(field.type.low)} AND {_number(field.type.high)}"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(value)


def sort_key() -> tuple[sa.Column[Any], tuple[str, str]]:
    """The column that orders a record among its like, and its CHECK."""
    column: sa.Column[Any] = sa.Column("sort_key", SortKey, nullable=False)
    return column, ("sort_key", f"length(sort_key) BETWEEN 1 AND {ordering.LIMIT}")
