"""Does every start end with the shipped figures in a store, whatever happened before or happens beside it?"""

import datetime as dt
import logging
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pytest

from dashboard.errors import SnapshotError, StoreError
from dashboard.settings import SNAPSHOT
from dashboard.store.database import open_database
from dashboard.store.history_files import Earlier, read_changes, read_releases
from dashboard.store.observations import Release
from dashboard.store.opening import open_cache, seed
from dashboard.store.snapshot import read_manifest, read_snapshot
from tests.contract.stored import row_counts
from tests.snapshots import copy_part

WriteSnapshot = Callable[..., None]


@dataclass(frozen=True)
class Shipped:
    """A folder of observations as they are shipped, and what a database that is filled from it must hold."""

    folder: Path

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Return how many rows the manifest lists, by indicator."""
        return {entry.id: entry.rows for entry in read_manifest(self.folder)}

    @cached_property
    def newest(self) -> tuple[int, int]:
        """Return how many vintages and rows the newest releases are."""
        return len(self.rows), sum(self.rows.values())

    @cached_property
    def earlier(self) -> Sequence[Earlier]:
        """Return the earlier releases, by indicator."""
        return [read_changes(self.folder, releases) for releases in read_releases(self.folder).values()]

    @cached_property
    def whole(self) -> tuple[int, int]:
        """Return how many all releases are: every value that an earlier one brought is a row of its own."""
        rows = sum(int(one.changes["value"].notna().sum()) for one in self.earlier)
        return self.newest[0] + sum(len(one.releases) for one in self.earlier), self.newest[1] + rows


@pytest.fixture(scope="session")
def everything() -> Shipped:
    return Shipped(SNAPSHOT)


@pytest.fixture(scope="session")
def part(tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    """Give a few of the shipped indicators, some with earlier releases: the order of events is that of the whole."""
    with_history = read_releases(SNAPSHOT)
    names = sorted((entry.id for entry in read_manifest(SNAPSHOT)), key=lambda name: name not in with_history)
    return Shipped(copy_part(tmp_path_factory.mktemp("part"), names[::9]))


def assert_seeded_once(url: str, shipped: Shipped) -> None:
    assert row_counts(url) == shipped.whole
    store = open_cache(url, shipped.folder, ()).store
    vintages = store.vintages()
    assert {name: vintage.rows for name, vintage in vintages.items()} == shipped.rows
    for figures in read_snapshot(shipped.folder, read_manifest(shipped.folder)[::8]):
        wanted = figures.observations.sort_values(["economy", "period"], ignore_index=True)
        pd.testing.assert_frame_equal(store.observations(vintages[figures.entry.id]), wanted, check_exact=True)


def test_the_first_start_seeds_every_row_that_the_manifest_lists(database_url: str, everything: Shipped) -> None:
    assert len(everything.rows) > 50
    cache = open_cache(database_url, everything.folder, ())
    assert cache.notes == ()
    assert_seeded_once(database_url, everything)


def test_a_second_start_writes_nothing(database_url: str, small_snapshot: Path) -> None:
    first = open_cache(database_url, small_snapshot, ())
    stored = row_counts(database_url)
    assert stored == (2, 5)
    assert open_cache(database_url, small_snapshot, ()).store.vintages() == first.store.vintages()
    assert seed(first.store, small_snapshot, read_manifest(small_snapshot)) == 0
    assert row_counts(database_url) == stored


def test_a_later_snapshot_revises_what_is_stored(
    database_url: str, small_snapshot: Path, write_small_snapshot: WriteSnapshot
) -> None:
    open_cache(database_url, small_snapshot, ())
    write_small_snapshot(small_snapshot, published=dt.date(2026, 8, 1), value=8.5)
    store = open_cache(database_url, small_snapshot, ()).store
    vintage = store.vintage("growth")
    assert (vintage.release, vintage.added, vintage.revised) == ("update 2026-08-01", 0, 1)
    assert (vintage.origin, vintage.date) == ("snapshot", dt.date(2026, 8, 1))
    assert store.observations(vintage)["value"].tolist() == [8.5, 8.3, 4.1]
    before = store.vintage("growth", dt.date(2026, 7, 31))
    assert store.observations(before)["value"].tolist() == [8.4, 8.3, 4.1]


def test_a_snapshot_older_than_what_is_stored_changes_nothing(database_url: str, small_snapshot: Path) -> None:
    store = open_cache(database_url, small_snapshot, ()).store
    figures = store.observations(store.vintage("growth"))
    fresh = Release("growth", dt.datetime(2026, 9, 1, tzinfo=dt.UTC), "refreshed", figures.assign(value=1.0))
    store.commit([fresh])
    assert store.vintage("growth").origin == "live"
    again = open_cache(database_url, small_snapshot, ()).store
    assert again.vintage("growth").release == "refreshed"
    assert again.observations(again.vintage("growth"))["value"].tolist() == [1.0, 1.0, 1.0]


def test_a_damaged_file_of_the_snapshot_is_named_and_nothing_is_written(
    database_url: str, small_snapshot: Path
) -> None:
    file = small_snapshot / "rate.csv"
    file.write_bytes(file.read_bytes().replace(b"8.2781", b"8.2782"))
    with pytest.raises(SnapshotError, match=r"rate\.csv") as caught:
        open_cache(database_url, small_snapshot, ())
    assert caught.value.file == "rate.csv"
    assert row_counts(database_url) == (0, 0)


_START = """
import sys
from pathlib import Path
from dashboard.store.opening import open_cache
print("ready", flush=True)
sys.stdin.readline()
cache = open_cache(sys.argv[1], Path(sys.argv[2]), ())
print(sum(vintage.rows for vintage in cache.store.vintages().values()), cache.notes)
"""
# ends its own process in the middle of a transaction, as a power cut would
_START_AND_DIE = """
import os, signal, sys
from pathlib import Path
import dashboard.store.earlier, dashboard.store.vintages
from dashboard.store.opening import open_cache
insert, calls = dashboard.store.vintages.insert_observations, []
def insert_and_die(connection, rows):
    insert(connection, rows)
    calls.append(len(rows))
    if len(calls) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
