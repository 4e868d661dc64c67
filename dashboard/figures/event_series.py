"""Which lines are drawn around a milestone? The economies followed, the others thin, their median and range."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.comparison import EventTime
from dashboard.figures.theme import Palette
from dashboard.model import SUBJECT, Economy


def band_traces(event: EventTime, shades: Palette) -> list[dict[str, Any]]:
    """Return the comparators' range and their median."""
    band = event.band
    if band.empty:
        return []
    fill = _translucent(shades)
    edge = {"type": "scatter", "mode": "lines", "x": band["t"].to_numpy(), "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        {**edge, "name": "Range, top", "y": band["high"].to_numpy()},
        {**edge, "name": "Range, bottom", "y": band["low"].to_numpy(), "fill": "tonexty", "fillcolor": fill},
        {
            "type": "scatter",
            "mode": "lines",
            "name": "Median",
            "x": band["t"].to_numpy(),
            "y": band["median"].to_numpy(),
            "line": {"color": shades.ink, "width": 1.6, "dash": "dash"},
            "customdata": [
                [_value(event, value), f"{event.start + t}", int(n)]
                for t, n, value in zip(band["t"].tolist(), band["n"].tolist(), band["median"].tolist(), strict=True)
            ],
            "hovertemplate": "%{customdata[1]}: median of %{customdata[2]} others %{customdata[0]}<extra></extra>",
        },
    ]


def thin_traces(
    event: EventTime, followed: Sequence[str], known: Mapping[str, Economy], shades: Palette
) -> list[dict[str, Any]]:
    """Return one trace of all thin lines: a gap between two economies and at each missing year."""
    rest = event.series[~event.series["economy"].isin(followed)]
    points: list[_Point] = []
    names: list[str] = []
    for code, frame in rest.groupby("economy", sort=False):
        line = [*_every_year(frame), _Point(math.nan, math.nan, math.nan)]
        points.extend(line)
        names.extend([known[str(code)].short_name] * len(line))
    if not points:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "Other economies",
            "x": np.array([point.t for point in points]),
            "y": np.array([point.value for point in points]),
            "line": {"color": shades.faint, "width": 0.8},
            "opacity": 0.75,
            "connectgaps": False,
            "text": names,
            "hovertemplate": "%{text}<extra></extra>",
        }
    ]


def own_traces(
    event: EventTime,
    followed: Sequence[str],
    known: Mapping[str, Economy],
    own: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Return a line in its own colour for each economy followed, the subject's on top."""
    traces: list[dict[str, Any]] = []
    for code in reversed(followed):
        points = list(_every_year(event.series[event.series["economy"] == code]))
        strong = code == SUBJECT
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": known[code].name,
                "x": [point.t for point in points],
                "y": np.array([point.value for point in points]),
                "line": {"color": own[code], "width": 2.6 if strong else 1.5},
                "marker": {"size": 5 if strong else 3, "color": own[code]},
                "connectgaps": False,
                "customdata": [[*_said(event, point), event.start + int(point.t)] for point in points],
                "hovertemplate": f"<b>{known[code].short_name}</b>, %{{customdata[2]}}: %{{customdata[0]}}"
                "<br>as published: %{customdata[1]}<extra></extra>",
            }
        )
    return traces


class _Point(NamedTuple):
    """One year of a line: counted from the milestone, as seen from the base, and as published."""

    t: float
    value: float
    observed: float


def _every_year(series: pd.DataFrame) -> Iterator[_Point]:
    """Yield a point for every year between a series' first and last, NaN where there is no figure."""
    found = zip(series["t"].tolist(), series["value"].tolist(), series["observed"].tolist(), strict=True)
    last = math.nan
    for t, value, observed in found:
        while t > last + 1:
            last += 1
            yield _Point(last, math.nan, math.nan)
        yield _Point(t, value, observed)
        last = t


def _said(event: EventTime, point: _Point) -> tuple[str, str]:
    if math.isnan(point.value):
        return "", ""
    view = event.view
    decimals = words.unit_decimals(view.indicator, plain=view.unit == view.indicator.unit)
    return _value(event, point.value), words.quantity(point.observed, view.unit_short, decimals)


def _value(event: EventTime, value: float) -> str:
    return words.number(value, 1) if event.compounds else words.difference(value, event.view.unit_short, 1)


def _translucent(shades: Palette) -> str:
    red, green, blue = (int(shades.muted[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.13)"
