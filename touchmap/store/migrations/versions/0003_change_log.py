"""The change log of each workshop: changes, the records they touch, open conflicts, whole states to fold from.

Frozen as released: a later change of these tables is a later migration, never a change here.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def own(table: str, *items: Any) -> None:
    """A table that a workshop owns."""
    op.create_table(
        table,
        text("workshop_id"),
        *items,
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=f"fk_{table}_workshop_id", ondelete="CASCADE"
        ),
    )


def seq() -> sa.Column[Any]:
    return sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False)


def upgrade() -> None:
    """Makes the four tables."""
    own(
        "change",
        seq(),
        text("edit_id"),
        text("actor"),
        text("actor_name"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        text("action"),
        text("kind"),
        text("record_id"),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("became", sa.JSON(), nullable=False),
        sa.Column("sent", sa.JSON()),
        sa.Column("undoes", sa.Integer()),
        sa.Column("settles", sa.Integer()),
        sa.Column("group_id", sa.Text()),
        sa.Column("clash", sa.JSON()),
        sa.Column("told", sa.JSON()),
        sa.PrimaryKeyConstraint("workshop_id", "seq", name="pk_change"),
        sa.UniqueConstraint("workshop_id", "edit_id", name="uq_change_edit_id"),
        sa.CheckConstraint("seq >= 1", name="ck_change_seq"),
        sa.CheckConstraint("length(edit_id) BETWEEN 1 AND 64", name="ck_change_edit_id"),
        sa.CheckConstraint("length(actor) <= 64", name="ck_change_actor"),
        sa.CheckConstraint("length(actor_name) <= 200", name="ck_change_actor_name"),
        sa.CheckConstraint(
            "action IN ('add', 'set', 'move', 'remove', 'undo', 'redo', 'replace')", name="ck_change_action"
        ),
        sa.Index("ix_change_actor", "workshop_id", "actor", "seq"),
        sa.Index("ix_change_made_at", "workshop_id", "made_at"),
    )
    own(
        "change_record",
        text("record_id"),
        seq(),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "record_id", "seq", name="pk_change_record"),
    )
    own(
        "open_conflict",
        seq(),
        text("field"),
        text("record_id"),
        sa.PrimaryKeyConstraint("workshop_id", "seq", "field", name="pk_open_conflict"),
    )
    own(
        "baseline",
        seq(),
        sa.Column("records", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "seq", name="pk_baseline"),
    )
