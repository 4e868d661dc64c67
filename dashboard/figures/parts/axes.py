"""Draw the axes of time and of values, and choose the range that a view's values take."""

from typing import Any, Final

from dashboard.catalogue.frequency import middle_of_year
from dashboard.catalogue.indicators import Kind
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import Ticks, TimeScale, ValueScale, air
from dashboard.figures.geometry.ticks import year_ticks
from dashboard.figures.parts.notes import TEXT_PX
from dashboard.figures.parts.targets import target_value
from dashboard.figures.theme import Palette
from dashboard.views.view import View

_AIR: Final = 0.06
_LEAST_FACTOR: Final = 1.1
_FROM_ZERO: Final = (Kind.LEVEL, Kind.SHARE, Kind.INDEX, Kind.PRICE)


def value_scale(view: View) -> ValueScale:
    """Return the scale that shows all values and targets of a view with some air, from zero where zero is a bottom."""
    values = [*view.points["value"], *(target_value(target) for target in view.targets)]
    if not values:
        return ValueScale(0.0, 1.0)
    low, high = min(values), max(values)
    if view.scale == "log":
        factor = max((high / low) ** _AIR, _LEAST_FACTOR)
        return ValueScale(low / factor, high * factor, "log")
    if low >= 0 and view.kind in _FROM_ZERO:
        low = 0.0
    beyond = air(low, high, _AIR)
    return ValueScale(0.0 if low == 0 and view.kind in _FROM_ZERO else low - beyond, high + beyond)


def room_beside(ticks: Ticks) -> float:
    """Return how many pixels the texts of a value axis take beside the plot."""
    return 10 + typeset.widest(ticks.texts, TEXT_PX, default=20)


def value_axis(ticks: Ticks, shades: Palette, **more: object) -> dict[str, Any]:
    """Return plotly's settings of an axis of values with these ticks, and more settings."""
    return {
        "tickmode": "array",
        "tickvals": list(ticks.values),
        "ticktext": list(ticks.texts),
        "tickfont": {"size": TEXT_PX, "color": shades.muted},
        "gridcolor": shades.grid,
        "zeroline": False,
        "fixedrange": True,
        **more,
    }


def zero_line(scale: ValueScale, shades: Palette) -> dict[str, Any]:
    """Return plotly's settings of the line at zero, drawn where values lie on both sides of it."""
    return {"zeroline": scale.crosses_zero, "zerolinecolor": shades.faint}


def base_axis(shades: Palette) -> dict[str, Any]:
    """Return plotly's settings of an axis under a plot: a line with ticks, and no grid."""
    return {
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": shades.faint,
        "tickfont": {"size": TEXT_PX, "color": shades.muted},
        "showgrid": False,
        "zeroline": False,
        "linecolor": shades.faint,
    }


def time_axis(time: TimeScale, shades: Palette, **more: object) -> dict[str, Any]:
    """Return plotly's settings of the time axis, a year written in the middle of itself, where its value is."""
    years = year_ticks(time.first.year, time.last.year, time.width, TEXT_PX)
    return {
        **base_axis(shades),
        "type": "date",
        "range": [time.first.isoformat(), time.last.isoformat()],
        "tickmode": "array",
        "tickvals": [middle_of_year(year).isoformat() for year in years],
        "ticktext": [str(year) for year in years],
        **more,
    }


def hidden_axis(domain: list[float], ends: list[float], **more: object) -> dict[str, Any]:
    """Return plotly's settings of an axis that places things and is not seen."""
    return {"domain": domain, "range": ends, "visible": False, "fixedrange": True, **more}
