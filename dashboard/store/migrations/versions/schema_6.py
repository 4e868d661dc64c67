"""Schema 6: releases that were held back until a person takes them in or refuses them."""

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "5"

_INDICATOR = sa.String(170).with_variant(sa.String(60), "sqlite")


def upgrade() -> None:
    """Add the table of pending releases; nothing was held back before."""
    op.create_table(
        "pending",
        sa.Column("indicator", _INDICATOR, primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("fetched", sa.DateTime, nullable=False),
        sa.Column("decided", sa.DateTime),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("updated", sa.Date),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("former", sa.Text, nullable=False),
        sa.Column("described", sa.Text, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("doubts", sa.Text, nullable=False),
        sa.Column("observations", sa.LargeBinary, nullable=False),
    )
