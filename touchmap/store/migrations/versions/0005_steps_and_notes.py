"""What a step of the agenda asks of phones, what people wrote there (notes), and in which step was rated and voted.

SQLite cannot add a column whose constraints name several columns: there the tables are made anew, rows and all.
Frozen as released: a later change of these tables is a later migration, never a change here.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STEP_KINDS = (
    "scene, touchpoints, order, current, desired, rate, standards, waste, stories, vocabulary, behaviours, "
    "opportunities, group, vote, causes, priorities, commitments, close"
)
WALLS = "code, prompt, notes, curve, spread, square, graph, votes, commitments, nothing"
SORT_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
PRESET = "DEFAULT '[]'"  # an empty list in the rows that are there; none for later ones
DEFERRED: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}


def words(name: str, listed: str) -> str:
    return f"{name} IN (" + ", ".join(f"'{word}'" for word in listed.split(", ")) + ")"


STEP = {
    "type": ("TEXT", words("type", STEP_KINDS)),
    "prompt": ("TEXT", "length(prompt) <= 500"),
    "visibility": ("TEXT", words("visibility", "open, private, counts")),
    "anonymity": ("TEXT", words("anonymity", "names, groups, none")),
    "scales": (f"JSON {PRESET} NOT NULL", ""),
    "dots": ("INTEGER", "dots BETWEEN 1 AND 100"),
    "most": ("INTEGER", "most BETWEEN 1 AND 100"),
    "wall": ("TEXT", words("wall", WALLS)),
}


def upgrade() -> None:
    """Adds the columns and makes the tables."""
    checks = [f"CONSTRAINT ck_step_{name} CHECK ({sql})" for name, (_, sql) in STEP.items() if sql]
    widen("step", {name: type for name, (type, _) in STEP.items()}, checks)
    for table in ("perception", "vote"):
        key = (
            f"CONSTRAINT fk_{table}_step_id FOREIGN KEY(workshop_id, step_id) REFERENCES step (workshop_id, id) "
            "DEFERRABLE INITIALLY DEFERRED"
        )
        widen(table, {"step_id": "TEXT"}, [key])
        op.create_index(f"ix_{table}_step_id", table, ["workshop_id", "step_id"])
    make_notes()
    make_touchpoints_of_steps()


def widen(table: str, columns: dict[str, str], constraints: list[str]) -> None:
    """Adds columns and constraints, written in SQL, to a table that no other refers to."""
    run = op.get_bind().exec_driver_sql
    if op.get_bind().dialect.name != "sqlite":
        for name, type in columns.items():
            run(f"ALTER TABLE {table} ADD COLUMN {name} {type}")
            if PRESET in type:
                run(f"ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT")
        for constraint in constraints:
            run(f"ALTER TABLE {table} ADD {constraint}")
        return
    found = "FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL"
    (made,) = run(f"SELECT sql {found}", (table, "table")).scalars()
    indexes = list(run(f"SELECT sql {found}", (table, "index")).scalars())
    old = [row[1] for row in run(f"PRAGMA table_info({table})")]
    new = [f"{name} {type.replace(f' {PRESET}', '')}" for name, type in columns.items()]
    head, tail = made.split("\n\tCONSTRAINT ", 1)
    made = head + "".join(f"\n\t{column}, " for column in new) + "\n\tCONSTRAINT " + tail
    made = made.rstrip().removesuffix(")").rstrip() + "".join(f", \n\t{one}" for one in constraints) + "\n)"
    run(f"CREATE TABLE kept_rows AS SELECT * FROM {table}")  # noqa: S608  # names of our own
    run(f"DROP TABLE {table}")
    run(made)
    preset = [name for name, type in columns.items() if PRESET in type]
    into = ", ".join([*old, *preset])
    out = ", ".join([*old, *("'[]'" for _ in preset)])
    run(f"INSERT INTO {table} ({into}) SELECT {out} FROM kept_rows")  # noqa: S608  # names of our own
    run("DROP TABLE kept_rows")
    for index in indexes:
        run(index)


def key(table: str, column: str, kind: str, on_delete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id", column],
        [f"{kind}.workshop_id", f"{kind}.id"],
        name=f"fk_{table}_{column}",
        ondelete=on_delete,
        **DEFERRED,
    )


def make_notes() -> None:
    """The table of what people wrote."""
    op.create_table(
        "note",
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("touchpoint_id", sa.Text()),
        sa.Column("state", sa.Text()),
        sa.Column("minutes", sa.Double()),
        sa.Column("would_pay", sa.Text()),
        sa.Column("person_id", sa.Text()),
        sa.Column("group_", sa.Text()),
        sa.Column("hidden", sa.Boolean()),
        sa.Column("merged_id", sa.Text()),
        sa.Column("became_id", sa.Text()),
        sa.Column("sort_key", SORT_KEY, nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "id", name="pk_note"),
        sa.CheckConstraint("length(id) BETWEEN 1 AND 64", name="ck_note_id"),
        sa.CheckConstraint("length(text) <= 20000", name="ck_note_text"),
        sa.CheckConstraint(words("state", "current, desired"), name="ck_note_state"),
        sa.CheckConstraint("minutes BETWEEN 0 AND 5256000", name="ck_note_minutes"),
        sa.CheckConstraint(words("would_pay", "yes, no, unknown"), name="ck_note_would_pay"),
        sa.CheckConstraint("length(group_) <= 100", name="ck_note_group_"),
        sa.CheckConstraint("length(sort_key) BETWEEN 1 AND 500", name="ck_note_sort_key"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_note_workshop_id", ondelete="CASCADE", **DEFERRED
        ),
        key("note", "step_id", "step", "CASCADE"),
        key("note", "touchpoint_id", "touchpoint"),
        key("note", "person_id", "person"),
        key("note", "merged_id", "note"),
    )
    op.create_index("ix_note_order", "note", ["workshop_id", "step_id", "sort_key"])
    for column in ("touchpoint_id", "person_id", "merged_id", "became_id"):
        op.create_index(f"ix_note_{column}", "note", ["workshop_id", column])


def make_touchpoints_of_steps() -> None:
    """The table of the touchpoints that a step is about."""
    op.create_table(
        "step_touchpoints",
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("touchpoint_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "step_id", "touchpoint_id", name="pk_step_touchpoints"),
        key("step_touchpoints", "step_id", "step", "CASCADE"),
        key("step_touchpoints", "touchpoint_id", "touchpoint", "CASCADE"),
        sa.CheckConstraint("place BETWEEN 0 AND 199", name="ck_step_touchpoints_place"),
    )
    op.create_index("ix_step_touchpoints_touchpoint_id", "step_touchpoints", ["workshop_id", "touchpoint_id"])
