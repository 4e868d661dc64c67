"""What becomes of a database that is new, old, damaged, foreign, out of reach or pulled away?"""

import contextlib
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import psycopg
import pytest
import sqlalchemy as sa

from dashboard.database import (
    MEMORY_URL,
    SCHEMA_VERSION,
    meta_table,
    metadata,
    open_database,
    reading,
    writing,
)
from dashboard.errors import StoreError, StoreUnwritable

NOISE: Final = random.Random(1).randbytes(200_000)  # noqa: S311 - damages files, guards nothing
SECRET: Final = "s3cr3t"  # noqa: S105 - opens nothing


def recorded_version(engine: sa.Engine) -> str | None:
    with reading(engine) as connection:
        return connection.scalar(sa.select(meta_table.c.value).where(meta_table.c.key == "schema_version"))


def fill(url: str, *, rows: int = 500) -> None:
    """Leave a prepared file with something in it, closed."""
    engine, _ = open_database(url)
    with writing(engine) as connection:
        connection.execute(
            sa.insert(meta_table), [{"key": f"key {number}", "value": "v" * 150} for number in range(rows)]
        )
    engine.dispose()


def moved_aside(file: Path) -> Path:
    (found,) = (path for path in file.parent.glob(f"{file.name}.aside-*") if path.name.endswith("Z"))
    return found


def test_the_schema_version_is_recorded(engine: sa.Engine) -> None:
    assert recorded_version(engine) == SCHEMA_VERSION
    assert set(sa.inspect(engine).get_table_names()) == set(metadata.tables)


def test_a_prepared_database_opens_again_without_a_note(database_url: str) -> None:
    fill(database_url)
    engine, note = open_database(database_url)
    assert note == ""
    with reading(engine) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(meta_table)) == 501


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


# Files that are not ours, or no longer whole


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
            _version("UPDATE eraline_meta SET value = '999' WHERE key = 'schema_version'"),
            "has schema version 999, not 2",
            id="a later schema",
        ),
        pytest.param(
            _version("DELETE FROM eraline_meta WHERE key = 'schema_version'"),
            "has schema version None, not 2",
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
    assert str(sqlite_file) in note
    assert aside.name in note
    assert aside.read_bytes() == content
    assert recorded_version(engine) == SCHEMA_VERSION
    assert open_database(sqlite_url)[1] == ""
    assert moved_aside(sqlite_file) == aside


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


@pytest.mark.parametrize("content", [None, b""], ids=["no file", "an empty file"])
def test_an_empty_file_is_prepared_without_a_note(sqlite_file: Path, sqlite_url: str, content: bytes | None) -> None:
    if content is not None:
        sqlite_file.parent.mkdir()
        sqlite_file.write_bytes(content)
    engine, note = open_database(sqlite_url)
    assert note == ""
    assert recorded_version(engine) == SCHEMA_VERSION


# Places that cannot be written; root may write where others may not, so these stop root too


def test_a_folder_that_cannot_be_made_names_the_variable() -> None:
    # where there is no /proc, only root could make one
    with pytest.raises(StoreUnwritable, match="ERALINE_DATABASE_URL"):
        open_database("sqlite:////proc/eraline/eraline.db")


def test_a_folder_that_is_a_file_names_the_variable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here", encoding="utf-8")
    with pytest.raises(StoreUnwritable, match="ERALINE_DATABASE_URL"):
        open_database(f"sqlite:///{tmp_path}/file/eraline.db")


def test_a_path_that_is_a_folder_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnwritable, match=r"is a folder.*ERALINE_DATABASE_URL"):
        open_database(f"sqlite:///{tmp_path}")
    assert list(tmp_path.parent.glob(f"{tmp_path.name}.*")) == []


_AS_NOBODY = """
import os, sys
from dashboard.database import MEMORY_URL, open_database
from dashboard.errors import StoreUnwritable
open_database(MEMORY_URL)  # whatever is imported late is imported now, while it can still be read
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    open_database(sys.argv[1])
except StoreUnwritable as exc:
    print(exc)
else:
    print("opened")
"""


