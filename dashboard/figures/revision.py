"""Draw what was known of a series then against what is known now."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import words
from dashboard.analysis.eras import middle
from dashboard.chart import period_label
from dashboard.figures import annotations as lay
from dashboard.figures.frame import TEXT_PX
from dashboard.figures.line import with_gaps
from dashboard.figures.theme import FONT, Mode, palette
from dashboard.model import Indicator

_HEIGHT_PX = 320
_TICKS = 6


def revision_figure(
    then: pd.DataFrame,
    now: pd.DataFrame,
    indicator: Indicator,
    *,
    labels: tuple[str, str],
    mode: Mode = "light",
) -> go.Figure:
    """Return one economy's figures of two vintages; each frame has period and value, labels say which is which."""
    shades = palette(mode)
    values = pd.concat([then["value"], now["value"]])
    low, high = float(values.min()), float(values.max())
    air = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    ticks = lay.value_ticks(low - air, high + air, _TICKS)
    texts = words.ticks(ticks)
    left = 10 + max((lay.text_width(text, TEXT_PX) for text in texts), default=20)
    axis = {"zeroline": False, "fixedrange": True, "tickfont": {"size": TEXT_PX, "color": shades.muted}}
    return go.Figure(
        data=[
            _line(then, indicator, labels[0], {"color": shades.muted, "width": 1.6, "dash": "dot"}),
            _line(now, indicator, labels[1], {"color": shades.accent, "width": 2.2}),
        ],
        layout={
            "template": "none",
            "height": _HEIGHT_PX,
            "margin": {"l": left, "r": 12, "t": 34, "b": 30, "autoexpand": False},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "size": TEXT_PX, "color": shades.ink},
            "xaxis": {**axis, "type": "date", "showgrid": False, "linecolor": shades.faint},
            "yaxis": {
                **axis,
                "range": [low - air, high + air],
                "tickmode": "array",
                "tickvals": list(ticks),
                "ticktext": list(texts),
                "gridcolor": shades.grid,
            },
            "hovermode": "x unified",
            "hoverlabel": {"bgcolor": shades.ground, "bordercolor": shades.faint, "font": {"color": shades.ink}},
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "xanchor": "left"},
            "dragmode": False,
        },
    )


def _line(series: pd.DataFrame, indicator: Indicator, name: str, line: dict[str, Any]) -> go.Scatter:
    full = with_gaps(series, indicator.frequency)
    values = full["value"].tolist()
    texts = [
        "" if pd.isna(value) else words.quantity(value, indicator.unit_short, indicator.decimals) for value in values
    ]
    periods = [period_label(period, indicator.frequency) for period in full["period"]]
    return go.Scatter(
        x=middle(full["period"], indicator.frequency).dt.strftime("%Y-%m-%d").tolist(),
        y=[None if pd.isna(value) else value for value in values],
        name=name,
        mode="lines+markers",
        marker={"size": 4},
        line=line,
        connectgaps=False,
        customdata=list(zip(texts, periods, strict=True)),
        hovertemplate="%{customdata[0]}",
        xhoverformat="%Y" if indicator.frequency == "annual" else "%B %Y",
    )
