"""Find the newest or the oldest row of each series by going from series to series, however many rows each has."""

from collections.abc import Callable
from typing import Any, Final

import sqlalchemy as sa

NEWEST: Final = sa.func.max
OLDEST: Final = sa.func.min


def series_of(table: sa.Table) -> sa.CTE:
    """Return the ids in the column `indicator` of a table, one each in the same column; a last row has none.

    Grouping would read every row of the index; each step of this asks the index for the id that comes next.
    https://wiki.postgresql.org/wiki/Loose_indexscan
    """
    first, more = table.alias(), table.alias()
    found = sa.select(sa.func.min(first.c.indicator).label("indicator")).cte("series", recursive=True)
    after = sa.select(sa.func.min(more.c.indicator)).where(more.c.indicator > found.c.indicator)
    return found.union_all(sa.select(after.correlate(found).scalar_subquery()).where(found.c.indicator.is_not(None)))


def ends(
    table: sa.Table,
    end: Callable[[sa.ColumnElement[int]], sa.ColumnElement[int]],
    only: Callable[[Any], sa.ColumnElement[bool]] = lambda _row: sa.true(),
) -> sa.Select[Any]:
    """Return a query of the row of each series with the largest or the smallest id, of some rows only or of all."""
    series, rows = series_of(table), table.alias()
    found = sa.select(end(rows.c.id)).where(rows.c.indicator == series.c.indicator, only(rows.c))
    ids = sa.select(found.correlate(series).scalar_subquery()).select_from(series)
    return sa.select(table).where(table.c.id.in_(ids))
