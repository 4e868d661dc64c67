"""Draw what is stored: a strip of years for each indicator, darker where more economies have an observation."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.catalogue.indicators import Indicator
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.ticks import year_ticks
from dashboard.figures.parts.frame import common_layout
from dashboard.figures.parts.notes import TEXT_PX, escaped
from dashboard.figures.parts.sheet import SAFE_WIDTH
from dashboard.figures.theme import Mode, Palette, palette

_ROW_PX = 17
_TOP_PX = 26
_BOTTOM_PX = 26


def coverage_figure(
    coverage: pd.DataFrame, indicators: Sequence[Indicator], *, mode: Mode = "light", width: int | None = None
) -> Figure:
    """Return the strips of stored indicators; `coverage` has indicator (str), year (int) and economies (int)."""
    shades, room = palette(mode), width or SAFE_WIDTH
    names = [indicator.short_name for indicator in indicators]
    counts = coverage.pivot(index="indicator", columns="year", values="economies")
    years = range(int(coverage["year"].min()), int(coverage["year"].max()) + 1)
    counts = counts.reindex(index=[indicator.id for indicator in indicators], columns=years)
    left = 10 + typeset.widest(names, TEXT_PX)
    labels = year_ticks(years[0], years[-1], room - left - 10, TEXT_PX)
    text = {"size": TEXT_PX, "color": shades.muted}
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "tickfont": text}
    return drawn_as_is(
        [_strips(counts, indicators, shades)],
        {
            **common_layout(shades),
            "height": _ROW_PX * len(names) + _TOP_PX + _BOTTOM_PX,
            "margin": {"l": left, "r": 8, "t": _TOP_PX, "b": _BOTTOM_PX, "autoexpand": False},
            "xaxis": {**axis, "tickmode": "array", "tickvals": list(labels), "side": "top"},
            "yaxis": {**axis, "autorange": "reversed", "dtick": 1},
            "dragmode": False,
        },
    )


def _strips(counts: pd.DataFrame, indicators: Sequence[Indicator], shades: Palette) -> dict[str, Any]:
    years = list(counts.columns)
    return {
        "type": "heatmap",
        "z": counts.to_numpy(),
        "x": years,
        "y": [escaped(indicator.short_name) for indicator in indicators],
        "customdata": [[escaped(indicator.name)] * len(years) for indicator in indicators],
        "hovertemplate": "%{customdata}<br>%{x}: figures of %{z} economies<extra></extra>",
        "hoverongaps": False,
        "colorscale": [[0, shades.strips[0]], [1, shades.strips[1]]],
        "zmin": 0,
        "showscale": False,
        "xgap": 1,
        "ygap": 2,
    }
