"""Open the database that a URL names: prepared, upgraded where it is older, and never another program's."""

from pathlib import Path
from typing import Final
from uuid import uuid4

import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy.exc import ArgumentError

from dashboard.errors import BadDatabaseUrl, StoreError, StoreUnwritable
from dashboard.store.connections import BUSY_SECONDS, postgresql_engine, sqlite_engine, told_where
from dashboard.store.schema import SCHEMA, Schema, prepare
from dashboard.store.sqlite_file import move_aside_unless_ours, refuse_another_file

MEMORY_URL: Final = "sqlite://"
_PRIMARY: Final = "ERALINE_DATABASE_URL"
_REPLICA: Final = "ERALINE_READ_DATABASE_URL"


def open_database(url: str, schema: Schema = SCHEMA) -> tuple[sa.Engine, str]:
    """Return an engine on a prepared database, and a note for the user ("" if there is nothing to say).

    An older database is upgraded, a newer one refused and left as it is. A SQLite file that is corrupt or another
    program's is moved aside, with a note, and made anew. Raises StoreUnwritable where a SQLite file cannot be made or
    written, StoreError for any other failure.
    """
    parsed = _parsed(url)
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        return _open_sqlite(parsed, schema)
    if parsed.drivername == "postgresql+psycopg":
        return _open_postgresql(parsed, schema), ""
    raise BadDatabaseUrl(
        f"ERALINE_DATABASE_URL names '{parsed.drivername}'; Eraline reads sqlite and postgresql+psycopg."
    )


def open_replica(url: str, primary: sa.Engine) -> sa.Engine | None:
    """Return an engine on the read replica of a database, which is not asked yet: it may be away, and back later.

    None without a URL. Raises BadDatabaseUrl for one that is not of the same PostgreSQL.
    """
    if not url:
        return None
    parsed = _parsed(url, _REPLICA)
    if parsed.drivername != "postgresql+psycopg" or primary.dialect.name != "postgresql":
        raise BadDatabaseUrl(f"{_REPLICA} is for a replica of PostgreSQL, where {_PRIMARY} is postgresql+psycopg too.")
    return postgresql_engine(parsed)


def _parsed(url: str, variable: str = _PRIMARY) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except (ArgumentError, ValueError):
        # the cause may quote a part of the password
        raise BadDatabaseUrl(
            f"{variable} is not a database URL; write sqlite:////folder/file.db or "
            "postgresql+psycopg://user:password@host/database."
        ) from None
    if "@" in f"{parsed.host}{parsed.database}" and parsed.host is not None:
        raise BadDatabaseUrl(
            f"{variable} has an @ too many; write special characters of its password as %40 and the like."
        )
    return parsed


def _open_sqlite(url: sa.URL, schema: Schema) -> tuple[sa.Engine, str]:
    if url.host:
        raise BadDatabaseUrl(
            "ERALINE_DATABASE_URL lacks a slash; write sqlite:///file.db or sqlite:////folder/file.db."
        )
    if not url.database or url.database == ":memory:":
        # a name of its own keeps two of them apart; every thread's connection sees the same one
        engine = sqlite_engine(MEMORY_URL, f"file:/{uuid4().hex}?vfs=memdb")
        prepare(engine, schema, "The cache in memory")
        return engine, ""
    file = Path(url.database).absolute()
    with told_where(file):
        try:
            return _open_file(file, schema)
        except OSError as exc:
            raise StoreUnwritable(file.name, exc.strerror or type(exc).__name__) from exc


def _open_file(file: Path, schema: Schema) -> tuple[sa.Engine, str]:
    if file.is_dir():
        raise StoreUnwritable(file.name, "it is a folder")
    file.parent.mkdir(parents=True, exist_ok=True)
    # one process at a time recognises, moves aside, makes and upgrades
    with FileLock(f"{file}.lock", timeout=4 * BUSY_SECONDS):
        note = move_aside_unless_ours(file, schema)
        if not file.exists():
            file.touch()
        engine = sqlite_engine(sa.URL.create("sqlite", database=str(file)), f"{file.as_uri()}?mode=rw")
        prepare(engine, schema, f"The cache file {file.name}")
        refuse_another_file(engine, file)
    return engine, note


def _open_postgresql(url: sa.URL, schema: Schema) -> sa.Engine:
    engine = postgresql_engine(url)
    try:
        # writers wait for each other, so one process at a time upgrades
        prepare(engine, schema, "It")
    except StoreError as exc:
        raise StoreError(f"The database that ERALINE_DATABASE_URL names cannot be used. {exc}") from exc
    return engine
