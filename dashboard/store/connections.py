"""Connections: engines for SQLite and PostgreSQL, transactions to read and write in, and failures as StoreError."""

import datetime as dt
import re
import sqlite3
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as AllInUse
from sqlalchemy.pool import QueuePool

from dashboard.errors import StoreError, StoreUnwritable
from dashboard.store.patience import WRITE_SECONDS, make_patient, wait_at_most
from dashboard.store.tables import WRITES_KEY, meta_table, observation_table

BUSY_SECONDS: Final = 30
# where every connection waits for a server that says nothing, who comes later is told sooner
POOL_SECONDS: Final = 10
_counting: Final = threading.Lock()
_written = 0
_WRITES: Final = "eraline_writes"
# a server that a broken line hides says nothing: the system's own patience with it is a quarter of an hour and more
_CONNECTS: Final = {
    "connect_timeout": 10,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    # the driver would speak as the database keeps its text, and read SQL_ASCII as bytes
    "client_encoding": "utf8",
}
# where a database is and who asks it, as libpq and psycopg say it: at "db.example.org" (192.0.2.7), port 5432
_WHEREABOUTS: Final = re.compile(
    r"""(?:\ at|\ on\ socket)?\ "[^"]*" (?:\ \([^()]*\))? (?:,\ port\ \d+)?
        | (?<=host)(?:\ |:\ )'[^']*' (?:,\ port:\ \S+,\ hostaddr:\ [^\s:]+)?""",
    re.VERBOSE,
)


def sqlite_engine(url: str | sa.URL, address: str) -> sa.Engine:
    """Return an engine on a SQLite database; `address` is the URI that the driver opens."""

    def connect() -> sqlite3.Connection:
        # the driver's own idea of when a transaction begins would leave reads outside of one
        connection = sqlite3.connect(
            address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
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


def postgresql_engine(url: sa.URL) -> sa.Engine:
    """Return an engine on a PostgreSQL database, which is not asked yet."""
    unsaid = {name: usual for name, usual in _CONNECTS.items() if name not in url.query}
    # a pool such as PgBouncer's hands each transaction another server, which knows no statement prepared before
    asked = {"prepare_threshold": None, **unsaid}
    # a stricter level, set for the server, would hide from a writer what was committed while it waited
    engine = sa.create_engine(
        url, pool_pre_ping=True, pool_timeout=POOL_SECONDS, connect_args=asked, isolation_level="READ COMMITTED"
    )
    make_patient(engine)
    return engine


@contextmanager
def told_where(file: Path | None) -> Generator[None]:
    """Add to a StoreError in which file the cache is, if in one: for those who run Eraline, and no visitor."""
    try:
        yield
    except StoreError as exc:
        note = f"The cache file is {file}."
        if file is not None and note not in exc.notes:
            exc.add_note(note)
        raise


@contextmanager
def reading(engine: sa.Engine) -> Generator[sa.Connection]:
    """Give a connection to read from; a failure of the database becomes StoreError."""
    with told_where(_file(engine)):
        try:
            with engine.connect() as connection:
                yield connection
        # damage that the database does not notice shows as text that is no date
        except (SQLAlchemyError, ValueError) as exc:
            raise StoreError(f"The cache could not be read: {reason(exc)}") from exc


@contextmanager
def writing(engine: sa.Engine, *, waits: bool = True) -> Generator[sa.Connection]:
    """Give the one connection that may write, in a transaction; a failure undoes it all and becomes StoreError.

    Without `waits` it is not the one: for a PostgreSQL whose tables may not be there yet.
    """
    file = _file(engine)
    with told_where(file):
        try:
            with engine.execution_options(**{_WRITES: True}).begin() as connection:
                wait_at_most(connection, WRITE_SECONDS)
                if waits and connection.dialect.name == "postgresql":
                    _take_turn(connection)
                yield connection
            _count_write()
        except (SQLAlchemyError, psycopg.Error) as exc:
            if file is not None and isinstance(exc, OperationalError):
                raise StoreUnwritable(file.name, reason(exc)) from exc
            raise StoreError(f"The cache could not be written: {reason(exc)}") from exc


def _file(engine: sa.Engine) -> Path | None:
    """Return the file of a SQLite database, None for one in memory or of PostgreSQL."""
    name = engine.url.database
    return Path(name) if engine.dialect.name == "sqlite" and name else None


def _take_turn(connection: sa.Connection) -> None:
    """Wait for every other writer, and count this one: the row that each changes first is what they queue for."""
    counted = sa.cast(sa.cast(meta_table.c.value, sa.BigInteger) + 1, sa.String)
    first = postgresql.insert(meta_table).values(key=WRITES_KEY, value="1")
    connection.execute(first.on_conflict_do_update(index_elements=["key"], set_={"value": counted}))


def upsert(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> None:
    """Insert a row, or put it in the place of the one with its key."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(row)
    key = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in row if name not in key}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=rest))


def next_id(connection: sa.Connection, table: sa.Table) -> int:
    """Return the id of the next row of a table, above all others, to whoever has the turn to write.

    A sequence would not do: databases of many machines hand out its numbers in no order, and as of a day is by order.
    """
    return connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0) + 1)).scalar_one()


def writes() -> int:
    """Return a number that is another one after this process has written to a database."""
    return _written


def _count_write() -> None:
    global _written  # noqa: PLW0603 - of all engines of this process
    with _counting:
        _written += 1


def clock(connection: sa.Connection) -> dt.datetime:
    """Return what time it is by the database, in UTC without a zone: the one clock that all its users share."""
    if connection.dialect.name == "postgresql":
        # now() would be when the transaction began, which may be long before it can write
        # the driver reads it whatever the DateStyle; as text it is written by that
        return connection.execute(sa.text("SELECT clock_timestamp() AT TIME ZONE 'UTC'")).scalar_one()
    return dt.datetime.fromisoformat(
        connection.execute(sa.text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")).scalar_one()
    )


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
    """Return the driver's own words on one line, without the statement and its parameters.

    Visitors read them: a PostgreSQL that cannot be had is not told by its address, nor by its name or its user's.
    """
    if isinstance(exc, AllInUse):
        return "it has more questions than it answers; ask again later"
    failure = getattr(exc, "orig", None) or exc
    words = " ".join(str(failure).split())
    return (_WHEREABOUTS.sub("", words) if isinstance(failure, psycopg.OperationalError) else words)[:300]
