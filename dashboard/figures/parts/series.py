"""Draw observations as lines: interrupted where one is missing and at series breaks, dashed about provisional ones."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.catalogue.economies import Economy
from dashboard.catalogue.frequency import Frequency, Moment
from dashboard.figures.parts.notes import escaped
from dashboard.views.view import MARK, View

T = TypeVar("T")

DASH: Final = "4px,3px"
_DOT_PX: Final = 6


@dataclass(frozen=True)
class Run:
    """One economy's periods from first value to last: the days to draw them at, observations (None: missing), dots.

    Between two that a series break lies between stands one more, without an observation.
    """

    days: list[str]
    observations: list[float | None]
    sizes: list[int]

    @property
    def last(self) -> float:
        """Return the last value; NaN of a run without one."""
        value = self.observations[-1]
        return math.nan if value is None else value


def runs_of(
    points: pd.DataFrame,
    frequency: Frequency,
    at: Moment = Moment.MIDDLE,
    interruptions: Mapping[str, Sequence[dt.date]] = MappingProxyType({}),
) -> dict[str, Run]:
    """Return by economy every period between its first and last value; `points` is ordered as a view's are.

    The `interruptions` are by economy the days to which no line leads.
    """
    if points.empty:
        return {}
    origin, newest = points["period"].min(), points["period"].max()
    days = frequency.drawn(pd.Series(frequency.every(origin, newest)), at).dt.strftime("%Y-%m-%d").tolist()
    steps = frequency.steps(points["period"], origin)
    ends = (np.flatnonzero(points["economy"].ne(points["economy"].shift(-1)).to_numpy()) + 1).tolist()
    values, economies = points["value"].to_numpy(), points["economy"].tolist()
    runs: dict[str, Run] = {}
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        first, last = int(steps[start]), int(steps[end - 1])
        full = np.full(last - first + 1, np.nan)
        full[steps[start:end] - first] = values[start:end]
        within = days[first : last + 1]
        if interrupted := interruptions.get(economies[start]):
            places = frequency.steps(pd.Series(pd.to_datetime(list(interrupted))), origin) - first
            within, full = parted(within, full, places.tolist())
        runs[economies[start]] = _run(within, full)
    return runs


def runs_in(view: View, points: pd.DataFrame | None = None) -> dict[str, Run]:
    """Return the runs of a view's points, of some of them or of all."""
    return runs_of(view.points if points is None else points, view.frequency, view.drawn_at, view.interruptions)


def parted(
    days: Sequence[T], values: npt.NDArray[np.float64], starts: Iterable[int]
) -> tuple[list[T], npt.NDArray[np.float64]]:
    """Return days and values with a gap before each of the places `starts`, where the value after it stands."""
    gaps = sorted({start for start in starts if 0 < start < len(days)})
    if not gaps:
        return list(days), values
    repeated = [day for place, day in enumerate(days) for day in [day] * (1 + (place in gaps))]
    return repeated, np.insert(values.astype(np.float64), gaps, np.nan)


def series_traces(
    view: View,
    economy: Economy,
    run: Run,
    line: dict[str, Any],
    named: str = "",
    *,
    is_dated: bool = False,
    **more: object,
) -> list[dict[str, Any]]:
    """Return an economy's line, with what is provisional of it apart; a hover says values, of `named` or the economy.

    Where what is beside it is drawn on other days, `is_dated` says of which period a value is: of the end of a year for
    a stock, of a quarter or month. `more` are further settings of every trace.
    """
    name = escaped(named or economy.name)
    years = view.provisional_years(economy.id)
    provisional = [
        value is not None and int(day[:4]) in years for day, value in zip(run.days, run.observations, strict=True)
    ]
    dated = _dated(view, run.days) if is_dated else [""] * len(run.days)
    known = zip(run.observations, dated, strict=True)
    said = ["" if value is None else escaped(view.quantity(value)) + when for value, when in known]
    trace = {
        "type": "scatter",
        "x": run.days,
        "y": run.observations,
        "name": name,
        "mode": "lines+markers",
        "line": line,
        "marker": {"color": line["color"], "size": run.sizes, "opacity": 1, "line": {"width": 0}},
        "connectgaps": False,
        # a click on a pin selects no observations: plotly is not to fade them
        "unselected": {"marker": {"opacity": 1}},
        "customdata": [text + MARK if flag else text for text, flag in zip(said, provisional, strict=True)],
        "hovertemplate": "%{customdata}<extra>" + name + "</extra>",
        **more,
    }
    return apart(trace, provisional, _DOT_PX)


