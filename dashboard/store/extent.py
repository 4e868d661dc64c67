"""Extent of what holds now: from when to when, and for how many economies, an indicator has values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from dashboard.store.ends import series_of
from dashboard.store.records import Reach
from dashboard.store.tables import HOLDS_NOW, observation_table, vintage_table


def spans(
    connection: sa.Connection, indicators: Collection[str] | None = None
) -> Mapping[str, tuple[dt.date, dt.date]]:
    """Return the first and last period for which each of some indicators, or of all, has a value."""
    table, named = observation_table.c, vintage_table.c.indicator
    if indicators is None:
        series = series_of(vintage_table)
    else:
        series = sa.select(named).where(named.in_(indicators)).distinct().subquery()
    now = (HOLDS_NOW, table.indicator == series.c.indicator)
    # each an end of the index, and not a walk through all that holds
    both = [sa.select(end(table.period)).where(*now).scalar_subquery() for end in (sa.func.min, sa.func.max)]
    rows: Sequence[Any] = connection.execute(sa.select(series.c.indicator, *both)).all()
    return {indicator: (first, last) for indicator, first, last in rows if first is not None}


def reach(connection: sa.Connection, indicators: Collection[str]) -> Mapping[str, Reach]:
    """Return from when to when, and for how many economies, each of some indicators has values."""
    table = observation_table.c
    ends = (sa.func.min(table.period), sa.func.max(table.period), sa.func.count(table.economy.distinct()))
    query = sa.select(table.indicator, *ends).where(HOLDS_NOW, table.indicator.in_(indicators))
    return {row[0]: Reach(*row[1:]) for row in connection.execute(query.group_by(table.indicator)).all()}


def coverage(connection: sa.Connection) -> pd.DataFrame:
    """Return for how many economies there is a value: indicator (str), year (int64), economies (int64)."""
    table = observation_table.c
    year = sa.extract("year", table.period)
    query = (
        sa.select(table.indicator, year, sa.func.count(table.economy.distinct()))
        .where(HOLDS_NOW)
        .group_by(table.indicator, year)
        .order_by(table.indicator, year)
    )
    frame = pd.DataFrame(connection.execute(query).all(), columns=["indicator", "year", "economies"])
    return frame.astype({"indicator": "str", "year": "int64", "economies": "int64"})
