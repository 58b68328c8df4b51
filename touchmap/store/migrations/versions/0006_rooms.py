"""Rooms: the session of a workshop, who takes part with which keys, and what is held back until it is revealed.

Frozen as released: a later change of these tables is a later migration, never a change here.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
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
    """Makes the four tables."""
    op.create_table(
        "room",
        text("workshop_id"),
        text("salt"),
        text("digest", required=False),
        moment("opened_at"),
        moment("closed_at", required=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", name="pk_room"),
        sa.UniqueConstraint("digest", name="uq_room_digest"),
        owner("room"),
    )
    op.create_table(
        "participant",
        text("workshop_id"),
        text("id"),
        text("secret"),
        text("rejoin", required=False),
        text("name"),
        text("role_"),
        text("group_"),
        sa.Column("helper", sa.Boolean(), nullable=False),
        moment("joined_at"),
        moment("removed_at", required=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "id", name="pk_participant"),
        sa.UniqueConstraint("workshop_id", "rejoin", name="uq_participant_rejoin"),
        sa.CheckConstraint("length(id) BETWEEN 1 AND 64", name="ck_participant_id"),
        sa.CheckConstraint("length(name) <= 200", name="ck_participant_name"),
        owner("participant"),
    )
    op.create_table(
        "participant_key",
        text("digest"),
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
    )
    op.create_index("ix_held_step_id", "held", ["workshop_id", "step_id", "owner"])
