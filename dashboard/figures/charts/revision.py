"""Draw what was known of a series then against what is known now."""

from typing import Any

import pandas as pd

from dashboard import formatting
from dashboard.catalogue.indicators import Indicator
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import annotations as lay
from dashboard.figures.parts.frame import TEXT_PX, look
from dashboard.figures.parts.series import runs_of
from dashboard.figures.theme import Mode, palette

_HEIGHT_PX = 320
_TICKS = 6


def revision_figure(
    then: pd.DataFrame,
    now: pd.DataFrame,
    indicator: Indicator,
    *,
    labels: tuple[str, str],
    mode: Mode = "light",
) -> Figure:
    """Return one economy's figures of two vintages; each frame has period and value, labels say which is which."""
    shades = palette(mode)
    values = pd.concat([then["value"], now["value"]])
    low, high = float(values.min()), float(values.max())
    air = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    ticks = lay.value_ticks(low - air, high + air, _TICKS)
    texts = formatting.ticks(ticks)
    left = 10 + max((lay.text_width(text, TEXT_PX) for text in texts), default=20)
    axis = {"zeroline": False, "fixedrange": True, "tickfont": {"size": TEXT_PX, "color": shades.muted}}
    return drawn_as_is(
        [
            _line(then, indicator, labels[0], {"color": shades.muted, "width": 1.6, "dash": "dot"}),
            _line(now, indicator, labels[1], {"color": shades.accent, "width": 2.2}),
        ],
        {
            **look(shades),
            "height": _HEIGHT_PX,
            "margin": {"l": left, "r": 12, "t": 34, "b": 30, "autoexpand": False},
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
            "showlegend": True,
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "xanchor": "left"},
            "dragmode": False,
        },
    )


def _line(series: pd.DataFrame, indicator: Indicator, name: str, line: dict[str, Any]) -> dict[str, Any]:
    run = runs_of(series.assign(economy=name), indicator.frequency)[name]
    return {
        "type": "scatter",
        "x": run.days,
        "y": run.figures,
        "name": name,
        "mode": "lines+markers",
        "marker": {"size": 4},
        "line": line,
        "connectgaps": False,
        "customdata": [
            "" if value is None else formatting.quantity(value, indicator.unit_short, indicator.decimals)
            for value in run.figures
        ],
        "hovertemplate": "%{customdata}",
        "xhoverformat": indicator.frequency.hover_format,
    }
