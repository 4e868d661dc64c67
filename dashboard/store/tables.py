"""Tables of the database, and the version of their schema.

An observation row holds from `first_vintage` to `last_vintage`; a row that still holds has `last_vintage = CURRENT`.
The primary key puts `last_vintage` before `period`, so the rows of one series that hold now lie side by side and a
chart reads them alone, however long the history grows; an as-of read needs nothing but the same key. What is asked of
all series as they are now (from when to when, for how many economies) has an index of the rows that still hold.

Whoever changes a table here counts SCHEMA_VERSION up and adds a script to migrations/ that makes the same change to a
database that is there already (docs/decisions/012-migrations.md).
"""

from typing import Final

import sqlalchemy as sa

SCHEMA_VERSION: Final = "6"
CURRENT: Final = 2**31 - 1
# of the row that every writer to PostgreSQL changes first, and counts in
WRITES_KEY: Final = "writes"

# a provider's code for a series can be long; SQLite looks at no length, and its tables stay as they were made
INDICATOR: Final = sa.String(170).with_variant(sa.String(60), "sqlite")

metadata = sa.MetaData()

meta_table = sa.Table(
    "eraline_meta",
    metadata,
    sa.Column("key", sa.String(40), primary_key=True),
    sa.Column("value", sa.String(200), nullable=False),
)

vintage_table = sa.Table(
    "vintage",
    metadata,
    # given by `next_id`
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("indicator", INDICATOR, nullable=False),
    sa.Column("published", sa.DateTime, nullable=False),
    sa.Column("release", sa.Text, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("revised", sa.Integer, nullable=False),
    sa.Column("withdrawn", sa.Integer, nullable=False),
    sa.Column("origin", sa.String(10), nullable=False),
    sa.Column("updated", sa.Date),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("dated", sa.String(10), nullable=False),
    sa.Column("redefined", sa.Integer, nullable=False),
    sa.Column("definition", sa.Text, nullable=False),
    sa.Column("covers", sa.Text, nullable=False),
    sa.Column("remark", sa.Text, nullable=False),
    sa.Column("licence", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Index("vintage_by_indicator", "indicator", "id"),
)

observation_table = sa.Table(
    "observation",
    metadata,
    sa.Column("indicator", INDICATOR, primary_key=True),
    sa.Column("economy", sa.String(3), primary_key=True),
    sa.Column("last_vintage", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("period", sa.Date, primary_key=True),
    sa.Column("first_vintage", sa.Integer, nullable=False),
    sa.Column("value", sa.Double, nullable=False),
    sqlite_with_rowid=False,
)
# the number itself stands in the SQL: for a parameter no database knows whether an index of some rows has all it needs
HOLDS_NOW: Final = observation_table.c.last_vintage == sa.literal_column(str(CURRENT), sa.Integer)
observation_now: Final = sa.Index(
    "observation_now",
    observation_table.c.indicator,
    observation_table.c.period,
    observation_table.c.economy,
    sqlite_where=HOLDS_NOW,
    postgresql_where=HOLDS_NOW,
)

# what a provider says of a series that nobody has curated, as the newest release has it
described_table = sa.Table(
    "described",
    metadata,
    sa.Column("indicator", INDICATOR, primary_key=True),
    sa.Column("said", sa.Text, nullable=False),
)

# a release that was held back, whole: of each indicator the newest, until a person takes it in or refuses it. What was
# refused stays without its observations, so that nobody is asked again
pending_table = sa.Table(
    "pending",
    metadata,
    sa.Column("indicator", INDICATOR, primary_key=True),
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

attempt_table = sa.Table(
    "attempt",
    metadata,
    # given by `next_id`
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("indicator", INDICATOR, nullable=False),
    sa.Column("started", sa.DateTime, nullable=False),
    sa.Column("finished", sa.DateTime, nullable=False),
    sa.Column("outcome", sa.String(10), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("vintage", sa.Integer),
    sa.Index("attempt_by_indicator", "indicator", "id"),
)

lease_table = sa.Table(
    "lease",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("holder", sa.Text, nullable=False),
    sa.Column("started", sa.DateTime, nullable=False),
    sa.Column("heartbeat", sa.DateTime, nullable=False),
    sa.Column("expires", sa.DateTime, nullable=False),
)
