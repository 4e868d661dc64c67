"""Is a PostgreSQL left alone when it is another's, and used as it should be when it is ours?"""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from dashboard.errors import StoreError
from dashboard.store.connections import postgresql_engine, writing
from dashboard.store.database import open_database
from dashboard.store.observations import Release, Store
from dashboard.store.schema import SCHEMA, prepare
from dashboard.store.tables import SCHEMA_VERSION, meta_table
from tests.contract.conftest import PostgresServer
from tests.contract.database.conftest import recorded_version
from tests.contract.database.kept_databases import restore
from tests.contract.made_up import frame


def plain(url: str) -> str:
    return url.replace("+psycopg", "")


def test_a_postgresql_database_of_another_schema_version_is_refused(postgresql_url: str) -> None:
    open_database(postgresql_url)[0].dispose()
    with psycopg.connect(plain(postgresql_url)) as connection:
        connection.execute("UPDATE eraline_meta SET value = '999'")
    with pytest.raises(StoreError, match=r"999.*ERALINE_DATABASE_URL"):
        open_database(postgresql_url)


def test_a_postgresql_database_with_tables_of_others_is_refused_and_left_alone(postgresql_url: str) -> None:
    with psycopg.connect(plain(postgresql_url)) as connection:
        connection.execute("CREATE TABLE vintage (grape text)")
    with pytest.raises(StoreError, match=r"ERALINE_DATABASE_URL.*vintage"):
        open_database(postgresql_url)
    with psycopg.connect(plain(postgresql_url)) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("vintage",)]


def test_one_that_another_process_prepares_while_it_is_looked_at_is_no_other_program_s(postgresql_url: str) -> None:
    waiting = [postgresql_url]

    def prepare_meanwhile(*asked: object) -> None:
        # after the first answer to what tables there are
        while waiting and "pg_class" in str(asked[2]):
            open_database(waiting.pop())[0].dispose()

    engine = postgresql_engine(sa.make_url(postgresql_url))
    event.listen(engine, "after_cursor_execute", prepare_meanwhile)
    prepare(engine, SCHEMA, "It")
    assert not waiting
    assert recorded_version(engine) == SCHEMA_VERSION
    engine.dispose()


def test_a_writer_sees_what_was_committed_while_it_waited_whatever_the_server_prefers(postgresql_url: str) -> None:
    with psycopg.connect(plain(postgresql_url), autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'".encode())
    engine, _ = open_database(postgresql_url)
    waiting = threading.Event()

    def count() -> int | None:
        waiting.set()
        with writing(engine) as connection:
            first = sa.select(sa.func.count()).where(meta_table.c.key == "first")
            return connection.scalar(first)

    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as connection:
            second = pool.submit(count)
            waiting.wait()
            _until_one_waits(postgresql_url)
            connection.execute(sa.insert(meta_table).values(key="first", value="here"))
        assert second.result(timeout=20) == 1


def _until_one_waits(url: str) -> None:
    with psycopg.connect(plain(url), autocommit=True) as connection:
        for _ in range(2000):
            if connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() != (0,):
                return
    pytest.fail("no writer waits for the other")


@pytest.mark.parametrize("style", ["German", "SQL, DMY", "Postgres, MDY"])
def test_a_postgresql_may_write_its_days_in_any_style(postgresql_url: str, style: str) -> None:
    restore(postgresql_url)
    with psycopg.connect(plain(postgresql_url), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {connection.info.dbname} SET datestyle = '{style}'".encode())
    # which schema 3 asks for the day of what was stored before
    store = Store(open_database(postgresql_url)[0])
    assert abs(store.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
    with store.lease():
        assert store.lease_holder() is not None
    assert "published" in {vintage.dated for vintage in store.first_vintages().values()}


def test_a_postgresql_without_an_encoding_keeps_every_letter(postgresql: PostgresServer) -> None:
    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        connection.execute(
            b"CREATE DATABASE of_bytes ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        )
    store = Store(open_database(postgresql.get_uri(database="of_bytes", driver="psycopg"))[0])
    store.publish(Release("growth", store.now(), "CO₂, Côte d’Ivoire", frame({})), started=store.now())
    assert store.vintage("growth").release == "CO₂, Côte d’Ivoire"


def test_a_postgresql_that_dropped_its_connections_serves_again(postgresql_url: str) -> None:
    engine, _ = open_database(postgresql_url)
    assert recorded_version(engine) == SCHEMA_VERSION
    with psycopg.connect(plain(postgresql_url), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [connection.info.dbname],
        )
    assert recorded_version(engine) == SCHEMA_VERSION
