"""Is a PostgreSQL that is paused while its machine still answers given up in words, and asked again once it goes on?"""

import os
import signal
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

import psycopg
import pytest
import sqlalchemy as sa

from dashboard.errors import StoreError
from dashboard.store import connections, patience
from dashboard.store.connections import insert_observations, reading, writing
from dashboard.store.database import open_database
from dashboard.store.patience import FOR_EVER, PatientConnection, wait_at_most
from dashboard.store.tables import CURRENT, meta_table
from tests.contract.conftest import PostgresServer

AT_HAND, READ, WRITE, CONNECT = 1.0, 2.0, 3.0, 2
ASKED = sa.select(meta_table.c.key).where(meta_table.c.key == "schema_version")
# more than the buffers of a socket hold
ROWS = [("series", "CHN", CURRENT, f"{year:04}-01-01", 1, 1.0) for year in range(1, 10_000)] * 20


@pytest.fixture
def engine(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.Engine]:
    """Give a prepared database that is waited for as long as a test has time."""
    url = sa.make_url(postgresql_url).update_query_dict({"connect_timeout": str(CONNECT)})
    made, _ = open_database(url.render_as_string(hide_password=False))
    monkeypatch.setattr(PatientConnection, "patience", AT_HAND)
    monkeypatch.setattr(patience, "AT_HAND_SECONDS", AT_HAND)
    monkeypatch.setattr(patience, "READ_SECONDS", READ)
    monkeypatch.setattr(connections, "WRITE_SECONDS", WRITE)
    made.dispose()
    yield made
    made.dispose()


def read(engine: sa.Engine) -> str | None:
    with reading(engine) as connection:
        return connection.scalar(ASKED)


def backend(connection: sa.Connection) -> int:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver.info.backend_pid


@contextmanager
def paused(*processes: int) -> Generator[None]:
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


def given_up(work: Callable[[], object]) -> tuple[str, float]:
    """Return in which words work failed, and after how many seconds."""
    began = time.monotonic()
    with pytest.raises(StoreError) as caught:
        work()
    return str(caught.value), time.monotonic() - began


def test_whoever_reads_is_told_after_a_while_and_reads_again_later(engine: sa.Engine) -> None:
    def ask() -> None:
        with reading(engine) as connection, paused(backend(connection)):
            connection.execute(ASKED)

    words, seconds = given_up(ask)
    assert words == "The cache could not be read: the database has said nothing for 2 seconds"
    assert READ <= seconds < READ + 1
    assert read(engine) == "schema_version"


def test_one_that_was_paused_while_nobody_asked_is_found_out_sooner(engine: sa.Engine) -> None:
    with reading(engine) as connection:
        process = backend(connection)
    began = time.monotonic()
    with paused(process):
        # another connection is made, which the server answers
        assert read(engine) == "schema_version"
    assert AT_HAND <= time.monotonic() - began < AT_HAND + 1


def test_a_server_that_is_paused_whole_is_said_to_be_away_and_found_when_it_goes_on(
    engine: sa.Engine, postgresql: PostgresServer
) -> None:
    with reading(engine) as connection:
        process = backend(connection)
    with paused(process, postgresql.get_pid() or 0):
        words, seconds = given_up(lambda: read(engine))
    assert words == "The cache could not be read: connection timeout expired"
    assert seconds < AT_HAND + CONNECT + 1
    assert read(engine) == "schema_version"


def test_whoever_writes_waits_longer_and_leaves_nothing(engine: sa.Engine) -> None:
    def write() -> None:
        with writing(engine) as connection, paused(backend(connection)):
            insert_observations(connection, ROWS)

    words, seconds = given_up(write)
    assert words == "The cache could not be written: the database has said nothing for 3 seconds"
    assert WRITE <= seconds < WRITE + 2
    with reading(engine) as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM observation")) == 0


def test_the_turn_of_a_writer_who_does_nothing_is_not_waited_for_without_end(engine: sa.Engine) -> None:
    def write() -> None:
        with writing(engine):
            raise AssertionError("it was not its turn")

    with writing(engine):
        words, _ = given_up(write)
    assert words.endswith("the database has said nothing for 3 seconds")


def test_a_connection_that_wrote_is_an_impatient_one_again(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        wait_at_most(connection, FOR_EVER)
        process = backend(connection)
    with reading(engine) as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, PatientConnection)
        assert (backend(connection), driver.patience) == (process, AT_HAND)
        connection.execute(ASKED)
        assert driver.patience == READ
