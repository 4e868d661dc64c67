"""Open a database as a first start leaves it: seeded from the project's snapshot, less what is declared false."""

import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa
from filelock import FileLock

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import load_catalogue
from dashboard.settings import DATA, SNAPSHOT
from dashboard.store.connections import insert_observations, writing
from dashboard.store.database import open_database
from dashboard.store.opening import Cache, open_cache
from dashboard.store.snapshot import SnapshotObservations, read_manifest, read_snapshot
from dashboard.store.tables import observation_table, vintage_table
from tests.snapshots import write_snapshot

# whose figures are kept where a few do, beside those that corrections are about
_KEPT: Final = ("CHN", "USA", "AUS", "WLD")


@cache
def _catalogue() -> Catalogue:
    return load_catalogue(DATA)


def open_shipped(url: str, snapshot: Path = SNAPSHOT) -> Cache:
    return open_cache(url, snapshot, _catalogue().corrections.values())


def fill(file: Path, snapshot: Path = SNAPSHOT) -> None:
    """Make a file of what a first start leaves behind, to be copied."""
    begun = file.with_suffix(".begun")
    assert open_shipped(f"sqlite:///{begun}", snapshot).notes == ()
    # the store keeps a connection, and with it a journal that a copy of the file alone would lack
    with closing(sqlite3.connect(begun)) as filled, closing(sqlite3.connect(file)) as copied:
        filled.backup(copied)


def fill_postgresql(url: str, first_start: Path, indicators: Collection[str]) -> None:
    """Put what a first start left behind into PostgreSQL, the observations of some: a seeding takes far longer."""
    source, (engine, _) = sa.create_engine(f"sqlite:///{first_start}"), open_database(url)
    with source.connect() as shipped, writing(engine) as connection:
        vintages = shipped.execute(sa.select(vintage_table)).mappings()
        connection.execute(sa.insert(vintage_table), [dict(row) for row in vintages])
        some = sa.select(observation_table).where(observation_table.c.indicator.in_(indicators))
        insert_observations(connection, [tuple(row) for row in shipped.execute(some)])
    source.dispose()
    engine.dispose()


def write_narrow(folder: Path, catalogue: Catalogue) -> None:
    """Write what is shipped of a few economies and without earlier releases: all of it takes seconds to check."""
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns(SNAPSHOT.name))

    def narrowed(one: SnapshotObservations) -> SnapshotObservations:
        kept = [*_KEPT, *(correction.economy for correction in catalogue.corrections_of(one.entry.id))]
        return replace(one, observations=one.observations[one.observations["economy"].isin(kept)])

    write_snapshot(folder / SNAPSHOT.name, map(narrowed, read_snapshot(SNAPSHOT, read_manifest(SNAPSHOT))))


class FirstStart:
    """What a first start leaves behind, made once for all test workers of a run: copied, and never opened itself."""

    def __init__(self, factory: pytest.TempPathFactory, *, shared: bool) -> None:
        root = factory.getbasetemp()
        # each worker has a folder of its own inside that of the run
        self._file = (root.parent if shared else root) / "first-start.db"

    def copy(self, file: Path) -> str:
        """Put a copy where a file shall be, and return its URL."""
        with FileLock(self._file.with_suffix(".lock")):
            if not self._file.exists():
                self._make()
        shutil.copyfile(self._file, file)
        return f"sqlite:///{file}"

    def _make(self) -> None:
        whole = self._file.with_suffix(".whole")
        fill(whole)
        whole.rename(self._file)
