"""Does what cannot be written to disk give way to memory, with a word on what to do?"""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard.errors import StoreError
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Store
from dashboard.store.opening import Cache, open_cache, seed
from dashboard.store.snapshot import read_manifest
from tests.contract.stored import row_counts

WriteSnapshot = Callable[..., None]


def assert_serves_from_memory(cache: Cache) -> None:
    (note,) = cache.notes
    assert "ERALINE_DATABASE_URL" in note
    assert "from memory" in note
    assert set(cache.store.vintages()) == {"growth", "rate"}
    assert len(cache.store.observations(cache.store.vintage("growth"))) == 3


@pytest.mark.parametrize("place", ["{folder}", "{folder}/file/eraline.db", "/proc/eraline/eraline.db"])
def test_a_place_that_cannot_be_written_gives_way_to_memory(tmp_path: Path, small_snapshot: Path, place: str) -> None:
    (tmp_path / "file").write_text("here", encoding="utf-8")
    cache = open_cache(f"sqlite:///{place.format(folder=tmp_path)}", small_snapshot, ())
    assert_serves_from_memory(cache)

    # whatever thread asks
    def row_count(name: str) -> int:
        return len(cache.store.observations(cache.store.vintage(name)))

    with ThreadPoolExecutor(4) as pool:
        rows = pool.map(row_count, ["growth", "rate"] * 4)
        assert list(rows) == [3, 2] * 4


_AS_NOBODY = """
import os, resource, sys
from pathlib import Path
from dashboard.store.opening import open_cache
from dashboard.store.database import MEMORY_URL
snapshot = Path(sys.argv[2])
open_cache(MEMORY_URL, snapshot, ())  # whatever is imported late is imported now, while it can still be read
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
if len(sys.argv) > 3:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
cache = open_cache(sys.argv[1], snapshot, ())
stored = cache.store.vintages()
print(*(len(cache.store.observations(stored[name])) for name in sorted(stored)), *cache.notes)
"""


def start_as_nobody(file: Path, snapshot: Path, *limits: int) -> str:
    command = [sys.executable, "-c", _AS_NOBODY, f"sqlite:///{file}", str(snapshot), *map(str, limits)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_folder_that_may_only_be_read_gives_way_to_memory(
    public_folder: Path, write_small_snapshot: WriteSnapshot
) -> None:
    write_small_snapshot(public_folder / "snapshot")
    public_folder.chmod(0o555)
    words = start_as_nobody(public_folder / "eraline.db", public_folder / "snapshot")
    assert words.startswith("3 2 The cache file")
    assert "ERALINE_DATABASE_URL" in words


def test_a_seeded_file_in_a_folder_that_may_only_be_read_gives_way_to_memory(
    public_folder: Path, write_small_snapshot: WriteSnapshot
) -> None:
    write_small_snapshot(public_folder / "snapshot")
    file = public_folder / "eraline.db"
    open_cache(f"sqlite:///{file}", public_folder / "snapshot", ())
    content = file.read_bytes()
    for path in public_folder.glob("eraline.db*"):
        path.chmod(0o444)
    public_folder.chmod(0o555)
    words = start_as_nobody(file, public_folder / "snapshot")
    assert words.startswith("3 2 The cache file")
    assert "ERALINE_DATABASE_URL" in words
    assert file.read_bytes() == content


def test_a_seeded_file_that_may_only_be_read_serves_until_there_is_something_to_write(
    public_folder: Path, write_small_snapshot: WriteSnapshot
) -> None:
    write_small_snapshot(public_folder / "snapshot")
    file = public_folder / "eraline.db"
    engine, _ = open_database(f"sqlite:///{file}")
    seed(Store(engine), public_folder / "snapshot", read_manifest(public_folder / "snapshot"))
    engine.dispose()
    Path(f"{file}.lock").unlink(missing_ok=True)
    file.chmod(0o444)
    public_folder.chmod(0o777)
    assert start_as_nobody(file, public_folder / "snapshot") == "3 2"
    write_small_snapshot(public_folder / "snapshot", published=dt.date(2026, 8, 1), value=8.5)
    words = start_as_nobody(file, public_folder / "snapshot")
    assert words.startswith("3 2 The cache file")
    assert "ERALINE_DATABASE_URL" in words


def test_a_full_disk_gives_way_to_memory_and_is_made_good_at_the_next_start(
    public_folder: Path, write_small_snapshot: WriteSnapshot
) -> None:
    write_small_snapshot(public_folder / "snapshot")
    public_folder.chmod(0o777)
    file = public_folder / "eraline.db"
    # room for the tables and not for the figures
    words = start_as_nobody(file, public_folder / "snapshot", 28_000)
    assert words.startswith("3 2 The cache file")
    assert "ERALINE_DATABASE_URL" in words
    assert start_as_nobody(file, public_folder / "snapshot") == "3 2"
    assert row_counts(f"sqlite:///{file}") == (2, 5)


def test_two_caches_in_memory_are_apart(
    tmp_path: Path, small_snapshot: Path, write_small_snapshot: WriteSnapshot
) -> None:
    write_small_snapshot(tmp_path / "later", published=dt.date(2026, 8, 1), value=8.5)
    first, second = open_cache(MEMORY_URL, small_snapshot, ()), open_cache(MEMORY_URL, tmp_path / "later", ())
    releases = [cache.store.vintage("growth").release for cache in (first, second)]
    assert releases == ["update 2026-07-13", "update 2026-08-01"]
    assert (first.notes, second.notes) == ((), ())


def test_a_url_of_another_database_is_not_answered_from_memory(small_snapshot: Path) -> None:
    with pytest.raises(StoreError, match="ERALINE_DATABASE_URL"):
        open_cache("mysql://localhost/eraline", small_snapshot, ())
