"""What becomes of a file that is not ours, or no longer whole?"""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.errors import StoreTooNew
from dashboard.store.connections import reading
from dashboard.store.database import open_database
from dashboard.store.tables import SCHEMA_VERSION, meta_table, metadata
from tests.contract.database.conftest import NOISE, fill, recorded_version


def moved_aside(file: Path) -> Path:
    (found,) = (path for path in file.parent.glob(f"{file.name}.aside-*") if path.name.endswith("Z"))
    return found


def _random_bytes(file: Path) -> None:
    file.write_bytes(NOISE)


def _text(file: Path) -> None:
    file.write_text("indicator,economy,period,value\n" * 100, encoding="utf-8")


def _truncated(share: float) -> Callable[[Path], None]:
    def make(file: Path) -> None:
        fill(f"sqlite:///{file}")
        content = file.read_bytes()
        file.write_bytes(content[: int(len(content) * share)])

    return make


def _overwritten_middle(file: Path) -> None:
    fill(f"sqlite:///{file}")
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = NOISE[:8192]
    file.write_bytes(content)


def _foreign(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
        connection.execute("INSERT INTO recipe VALUES ('dumplings')")


def _foreign_with_our_names(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        for table in metadata.tables:
            connection.execute(f"CREATE TABLE {table} (grape TEXT)")


def _incomplete(file: Path) -> None:
    fill(f"sqlite:///{file}")
    with contextlib.closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TABLE observation")


def _version(statement: str) -> Callable[[Path], None]:
    def make(file: Path) -> None:
        fill(f"sqlite:///{file}")
        with contextlib.closing(sqlite3.connect(file)) as connection, connection:
            connection.execute(statement)

    return make


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        pytest.param(_random_bytes, "is corrupt", id="random bytes"),
        pytest.param(_text, "is corrupt", id="a text"),
        pytest.param(_truncated(0.5), "is corrupt", id="half of it"),
        pytest.param(_truncated(0.9), "is corrupt", id="most of it"),
        pytest.param(_truncated(0.01), "is corrupt", id="hardly any of it"),
        pytest.param(_overwritten_middle, "is corrupt", id="overwritten in the middle"),
        pytest.param(_foreign, "is not Eraline's", id="tables of others"),
        pytest.param(_foreign_with_our_names, "is not Eraline's", id="other tables of the same names"),
        pytest.param(_incomplete, "is not Eraline's", id="a table missing"),
        pytest.param(
            _version("UPDATE eraline_meta SET value = '1' WHERE key = 'schema_version'"),
            "has schema version 1, and nothing is known of a version before 2",
            id="from before migrations",
        ),
        pytest.param(
            _version("DELETE FROM eraline_meta WHERE key = 'schema_version'"),
            "has schema version None",
            id="no schema version",
        ),
    ],
)
def test_a_file_that_is_not_ours_is_moved_aside_untouched(
    sqlite_file: Path, sqlite_url: str, make: Callable[[Path], None], fault: str
) -> None:
    sqlite_file.parent.mkdir()
    make(sqlite_file)
    content = sqlite_file.read_bytes()
    engine, note = open_database(sqlite_url)
    aside = moved_aside(sqlite_file)
    assert fault in note
    assert sqlite_file.name in note
    assert f"{sqlite_file.parent}" not in note
    assert aside.name in note
    assert aside.read_bytes() == content
    assert recorded_version(engine) == SCHEMA_VERSION
    assert open_database(sqlite_url)[1] == ""
    assert moved_aside(sqlite_file) == aside


def test_a_file_of_a_newer_eraline_is_refused_and_left_where_it_is(sqlite_file: Path, sqlite_url: str) -> None:
    sqlite_file.parent.mkdir()
    _version("UPDATE eraline_meta SET value = '999' WHERE key = 'schema_version'")(sqlite_file)
    content = sqlite_file.read_bytes()
    with pytest.raises(StoreTooNew, match=r"newer Eraline.*999.*ERALINE_DATABASE_URL"):
        open_database(sqlite_url)
    assert sqlite_file.read_bytes() == content
    assert list(sqlite_file.parent.glob("*.aside-*")) == []


