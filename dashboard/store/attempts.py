"""Attempts to refresh an indicator: written down, read, and pruned by one rule.

Of each indicator the newest hundred attempts are kept, and all of the last ninety days. Vintages are never pruned.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from dashboard.store.connections import clock, next_id
from dashboard.store.records import Attempt, Ending
from dashboard.store.tables import attempt_table
from dashboard.store.vintages import naive

KEPT_OF_EACH: Final = 100
KEPT_FOR: Final = dt.timedelta(days=90)
RULE: Final = (
    f"Of each indicator the newest {KEPT_OF_EACH} attempts to refresh it are kept, and all of the last "
    f"{KEPT_FOR.days} days; vintages are kept for ever."
)


def read(connection: sa.Connection, query: sa.Select[Any]) -> tuple[Attempt, ...]:
    """Return the attempts that a query of the table selects."""
    return tuple(map(_attempt_of, connection.execute(query).mappings()))


def record(
    connection: sa.Connection,
    indicator: str,
    started: dt.datetime,
    outcome: Ending,
    *,
    detail: str = "",
    vintage: int | None = None,
) -> Attempt:
    """Write down an attempt that ends now, and return it."""
    begun = naive(started)
    row = {
        "id": next_id(connection, attempt_table),
        "indicator": indicator,
        "started": begun,
        # a clock that was put back in between does not make an attempt end before it began
        "finished": max(clock(connection), begun),
        "outcome": outcome,
        "detail": detail,
        "vintage": vintage,
    }
    written = connection.execute(sa.insert(attempt_table).values(row).returning(attempt_table))
    return _attempt_of(written.mappings().one())


def prune(connection: sa.Connection) -> int:
    """Delete attempts that the rule does not keep, and return how many they were."""
    table = attempt_table.c
    rank = sa.func.row_number().over(partition_by=table.indicator, order_by=table.id.desc())
    ranked = sa.select(table.id, rank.label("rank")).subquery()
    beyond = sa.select(ranked.c.id).where(ranked.c.rank > KEPT_OF_EACH)
    old = sa.delete(attempt_table).where(table.finished < clock(connection) - KEPT_FOR, table.id.in_(beyond))
    return connection.execute(old).rowcount


def _attempt_of(row: Mapping[Any, Any]) -> Attempt:
    times = {name: row[name].replace(tzinfo=dt.UTC) for name in ("started", "finished")}
    return Attempt.model_validate({**row, **times})
