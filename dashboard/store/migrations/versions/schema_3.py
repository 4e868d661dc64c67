"""Schema 3: a vintage says how its day is known, what it counts and covers, and where it was had."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"

# the day of a refresh is when it was seen; of what was shipped, only the World Bank's own updates named their day
_DATED = "UPDATE vintage SET dated = 'published' WHERE origin = 'snapshot' AND release = 'WDI update ' || {day}"
# a moment as text is written by the DateStyle of a PostgreSQL, and is text already in SQLite
_DAYS = {"postgresql": "TO_CHAR(published, 'YYYY-MM-DD')", "sqlite": "SUBSTR(published, 1, 10)"}


def upgrade() -> None:
    """Add what is known of a vintage beside its observations; of those stored, nothing else is known."""
    with op.batch_alter_table("vintage") as batch:
        batch.add_column(sa.Column("dated", sa.String(10), nullable=False, server_default="seen on"))
        batch.add_column(sa.Column("redefined", sa.Integer, nullable=False, server_default="0"))
        for name in ("definition", "covers", "remark", "licence", "url"):
            batch.add_column(sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.execute(_DATED.format(day=_DAYS[op.get_context().dialect.name]))
