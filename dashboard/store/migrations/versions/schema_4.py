"""Schema 4: what providers say of series that nobody has curated, and room for the codes of such series."""

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"

_INDICATOR = sa.String(170).with_variant(sa.String(60), "sqlite")


def upgrade() -> None:
    """Add the table of descriptions, and widen the column of ids where its width counts."""
    op.create_table(
        "described",
        sa.Column("indicator", _INDICATOR, primary_key=True),
        sa.Column("said", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name != "sqlite":
        for table in ("vintage", "observation", "attempt"):
            op.alter_column(table, "indicator", type_=_INDICATOR)
