"""Draw what the cache holds: a strip of years for each indicator, darker where more economies have a figure."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.catalogue.indicators import Indicator
from dashboard.figures.geometry import annotations as lay
from dashboard.figures.parts.frame import SAFE_WIDTH, TEXT_PX, look
from dashboard.figures.theme import Mode, palette

_ROW_PX = 17
_TOP_PX = 26
_BOTTOM_PX = 26


def coverage_figure(
    coverage: pd.DataFrame, indicators: Sequence[Indicator], *, mode: Mode = "light", width: int | None = None
) -> go.Figure:
    """Return the strips of stored indicators; `coverage` has indicator (str), year (int) and economies (int)."""
    shades, room = palette(mode), width or SAFE_WIDTH
    names = [indicator.short_name for indicator in indicators]
    counts = coverage.pivot(index="indicator", columns="year", values="economies")
    years = range(int(coverage["year"].min()), int(coverage["year"].max()) + 1)
    counts = counts.reindex(index=[indicator.id for indicator in indicators], columns=years)
    left = 10 + max(lay.text_width(name, TEXT_PX) for name in names)
    labels = lay.year_ticks(years[0], years[-1], room - left - 10, TEXT_PX)
    strips = go.Heatmap(
        z=counts.to_numpy(),
        x=list(years),
        y=names,
        customdata=[[indicator.name] * len(years) for indicator in indicators],
        hovertemplate="%{customdata}<br>%{x}: figures of %{z} economies<extra></extra>",
        hoverongaps=False,
        colorscale=[[0, shades.strips[0]], [1, shades.strips[1]]],
        zmin=0,
        showscale=False,
        xgap=1,
        ygap=2,
    )
    axis = {
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": TEXT_PX, "color": shades.muted},
    }
    return go.Figure(
        data=[strips],
        layout={
            "template": "none",
            **look(shades),
            "height": _ROW_PX * len(names) + _TOP_PX + _BOTTOM_PX,
            "margin": {"l": left, "r": 8, "t": _TOP_PX, "b": _BOTTOM_PX, "autoexpand": False},
            "xaxis": {**axis, "tickmode": "array", "tickvals": list(labels), "side": "top"},
            "yaxis": {**axis, "autorange": "reversed", "dtick": 1},
            "dragmode": False,
        },
    )
