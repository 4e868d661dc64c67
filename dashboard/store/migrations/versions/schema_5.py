"""Schema 5: an index of the observations that hold now: what is asked of all series passes over their history."""

import sqlalchemy as sa
from alembic import op

revision = "5"
down_revision = "4"

_HOLDS_NOW = sa.text("last_vintage = 2147483647")


def upgrade() -> None:
    """Add the index."""
    op.create_index(
        "observation_now",
        "observation",
        ["indicator", "period", "economy"],
        sqlite_where=_HOLDS_NOW,
        postgresql_where=_HOLDS_NOW,
    )
