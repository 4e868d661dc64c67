"""How is a series of figures drawn as a line? Broken where one is missing, dashed to and from a provisional one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.catalogue.economies import Economy
from dashboard.catalogue.frequency import Frequency
from dashboard.views.view import MARK, View

T = TypeVar("T")

DASH: Final = "4px,3px"
_DOT_PX: Final = 6


@dataclass(frozen=True)
class Run:
    """One economy's periods from its first figure to its last: their middle days, figures (None: missing), dots."""

    days: list[str]
    figures: list[float | None]
    sizes: list[int]

    @property
    def last(self) -> float:
        """Return the last figure; NaN of a run without one."""
        figure = self.figures[-1]
        return math.nan if figure is None else figure


def runs_of(points: pd.DataFrame, frequency: Frequency) -> dict[str, Run]:
    """Return by economy every period between its first and last figure; `points` is ordered as a view's are."""
    if points.empty:
        return {}
    first, last = points["period"].min(), points["period"].max()
    days = frequency.middle(pd.Series(frequency.every(first, last))).dt.strftime("%Y-%m-%d").tolist()
    places = frequency.steps(points["period"], first)
    ends = (np.flatnonzero(points["economy"].ne(points["economy"].shift(-1)).to_numpy()) + 1).tolist()
    values, economies = points["value"].to_numpy(), points["economy"].tolist()
    runs: dict[str, Run] = {}
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        first, last = int(places[start]), int(places[end - 1])
        full = np.full(last - first + 1, np.nan)
        full[places[start:end] - first] = values[start:end]
        runs[economies[start]] = _run(days[first : last + 1], full)
    return runs


def series_traces(
    view: View, economy: Economy, run: Run, line: dict[str, Any], named: str = "", **more: object
) -> list[dict[str, Any]]:
    """Return an economy's line, with what is provisional of it apart; a hover says figures, of `named` or the economy.

    `more` are further settings of every trace.
    """
    name = named or economy.name
    years = view.provisional_years(economy.id)
    provisional = [
        value is not None and int(day[:4]) in years for day, value in zip(run.days, run.figures, strict=True)
    ]
    said = ["" if value is None else view.quantity(value) for value in run.figures]
    trace = {
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
        "customdata": [text + MARK if flag else text for text, flag in zip(said, provisional, strict=True)],
        "hovertemplate": "%{customdata}<extra>" + name + "</extra>",
        **more,
    }
    return apart(trace, provisional, _DOT_PX)


def apart(trace: dict[str, Any], provisional: Sequence[bool], dot_px: float) -> list[dict[str, Any]]:
    """Return a line's trace and, where some of its points are provisional, a second one of the dashes that join them.

    In the first the line breaks there, and these points are hollow dots; it alone answers a hover.
    """
    if not any(provisional):
        return [trace]
    joined = [place for place in range(1, len(provisional)) if provisional[place - 1] or provisional[place]]

    def broken(cells: Sequence[T], gap: T) -> list[T]:
        return [part for place, cell in enumerate(cells) for part in ([gap, cell] if place in joined else [cell])]

    x, y, marker = list(trace["x"]), list(trace["y"]), trace.get("marker", {"size": 0})
    # one size for all, or one each
    sizes = np.broadcast_to(marker["size"], len(x)).tolist()
    # a break is a point without a figure, between two that have one
    first = {
        **trace,
        "mode": "lines+markers",
        "x": [part for place, cell in enumerate(x) for part in ([cell, cell] if place in joined else [cell])],
        "y": broken(y, None),
        **({"customdata": broken(trace["customdata"], "")} if "customdata" in trace else {}),
        "marker": {
            **marker,
            "size": broken([dot_px if flag else size for flag, size in zip(provisional, sizes, strict=True)], 0),
            "symbol": broken(["circle-open" if flag else "circle" for flag in provisional], "circle"),
        },
    }
    axes = {key: trace[key] for key in ("xaxis", "yaxis") if key in trace}
    dashes = {
        **axes,
        "type": "scatter",
        "name": "Provisional",
        "connectgaps": False,
        "mode": "lines",
        "x": [part for place in joined for part in (x[place - 1], x[place], x[place])],
        "y": [part for place in joined for part in (y[place - 1], y[place], None)],
        "line": {**trace["line"], "dash": DASH},
        "hoverinfo": "skip",
    }
    return [first, dashes]


def _run(days: list[str], values: npt.NDArray[np.float64]) -> Run:
    missing = np.isnan(values)
    # a figure between two gaps has no line to be seen by
    seen = ~missing & np.r_[True, missing[:-1]] & np.r_[missing[1:], True]
    seen[-1] = True
    figures = [None if math.isnan(value) else value for value in values.tolist()]
    return Run(days, figures, np.where(seen, _DOT_PX, 0).tolist())
