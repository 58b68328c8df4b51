"""People who take part on paper: on the map, in the room, where they have no device, and their ballots.

Frozen as released: a later change of these tables is a later migration, never a change here.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns, which say nothing of those who were there before, and makes the table."""
    op.add_column("person", sa.Column("paper", sa.Boolean()))
    op.add_column("participant", sa.Column("paper", sa.Integer()))
    op.create_table(
        "ballot",
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column("hand", sa.Text(), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text()),
        sa.Column("entry", sa.Text()),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.Column("earlier", sa.JSON()),
        sa.PrimaryKeyConstraint("workshop_id", "hand", name="pk_ballot"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name="fk_ballot_workshop_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
