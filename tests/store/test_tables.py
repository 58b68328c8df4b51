"""The tables follow from the records: names, types, limits, references."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.base import RESERVED_WORDS as POSTGRESQL_WORDS
from sqlalchemy.dialects.sqlite.base import SQLiteIdentifierPreparer
from sqlalchemy.exc import IntegrityError

from touchmap.domain.fields import Many, Ref
from touchmap.domain.records import FIELDS
from touchmap.store.rows import PLANS
from touchmap.store.tables import LINKS, RECORDS, WORKSHOP, db

# Reserved in SQL:2016, ISO/IEC 9075-2, 5.2, as far as our records use the word.
SQL_WORDS = {
    "at", "current", "group", "groups", "language", "method", "position", "result", "start", "time", "value", "within",
}  # fmt: skip
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def rows_for(kind, **values):
    """A row that its table takes, as plain as can be."""
    table = WORKSHOP if kind == "workshop" else RECORDS[kind]
    row = {}
    for column in table.columns:
        if not column.nullable:
            if isinstance(column.type, sa.Text):
                row[column.name] = "x"
            elif isinstance(column.type, sa.Integer):
                row[column.name] = 1
            elif column.name.endswith("_at"):
                row[column.name] = NOW
            else:
                row[column.name] = ()
    return table, row | values


def test_every_field_of_every_kind_has_a_place():
    for kind, fields in FIELDS.items():
        plan = PLANS[kind]
        kept = [name for name, _ in plan.plain] + [name for name, _ in plan.split] + list(plan.linked)
        assert sorted(kept) == sorted(field.name for field in fields)


def test_no_table_or_column_is_called_by_a_reserved_word():
    reserved = SQL_WORDS | set(POSTGRESQL_WORDS) | set(SQLiteIdentifierPreparer.reserved_words)
    for table in db.metadata.tables.values():
        assert table.name not in reserved
        assert not {column.name for column in table.columns} & reserved


def test_every_constraint_and_index_has_a_name_that_every_database_takes():
    for table in db.metadata.tables.values():
        for item in [*table.constraints, *table.indexes]:
            assert item.name
            assert len(str(item.name)) <= 63


def test_every_reference_is_a_foreign_key_but_that_of_a_comment():
    for kind, fields in FIELDS.items():
        for field in fields:
            if isinstance(field.type, Ref):
                keys = {tuple(key.column_keys): key for key in RECORDS[kind].foreign_key_constraints}
                found = [
                    key for columns, key in keys.items() if any(c.startswith(field.name) for c in columns[1:])
                ]
                assert {key.referred_table.name for key in found} == set(field.type.kinds)
                assert all(key.deferrable for key in found)
            elif isinstance(field.type, Many) and isinstance(field.type.of, Ref):
                assert len(LINKS[kind, field.name].foreign_key_constraints) == 2


def test_every_foreign_key_has_an_index_to_look_it_up():
    for table in [*RECORDS.values(), *LINKS.values()]:
        ways = [list(index.columns.keys()) for index in table.indexes] + [
            list(table.primary_key.columns.keys())
        ]
        for key in table.foreign_key_constraints:
            assert any(way[: len(key.column_keys)] == key.column_keys for way in ways), key.name


@pytest.mark.parametrize(
    ("kind", "values", "constraint"),
    [
        ("workshop", {"title": "x" * 201}, "ck_workshop_title"),
        ("workshop", {"id": "x" * 65}, "ck_workshop_id"),
        ("transition", {"share": 1.5, "target_outcome_id": "x"}, "ck_transition_share"),
        ("transition", {"type": "jump", "target_outcome_id": "x"}, "ck_transition_type"),
        ("transition", {}, "ck_transition_target"),
        ("transition", {"target_outcome_id": "x", "target_touchpoint_id": "x"}, "ck_transition_target"),
        ("perception", {"emotion": -2.5}, "ck_perception_emotion"),
        ("perception", {"personal": 6}, "ck_perception_personal"),
        ("statement", {"state": "current", "text": "x" * 20_001}, "ck_statement_text"),
        ("stage", {"sort_key": "a" * 501}, "ck_stage_sort_key"),
        ("version", {"number": 0}, "ck_version_number"),
    ],
)
def test_the_database_itself_refuses_what_a_field_does_not_allow(database, kind, values, constraint):
    table, row = rows_for(kind, **values)
    with pytest.raises(IntegrityError, match=constraint), database.writing() as session:
        session.execute(table.insert(), [row])


def test_a_length_is_counted_in_characters(database):
    table, row = rows_for("workshop", title="👩" * 200)
    with database.writing() as session:
        session.execute(table.insert(), [row])


def test_a_reference_to_nothing_is_refused_when_the_transaction_ends(database):
    workshop, head = rows_for("workshop")
    table, row = rows_for("stage", workshop_id="x", journey_id="nowhere")

    def write():
        with database.writing() as session:
            session.execute(workshop.insert(), [head])
            session.execute(table.insert(), [row])

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        write()
    with database.reading() as session:
        assert session.execute(workshop.select()).all() == []
