"""Is a database read and written in transactions that fail in words of ours, and asked for ids and for the time?"""

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as AllInUse

from dashboard.errors import StoreError, StoreUnwritable
from dashboard.store import connections
from dashboard.store.connections import (
    clock,
    insert_observations,
    next_id,
    postgresql_engine,
    reading,
    reason,
    sqlite_engine,
    told_where,
    upsert,
    writes,
    writing,
)
from dashboard.store.patience import PatientConnection
from dashboard.store.tables import CURRENT, attempt_table, meta_table, metadata, observation_table

ROW = {"key": "a", "value": "1"}
# ten seconds and a moment: after five of silence, three questions two seconds apart
KEPT_ALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "eraline.db"


@pytest.fixture
def engine(file: Path) -> Iterator[sa.Engine]:
    """Give a database with empty tables in a file, so that another program can look at it."""
    made = sqlite_engine(sa.URL.create("sqlite", database=str(file)), file.as_uri())
    with made.begin() as connection:
        metadata.create_all(connection)
    yield made
    made.dispose()


def keys(engine: sa.Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.scalars(sa.select(meta_table.c.key).order_by(meta_table.c.key)))


def may_write_beside(file: Path) -> bool:
    """Tell whether another program gets the lock of a writer now."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


def test_a_file_is_written_ahead_synced_as_that_needs_and_waited_for(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 1, "busy_timeout": 30_000}


def test_a_writer_takes_its_lock_at_the_start_and_a_reader_none(engine: sa.Engine, file: Path) -> None:
    with reading(engine) as connection:
        connection.execute(sa.select(meta_table)).all()
        assert may_write_beside(file)
    with writing(engine):
        assert not may_write_beside(file)
    assert may_write_beside(file)


def test_what_is_read_in_one_transaction_is_of_one_moment(engine: sa.Engine, file: Path) -> None:
    with reading(engine) as connection:
        assert connection.execute(sa.select(meta_table)).all() == []
        with closing(sqlite3.connect(file)) as other, other:
            other.execute("INSERT INTO eraline_meta VALUES ('a', '1')")
        assert connection.execute(sa.select(meta_table)).all() == []
    assert keys(engine) == ["a"]


def test_what_fails_is_undone_and_said_in_the_drivers_words_alone(engine: sa.Engine) -> None:
    with pytest.raises(StoreError) as caught, writing(engine) as connection:
        connection.execute(sa.insert(meta_table), [ROW, ROW])
    assert f"{caught.value}" == "The cache could not be written: UNIQUE constraint failed: eraline_meta.key"
    assert not isinstance(caught.value, StoreUnwritable)
    assert keys(engine) == []


def test_what_anybody_else_raises_is_undone_too_and_stays_what_it_is(engine: sa.Engine) -> None:
    def fail_halfway() -> None:
        with writing(engine) as connection:
            connection.execute(sa.insert(meta_table).values(ROW))
            raise LookupError

    with pytest.raises(LookupError):
        fail_halfway()
    assert keys(engine) == []


def test_a_file_that_cannot_be_written_is_named(engine: sa.Engine, file: Path) -> None:
    with pytest.raises(StoreUnwritable) as caught, writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")
    assert f"{caught.value}".startswith(f"The cache file {file.name} cannot be written (no such table: nowhere). Set ")


def test_where_the_file_is_is_said_once_and_beside_what_visitors_read(engine: sa.Engine, file: Path) -> None:
    with pytest.raises(StoreError) as caught, told_where(file), reading(engine) as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")
    assert f"{caught.value}" == "The cache could not be read: no such table: nowhere"
    assert caught.value.notes == (f"The cache file is {file}.",)


def test_memory_has_no_file_to_be_named() -> None:
    engine = sqlite_engine("sqlite://", "file:/unnamed?vfs=memdb")
    with pytest.raises(StoreError) as caught, writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")
    assert (f"{caught.value}", caught.value.notes) == ("The cache could not be written: no such table: nowhere", ())


@pytest.mark.parametrize("statement", ["SELECT * FROM nowhere", "SELECT 1 WHERE"])
def test_what_cannot_be_read_is_said_in_the_drivers_words_alone(engine: sa.Engine, statement: str) -> None:
    with pytest.raises(StoreError) as caught, reading(engine) as connection:
        connection.exec_driver_sql(statement)
    assert re.fullmatch(r"The cache could not be read: [^\n(\[]+", str(caught.value))


def test_text_that_should_be_a_date_cannot_be_read(engine: sa.Engine) -> None:
    with pytest.raises(StoreError, match=r"^The cache could not be read: Invalid isoformat"), reading(engine):
        dt.date.fromisoformat("damaged")


def test_words_of_a_driver_are_put_on_one_line_that_is_not_too_long() -> None:
    assert reason(ValueError("two\n  lines\there")) == "two lines here"
    assert reason(ValueError("x" * 400)) == "x" * 300
    assert reason(AllInUse("QueuePool limit of size 5")) == "it has more questions than it answers; ask again later"
    cause = sqlite3.OperationalError("disk is full")
    assert reason(OperationalError("INSERT secret", {"value": "secret"}, cause)) == "disk is full"


@pytest.mark.parametrize(
    "asked",
    [
        "postgresql+psycopg://secret-user:secret-word@127.0.0.1:9/secret-name",
        "postgresql+psycopg://secret-user@[::1]:9/secret-name",
        "postgresql+psycopg://secret-user@/secret-name?host=/secret-place",
        "postgresql+psycopg://secret-user@secret-host.invalid/secret-name",
        "postgresql+psycopg://secret-user@/secret-name?host=127.0.0.1:9&host=secret-host.invalid:9",
    ],
    ids=["address", "IPv6", "socket", "name", "several"],
)
def test_words_of_a_database_that_is_away_do_not_tell_where_it_is_nor_who_asks(asked: str) -> None:
    with pytest.raises(StoreError) as caught, reading(postgresql_engine(sa.make_url(asked))):
        pass
    assert not re.search(r"secret|127\.0|::1|\b9\b", str(caught.value)), caught.value


def test_words_of_a_database_that_lets_nobody_in_say_why_without_a_name() -> None:
    told = psycopg.OperationalError(
        'connection failed: connection to server at "db.example.org" (192.0.2.7), port 5432 failed: FATAL:  password '
        'authentication failed for user "eraline"'
    )
    assert reason(OperationalError("SELECT 1", {}, told)) == (
        "connection failed: connection to server failed: FATAL: password authentication failed for user"
    )


def test_a_process_knows_whether_it_has_written_since(engine: sa.Engine) -> None:
    before = writes()
    keys(engine)
    with pytest.raises(StoreError), writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")
    assert writes() == before
    with writing(engine):
        assert writes() == before
    assert writes() != before


def test_of_many_threads_that_write_each_is_counted(engine: sa.Engine) -> None:
    def write(key: str) -> None:
        with writing(engine) as connection:
            upsert(connection, meta_table, {"key": key, "value": "1"})

    before = writes()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, "abcdefgh"))
    assert writes() == before + 8


def test_a_row_takes_the_place_of_the_one_with_its_key_alone(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        for key, value in (("a", "1"), ("b", "2"), ("a", "3")):
            upsert(connection, meta_table, {"key": key, "value": value})
        assert connection.execute(sa.select(meta_table).order_by(meta_table.c.key)).all() == [("a", "3"), ("b", "2")]


def test_the_next_id_is_one_above_all_others(engine: sa.Engine) -> None:
    moment = dt.datetime(2026, 7, 1)  # noqa: DTZ001 - as the database keeps it
    with writing(engine) as connection:
        assert next_id(connection, attempt_table) == 1
        for number in (7, 3):
            row = {"indicator": "growth", "started": moment, "finished": moment, "outcome": "fresh", "detail": ""}
            connection.execute(sa.insert(attempt_table).values(id=number, **row))
        assert next_id(connection, attempt_table) == 8


def test_the_time_is_the_databases_own_in_utc_to_the_millisecond(engine: sa.Engine) -> None:
    with reading(engine) as connection:
        found = [clock(connection) for _ in range(3)]
    assert found == sorted(found)
    assert found[0].tzinfo is None
    assert abs(found[0].replace(tzinfo=dt.UTC) - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
    with reading(engine) as connection:
        assert len({clock(connection).microsecond for _ in range(2_000)}) > 1


def test_observations_are_written_in_the_order_of_the_columns(engine: sa.Engine) -> None:
    rows = [("growth", "CHN", CURRENT, "2000-01-01", 1, 8.5), ("growth", "USA", 3, "2001-04-01", 2, -1.5)]
    with writing(engine) as connection:
        insert_observations(connection, [])
        insert_observations(connection, rows)
        found = connection.execute(sa.select(observation_table).order_by(observation_table.c.economy)).all()
    assert found == [
        ("growth", "CHN", CURRENT, dt.date(2000, 1, 1), 1, 8.5),
        ("growth", "USA", 3, dt.date(2001, 4, 1), 2, -1.5),
    ]


@pytest.mark.parametrize(
    ("words", "waits"),
    [
        ("", {"connect_timeout": 10, "tcp_user_timeout": 10_000, "client_encoding": "utf8", **KEPT_ALIVE}),
        (
            "?connect_timeout=3&tcp_user_timeout=0&client_encoding=latin1",
            {"connect_timeout": "3", "tcp_user_timeout": "0", "client_encoding": "latin1"},
        ),
    ],
)
def test_a_postgresql_is_waited_for_and_spoken_to_as_its_url_says_and_prepares_nothing(
    words: str, waits: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, asked = postgresql_engine(sa.make_url(f"postgresql+psycopg://user@host/db{words}")), list[Any]()

    def note(**given: object) -> None:
        asked.append(given)
        raise ConnectionError

    monkeypatch.setattr(PatientConnection, "connect", note)
    with pytest.raises(ConnectionError):
        engine.connect()
    (given,) = asked
    assert given.get("prepare_threshold", "usual") is None
    assert given.items() >= waits.items()


def test_a_lock_is_waited_for_as_long_as_is_set(engine: sa.Engine, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.dispose()
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnwritable, match="database is locked"), writing(engine):
            pass
        # and nobody waits to read
        assert keys(engine) == []
