"""Schema of the database: make it where there is none, and upgrade an older one by the scripts in migrations/."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from dashboard.errors import StoreError, StoreTooNew
from dashboard.store.patience import FOR_EVER, wait_at_most
from dashboard.store.retrying import make, write
from dashboard.store.tables import SCHEMA_VERSION, meta_table, metadata

MIGRATIONS: Final = Path(__file__).resolve().parent / "migrations"
VERSION_KEY: Final = "schema_version"
# the schema of the first database that is upgraded: nothing is known of what was before it
BASELINE: Final = 2

# what cannot be reached when it is opened is said to whoever opens it
_AT_ONCE_SECONDS: Final = 0.2

# alembic's operations are reached through globals of its own
_MIGRATING: Final = threading.Lock()


@dataclass(frozen=True)
class Schema:
    """What a database should look like: its version, its tables, and the folders of scripts that lead there."""

    version: int
    tables: sa.MetaData
    scripts: tuple[Path, ...]


SCHEMA: Final = Schema(int(SCHEMA_VERSION), metadata, (MIGRATIONS / "versions",))


def version_of(text: str | None) -> int | None:
    """Return a schema version as it is recorded, as a number; None for what is no version."""
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def prepare(engine: sa.Engine, schema: Schema, name: str) -> None:
    """Make the tables of an empty database, or bring an older one up to date; each of them in one transaction.

    `name` begins the sentence that refuses. Raises StoreTooNew for a newer database and StoreError for one that holds
    tables of another program or cannot be upgraded; it is left as it was.
    """
    if not make(engine, lambda connection: _made(connection, schema, name)):
        write(engine, lambda connection: _brought_up_to_date(connection, schema, name), _AT_ONCE_SECONDS)


def _made(connection: sa.Connection, schema: Schema, name: str) -> bool:
    """Make the tables of an empty database; False where there are some."""
    # asked in one question: another process may make them all between two
    there = set(sa.inspect(connection).get_table_names())
    found = [table for table in schema.tables.tables if table in there]
    if meta_table.name in found:
        return False
    if found:
        raise StoreError(f"{name} holds tables of another program: {', '.join(found)}.")
    schema.tables.create_all(connection)
    connection.execute(sa.insert(meta_table).values(key=VERSION_KEY, value=str(schema.version)))
    return True


def _brought_up_to_date(connection: sa.Connection, schema: Schema, name: str) -> None:
    recorded = connection.scalar(sa.select(meta_table.c.value).where(meta_table.c.key == VERSION_KEY))
    version = version_of(recorded)
    if version is None or version < BASELINE:
        raise StoreError(
            f"{name} has schema version {recorded}, and nothing is known of a version before {BASELINE}; "
            "name another in ERALINE_DATABASE_URL."
        )
    if version > schema.version:
        raise StoreTooNew(name, version, schema.version)
    if version < schema.version:
        _upgrade(connection, schema, version, name)


def _upgrade(connection: sa.Connection, schema: Schema, version: int, name: str) -> None:
    """Run the scripts after a version in their order; what fails undoes them all with the transaction."""
    # a table of millions of rows is made anew in one statement
    wait_at_most(connection, FOR_EVER)
    # 0.1 s of imports that only an older database needs
    from alembic.operations import Operations  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415

    with _MIGRATING, Operations.context(MigrationContext.configure(connection)):
        for script in _scripts(schema, version):
            script.upgrade()
    lacking = sorted(set(schema.tables.tables) - set(sa.inspect(connection).get_table_names()))
    if lacking:
        raise StoreError(f"{name} lacks tables that no upgrade brings: {', '.join(lacking)}.")
    connection.execute(sa.update(meta_table).where(meta_table.c.key == VERSION_KEY).values(value=str(schema.version)))


def _scripts(schema: Schema, version: int) -> list[Any]:
    """Return the scripts that lead from a version to the schema's own, in their order."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    directory = ScriptDirectory(str(MIGRATIONS), version_locations=[str(folder) for folder in schema.scripts])
    wanted = directory.iterate_revisions(str(schema.version), str(version))
    return [found.module for found in reversed(list(wanted))]
