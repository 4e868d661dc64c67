"""How is the database opened? Tables, engine, first preparation, and what happens to a file that is not ours.

An observation row holds from `first_vintage` to `last_vintage`; a row that still holds has `last_vintage = CURRENT`.
The primary key puts `last_vintage` before `period`, so the rows of one series that hold now lie side by side and a
chart reads them alone, however long the history grows; an as-of read needs nothing but the same key.
"""

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from dashboard.errors import StoreError, StoreUnwritable

SCHEMA_VERSION: Final = "1"
CURRENT: Final = 2**31 - 1
MEMORY_URL: Final = "sqlite:///file:/eraline?vfs=memdb&uri=true"

_ADVISORY_KEY: Final = int.from_bytes(hashlib.sha256(b"eraline").digest()[:7], "big")
_WRITES: Final = "eraline_writes"
_BUSY_SECONDS: Final = 30
_BROKEN: Final = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CORRUPT_VTAB,
    sqlite3.SQLITE_CORRUPT_INDEX,
}

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
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("indicator", sa.String(60), nullable=False),
    sa.Column("published", sa.DateTime, nullable=False),
    sa.Column("release", sa.Text, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("revised", sa.Integer, nullable=False),
    sa.Column("withdrawn", sa.Integer, nullable=False),
    sa.Index("vintage_by_indicator", "indicator", "id"),
)

observation_table = sa.Table(
    "observation",
    metadata,
    sa.Column("indicator", sa.String(60), primary_key=True),
    sa.Column("economy", sa.String(3), primary_key=True),
    sa.Column("last_vintage", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("period", sa.Date, primary_key=True),
    sa.Column("first_vintage", sa.Integer, nullable=False),
    sa.Column("value", sa.Double, nullable=False),
    sqlite_with_rowid=False,
)


def open_database(url: str) -> tuple[sa.Engine, str]:
    """Return an engine on a prepared database, and a note for the reader ("" if there is nothing to say).

    A SQLite file that is corrupt, foreign or of another schema is moved aside, with a note, and made anew.
    Raises StoreUnwritable where a SQLite file cannot be made or written, StoreError for any other failure.
    """
    try:
        parsed = sa.make_url(url)
    except ArgumentError as exc:
        raise StoreError(
            "ERALINE_DATABASE_URL is not a database URL; write sqlite:///file or postgresql+psycopg://..."
        ) from exc
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        return _open_sqlite(parsed)
    if parsed.drivername == "postgresql+psycopg":
        return _open_postgresql(parsed), ""
    raise StoreError(f"ERALINE_DATABASE_URL names '{parsed.drivername}'; Eraline reads sqlite and postgresql+psycopg.")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection to read from; a failure of the database becomes StoreError."""
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as exc:
        raise StoreError(f"The cache could not be read: {reason(exc)}") from exc


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give the one connection that may write, in a transaction; a failure undoes it all and becomes StoreError."""
    try:
        with engine.execution_options(**{_WRITES: True}).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_KEY)))
            yield connection
    except SQLAlchemyError as exc:
        raise StoreError(f"The cache could not be written: {reason(exc)}") from exc


def reason(exc: SQLAlchemyError) -> str:
    """Return the driver's own words on one line, without the statement and its parameters."""
    words = str(getattr(exc, "orig", None) or exc)
    return " ".join(words.split())[:300]


def _open_sqlite(url: sa.URL) -> tuple[sa.Engine, str]:
    engine = _sqlite_engine(url)
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        _create(engine)
        return engine, ""
    file = Path(url.database)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock", timeout=4 * _BUSY_SECONDS):
            note = _move_aside_unless_ours(file)
            _create(engine)
    except OSError as exc:
        raise StoreUnwritable(file, exc.strerror or type(exc).__name__) from exc
    except StoreError as exc:
        raise StoreUnwritable(file, str(exc)) from exc
    return engine, note


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    options: dict[str, Any] = {"connect_args": {"timeout": _BUSY_SECONDS, "check_same_thread": False}}
    engine = sa.create_engine(url, **options)

    @sa.event.listens_for(engine, "connect")
    def _prepare_connection(connection: sqlite3.Connection, _record: object) -> None:  # pyright: ignore[reportUnusedFunction]
        # the driver's own idea of when a transaction begins would leave reads outside of one
        connection.isolation_level = None
        # kept in the file; a memory database stays as it is
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        # a writer takes its lock at the start: one that upgrades a read later can fail with no way to wait
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")

    return engine


def _move_aside_unless_ours(file: Path) -> str:
    fault = _fault(file)
    if not fault:
        return ""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = file.with_name(f"{file.name}.aside-{stamp}")
    file.rename(aside)
    for ending in ("-wal", "-shm"):
        companion = Path(f"{file}{ending}")
        if companion.exists():
            companion.rename(f"{aside}{ending}")
    return f"The cache file {file} {fault}. It was moved to {aside.name}, and the cache was made anew from the shipped figures."


def _fault(file: Path) -> str:
    if not file.exists() or file.stat().st_size == 0:
        return ""
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(file)), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                return "is corrupt"
            tables = sa.inspect(connection).get_table_names()
            if not tables:
                return ""
            if meta_table.name not in tables:
                return "is not Eraline's"
            version = connection.scalar(sa.select(meta_table.c.value).where(meta_table.c.key == "schema_version"))
            return "" if version == SCHEMA_VERSION else f"has schema version {version}, not {SCHEMA_VERSION}"
    except SQLAlchemyError as exc:
        if getattr(getattr(exc, "orig", None), "sqlite_errorcode", None) in _BROKEN:
            return "is corrupt"
        raise StoreError(reason(exc)) from exc


def _open_postgresql(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    try:
        _create(engine)
    except StoreError as exc:
        where = url.render_as_string(hide_password=True)
        raise StoreError(f"The database {where} cannot be used; check ERALINE_DATABASE_URL. {exc}") from exc
    with reading(engine) as connection:
        version = connection.scalar(sa.select(meta_table.c.value).where(meta_table.c.key == "schema_version"))
    if version != SCHEMA_VERSION:
        raise StoreError(
            f"The database has schema version {version}, not {SCHEMA_VERSION}; name another in ERALINE_DATABASE_URL."
        )
    return engine


def _create(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        metadata.create_all(connection)
        if connection.scalar(sa.select(sa.func.count()).select_from(meta_table)) == 0:
            connection.execute(sa.insert(meta_table).values(key="schema_version", value=SCHEMA_VERSION))
