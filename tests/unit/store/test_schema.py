"""Is an empty database made, an older one upgraded in order, and any other refused in a sentence and left alone?"""

from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.errors import StoreError, StoreTooNew
from dashboard.store.connections import sqlite_engine
from dashboard.store.schema import BASELINE, SCHEMA, Schema, prepare, version_of
from dashboard.store.tables import SCHEMA_VERSION, meta_table, metadata
from tests.contract.database.kept_databases import ADD_REMARKS, further, remarks

VERSION = int(SCHEMA_VERSION)


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    """Give a database with nothing in it."""
    file = tmp_path / "eraline.db"
    return sqlite_engine(sa.URL.create("sqlite", database=str(file)), file.as_uri())


@pytest.fixture
def prepared(engine: sa.Engine) -> sa.Engine:
    prepare(engine, SCHEMA, "It")
    return engine


def record(engine: sa.Engine, version: str | None) -> None:
    with engine.begin() as connection:
        connection.execute(sa.delete(meta_table))
        if version is not None:
            connection.execute(sa.insert(meta_table).values(key="schema_version", value=version))


def recorded(engine: sa.Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        return [(key, value) for key, value in connection.execute(sa.select(meta_table))]


@pytest.mark.parametrize(
    ("text", "version"),
    [("0", 0), ("6", 6), ("12", 12), (None, None), ("", None), ("6.0", None), ("-1", None), ("²", None), ("x", None)],
)
def test_a_version_is_a_number_written_in_digits(text: str | None, version: int | None) -> None:
    assert version_of(text) == version


def test_an_empty_database_gets_all_tables_and_its_version_once(engine: sa.Engine) -> None:
    for _ in range(2):
        prepare(engine, SCHEMA, "It")
        assert set(sa.inspect(engine).get_table_names()) == set(metadata.tables)
        assert recorded(engine) == [("schema_version", SCHEMA_VERSION)]


def test_tables_of_another_program_are_named_and_left_alone(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        for name in ("vintage", "attempt", "recipe"):
            connection.exec_driver_sql(f"CREATE TABLE {name} (grape TEXT)")
    with pytest.raises(StoreError) as caught:
        prepare(engine, SCHEMA, "The cellar")
    assert f"{caught.value}" == "The cellar holds tables of another program: vintage, attempt."
    assert set(sa.inspect(engine).get_table_names()) == {"vintage", "attempt", "recipe"}


def test_a_table_of_no_name_of_ours_is_nobody_s_business(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE recipe (name TEXT)")
    prepare(engine, SCHEMA, "It")
    assert recorded(engine) == [("schema_version", SCHEMA_VERSION)]


@pytest.mark.parametrize("version", [None, "none", "0", f"{BASELINE - 1}"])
def test_a_version_of_which_nothing_is_known_is_refused(prepared: sa.Engine, version: str | None) -> None:
    record(prepared, version)
    with pytest.raises(StoreError) as caught:
        prepare(prepared, SCHEMA, "The cellar")
    assert f"{caught.value}" == (
        f"The cellar has schema version {version}, and nothing is known of a version before 2; "
        "name another in ERALINE_DATABASE_URL."
    )
    assert recorded(prepared) == ([] if version is None else [("schema_version", version)])


def test_a_newer_version_is_refused_with_both_numbers(prepared: sa.Engine) -> None:
    record(prepared, f"{VERSION + 1}")
    with pytest.raises(StoreTooNew) as caught:
        prepare(prepared, SCHEMA, "The cellar")
    assert (caught.value.found, caught.value.known) == (VERSION + 1, VERSION)
    assert f"{caught.value}".startswith("The cellar was written by a newer Eraline")
    assert recorded(prepared) == [("schema_version", f"{VERSION + 1}")]


def test_every_script_after_a_version_runs_once_in_order(prepared: sa.Engine, tmp_path: Path) -> None:
    again = 'op.bulk_insert(sa.table("remark", sa.column("text", sa.Text)), [{"text": "again"}])'
    schema = further(tmp_path / "scripts", ADD_REMARKS, again)
    for _ in range(2):
        prepare(prepared, schema, "It")
        assert remarks(prepared) == ["upgraded", "again"]
        assert recorded(prepared) == [("schema_version", f"{VERSION + 2}")]


def test_tables_that_no_script_brings_are_named_and_nothing_is_left_of_the_upgrade(
    prepared: sa.Engine, tmp_path: Path
) -> None:
    further_one = further(tmp_path / "scripts", 'op.create_table("other", sa.Column("id", sa.Integer))')
    sa.Table("omitted", further_one.tables, sa.Column("id", sa.Integer, primary_key=True))
    with pytest.raises(StoreError) as caught:
        prepare(prepared, further_one, "The cellar")
    assert f"{caught.value}" == "The cellar lacks tables that no upgrade brings: omitted, remark."
    assert recorded(prepared) == [("schema_version", SCHEMA_VERSION)]
    assert set(sa.inspect(prepared).get_table_names()) == set(metadata.tables)


def test_a_database_that_is_away_is_said_soon(prepared: sa.Engine, tmp_path: Path) -> None:
    schema = Schema(VERSION, sa.MetaData(), ())
    prepared.dispose()
    (tmp_path / "eraline.db").unlink()
    (tmp_path / "eraline.db").mkdir()
    with pytest.raises(StoreError, match="unable to open"):
        prepare(prepared, schema, "It")
