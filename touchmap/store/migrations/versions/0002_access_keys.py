"""The keys that let somebody in: one-time links and sessions, as digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table of keys."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "access_key",
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("device", sa.Text, nullable=False),
        sa.CheckConstraint("kind IN ('link', 'session')", name="ck_access_key_kind"),
        sa.CheckConstraint("length(device) <= 200", name="ck_access_key_device"),
    )