def test_what_a_foreign_program_left_unmerged_is_not_merged_for_it(
    tmp_path: Path, sqlite_file: Path, sqlite_url: str
) -> None:
    sqlite_file.parent.mkdir()
    with contextlib.closing(sqlite3.connect(tmp_path / "whole.db")) as owner:
        owner.execute("PRAGMA journal_mode=WAL")
        owner.execute("CREATE TABLE recipe (name TEXT)")
        for ending in ("", "-wal"):
            shutil.copy(f"{tmp_path}/whole.db{ending}", f"{sqlite_file}{ending}")
    parts = {ending: Path(f"{sqlite_file}{ending}").read_bytes() for ending in ("", "-wal")}
    assert "is not Eraline's" in open_database(sqlite_url)[1]
    aside = moved_aside(sqlite_file)
    assert {ending: Path(f"{aside}{ending}").read_bytes() for ending in parts} == parts


def test_what_a_foreign_file_has_not_merged_yet_moves_with_it(sqlite_file: Path, sqlite_url: str) -> None:
    sqlite_file.parent.mkdir()
    with contextlib.closing(sqlite3.connect(sqlite_file)) as owner:
        owner.execute("PRAGMA journal_mode=WAL")
        owner.execute("CREATE TABLE recipe (name TEXT)")
        owner.execute("INSERT INTO recipe VALUES ('dumplings')")
        owner.commit()
        log = Path(f"{sqlite_file}-wal").read_bytes()
        assert log
        _, note = open_database(sqlite_url)
        aside = moved_aside(sqlite_file)
        assert "is not Eraline's" in note
        assert Path(f"{aside}-wal").read_bytes() == log
    with contextlib.closing(sqlite3.connect(aside)) as connection:
        assert connection.execute("SELECT name FROM recipe").fetchall() == [("dumplings",)]


def test_a_file_half_written_when_the_power_went_is_recovered(
    tmp_path: Path, sqlite_file: Path, sqlite_url: str
) -> None:
    whole = tmp_path / "whole.db"
    fill(f"sqlite:///{whole}")
    sqlite_file.parent.mkdir()
    with contextlib.closing(sqlite3.connect(whole)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        # pages go to the file before the end of the transaction
        connection.execute("PRAGMA cache_size=1")
        connection.execute("UPDATE eraline_meta SET value = 'lost' WHERE key LIKE 'key %'")
        shutil.copy(whole, sqlite_file)
        shutil.copy(f"{whole}-journal", f"{sqlite_file}-journal")
        connection.rollback()
    assert b"lost" in sqlite_file.read_bytes()
    engine, note = open_database(sqlite_url)
    assert note == ""
    with reading(engine) as opened:
        assert opened.scalar(sa.select(sa.func.count()).where(meta_table.c.value == "lost")) == 0
        assert opened.scalar(sa.select(sa.func.count()).select_from(meta_table)) == 501


def test_what_a_removed_file_left_beside_it_does_no_harm(sqlite_file: Path, sqlite_url: str) -> None:
    fill(sqlite_url)
    with contextlib.closing(sqlite3.connect(sqlite_file)) as connection:
        connection.execute("UPDATE eraline_meta SET value = 'left' WHERE key = 'key 1'")
        connection.commit()
        left = Path(f"{sqlite_file}-wal").read_bytes()
    sqlite_file.unlink()
    Path(f"{sqlite_file}-wal").write_bytes(left)
    engine, note = open_database(sqlite_url)
    assert note == ""
    with reading(engine) as opened:
        assert opened.scalar(sa.select(sa.func.count()).select_from(meta_table)) == 1


def test_damaged_companions_of_a_whole_file_do_no_harm(sqlite_file: Path, sqlite_url: str) -> None:
    fill(sqlite_url)
    for ending in ("-wal", "-shm"):
        Path(f"{sqlite_file}{ending}").write_bytes(NOISE[:40_000])
    engine, note = open_database(sqlite_url)
    assert note == ""
    with reading(engine) as opened:
        assert opened.scalar(sa.select(sa.func.count()).select_from(meta_table)) == 501
