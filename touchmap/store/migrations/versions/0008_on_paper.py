"""People who take part on paper: on the map, and in the room, where they have no device.

Frozen as released: a later change of these tables is a later migration, never a change here.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns: nothing, for everybody who was there before."""
    op.add_column("person", sa.Column("paper", sa.Boolean()))
    op.add_column("participant", sa.Column("paper", sa.Boolean()))
