"""Whose a contribution is leaves the participants' rows: secrets are sealed for their devices, and what a hand has written is
kept under the hand's own tag, in tables whose rows stand in no order of time.

Secrets as they were cannot be sealed for devices that are not there: in a session that is open while touchmap is updated,
people join anew; what they gave stays. Frozen as released: a later change of these tables is a later migration.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def text(name: str, required: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=not required)


def moment(name: str, required: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not required)


def owner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id"], ["workshop.id"], name=f"fk_{table}_workshop_id", ondelete="CASCADE"
    )


def upgrade() -> None:
    """Makes the tables of participants anew, adds that of hands, and puts what is held in the order of its ids."""
    op.drop_table("participant_key")
    op.drop_table("participant")
    op.create_table(
        "participant",
        text("workshop_id"),
        text("id"),
        text("rejoin", required=False),
        text("sealed", required=False),
        text("name"),
        text("role_"),
        text("group_"),
        sa.Column("helper", sa.Boolean(), nullable=False),
        moment("joined_at"),
        moment("removed_at", required=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "id", name="pk_participant"),
        sa.UniqueConstraint("workshop_id", "rejoin", name="uq_participant_rejoin"),
        sa.CheckConstraint("length(id) BETWEEN 1 AND 64", name="ck_participant_id"),
        sa.CheckConstraint("length(name) <= 200", name="ck_participant_name"),
        owner("participant"),
    )
    op.create_table(
        "participant_key",
        text("digest"),
        text("sealed"),
        text("workshop_id"),
        text("participant_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_participant_key"),
        sa.ForeignKeyConstraint(
            ["workshop_id", "participant_id"],
            ["participant.workshop_id", "participant.id"],
            name="fk_participant_key_participant_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_participant_key_participant_id", "participant_key", ["workshop_id", "participant_id"])
    op.create_table(
        "hand",
        text("workshop_id"),
        text("owner"),
        sa.Column("nonces", sa.JSON(), nullable=False),
        sa.Column("requests", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "owner", name="pk_hand"),
        owner("hand"),
        sqlite_with_rowid=False,
    )
    hold_by_id()


def hold_by_id() -> None:
    """What is held, in a table that does not keep the order in which it came."""
    run = op.get_bind().exec_driver_sql
    run("CREATE TABLE kept_rows AS SELECT * FROM held")
    op.drop_table("held")
    op.create_table(
        "held",
        text("workshop_id"),
        text("id"),
        text("step_id"),
        text("touchpoint_id", required=False),
        text("kind"),
        text("owner"),
        text("actor"),
        text("actor_name"),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "id", name="pk_held"),
        sa.CheckConstraint("kind IN ('note', 'perception', 'vote')", name="ck_held_kind"),
        owner("held"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_held_step_id", "held", ["workshop_id", "step_id", "owner"])
    run("INSERT INTO held SELECT * FROM kept_rows ORDER BY workshop_id, id")
    run("DROP TABLE kept_rows")
