"""Does a URL open the database that it names, and is one that names none told apart in a whole sentence?"""

import os
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.errors import BadDatabaseUrl, StoreError, StoreUnwritable
from dashboard.store.connections import reading, writing
from dashboard.store.database import MEMORY_URL, open_database, open_replica
from dashboard.store.tables import meta_table, metadata

NO_URL = (
    "{} is not a database URL; write sqlite:////folder/file.db or postgresql+psycopg://user:password@host/database."
)
AT_TOO_MANY = "{} has an @ too many; write special characters of its password as %40 and the like."
NO_REPLICA = (
    "ERALINE_READ_DATABASE_URL is for a replica of PostgreSQL, where ERALINE_DATABASE_URL is postgresql+psycopg too."
)
POSTGRESQL = "postgresql+psycopg://user@primary/eraline"


def keys(engine: sa.Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.scalars(sa.select(meta_table.c.key).order_by(meta_table.c.key)))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", NO_URL),
        ("postgresql+psycopg://user:secret@host:port/db", NO_URL),
        ("postgresql+psycopg://user:half/@secret@host/db", AT_TOO_MANY),
        ("postgresql+psycopg://user:@secret@host/db", AT_TOO_MANY),
        ("mysql://user@host/db", "{} names 'mysql'; Eraline reads sqlite and postgresql+psycopg."),
        ("sqlite+aiosqlite:///file.db", "{} names 'sqlite+aiosqlite'; Eraline reads sqlite and postgresql+psycopg."),
        ("sqlite://file.db", "{} lacks a slash; write sqlite:///file.db or sqlite:////folder/file.db."),
    ],
)
def test_a_url_that_names_no_database_is_told_what_to_write(url: str, words: str) -> None:
    with pytest.raises(BadDatabaseUrl) as caught:
        open_database(url)
    assert f"{caught.value}" == words.format("ERALINE_DATABASE_URL")
    # what the parser says may quote a part of the password
    assert "secret" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("driver", ["sqlite", "sqlite+pysqlite"])
def test_a_file_and_its_folders_are_made_where_the_url_says(tmp_path: Path, driver: str) -> None:
    file = tmp_path / "a folder" / "another" / "it's @home.db"
    engine, note = open_database(f"{driver}:///{file}")
    assert (note, file.is_file()) == ("", True)
    assert engine.url.database == str(file)
    assert set(sa.inspect(engine).get_table_names()) == set(metadata.tables)
    with writing(engine) as connection:
        connection.execute(sa.insert(meta_table).values(key="mine", value="1"))
    engine.dispose()
    again, note = open_database(f"sqlite:///{file}")
    assert (keys(again), note) == (["mine", "schema_version"], "")


def test_a_path_begins_where_the_process_stood_wherever_it_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    engine, _ = open_database("sqlite:///eraline.db")
    engine.dispose()
    os.chdir("/")
    assert keys(engine) == ["schema_version"]
    assert (tmp_path / "eraline.db").is_file()


@pytest.mark.parametrize(
    ("path", "name", "detail"),
    [("", "", "it is a folder"), ("file/eraline.db", "file/eraline.db", "Not a directory|File exists")],
)
def test_a_place_where_no_file_can_be_is_named_with_what_is_wrong_there_and_whole_only_to_who_runs_eraline(
    tmp_path: Path, path: str, name: str, detail: str
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(
        StoreUnwritable, match=rf"^The cache file {(tmp_path / name).name} cannot be written \(({detail})\)\."
    ) as refused:
        open_database(f"sqlite:///{tmp_path}/{path}")
    place = f"{(tmp_path / name).absolute()}"
    assert place not in str(refused.value)
    assert refused.value.whole == f"{refused.value}\nThe cache file is {place}."


def newer(file: Path) -> None:
    engine, _ = open_database(f"sqlite:///{file}")
    with writing(engine) as connection:
        connection.execute(sa.update(meta_table).values(value="999"))
    open_database(f"sqlite:///{file}")


def pulled_away(file: Path) -> None:
    engine, _ = open_database(f"sqlite:///{file}")
    file.rename(file.with_suffix(".old"))
    keys(engine)


def damaged(file: Path) -> None:
    engine, _ = open_database(f"sqlite:///{file}")
    with reading(engine) as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")


def written_wrongly(file: Path) -> None:
    engine, _ = open_database(f"sqlite:///{file}")
    with writing(engine) as connection:
        connection.execute(sa.insert(meta_table), [{"key": "a", "value": "1"}] * 2)


@pytest.mark.parametrize("fails", [newer, pulled_away, damaged, written_wrongly])
def test_where_the_file_is_stands_once_beside_whatever_fails_of_it(
    tmp_path: Path, fails: Callable[[Path], None]
) -> None:
    file = tmp_path / "eraline.db"
    with pytest.raises(StoreError) as caught:
        fails(file)
    assert str(tmp_path) not in str(caught.value)
    assert caught.value.notes == (f"The cache file is {file}.",)


def test_nothing_stands_beside_what_fails_in_memory() -> None:
    engine, _ = open_database(MEMORY_URL)
    with pytest.raises(StoreError) as caught, reading(engine) as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")
    assert caught.value.whole == str(caught.value)


def test_a_failure_without_words_of_the_system_is_named_by_its_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise InterruptedError

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StoreUnwritable, match=r"cannot be written \(InterruptedError\)"):
        open_database(f"sqlite:///{tmp_path}/eraline.db")


@pytest.mark.parametrize("url", [MEMORY_URL, "sqlite:///:memory:"])
def test_memory_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.chdir(tmp_path)
    engine, note = open_database(url)
    assert (keys(engine), note, list(tmp_path.iterdir())) == (["schema_version"], "", [])


def test_a_replica_is_an_engine_that_is_not_asked_yet() -> None:
    primary = sa.create_engine(POSTGRESQL)
    assert open_replica("", primary) is None
    replica = open_replica("postgresql+psycopg://reader@nowhere.invalid/eraline", primary)
    assert replica is not None
    assert (replica.url.host, replica.url.database) == ("nowhere.invalid", "eraline")


@pytest.mark.parametrize(
    ("url", "primary", "words"),
    [
        ("sqlite:///replica.db", POSTGRESQL, NO_REPLICA),
        ("postgresql+psycopg://replica/eraline", "sqlite://", NO_REPLICA),
        ("nonsense", POSTGRESQL, NO_URL.format("ERALINE_READ_DATABASE_URL")),
    ],
)
def test_a_replica_is_one_of_the_same_postgresql(url: str, primary: str, words: str) -> None:
    with pytest.raises(BadDatabaseUrl) as caught:
        open_replica(url, sa.create_engine(primary))
    assert f"{caught.value}" == words
