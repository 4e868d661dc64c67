"""Lay out as rows what the charts of a change at a date show: its windows, the same at other dates and elsewhere."""

import numpy as np
import pandas as pd

from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.analysis.windows import Windows
from dashboard.export import tables
from dashboard.figures.charts.change_dots import change_unit
from dashboard.views.view import View


def windows_rows(view: View, windows: Windows, year: int) -> pd.DataFrame:
    """Return the series in the tidy columns; `window` says whether a value is of the years before or after a date."""
    rows, years = tables.tidy(view), view.points["period"].dt.year.to_numpy()
    spans = {"before": windows.before(year), "after": windows.after(year)}
    named = [next((name for name, (first, last) in spans.items() if first <= one <= last), "") for one in years]
    return rows.assign(window=named)


def dates_rows(view: View, found: MilestoneChange) -> pd.DataFrame:
    """Return the change at each date, one row each; `overlaps` where its windows overlap those of the one asked about.

    `is_asked` is that one.
    """
    dates = found.dates.distribution
    return _rows(view, found, [found.economy] * len(dates), [date.year for date in dates]).assign(
        value=[date.change for date in dates],
        overlaps=[date.overlaps for date in dates],
        is_asked=[date.year == found.change.year for date in dates],
    )


def economies_rows(view: View, found: MilestoneChange) -> pd.DataFrame:
    """Return the change of the economy asked about, and of each other at the same date, one row each."""
    values = {found.economy: found.change.change} | {one.economy: one.change for one in found.economies.changes}
    return _rows(view, found, list(values), [found.change.year] * len(values)).assign(
        value=np.array(list(values.values()), dtype="float64")
    )


def other_windows_rows(view: View, found: MilestoneChange) -> pd.DataFrame:
    """Return the change with windows of each other width in years, its rank (<NA>: too few dates) and among how many.

    `agrees` where it goes the way that is asked about.
    """
    others = found.others
    return _rows(view, found, [found.economy] * len(others), [found.change.year] * len(others)).assign(
        value=[other.change for other in others],
        window_years=[other.k for other in others],
        agrees=[other.agrees for other in others],
        rank=pd.array([other.rank for other in others], dtype="Int64"),
        dates=[other.dates for other in others],
    )


def _rows(view: View, found: MilestoneChange, economies: list[str], years: list[int]) -> pd.DataFrame:
    """Return the tidy columns of changes, still without their values."""
    frame = pd.DataFrame({"economy": economies, "period": [f"{year}-01-01" for year in years], "value": 0.0})
    told = tables.tidy(view).iloc[0]
    said = {"indicator": view.indicator.id, "unit": change_unit(view.indicator, found)}
    return frame.assign(**said, source=told["source"], vintage=told["vintage"])[list(tables.TIDY_COLUMNS)]
