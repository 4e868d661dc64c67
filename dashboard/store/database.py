"""How is the database opened? Tables, engine, first preparation, and what happens to a file that is not ours.

An observation row holds from `first_vintage` to `last_vintage`; a row that still holds has `last_vintage = CURRENT`.
The primary key puts `last_vintage` before `period`, so the rows of one series that hold now lie side by side and a
chart reads them alone, however long the history grows; an as-of read needs nothing but the same key.
"""

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, cast
from uuid import uuid4

import psycopg
import sqlalchemy as sa
from filelock import FileLock
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from dashboard.errors import BadDatabaseUrl, StoreError, StoreGone, StoreUnwritable

SCHEMA_VERSION: Final = "2"
CURRENT: Final = 2**31 - 1
MEMORY_URL: Final = "sqlite://"

_ADVISORY_KEY: Final = int.from_bytes(hashlib.sha256(b"eraline").digest()[:7], "big")
_WRITES: Final = "eraline_writes"
_BUSY_SECONDS: Final = 30
_CONNECT_SECONDS: Final = 10
# the low byte of SQLite's codes is what went wrong, the rest says where
_PRIMARY_CODE: Final = 0xFF
_FAULTS: Final = {
    sqlite3.SQLITE_CORRUPT: "is corrupt",
    sqlite3.SQLITE_NOTADB: "is corrupt",
    # a table or column of ours that is not there
    sqlite3.SQLITE_ERROR: "is not Eraline's",
}
# the main file comes last: a stop halfway leaves a file that is still found at fault at the next start
_COMPANIONS: Final = ("-journal", "-wal", "-shm", "")

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
    sa.Column("origin", sa.String(10), nullable=False),
    sa.Column("updated", sa.Date),
    sa.Column("unit", sa.Text, nullable=False),
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

attempt_table = sa.Table(
    "attempt",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("indicator", sa.String(60), nullable=False),
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


def open_database(url: str) -> tuple[sa.Engine, str]:
    """Return an engine on a prepared database, and a note for the reader ("" if there is nothing to say).

    A SQLite file that is corrupt, foreign or of another schema is moved aside, with a note, and made anew.
    Raises StoreUnwritable where a SQLite file cannot be made or written, StoreError for any other failure.
    """
    parsed = _parsed(url)
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        return _open_sqlite(parsed)
    if parsed.drivername == "postgresql+psycopg":
        return _open_postgresql(parsed), ""
    raise BadDatabaseUrl(
        f"ERALINE_DATABASE_URL names '{parsed.drivername}'; Eraline reads sqlite and postgresql+psycopg."
    )


def _parsed(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except (ArgumentError, ValueError):
        # the cause may quote a part of the password
        raise BadDatabaseUrl(
            "ERALINE_DATABASE_URL is not a database URL; write sqlite:////folder/file.db or "
            "postgresql+psycopg://user:password@host/database."
        ) from None
    if "@" in f"{parsed.host}{parsed.database}" and parsed.host is not None:
        raise BadDatabaseUrl(
            "ERALINE_DATABASE_URL has an @ too many; write special characters of its password as %40 and the like."
        )
    return parsed


@contextmanager
def reading(engine: sa.Engine) -> Generator[sa.Connection]:
    """Give a connection to read from; a failure of the database becomes StoreError."""
    try:
        with engine.connect() as connection:
            yield connection
    # damage that the database does not notice shows as text that is no date
    except (SQLAlchemyError, ValueError) as exc:
        raise StoreError(f"The cache could not be read: {reason(exc)}") from exc


@contextmanager
def writing(engine: sa.Engine) -> Generator[sa.Connection]:
    """Give the one connection that may write, in a transaction; a failure undoes it all and becomes StoreError."""
    try:
        with engine.execution_options(**{_WRITES: True}).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_KEY)))
            yield connection
    except (SQLAlchemyError, psycopg.Error) as exc:
        file = engine.url.database
        if engine.dialect.name == "sqlite" and file and isinstance(exc, OperationalError):
            raise StoreUnwritable(Path(file), reason(exc)) from exc
        raise StoreError(f"The cache could not be written: {reason(exc)}") from exc


def clock(connection: sa.Connection) -> dt.datetime:
    """Return what time it is by the database, in UTC without a zone: the one clock that all its users share."""
    if connection.dialect.name == "postgresql":
        # now() would be when the transaction began, which may be long before its turn to write
        words = sa.text("SELECT CAST(clock_timestamp() AT TIME ZONE 'UTC' AS text)")
    else:
        words = sa.text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")
    return dt.datetime.fromisoformat(connection.execute(words).scalar_one())


def insert_observations(connection: sa.Connection, rows: list[tuple[Any, ...]]) -> None:
    """Insert rows whose fields are in the order of the table's columns, days as text by ISO 8601."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        # row by row the first start takes three times as long
        driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        with driver.cursor() as cursor, cursor.copy("COPY observation FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    # the driver's own way takes half the time; a date is kept as the text that SQLAlchemy makes of it too
    statement = str(sa.insert(observation_table).compile(dialect=connection.dialect))
    connection.exec_driver_sql(statement, rows)


def reason(exc: Exception) -> str:
    """Return the driver's own words on one line, without the statement and its parameters."""
    words = str(getattr(exc, "orig", None) or exc)
    return " ".join(words.split())[:300]


