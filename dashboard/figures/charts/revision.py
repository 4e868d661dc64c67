"""Draw a series as one vintage had it against another."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from dashboard import formatting
from dashboard.catalogue.indicators import Indicator
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry.scales import ValueScale, air
from dashboard.figures.parts.axes import room_beside, value_axis
from dashboard.figures.parts.frame import common_layout
from dashboard.figures.parts.notes import TEXT_PX, escaped
from dashboard.figures.parts.series import runs_of
from dashboard.figures.theme import Mode, palette

_HEIGHT_PX: Final = 338
_TICKS: Final = 6
_AIR: Final = 0.06


def revision_figure(
    then: pd.DataFrame,
    now: pd.DataFrame,
    indicator: Indicator,
    *,
    labels: tuple[str, str],
    breaks: Sequence[dt.date] = (),
    mode: Mode = "light",
) -> Figure:
    """Return one economy's observations of two vintages; each frame has period and value, labels say which is which.

    No line leads to the first days of new definitions, the `breaks`.
    """
    shades = palette(mode)
    values = pd.concat([then["value"], now["value"]])
    low, high = float(values.min()), float(values.max())
    beyond = air(low, high, _AIR)
    scale = ValueScale(low - beyond, high + beyond)
    ticks = scale.ticks(_TICKS)
    axis = {"zeroline": False, "fixedrange": True, "tickfont": {"size": TEXT_PX, "color": shades.muted}}
    return drawn_as_is(
        [
            _line(then, indicator, labels[0], {"color": shades.muted, "width": 1.6, "dash": "dot"}, breaks),
            _line(now, indicator, labels[1], {"color": shades.accent, "width": 2.2}, breaks),
        ],
        {
            **common_layout(shades),
            "height": _HEIGHT_PX,
            "margin": {"l": room_beside(ticks), "r": 12, "t": 52, "b": 30, "autoexpand": False},
            "xaxis": {**axis, "type": "date", "showgrid": False, "linecolor": shades.faint},
            "yaxis": value_axis(ticks, shades, range=scale.range),
            "hovermode": "x unified",
            "showlegend": True,
            # one under the other: beside each other they leave a phone
            "legend": {"orientation": "v", "x": 0, "y": 1.02, "yanchor": "bottom", "xanchor": "left"},
            "dragmode": False,
        },
    )


def _line(
    series: pd.DataFrame, indicator: Indicator, name: str, line: dict[str, Any], breaks: Sequence[dt.date]
) -> dict[str, Any]:
    run = runs_of(series.assign(economy=name), indicator.frequency, indicator.drawn_at, {name: breaks})[name]
    return {
        "type": "scatter",
        "x": run.days,
        "y": run.observations,
        "name": escaped(name),
        "mode": "lines+markers",
        "marker": {"size": 4},
        "line": line,
        "connectgaps": False,
        "customdata": [
            "" if value is None else escaped(formatting.quantity(value, indicator.unit_short, indicator.decimals))
            for value in run.observations
        ],
        "hovertemplate": "%{customdata}",
        "xhoverformat": indicator.frequency.hover_format(indicator.drawn_at),
    }
