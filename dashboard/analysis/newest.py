"""Let economies without a value of a year take part with their newest of the years just before it."""

import pandas as pd

from dashboard.analysis.comparators import YEARS_BACK


def newest_points(points: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return each economy's newest row of a year or the three before it, in their order.

    `points` has economy and year (int), one row per value.
    """
    recent = points[points["year"].between(year - YEARS_BACK, year)]
    return recent.sort_values("year", kind="stable").drop_duplicates("economy", keep="last").sort_index()


def carried(points: pd.DataFrame) -> pd.DataFrame:
    """Return values by year and economy, where one is missing the newest of the three years before it.

    `points` has economy, year (int) and value; there is a row for every year from the first to the last.
    """
    wide = points.pivot(index="year", columns="economy", values="value")
    return wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + 1)).ffill(limit=YEARS_BACK)