def _dated(view: View, days: Sequence[str]) -> list[str]:
    """Return what is to be said behind the value of each day: nothing of a year drawn in its middle."""
    is_end = view.drawn_at is Moment.END
    if view.frequency is Frequency.ANNUAL and not is_end:
        return [""] * len(days)
    labels = view.frequency.written(pd.Series(pd.to_datetime(list(days))))
    return [f", {'end of ' if is_end else ''}{label}" for label in labels]


def apart(trace: dict[str, Any], provisional: Sequence[bool], dot_px: float) -> list[dict[str, Any]]:
    """Return a line's trace and, where some of its points are provisional, a second one of the dashes that join them.

    In the first the line breaks there, and these points are hollow dots; it alone answers a hover.
    """
    if not any(provisional):
        return [trace]
    joined = [index for index in range(1, len(provisional)) if provisional[index - 1] or provisional[index]]
    return [_broken(trace, provisional, joined, dot_px), _dashes(trace, joined)]


def _broken(trace: dict[str, Any], provisional: Sequence[bool], joined: Sequence[int], dot_px: float) -> dict[str, Any]:
    """Return a line that breaks before each of the `joined` points; a break is a point without a value."""

    def broken(cells: Sequence[T], gap: T) -> list[T]:
        return [part for index, cell in enumerate(cells) for part in ([gap, cell] if index in joined else [cell])]

    marker = trace.get("marker", {"size": 0})
    # one size for all, or one each
    sizes = np.broadcast_to(marker["size"], len(provisional)).tolist()
    return {
        **trace,
        "mode": "lines+markers",
        # the dot of the last year is wider than what of the year is left of the axis
        "cliponaxis": False,
        # a break stands where the point after it does
        "x": [part for index, cell in enumerate(trace["x"]) for part in [cell] * (2 if index in joined else 1)],
        "y": broken(list(trace["y"]), None),
        **({"customdata": broken(trace["customdata"], "")} if "customdata" in trace else {}),
        "marker": {
            **marker,
            "size": broken([dot_px if flag else size for flag, size in zip(provisional, sizes, strict=True)], 0),
            "symbol": broken(["circle-open" if flag else "circle" for flag in provisional], "circle"),
        },
    }


def _dashes(trace: dict[str, Any], joined: Sequence[int]) -> dict[str, Any]:
    """Return the dashes that lead to each of the `joined` points from the one before it."""
    x, y = list(trace["x"]), list(trace["y"])
    return {
        **{key: trace[key] for key in ("xaxis", "yaxis") if key in trace},
        "type": "scatter",
        "name": "Provisional",
        "connectgaps": False,
        "mode": "lines",
        "x": [part for index in joined for part in (x[index - 1], x[index], x[index])],
        "y": [part for index in joined for part in (y[index - 1], y[index], None)],
        "line": {**trace["line"], "dash": DASH},
        "hoverinfo": "skip",
    }


def alone(missing: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return which values stand between two gaps, by what is missing: no line shows them, they need a dot."""
    return ~missing & np.r_[True, missing[:-1]] & np.r_[missing[1:], True]


def _run(days: list[str], values: npt.NDArray[np.float64]) -> Run:
    missing = np.isnan(values)
    dotted = alone(missing)
    dotted[-1] = True
    known = [None if math.isnan(value) else value for value in values.tolist()]
    return Run(days, known, np.where(dotted, _DOT_PX, 0).tolist())
