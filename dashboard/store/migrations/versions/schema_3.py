"""Schema 3: a vintage says how its day is known, what it counts and covers, and where it was had."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"

# the day of a refresh is when it was seen; of what was shipped, only the World Bank's own updates named their day
_DATED = "UPDATE vintage SET dated = 'published' WHERE origin = 'snapshot' AND release = 'WDI update ' || {day}"
# a moment is text already in SQLite; PostgreSQL and its kin would write it by their DateStyle
_SQLITE_DAY, _DAY = "SUBSTR(published, 1, 10)", "TO_CHAR(published, 'YYYY-MM-DD')"


def upgrade() -> None:
    """Add what is known of a vintage beside its observations; of those stored, nothing else is known."""
    with op.batch_alter_table("vintage") as batch:
        batch.add_column(sa.Column("dated", sa.String(10), nullable=False, server_default="seen on"))
        batch.add_column(sa.Column("redefined", sa.Integer, nullable=False, server_default="0"))
        for name in ("definition", "covers", "remark", "licence", "url"):
            batch.add_column(sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.execute(_DATED.format(day=_SQLITE_DAY if op.get_context().dialect.name == "sqlite" else _DAY))
