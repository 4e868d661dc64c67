"""What becomes of a file that goes away or is damaged while it is in use?"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.errors import StoreError, StoreGone
from dashboard.store import connections
from dashboard.store.connections import reading, writing
from dashboard.store.database import open_database
from dashboard.store.observations import Store
from dashboard.store.tables import SCHEMA_VERSION, meta_table
from tests.contract.database.conftest import NOISE, fill, recorded_version

_PAGE = 4096


@pytest.mark.parametrize("idle", [False, True], ids=["connected", "idle"])
def test_a_removed_file_gives_an_error_and_is_not_made_anew(sqlite_file: Path, sqlite_url: str, *, idle: bool) -> None:
    engine, _ = open_database(sqlite_url)
    if idle:
        # no connection is left, so that the next one opens what is there
        engine.dispose()
    sqlite_file.unlink()
    # more often than there are connections: none is lost on the way
    for _ in range(40):
        with pytest.raises(StoreError, match=r"removed or replaced|unable to open"):
            recorded_version(engine)
    with pytest.raises(StoreError, match=r"removed or replaced|unable to open"), writing(engine):
        pass
    assert not sqlite_file.exists()


def test_a_replaced_file_gives_an_error(tmp_path: Path, sqlite_file: Path, sqlite_url: str) -> None:
    engine, _ = open_database(sqlite_url)
    fill(f"sqlite:///{tmp_path}/other.db")
    (tmp_path / "other.db").replace(sqlite_file)
    content = sqlite_file.read_bytes()
    with pytest.raises(StoreError, match="removed or replaced"):
        recorded_version(engine)
    with pytest.raises(StoreError, match="removed or replaced"), writing(engine):
        pass
    assert sqlite_file.read_bytes() == content
    # a new start takes the new file
    assert recorded_version(open_database(sqlite_url)[0]) == SCHEMA_VERSION


def test_a_file_overwritten_in_place_gives_an_error(sqlite_file: Path, sqlite_url: str) -> None:
    fill(sqlite_url)
    engine, _ = open_database(sqlite_url)
    engine.dispose()
    with sqlite_file.open("r+b") as stream:
        stream.write(NOISE)
    with pytest.raises(StoreError):
        recorded_version(engine)


def test_a_file_damaged_in_use_is_moved_aside_when_it_is_opened_anew(sqlite_file: Path, sqlite_url: str) -> None:
    fill(sqlite_url)
    engine, _ = open_database(sqlite_url)
    with sqlite_file.open("r+b") as stream:
        for page in range(1, sqlite_file.stat().st_size // _PAGE):
            stream.seek(page * _PAGE)
            stream.write(NOISE)
    engine.dispose()
    with pytest.raises(StoreError, match="malformed"):
        Store(engine).vintages()
    # from now on it is known, whatever the next question would find
    with pytest.raises(StoreGone, match="was damaged while in use"):
        recorded_version(engine)
    assert Store(engine).is_gone()
    again, note = open_database(sqlite_url)
    assert "is corrupt. It was moved to" in note
    assert Store(again).vintages() == {}
    assert not Store(again).is_gone()


def test_a_file_removed_under_two_processes_is_made_anew_by_one_and_opened_by_the_other(
    sqlite_file: Path, sqlite_url: str
) -> None:
    fill(sqlite_url)
    # two engines have nothing in common but the file, as two processes
    first, second = (open_database(sqlite_url)[0] for _ in range(2))
    sqlite_file.unlink()
    assert Store(first).is_gone()
    assert Store(second).is_gone()
    anew, _ = open_database(sqlite_url)
    with writing(anew) as connection:
        connection.execute(sa.insert(meta_table), {"key": "who", "value": "the first"})
    other, _ = open_database(sqlite_url)
    with reading(other) as connection:
        assert connection.scalar(sa.select(meta_table.c.value).where(meta_table.c.key == "who")) == "the first"
    assert not Store(anew).is_gone()
    assert not Store(other).is_gone()


def test_another_program_s_lock_keeps_nobody_from_reading_and_a_writer_says_what_it_waited_for(
    sqlite_file: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.1)
    fill(sqlite_url)
    engine, _ = open_database(sqlite_url)
    with closing(sqlite3.connect(sqlite_file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert recorded_version(engine) == SCHEMA_VERSION
        with pytest.raises(StoreError, match="database is locked"), writing(engine):
            pass
        other.execute("ROLLBACK")
    # nothing has to be started again
    with writing(engine):
        pass
