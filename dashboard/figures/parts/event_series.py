"""Draw the lines around a milestone: the economies followed, the others thin, their median and percentiles."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from dashboard.figures.parts.notes import escaped
from dashboard.figures.parts.series import apart
from dashboard.figures.theme import Palette, translucent
from dashboard.views.event_time import MilestoneView

_FULL_LINES: Final = 25
_DOT_PX: Final = 6


def band_traces(around: MilestoneView, shades: Palette) -> list[dict[str, Any]]:
    """Return the comparators' median, and the area from their tenth to their ninetieth percentile."""
    event, band = around.event, around.event.band
    if band.empty:
        return []
    fill = translucent(shades.muted, 0.13)
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
                [escaped(around.seen(value)), f"{event.start + t}", int(n)]
                for t, n, value in zip(band["t"].tolist(), band["n"].tolist(), band["median"].tolist(), strict=True)
            ],
            "hovertemplate": "%{customdata[1]}: median of %{customdata[2]} others %{customdata[0]}<extra></extra>",
        },
    ]


def thin_traces(
    around: MilestoneView, drawn: pd.DataFrame, followed: Sequence[str], shades: Palette
) -> list[dict[str, Any]]:
    """Return one trace of all thin lines: a gap between two economies and at each missing year."""
    rest, known = drawn[~drawn["economy"].isin(followed)], around.economies
    points: list[_Point] = []
    names: list[str] = []
    for code, frame in rest.groupby("economy", sort=False):
        line = [*_every_year(frame), _Point(math.nan, math.nan, math.nan)]
        points.extend(line)
        names.extend([escaped(known[str(code)].short_name)] * len(line))
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
            # a hundred lines are a texture behind those followed, not a thicket before them
            "opacity": min(0.75, max(0.3, _FULL_LINES / rest["economy"].nunique())),
            "connectgaps": False,
            "text": names,
            "hovertemplate": "%{text}<extra></extra>",
        }
    ]


def own_traces(around: MilestoneView, followed: Sequence[str], own: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a line in its own colour for each economy followed, the subject's on top."""
    return [trace for code in reversed(followed) for trace in _own(around, code, own[code])]


def _own(around: MilestoneView, code: str, colour: str) -> list[dict[str, Any]]:
    event, name = around.event, around.economies[code]
    points, strong = list(_every_year(event.of(code))), code == event.economy
    years = [event.start + int(point.t) for point in points]
    provisional = around.view.provisional_years(code)
    trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escaped(name.name),
        "x": [point.t for point in points],
        "y": np.array([point.value for point in points]),
        "line": {"color": colour, "width": 2.6 if strong else 1.5},
        "marker": {"size": 5 if strong else 3, "color": colour},
        "connectgaps": False,
        "customdata": [
            [*map(escaped, _said(around, point, around.view.mark(code, year))), year]
            for point, year in zip(points, years, strict=True)
        ],
        "hovertemplate": f"<b>{escaped(name.short_name)}</b>, %{{customdata[2]}}: %{{customdata[0]}}"
        "<br>as published: %{customdata[1]}<extra></extra>",
    }
    return apart(trace, [year in provisional for year in years], _DOT_PX)


class _Point(NamedTuple):
    """One year of a line: counted from the milestone, as seen from the base, and as published."""

    t: float
    value: float
    observed: float


def _every_year(series: pd.DataFrame) -> Iterator[_Point]:
    """Yield a point for every year between a series' first and last, NaN where there is no value."""
    found = zip(series["t"].tolist(), series["value"].tolist(), series["observed"].tolist(), strict=True)
    last = math.nan
    for t, value, observed in found:
        while t > last + 1:
            last += 1
            yield _Point(last, math.nan, math.nan)
        yield _Point(t, value, observed)
        last = t


def _said(around: MilestoneView, point: _Point, mark: str) -> tuple[str, str]:
    if math.isnan(point.value):
        return "", ""
    return around.seen(point.value), around.view.quantity(point.observed) + mark
