"""How is a series of figures drawn as a line? Broken where one is missing, a dot at its end and on a lonely one."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.analysis.eras import middle
from dashboard.chart import View
from dashboard.model import Economy, Frequency

_DOT_PX: Final = 6
_STEP: Final[dict[Frequency, str]] = {"annual": "YS", "monthly": "MS"}
HOVER_FORMAT: Final[dict[Frequency, str]] = {"annual": "%Y", "monthly": "%B %Y"}


@dataclass(frozen=True)
class Run:
    """One economy's periods from its first figure to its last: their middle days, figures (None: missing), dots."""

    days: list[str]
    figures: list[float | None]
    sizes: list[int]


def runs_of(points: pd.DataFrame, frequency: Frequency) -> dict[str, Run]:
    """Return by economy every period between its first and last figure; `points` is ordered as a view's are."""
    if points.empty:
        return {}
    every = pd.Series(pd.date_range(points["period"].min(), points["period"].max(), freq=_STEP[frequency], unit="s"))
    days = middle(every, frequency).dt.strftime("%Y-%m-%d").tolist()
    places = _places(points["period"], every.iloc[0], frequency)
    ends = (np.flatnonzero(points["economy"].ne(points["economy"].shift(-1)).to_numpy()) + 1).tolist()
    values, economies = points["value"].to_numpy(), points["economy"].tolist()
    runs: dict[str, Run] = {}
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        first, last = int(places[start]), int(places[end - 1])
        full = np.full(last - first + 1, np.nan)
        full[places[start:end] - first] = values[start:end]
        runs[economies[start]] = _run(days[first : last + 1], full)
    return runs


def series_trace(view: View, economy: Economy, run: Run, line: dict[str, Any], named: str = "") -> dict[str, Any]:
    """Return an economy's line; a hover says its figures, of `named` or of the economy."""
    name = named or economy.name
    return {
        "type": "scatter",
        "x": run.days,
        "y": run.figures,
        "name": name,
        "mode": "lines+markers",
        "line": line,
        "marker": {"color": line["color"], "size": run.sizes, "opacity": 1, "line": {"width": 0}},
        "connectgaps": False,
        # a click on a pin is no choice of figures: plotly is not to fade them
        "unselected": {"marker": {"opacity": 1}},
        "customdata": ["" if value is None else view.quantity(value) for value in run.figures],
        "hovertemplate": "%{customdata}<extra>" + name + "</extra>",
    }


def _places(periods: pd.Series, first: pd.Timestamp, frequency: Frequency) -> npt.NDArray[np.int64]:
    """Return how many periods after the first each one is."""
    unit = "datetime64[Y]" if frequency == "annual" else "datetime64[M]"
    return (periods.to_numpy().astype(unit) - np.datetime64(first).astype(unit)).astype(np.int64)


def _run(days: list[str], values: npt.NDArray[np.float64]) -> Run:
    missing = np.isnan(values)
    # a figure between two gaps has no line to be seen by
    seen = ~missing & np.r_[True, missing[:-1]] & np.r_[missing[1:], True]
    seen[-1] = True
    figures = [None if math.isnan(value) else value for value in values.tolist()]
    return Run(days, figures, np.where(seen, _DOT_PX, 0).tolist())
