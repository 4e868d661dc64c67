"""Is what a provider says of a series kept under its id, the newest words alone?"""

import pytest
import sqlalchemy as sa

from dashboard.store import descriptions
from dashboard.store.connections import reading, writing
from dashboard.store.database import MEMORY_URL, open_database
from tests.unit.catalogue.test_described import LIFE

LAND = LIFE.model_copy(update={"id": "wb:AG.LND.AGRI.ZS", "code": "AG.LND.AGRI.ZS", "name": "Agricultural land"})


@pytest.fixture
def engine() -> sa.Engine:
    return open_database(MEMORY_URL)[0]


def test_some_or_all_are_read_back_by_id_in_its_order(engine: sa.Engine) -> None:
    with writing(engine) as connection:
        assert descriptions.read(connection) == {}
        descriptions.write(connection, LIFE)
        descriptions.write(connection, LAND)
    with reading(engine) as connection:
        assert list(descriptions.read(connection).items()) == [(LAND.id, LAND), (LIFE.id, LIFE)]
        assert descriptions.read(connection, [LIFE.id, "wb:NONE"]) == {LIFE.id: LIFE}
        assert descriptions.read(connection, []) == {}


def test_newer_words_take_the_place_of_older_ones(engine: sa.Engine) -> None:
    newer = LIFE.model_copy(update={"name": "Life expectancy"})
    with writing(engine) as connection:
        for said in (LIFE, LAND, newer):
            descriptions.write(connection, said)
        assert descriptions.read(connection) == {LAND.id: LAND, LIFE.id: newer}