def open_as_nobody(url: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, url], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.strip()


def test_a_folder_that_may_only_be_read_names_the_variable(public_folder: Path) -> None:
    public_folder.chmod(0o555)
    for url in (f"sqlite:///{public_folder}/eraline.db", f"sqlite:///{public_folder}/deeper/eraline.db"):
        assert "ERALINE_DATABASE_URL" in open_as_nobody(url)


def test_a_file_that_may_only_be_read_in_such_a_folder_names_the_variable(public_folder: Path) -> None:
    file = public_folder / "eraline.db"
    fill(f"sqlite:///{file}")
    Path(f"{file}.lock").unlink(missing_ok=True)
    content = file.read_bytes()
    file.chmod(0o444)
    public_folder.chmod(0o555)
    assert "ERALINE_DATABASE_URL" in open_as_nobody(f"sqlite:///{file}")
    assert file.read_bytes() == content


def test_a_file_that_may_be_written_is_opened_by_the_same_means(public_folder: Path) -> None:
    public_folder.chmod(0o777)
    assert open_as_nobody(f"sqlite:///{public_folder}/eraline.db") == "opened"


# A file that goes away while it is in use


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


# URLs


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "",
        "sqlite",
        "mysql://user:s3cr3t@localhost/db",
        "postgresql://user:s3cr3t@localhost/db",
        "sqlite://eraline.db",
        "postgresql+psycopg://user:s3cr3t@localhost:port/db",
        "postgresql+psycopg://user:@s3cr3t@localhost/db",
        "postgresql+psycopg://user:half@s3cr3t/@localhost/db",
        "postgresql+psycopg://user:half/@s3cr3t@localhost/db",
        "postgresql+psycopg://user:s3cr3t@[::1/db",
    ],
)
def test_a_url_that_cannot_be_used_names_the_variable_and_keeps_the_password(url: str) -> None:
    with pytest.raises(StoreError, match="ERALINE_DATABASE_URL") as caught:
        open_database(url)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_postgresql_out_of_reach_names_the_variable_and_keeps_the_password() -> None:
    with socket.socket() as taken:
        # bound but not listening: refused at once, and no other program's
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(StoreError, match="ERALINE_DATABASE_URL") as caught:
            open_database(f"postgresql+psycopg://user:{SECRET}@127.0.0.1:{port}/db")
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_postgresql_database_that_is_not_there_names_the_variable(postgresql_url: str) -> None:
    missing = sa.make_url(postgresql_url).set(database="missing", password=SECRET)
    with pytest.raises(StoreError, match=r"ERALINE_DATABASE_URL.*missing") as caught:
        open_database(missing.render_as_string(hide_password=False))
    assert SECRET not in "".join(traceback.format_exception(caught.value))


# PostgreSQL


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


def test_a_writer_sees_what_was_committed_while_it_waited_whatever_the_server_prefers(postgresql_url: str) -> None:
    with psycopg.connect(plain(postgresql_url), autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'")
    engine, _ = open_database(postgresql_url)
    waiting = threading.Event()

    def count() -> int | None:
        waiting.set()
        with writing(engine) as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(meta_table))

    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as connection:
            second = pool.submit(count)
            waiting.wait()
            _until_one_waits(postgresql_url)
            connection.execute(sa.insert(meta_table).values(key="first", value="here"))
        assert second.result(timeout=20) == 2


def _until_one_waits(url: str) -> None:
    with psycopg.connect(plain(url), autocommit=True) as connection:
        for _ in range(2000):
            if connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() != (0,):
                return
    pytest.fail("no writer waits for the other")


def test_a_postgresql_that_dropped_its_connections_serves_again(postgresql_url: str) -> None:
    engine, _ = open_database(postgresql_url)
    assert recorded_version(engine) == SCHEMA_VERSION
    with psycopg.connect(plain(postgresql_url), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [connection.info.dbname],
        )
    assert recorded_version(engine) == SCHEMA_VERSION
