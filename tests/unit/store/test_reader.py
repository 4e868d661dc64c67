"""Does a reader ask the replica while it has everything, the primary otherwise, and say so once in the log?"""

import logging

import pytest
import sqlalchemy as sa

from dashboard.errors import BadDatabaseUrl, StoreError
from dashboard.store import reader as module
from dashboard.store.connections import upsert, writing
from dashboard.store.database import MEMORY_URL, open_database, open_replica
from dashboard.store.reader import Reader
from dashboard.store.tables import WRITES_KEY, meta_table

ABREAST = "The read replica has all that the primary has: reads go to it."
BEHIND = "The read replica is behind the primary: reads go to the primary."
AWAY = "The read replica does not answer: reads go to the primary."
ALONE = "The primary does not answer: reads go to the read replica, and nothing can be written."
WHOSE = sa.select(meta_table.c.value).where(meta_table.c.key == "whose")


class Clock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


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


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", made)
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
    assert caplog.messages == [BEHIND, ABREAST]
    assert [record.levelno for record in caplog.records] == [logging.WARNING, logging.INFO]


def test_what_another_process_wrote_is_noticed_after_two_seconds(reader: Reader, clock: Clock) -> None:
    assert asked(reader) == "replica"
    with reader.primary.begin() as connection:
        connection.execute(sa.update(meta_table).where(meta_table.c.key == WRITES_KEY).values(value="2"))
    clock.now += 1.9
    assert asked(reader) == "replica"
    clock.now += 0.2
    assert asked(reader) == "primary"


def test_a_replica_that_takes_its_time_to_be_found_away_is_asked_the_less_often(
    reader: Reader, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = list[float]()

    def away(_engine: sa.Engine) -> str:
        looked.append(clock.now)
        clock.now += 3
        raise StoreError("away")

    monkeypatch.setattr(module, "_count", away)
    for _ in range(3):
        assert asked(reader) == "primary"
    clock.now = 117.9
    assert asked(reader) == "primary"
    clock.now = 118.1
    assert asked(reader) == "primary"
    assert looked == [100.0, 118.1]


def test_a_replica_that_is_behind_is_looked_at_before_each_read(reader: Reader, clock: Clock) -> None:
    written(reader.primary, 2)
    assert asked(reader) == "primary"
    assert reader.replica is not None
    # as the primary sends it, which this process does not do
    with reader.replica.begin() as connection:
        connection.execute(sa.update(meta_table).where(meta_table.c.key == WRITES_KEY).values(value="2"))
    assert (asked(reader), clock.now) == ("replica", 100.0)


def test_a_replica_that_is_away_is_spoken_of_once(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    reader.replica = gone()
    assert [asked(reader), asked(reader)] == ["primary"] * 2
    assert caplog.messages == [AWAY]


def test_a_replica_that_fails_in_the_middle_gives_way(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    assert asked(reader) == "replica"
    assert reader.replica is not None
    with reader.replica.begin() as connection:
        meta_table.drop(connection)
    assert asked(reader) == "primary"
    assert caplog.messages[0].startswith(AWAY)
    assert "no such table" in caplog.messages[0]


def test_while_the_primary_is_away_the_replica_answers(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    reader.primary = gone()
    assert [asked(reader), asked(reader)] == ["replica"] * 2
    assert caplog.messages == [ALONE]


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
