"""Are the newest and the oldest row of each series found, whatever lies between them?"""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from dashboard.store.ends import NEWEST, OLDEST, ends, series_of

TABLE = sa.Table(
    "attempt", sa.MetaData(), *(sa.Column(name, kind) for name, kind in (("id", sa.Integer), ("indicator", sa.String)))
)
# the ids of two series between each other, and one alone
ROWS = ((1, "growth"), (2, "rate"), (3, "growth"), (5, "alone"), (7, "rate"), (8, "growth"))


def connection_on(*rows: tuple[int, str]) -> sa.Connection:
    connection = sa.create_engine("sqlite://").connect()
    TABLE.create(connection)
    for number, indicator in rows:
        connection.execute(sa.insert(TABLE).values(id=number, indicator=indicator))
    return connection


def found(connection: sa.Connection, query: sa.Select[Any]) -> set[tuple[int, str]]:
    return {(row.id, row.indicator) for row in connection.execute(query)}


def test_each_series_is_listed_once_in_order_and_none_ends_the_list() -> None:
    listed = sa.select(series_of(TABLE).c.indicator)
    assert connection_on(*ROWS).scalars(listed).all() == ["alone", "growth", "rate", None]
    assert connection_on().scalars(listed).all() == [None]


@pytest.mark.parametrize(
    ("end", "expected"),
    [(NEWEST, {(5, "alone"), (7, "rate"), (8, "growth")}), (OLDEST, {(1, "growth"), (2, "rate"), (5, "alone")})],
)
def test_an_end_of_each_series_is_found(
    end: Callable[[sa.ColumnElement[int]], sa.ColumnElement[int]], expected: set[tuple[int, str]]
) -> None:
    assert found(connection_on(*ROWS), ends(TABLE, end)) == expected
    assert found(connection_on(), ends(TABLE, end)) == set()


def test_an_end_of_some_rows_is_the_last_that_is_among_them() -> None:
    connection = connection_on(*ROWS)
    assert found(connection, ends(TABLE, NEWEST, lambda row: row.id < 5)) == {(2, "rate"), (3, "growth")}
    assert found(connection, ends(TABLE, OLDEST, lambda row: row.id > 1)) == {(2, "rate"), (3, "growth"), (5, "alone")}
