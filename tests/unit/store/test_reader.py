"""Does a reader ask the replica while it has everything, the primary otherwise, and say so once in the log?"""

import logging
import time

import pytest
import sqlalchemy as sa

from dashboard.errors import BadDatabaseUrl, StoreError
from dashboard.store import reader as module
from dashboard.store.connections import upsert, writing
from dashboard.store.database import MEMORY_URL, open_database, open_replica
from dashboard.store.reader import Reader, Standing
from dashboard.store.tables import WRITES_KEY, meta_table

WHOSE = sa.select(meta_table.c.value).where(meta_table.c.key == "whose")


def database(whose: str) -> sa.Engine:
    engine, _ = open_database(MEMORY_URL)
    with writing(engine) as connection:
        upsert(connection, meta_table, {"key": "whose", "value": whose})
    return engine


def written(engine: sa.Engine, count: int) -> None:
    """Leave what a PostgreSQL would have counted."""
    with writing(engine) as connection:
        upsert(connection, meta_table, {"key": WRITES_KEY, "value": f"{count}"})


def gone() -> sa.Engine:
    return sa.create_engine("sqlite:////no/such/folder/eraline.db")


def asked(reader: Reader) -> str:
    return reader.ask(lambda connection: connection.execute(WHOSE).scalar_one())


@pytest.fixture
def reader() -> Reader:
    made = Reader(database("primary"), database("replica"))
    assert made.replica is not None
    written(made.primary, 1)
    written(made.replica, 1)
    return made


def test_without_a_replica_the_primary_answers() -> None:
    assert asked(Reader(database("primary"))) == "primary"


def test_what_this_process_wrote_is_read_from_the_primary_until_the_replica_has_it(
    reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert asked(reader) == "replica"
    written(reader.primary, 2)
    assert [asked(reader), asked(reader)] == ["primary"] * 2
    assert reader.replica is not None
    written(reader.replica, 2)
    assert asked(reader) == "replica"
    assert caplog.messages == [Standing.BEHIND.value, Standing.ABREAST.value]


def test_what_another_process_wrote_is_noticed_after_a_while(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_AGAIN_SECONDS", 0.4)
    assert asked(reader) == "replica"
    with reader.primary.begin() as connection:
        connection.execute(sa.update(meta_table).where(meta_table.c.key == WRITES_KEY).values(value="2"))
    assert asked(reader) == "replica"
    time.sleep(0.5)
    assert asked(reader) == "primary"


def test_a_replica_that_is_away_is_spoken_of_once(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    reader.replica = gone()
    assert [asked(reader), asked(reader)] == ["primary"] * 2
    assert caplog.messages == [Standing.AWAY.value]


def test_a_replica_that_fails_in_the_middle_gives_way(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    assert asked(reader) == "replica"
    assert reader.replica is not None
    with reader.replica.begin() as connection:
        meta_table.drop(connection)
    assert asked(reader) == "primary"
    assert caplog.messages[0].startswith(Standing.AWAY.value)
    assert "no such table" in caplog.messages[0]


def test_while_the_primary_is_away_the_replica_answers(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    reader.primary = gone()
    assert [asked(reader), asked(reader)] == ["replica"] * 2
    assert caplog.messages == [Standing.ALONE.value]


def test_where_both_are_away_the_store_says_so(reader: Reader) -> None:
    reader.primary, reader.replica = gone(), gone()
    with pytest.raises(StoreError, match="could not be read"):
        asked(reader)


def test_a_replica_is_one_of_postgresql() -> None:
    primary, _ = open_database(MEMORY_URL)
    assert open_replica("", primary) is None
    for url in ("postgresql+psycopg://replica/eraline", "nonsense", "sqlite:///replica.db"):
        with pytest.raises(BadDatabaseUrl, match="ERALINE_READ_DATABASE_URL"):
            open_replica(url, primary)