dashboard.store.vintages.insert_observations = dashboard.store.earlier.insert_observations = insert_and_die
open_cache(sys.argv[1], Path(sys.argv[2]), ())
"""


def start(url: str, shipped: Shipped) -> subprocess.Popen[str]:
    """Start a process that stands at the point of opening the cache."""
    process = subprocess.Popen(
        [sys.executable, "-c", _START, url, str(shipped.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def let_go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_several_processes_starting_at_once_seed_once(database_url: str, part: Shipped) -> None:
    with ThreadPoolExecutor(3) as pool:
        processes = list(pool.map(start, [database_url] * 3, [part] * 3))
    for process in processes:
        let_go(process)
    for process in processes:
        output, errors = process.communicate(timeout=120)
        assert (process.returncode, output) == (0, f"{part.newest[1]} ()\n"), errors
    assert_seeded_once(database_url, part)


def test_several_processes_starting_on_a_corrupt_file_move_it_once(
    sqlite_file: Path, sqlite_url: str, part: Shipped
) -> None:
    sqlite_file.parent.mkdir()
    sqlite_file.write_bytes(b"not a database" * 1000)
    with ThreadPoolExecutor(3) as pool:
        processes = list(pool.map(start, [sqlite_url] * 3, [part] * 3))
    for process in processes:
        let_go(process)
    outputs = [process.communicate(timeout=120)[0] for process in processes]
    assert sum("is corrupt" in output for output in outputs) == 1
    assert len(list(sqlite_file.parent.glob("eraline.db.aside-*"))) == 1
    assert_seeded_once(sqlite_url, part)


def test_a_process_killed_while_it_seeds_leaves_nothing_half_done(database_url: str, part: Shipped) -> None:
    indicators, earlier = len(part.rows), len(part.earlier)
    assert indicators > earlier > 1
    for inserts in (indicators // 2, indicators):
        command = [sys.executable, "-c", _START_AND_DIE, database_url, str(part.folder), str(inserts)]
        assert subprocess.run(command, check=False, timeout=120).returncode == -signal.SIGKILL
        assert row_counts(database_url) == (0, 0)
    # among the earlier releases: what was there stays, and they come with the next start
    command = [sys.executable, "-c", _START_AND_DIE, database_url, str(part.folder), str(indicators + earlier)]
    assert subprocess.run(command, check=False, timeout=120).returncode == -signal.SIGKILL
    assert row_counts(database_url) == part.newest
    assert open_cache(database_url, part.folder, ()).notes == ()
    assert_seeded_once(database_url, part)


def test_a_process_killed_at_any_moment_of_its_start_leaves_all_or_nothing(database_url: str, part: Shipped) -> None:
    for seconds in (0.05, 0.2, 0.5):
        process = start(database_url, part)
        let_go(process)
        time.sleep(seconds)
        process.kill()
        process.communicate(timeout=60)
        # earlier releases follow once the newest are there
        assert row_counts(database_url) in ((0, 0), part.newest, part.whole)
    assert open_cache(database_url, part.folder, ()).notes == ()
    assert_seeded_once(database_url, part)


def test_a_corrupt_file_is_rebuilt_with_a_warning(
    sqlite_file: Path, sqlite_url: str, small_snapshot: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sqlite_file.parent.mkdir()
    sqlite_file.write_bytes(b"not a database" * 1000)
    with caplog.at_level(logging.WARNING, logger="dashboard.store"):
        cache = open_cache(sqlite_url, small_snapshot, ())
    (note,) = cache.notes
    assert "is corrupt" in note
    assert caplog.messages == [f"{note} Both are in {sqlite_file.parent}."]
    assert row_counts(sqlite_url) == (2, 5)
    assert open_cache(sqlite_url, small_snapshot, ()).notes == ()


def test_a_file_removed_while_it_serves_gives_an_error(
    sqlite_file: Path, sqlite_url: str, small_snapshot: Path
) -> None:
    store = open_cache(sqlite_url, small_snapshot, ()).store
    vintage = store.vintage("growth")
    sqlite_file.unlink()
    with pytest.raises(StoreError, match="removed or replaced"):
        store.observations(vintage)


def test_a_file_replaced_while_it_serves_gives_an_error(
    tmp_path: Path, sqlite_file: Path, sqlite_url: str, small_snapshot: Path
) -> None:
    store = open_cache(sqlite_url, small_snapshot, ()).store
    vintage = store.vintage("growth")
    open_cache(f"sqlite:///{tmp_path}/other.db", small_snapshot, ())
    (tmp_path / "other.db").replace(sqlite_file)
    with pytest.raises(StoreError, match="removed or replaced"):
        store.observations(vintage)


def test_a_figure_that_is_no_date_gives_an_error(sqlite_url: str, small_snapshot: Path) -> None:
    store = open_cache(sqlite_url, small_snapshot, ()).store
    engine, _ = open_database(sqlite_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE observation SET period = 'garbled' WHERE economy = 'USA'")
    with pytest.raises(StoreError):
        store.observations(store.vintage("growth"))
