"""Is a file that is not ours moved aside in a whole sentence, and any of our own left where it is?"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError

from dashboard.errors import StoreGone, StoreUnwritable
from dashboard.store.connections import sqlite_engine
from dashboard.store.schema import BASELINE, SCHEMA, prepare
from dashboard.store.sqlite_file import move_aside_unless_ours, refuse_another_file
from dashboard.store.tables import SCHEMA_VERSION, metadata

NOT_OURS, CORRUPT = "is not Eraline's", "is corrupt"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "eraline.db"


def opened(file: Path) -> sa.Engine:
    return sqlite_engine(sa.URL.create("sqlite", database=str(file)), file.as_uri())


def ours(file: Path, *statements: str) -> Path:
    """Make a file of ours and change it by other means."""
    engine = opened(file)
    prepare(engine, SCHEMA, "It")
    engine.dispose()
    return changed(file, *statements)


def changed(file: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return file


def versioned(version: str) -> str:
    return f"UPDATE eraline_meta SET value = '{version}'"


def assert_moved(file: Path, fault: str) -> None:
    content = file.read_bytes()
    note = move_aside_unless_ours(file, SCHEMA)
    (aside,) = file.parent.glob("*.aside-*Z")
    assert re.fullmatch(r"eraline\.db\.aside-\d{8}T\d{12}Z", aside.name)
    assert note == (
        f"The cache file {file.name} {fault}. It was moved to {aside.name}, "
        "and the cache was made anew from the shipped figures."
    )
    assert aside.read_bytes() == content
    assert not file.exists()


def test_the_log_says_where_what_was_moved_aside_lies(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    file.write_bytes(b"nonsense")
    note = move_aside_unless_ours(file, SCHEMA)
    assert str(file.parent) not in note
    assert caplog.messages == [f"{note} Both are in {file.parent}."]


def assert_left(file: Path) -> None:
    assert move_aside_unless_ours(file, SCHEMA) == ""
    assert list(file.parent.glob("*.aside-*")) == []


def test_where_there_is_no_file_or_an_empty_one_nothing_is_moved(file: Path) -> None:
    assert_left(file)
    assert not file.exists()
    file.touch()
    assert_left(file)
    assert file.exists()


def test_a_database_without_tables_is_anybodys(file: Path) -> None:
    assert_left(changed(file, "CREATE TABLE a (b)", "DROP TABLE a"))


@pytest.mark.parametrize("version", [f"{BASELINE}", f"{BASELINE + 1}", SCHEMA_VERSION, "999"])
def test_a_file_of_ours_of_any_version_stays(file: Path, version: str) -> None:
    assert_left(ours(file, versioned(version)))


@pytest.mark.parametrize("version", [f"{int(SCHEMA_VERSION) - 1}", "999"])
def test_an_older_file_may_lack_tables_and_a_newer_one_may_have_dropped_some(file: Path, version: str) -> None:
    assert_left(ours(file, versioned(version), "DROP TABLE pending"))


def test_a_file_of_today_may_lack_none(file: Path) -> None:
    assert_moved(ours(file, "DROP TABLE pending"), NOT_OURS)


@pytest.mark.parametrize(("version", "said"), [("1", "1"), ("none", "None")])
def test_a_version_of_which_nothing_is_known_is_said(file: Path, version: str, said: str) -> None:
    fault = f"has schema version {said}, and nothing is known of a version before 2"
    assert_moved(ours(file, versioned(version)), fault)


def test_a_file_without_a_version_is_from_before_all_others(file: Path) -> None:
    fault = "has schema version None, and nothing is known of a version before 2"
    assert_moved(ours(file, "DELETE FROM eraline_meta"), fault)


@pytest.mark.parametrize(
    "statements",
    [["CREATE TABLE recipe (name)"], [f"CREATE TABLE {name} (grape)" for name in metadata.tables]],
    ids=["other tables", "our names"],
)
def test_another_programs_file_is_moved(file: Path, statements: list[str]) -> None:
    assert_moved(changed(file, *statements), NOT_OURS)


def test_what_is_no_database_is_corrupt(file: Path) -> None:
    file.write_text("indicator,economy,period,value\n" * 100, encoding="utf-8")
    assert_moved(file, CORRUPT)


def test_all_that_belongs_to_a_file_moves_with_it_and_nothing_else(file: Path) -> None:
    file.write_bytes(b"nonsense" * 200)
    for ending in ("-wal", "-shm", "-other"):
        Path(f"{file}{ending}").write_text(ending, encoding="utf-8")
    move_aside_unless_ours(file, SCHEMA)
    (aside,) = file.parent.glob("*.aside-*Z")
    moved = {path.name.removeprefix(aside.name) for path in file.parent.glob(f"{aside.name}*")}
    assert moved == {"", "-wal", "-shm"}
    assert [path.name for path in file.parent.glob("eraline.db-*")] == ["eraline.db-other"]


def test_a_file_that_another_program_holds_is_not_taken_for_a_damaged_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.store.sqlite_file.BUSY_SECONDS", 0.01)
    ours(file, "PRAGMA journal_mode=DELETE")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(
            StoreUnwritable, match=rf"^The cache file {file.name} cannot be written \(database is locked\)"
        ):
            move_aside_unless_ours(file, SCHEMA)
    assert_left(file)


def watched(file: Path) -> sa.Engine:
    engine = opened(ours(file))
    refuse_another_file(engine, file)
    return engine


def ask(engine: sa.Engine, question: str = "SELECT * FROM vintage") -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql(question).all()


def test_a_file_that_is_removed_or_replaced_has_to_be_opened_anew(file: Path) -> None:
    engine = watched(file)
    ask(engine)
    content = file.read_bytes()
    gone = f"The cache file {file.name} was removed or replaced while in use; it has to be opened anew."
    file.rename(file.with_suffix(".old"))
    with pytest.raises(StoreGone) as caught:
        ask(engine)
    assert f"{caught.value}" == gone
    file.write_bytes(content)
    with pytest.raises(StoreGone) as caught:
        ask(engine)
    assert f"{caught.value}" == gone
    file.with_suffix(".old").replace(file)
    ask(engine)


def test_a_file_damaged_in_use_is_remembered_until_it_is_moved(file: Path) -> None:
    engine = watched(file)
    with pytest.raises(OperationalError, match="no such table"):
        ask(engine, "SELECT * FROM nowhere")
    # a mistake in a question is no damage
    ask(engine)
    engine.dispose()
    content = file.read_bytes()
    with file.open("r+b") as stream:
        stream.write(b"nonsense" * 20)
    with pytest.raises(DatabaseError):
        ask(engine)
    # whatever the next question would find
    with file.open("r+b") as stream:
        stream.write(content)
    with pytest.raises(StoreGone) as caught:
        ask(engine)
    assert f"{caught.value}" == f"The cache file {file.name} was damaged while in use; it has to be opened anew."
    assert_moved(file, CORRUPT)
    # its number may be another file's next
    (aside,) = file.parent.glob("*.aside-*Z")
    aside.rename(file)
    assert move_aside_unless_ours(file, SCHEMA) == ""
