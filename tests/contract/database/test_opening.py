"""Is a new database prepared once, and opened again as it was?"""

import contextlib
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.store.connections import reading, writing
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.tables import SCHEMA_VERSION, meta_table, metadata
from tests.contract.database.conftest import fill, recorded_version


def test_the_schema_version_is_recorded(engine: sa.Engine) -> None:
    assert recorded_version(engine) == SCHEMA_VERSION
    assert set(sa.inspect(engine).get_table_names()) == set(metadata.tables)


def test_a_prepared_database_opens_again_without_a_note(database_url: str) -> None:
    fill(database_url)
    engine, note = open_database(database_url)
    assert note == ""
    with reading(engine) as connection:
        filled = sa.select(sa.func.count()).where(meta_table.c.key.like("key %"))
        assert connection.scalar(filled) == 500


def test_a_sqlite_file_is_written_ahead(sqlite_url: str, sqlite_file: Path) -> None:
    fill(sqlite_url)
    with contextlib.closing(sqlite3.connect(sqlite_file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_many_threads_may_prepare_one_database(database_url: str) -> None:
    barrier = threading.Barrier(6)

    def prepare(_: int) -> str | None:
        barrier.wait()
        return recorded_version(open_database(database_url)[0])

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(prepare, range(6))) == [SCHEMA_VERSION] * 6


@pytest.mark.parametrize("url", [MEMORY_URL, "sqlite:///", "sqlite:///:memory:"])
def test_each_memory_database_is_its_own_and_shared_by_threads(url: str) -> None:
    first, _ = open_database(url)
    second, _ = open_database(url)
    with writing(first) as connection:
        connection.execute(sa.insert(meta_table).values(key="whose", value="first"))

    def keys(engine: sa.Engine) -> list[str]:
        with reading(engine) as connection:
            return list(connection.scalars(sa.select(meta_table.c.key).order_by(meta_table.c.key)))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(keys, [first] * 4)) == [["schema_version", "whose"]] * 4
    assert keys(second) == ["schema_version"]


@pytest.mark.parametrize("content", [None, b""], ids=["no file", "an empty file"])
def test_an_empty_file_is_prepared_without_a_note(sqlite_file: Path, sqlite_url: str, content: bytes | None) -> None:
    if content is not None:
        sqlite_file.parent.mkdir()
        sqlite_file.write_bytes(content)
    engine, note = open_database(sqlite_url)
    assert note == ""
    assert recorded_version(engine) == SCHEMA_VERSION