def _open_sqlite(url: sa.URL) -> tuple[sa.Engine, str]:
    if url.host:
        raise BadDatabaseUrl(
            "ERALINE_DATABASE_URL lacks a slash; write sqlite:///file.db or sqlite:////folder/file.db."
        )
    if not url.database or url.database == ":memory:":
        # a name of its own keeps two of them apart; every thread's connection sees the same one
        engine = _sqlite_engine(MEMORY_URL, f"file:/{uuid4().hex}?vfs=memdb")
        _create(engine)
        return engine, ""
    file = Path(url.database).absolute()
    try:
        if file.is_dir():
            raise StoreUnwritable(file, "it is a folder")
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock", timeout=4 * _BUSY_SECONDS):
            note = _move_aside_unless_ours(file)
            if not file.exists():
                file.touch()
            engine = _sqlite_engine(sa.URL.create("sqlite", database=str(file)), f"{file.as_uri()}?mode=rw")
            _create(engine)
            _refuse_another_file(engine, file)
    except OSError as exc:
        raise StoreUnwritable(file, exc.strerror or type(exc).__name__) from exc
    return engine, note


def _sqlite_engine(url: str | sa.URL, address: str) -> sa.Engine:
    def connect() -> sqlite3.Connection:
        # the driver's own idea of when a transaction begins would leave reads outside of one
        connection = sqlite3.connect(
            address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        # kept in the file; a memory database stays as it is
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    def begin(connection: sa.Connection) -> None:
        # a writer takes its lock at the start: one that upgrades a read later can fail with no way to wait
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")

    engine = sa.create_engine(url, creator=connect, poolclass=QueuePool)
    event.listen(engine, "begin", begin)
    return engine


def _refuse_another_file(engine: sa.Engine, file: Path) -> None:
    """Make every transaction fail once the path no longer leads to the file that was opened.

    Open connections would go on with the removed file and new ones with what lies there now: two truths at once, and
    writes that nobody finds again.
    """
    opened = file.stat()

    def check(_connection: sa.Connection) -> None:
        try:
            same = file.stat()
        except OSError:
            same = None
        if same is None or (same.st_dev, same.st_ino) != (opened.st_dev, opened.st_ino):
            raise StoreGone(f"The cache file {file} was removed or replaced while in use; it has to be opened anew.")

    event.listen(engine, "begin", check, insert=True)


def _move_aside_unless_ours(file: Path) -> str:
    fault = _fault(file)
    if not fault:
        return ""
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = file.with_name(f"{file.name}.aside-{stamp}")
    for ending in _COMPANIONS:
        part = Path(f"{file}{ending}")
        if part.exists():
            part.rename(f"{aside}{ending}")
    return (
        f"The cache file {file} {fault}. It was moved to {aside.name}, "
        "and the cache was made anew from the shipped figures."
    )


def _fault(file: Path) -> str:
    """Return what keeps an existing file from being used, "" if nothing does."""
    if not file.exists() or file.stat().st_size == 0:
        return ""
    try:
        try:
            # what is not ours is not to be changed, not even by the recovery that comes with opening for writing
            return _examine(file, "ro")
        except sqlite3.OperationalError:
            # after a crash only a writer may undo what was half written
            return _examine(file, "rw")
    except sqlite3.DatabaseError as exc:
        fault = _FAULTS.get(exc.sqlite_errorcode & _PRIMARY_CODE)
        if fault is None:
            raise StoreUnwritable(file, reason(exc)) from exc
        return fault


def _examine(file: Path, mode: str) -> str:
    address = f"{file.as_uri()}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            return "is corrupt"
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if not names:
            return ""
        if not names.issuperset(metadata.tables):
            return "is not Eraline's"
        found = connection.execute("SELECT value FROM eraline_meta WHERE key = 'schema_version'").fetchone()
    version = found[0] if found else None
    return "" if version == SCHEMA_VERSION else f"has schema version {version}, not {SCHEMA_VERSION}"


def _open_postgresql(url: sa.URL) -> sa.Engine:
    waits = {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_SECONDS}
    # a stricter level, set for the server, would hide from a writer what was committed while it waited for its turn
    engine = sa.create_engine(url, pool_pre_ping=True, connect_args=waits, isolation_level="READ COMMITTED")
    try:
        _create(engine)
        with reading(engine) as connection:
            version = connection.scalar(sa.select(meta_table.c.value).where(meta_table.c.key == "schema_version"))
    except StoreError as exc:
        raise StoreError(f"The database that ERALINE_DATABASE_URL names cannot be used. {exc}") from exc
    if version != SCHEMA_VERSION:
        raise StoreError(
            f"The database has schema version {version}, not {SCHEMA_VERSION}; name another in ERALINE_DATABASE_URL."
        )
    return engine


def _create(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        inspector = sa.inspect(connection)
        held = [name for name in metadata.tables if inspector.has_table(name)]
        if meta_table.name in held:
            return
        if held:
            raise StoreError(f"It holds tables of another program: {', '.join(held)}.")
        metadata.create_all(connection)
        connection.execute(sa.insert(meta_table).values(key="schema_version", value=SCHEMA_VERSION))
