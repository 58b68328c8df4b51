"""The lanes of a workshop's map: their names, their order, which are on.

Frozen as released: a later change of this table is a later migration, never a change here.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEYS = (
    "action, goal, channel, current, desired, emotion, standards, measures, activities, nva, stories, opportunities, "
    "owner, backstage, behaviours, causes, vocabulary"
)


def upgrade() -> None:
    """Makes the table."""
    words = ", ".join(f"'{key}'" for key in KEYS.split(", "))
    op.create_table(
        "lane",
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("shown", sa.Boolean()),
        sa.Column("sort_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", "id", name="pk_lane"),
        sa.ForeignKeyConstraint(
            ["workshop_id"],
            ["workshop.id"],
            name="fk_lane_workshop_id",
            ondelete="CASCADE",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.CheckConstraint("length(id) BETWEEN 1 AND 64", name="ck_lane_id"),
        sa.CheckConstraint(f"lane IN ({words})", name="ck_lane_lane"),
        sa.CheckConstraint("length(name) <= 200", name="ck_lane_name"),
        sa.CheckConstraint("length(sort_key) BETWEEN 1 AND 500", name="ck_lane_sort_key"),
    )
    op.create_index("ix_lane_order", "lane", ["workshop_id", "sort_key"])
