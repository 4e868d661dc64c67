"""How is a view drawn as lines over time? The annotated chart: series, targets, eras and milestones."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard import words
from dashboard.analysis.eras import middle
from dashboard.chart import View
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures import annotations as lay
from dashboard.figures import frame as fr
from dashboard.figures import line_ends as le
from dashboard.figures.theme import FONT, Mode, Palette, colours, palette
from dashboard.model import Economy, Frequency, Kind, Target

_TITLE_PX: Final = 19
_NARROW_PX: Final = 560
_STEP: Final[dict[Frequency, str]] = {"annual": "YS", "monthly": "MS"}
_FROM_ZERO: Final = (Kind.LEVEL, Kind.SHARE, Kind.INDEX, Kind.PRICE)


@dataclass(frozen=True)
class _Canvas:
    """The figure's measures in pixels, from which every share of the paper is taken."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    lanes: float

    @property
    def inner(self) -> float:
        return self.height - self.top - self.bottom

    @property
    def plot(self) -> float:
        """Return the share of the inner height that the plot has; lanes and era strip are above it."""
        return (self.inner - self.lanes - fr.STRIP_PX - 6) / self.inner

    def share(self, px_from_top: float) -> float:
        return 1 - px_from_top / self.inner


def line_figure(view: View, *, mode: Mode = "light", width: int | None = None, height: int = 560) -> Figure:
    """Return the annotated chart of a view; without a width it is laid out so that nothing touches at any width."""
    shades = palette(mode)
    room = width or fr.SAFE_WIDTH
    is_narrow = room < _NARROW_PX
    labels = le.label_texts(view.economies, narrow=is_narrow)
    low, high = value_range(view)
    ticks = lay.log_ticks(low, high, 7) if view.scale == "log" else lay.value_ticks(low, high, 6)
    tick_texts = words.ticks(ticks, log=view.scale == "log")
    left = 10 + max((lay.text_width(text, fr.TEXT_PX) for text in tick_texts), default=20)
    right = 14 + max((lay.text_width(text, fr.TEXT_PX, bold=True) for text in labels.values()), default=0)
    axis = fr.TimeAxis(view.axis[0], view.axis[1], max(120, room - left - right))
    lanes = fr.lanes_of(view.milestones, [view.indicator.id], axis, selected=view.selection.milestone)
    title, source = _title(view, room), _source_lines(view, room)
    canvas = _Canvas(
        room,
        height,
        left,
        right,
        top=14 + title.count("<br>") * 19 + 30,
        bottom=30 + 15 * len(source),
        lanes=lanes.height,
    )
    plot_top, lanes_top = canvas.plot, canvas.share(fr.STRIP_PX)
    series = _series(view, shades)
    last = [(economy, one["x"][-1], one["y"][-1]) for economy, one in zip(view.economies, series, strict=True)]
    ends = le.line_ends(last, view.scale, (low, high), canvas.plot * canvas.inner)
    value_axis = {
        "range": [math.log10(low), math.log10(high)] if view.scale == "log" else [low, high],
        "type": view.scale,
        "domain": [0, plot_top],
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": tick_texts,
        "tickfont": {"size": fr.TEXT_PX, "color": shades.muted},
        "gridcolor": shades.grid,
        "zeroline": low < 0 < high,
        "zerolinecolor": shades.faint,
        "zerolinewidth": 1,
        "fixedrange": is_narrow,
    }
    layout: dict[str, Any] = {
        "template": "none",
        "height": height,
        "margin": {"l": left, "r": right, "t": canvas.top, "b": canvas.bottom, "pad": 0, "autoexpand": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": fr.TEXT_PX, "color": shades.ink},
        "xaxis": {
            **fr.layout_axis(axis, shades),
            "anchor": "y",
            "hoverformat": "%Y" if view.frequency == "annual" else "%B %Y",
            "showspikes": True,
            "spikemode": "across",
            "spikethickness": 1,
            "spikedash": "solid",
            "spikecolor": shades.faint,
            # where a finger is the pointer, it scrolls the page and does not zoom
            "fixedrange": is_narrow,
        },
        "yaxis": value_axis,
        "yaxis2": lanes.layout_axis(plot_top + 4 / canvas.inner, lanes_top),
        "shapes": [
            *fr.era_bands(view.eras, axis, shades, 0, 1),
            *lanes.shapes(shades, 0, plot_top + 4 / canvas.inner),
            *_target_shapes(view, shades),
            *le.leaders(ends, axis, shades, canvas.inner),
        ],
        "annotations": [
            *fr.era_names(view.eras, axis, shades, canvas.share(fr.STRIP_PX / 2)),
            *lanes.words(shades),
            *le.labels(ends, labels, colours(view.economies, shades), canvas.inner),
            _title_note(title, shades, canvas),
            _source_note(source, shades, canvas),
        ],
        "showlegend": False,
        "hovermode": "x unified",
        "hoverlabel": {
            "bgcolor": shades.ground,
            "bordercolor": shades.faint,
            "font": {"size": fr.TEXT_PX, "color": shades.ink},
            "align": "left",
        },
        "dragmode": False if is_narrow else "zoom",
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": shades.faint, "activecolor": shades.ink},
    }
    # the subject is drawn last, above the others
    traces = [*series[::-1], *_target_traces(view, axis, shades), lanes.trace(shades)]
    return drawn_as_is(traces, layout)


def with_gaps(series: pd.DataFrame, frequency: Frequency) -> pd.DataFrame:
    """Return a series with a row for every period between its first and last, so that a line breaks where none is."""
    every = pd.date_range(
        series["period"].min(), series["period"].max(), freq=_STEP[frequency], unit="s", name="period"
    )
    return series.set_index("period")[["value"]].reindex(every).reset_index()


def _series(view: View, shades: Palette) -> list[dict[str, Any]]:
    if view.points.empty:
        return []
    shade = colours(view.economies, shades)
    every = _every_period(view.points["period"], view.frequency)
    days = middle(every, view.frequency).dt.strftime("%Y-%m-%d").tolist()
    places = _places(view.points["period"], every.iloc[0], view.frequency)
    ends = np.flatnonzero(view.points["economy"].ne(view.points["economy"].shift(-1)).to_numpy()) + 1
    values = view.points["value"].to_numpy()
    drawn: list[dict[str, Any]] = []
    for economy, start, end in zip(view.economies, (0, *ends[:-1]), ends, strict=True):
        first, last = places[start], places[end - 1]
        full = np.full(last - first + 1, np.nan)
        full[places[start:end] - first] = values[start:end]
        drawn.append(_one_series(view, economy, days[first : last + 1], full, shade[economy.id]))
    return drawn


def _every_period(periods: pd.Series, frequency: Frequency) -> pd.Series:
    return pd.Series(pd.date_range(periods.min(), periods.max(), freq=_STEP[frequency], unit="s"))


def _places(periods: pd.Series, first: pd.Timestamp, frequency: Frequency) -> npt.NDArray[np.int64]:
    """Return how many periods after the first each one is."""
    unit = "datetime64[Y]" if frequency == "annual" else "datetime64[M]"
    return (periods.to_numpy().astype(unit) - np.datetime64(first).astype(unit)).astype(np.int64)


def _one_series(
    view: View, economy: Economy, days: list[str], values: npt.NDArray[np.float64], shade: str
) -> dict[str, Any]:
    missing = np.isnan(values)
    # a figure between two gaps has no line to be seen by
    seen = ~missing & np.r_[True, missing[:-1]] & np.r_[missing[1:], True]
    seen[-1] = True
    decimals = words.unit_decimals(view.indicator, plain=view.unit == view.indicator.unit)
    figures = [None if math.isnan(value) else value for value in values.tolist()]
    strong = economy is view.economies[0]
    return {
        "type": "scatter",
        "x": days,
        "y": figures,
        "name": economy.name,
        "mode": "lines+markers",
        "line": {"color": shade, "width": 2.6 if strong else 1.6, "dash": "dot" if economy.aggregate else "solid"},
        "marker": {"color": shade, "size": np.where(seen, 6, 0).tolist(), "opacity": 1, "line": {"width": 0}},
        "connectgaps": False,
        # a click on a pin is no choice of figures: plotly is not to fade them
        "unselected": {"marker": {"opacity": 1}},
        "customdata": ["" if value is None else words.quantity(value, view.unit_short, decimals) for value in figures],
        "hovertemplate": "%{customdata}<extra>" + economy.name + "</extra>",
    }


def _target_traces(view: View, axis: fr.TimeAxis, shades: Palette) -> list[dict[str, Any]]:
    if not view.targets:
        return []
    year_px = axis.px(axis.first + dt.timedelta(days=365))
    marks = [_target_mark(target, year_px) for target in view.targets]
    return [
        {
            "type": "scatter",
            "x": [_target_day(target).isoformat() for target in view.targets],
            "y": [_target_value(target) for target in view.targets],
            "name": "Target",
            "mode": "markers",
            "marker": {
                "symbol": [symbol for symbol, _ in marks],
                "size": [size for _, size in marks],
                "color": shades.target,
                "line": {"width": 1.6, "color": shades.target},
            },
            "customdata": [_target_words(target, view.outcomes.get(target.id, "")) for target in view.targets],
            "hovertemplate": "Target: %{customdata}<extra></extra>",
        }
    ]


def _target_words(target: Target, outcome: str) -> str:
    asked = f"{words.bound(target)}, {words.deadline(target)} ({target.set_by})"
    return f"{asked}<br>{outcome}" if outcome else asked


def _target_mark(target: Target, year_px: float) -> tuple[str, float]:
    """Return the symbol and size of a target: a dash for a year's figure, a triangle for a floor, else a diamond."""
    if target.high is None:
        return "triangle-up-open", 7.0
    if target.basis == "each-year":
        # plotly draws this symbol 1.4 times as wide as it is told
        return "line-ew-open", min(12.0, max(4.0, year_px * 0.6))
    return "diamond-open", 7.0 if target.basis == "by-end" else 4.0


def _target_day(target: Target) -> dt.date:
    if target.basis == "by-end":
        # where the figure that it is compared with is drawn
        return dt.date(target.last_year, 7, 1)
    first, last = dt.date(target.first_year, 1, 1), dt.date(target.last_year, 12, 31)
    return first + (last - first) / 2


def _target_value(target: Target) -> float:
    bounds = [bound for bound in (target.low, target.high) if bound is not None]
    return sum(bounds) / len(bounds)


def _target_shapes(view: View, shades: Palette) -> list[fr.Shape]:
    """Return a box for each range that was set for a year, and a dotted line for each average over several."""
    return [
        {
            "type": "rect" if target.low != target.high else "line",
            "xref": "x",
            "yref": "y",
            "x0": f"{target.first_year}-01-01",
            "x1": f"{target.last_year}-12-31",
            "y0": target.low,
            "y1": target.high,
            "line": {"color": shades.target, "width": 1, "dash": "dot" if target.basis == "average" else "solid"},
            "opacity": 0.75,
            "layer": "above",
        }
        for target in view.targets
        if target.low is not None
        and target.high is not None
        and (target.basis == "average" or (target.basis == "each-year" and target.low != target.high))
    ]


def value_range(view: View) -> tuple[float, float]:
    """Return the ends of the value axis: all that is drawn with some air, from zero where zero is a bottom."""
    values = [*view.points["value"], *(_target_value(target) for target in view.targets)]
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    if view.scale == "log":
        pad = max((high / low) ** 0.06, 1.1)
        return low / pad, high * pad
    if low >= 0 and view.kind in _FROM_ZERO:
        low = 0.0
    pad = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return (0.0 if low == 0 and view.kind in _FROM_ZERO else low - pad), high + pad


def _title(view: View, room: float) -> str:
    name = "<br>".join(lay.wrapped(view.indicator.name, (room - 20) * 0.93, _TITLE_PX))
    subtitle = (
        f"{view.subtitle}, {view.unit}"
        if view.subtitle and view.unit.lower() not in view.subtitle.lower()
        else view.subtitle or view.unit
    )
    lines = lay.wrapped(f"{subtitle[0].upper()}{subtitle[1:]}", room - 20, 13)
    return f"<b>{name}</b><br>" + "<br>".join(f'<span style="font-size:13px">{line}</span>' for line in lines)


def source_line(view: View) -> str:
    """Return the line under a chart that says where its figures come from and of which vintage they are."""
    return (
        f"Source: {view.indicator.source_name}. Vintage {view.vintage.date}: {words.releases(view.vintages)}. Eraline."
    )


def _source_lines(view: View, room: float) -> tuple[str, ...]:
    return lay.wrapped(source_line(view), room - 20, fr.SMALL_PX)


def _title_note(title: str, shades: Palette, canvas: _Canvas) -> fr.Shape:
    # plotly's own title starts above the picture's edge when it has several lines
    corner: dict[str, Any] = {"xref": "paper", "yanchor": "top", "align": "left", "xshift": 2 - canvas.left}
    return fr.text_note(
        title, x=0, y=1, size=_TITLE_PX, colour=shades.ink, anchor="left", yshift=canvas.top - 2, **corner
    )


def _source_note(lines: tuple[str, ...], shades: Palette, canvas: _Canvas) -> fr.Shape:
    corner: dict[str, Any] = {"xref": "paper", "yanchor": "top", "align": "left", "xshift": 2 - canvas.left}
    return fr.text_note(
        "<br>".join(lines), x=0, y=0, size=fr.SMALL_PX, colour=shades.muted, anchor="left", yshift=-26, **corner
    )
