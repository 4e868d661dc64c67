"""Schema 2: the first that is upgraded. A database of it is there already, so there is nothing to do.

A script of a later schema stands beside this one: `revision` is its version, `down_revision` the one before, and
`upgrade` changes the tables with `alembic.op`, inside `op.batch_alter_table` for the sake of SQLite
(docs/decisions/012-migrations.md).
"""

revision = "2"
down_revision = None


def upgrade() -> None:
    """Do nothing: this is where upgrades begin."""
