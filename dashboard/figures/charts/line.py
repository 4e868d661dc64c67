"""Draw a view as lines over time: the annotated chart of series, targets, eras and milestones."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.frequency import middle_of_year
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import Target
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import annotations as lay
from dashboard.figures.parts import frame as fr
from dashboard.figures.parts import line_ends as le
from dashboard.figures.parts.captions import corner_note, source_line, what
from dashboard.figures.parts.series import Run, runs_of, series_traces
from dashboard.figures.theme import Mode, Palette, colours, palette
from dashboard.views.view import View

_TITLE_PX: Final = 19
_NARROW_PX: Final = 560
_FROM_ZERO: Final = (Kind.LEVEL, Kind.SHARE, Kind.INDEX, Kind.PRICE)


@dataclass(frozen=True)
class Canvas:
    """The figure's measures in pixels, from which every share of the paper is taken, and its time axis."""

    time: fr.TimeAxis
    height: float
    top: float
    bottom: float
    lanes: float

    @property
    def inner(self) -> float:
        """Return the height between head and foot."""
        return self.height - self.top - self.bottom

    @property
    def plot(self) -> float:
        """Return the share of the inner height that the plot has; lanes and era strip are above it."""
        return (self.inner - self.lanes - fr.STRIP_PX - 6) / self.inner

    def share(self, px_from_top: float) -> float:
        """Return the share of the inner height at so many pixels under its top."""
        return 1 - px_from_top / self.inner


@dataclass(frozen=True)
class Parts:
    """What an annotated chart is made of: traces, the milestones' pins over them, plotly's layout, and the measures."""

    traces: tuple[dict[str, Any], ...]
    pins: dict[str, Any]
    layout: Mapping[str, Any]
    canvas: Canvas

    def adding(
        self, traces: Iterable[dict[str, Any]], shapes: Iterable[fr.Shape], annotations: Iterable[fr.Shape]
    ) -> "Parts":
        """Return the parts with more traces, which stay under the pins, shapes and annotations."""
        layout = {
            **self.layout,
            "shapes": [*self.layout["shapes"], *shapes],
            "annotations": [*self.layout["annotations"], *annotations],
        }
        return replace(self, traces=(*self.traces, *traces), layout=layout)

    def figure(self) -> Figure:
        """Return the figure of all parts."""
        return drawn_as_is([*self.traces, self.pins], self.layout)


def line_figure(view: View, *, mode: Mode = "light", width: int | None = None, height: int = 560) -> Figure:
    """Return the annotated chart of a view; without a width it is laid out so that nothing touches at any width."""
    return line_parts(view, mode=mode, width=width, height=height).figure()


def line_parts(view: View, *, mode: Mode = "light", width: int | None = None, height: int = 560) -> Parts:
    """Return the parts of the annotated chart of a view, to which a caller may add its own."""
    shades = palette(mode)
    room = width or fr.SAFE_WIDTH
    is_narrow = room < _NARROW_PX
    labels = le.label_texts(view.economies, narrow=is_narrow)
    low, high = value_range(view)
    ticks = lay.log_ticks(low, high, 7) if view.scale == "log" else lay.value_ticks(low, high, 6)
    tick_texts = formatting.ticks(ticks, log=view.scale == "log")
    left = 10 + max((lay.text_width(text, fr.TEXT_PX) for text in tick_texts), default=20)
    right = 14 + max((lay.text_width(text, fr.TEXT_PX, bold=True) for text in labels.values()), default=0)
    axis = fr.TimeAxis(view.axis[0], view.axis[1], max(120, room - left - right))
    lanes = fr.lanes_of(view.milestones, [view.indicator.id], axis, selected=view.selection.milestone)
    title, source = _title(view, room), lay.wrapped(source_line(view), room - 20, fr.SMALL_PX)
    canvas = Canvas(
        axis,
        height,
        top=14 + title.count("<br>") * 19 + 30,
        bottom=30 + 15 * len(source),
        lanes=lanes.height,
    )
    plot_top, lanes_top = canvas.plot, canvas.share(fr.STRIP_PX)
    runs = runs_of(view.points, view.frequency)
    last = [(economy, runs[economy.id].days[-1], runs[economy.id].last) for economy in view.economies]
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
        **fr.look(shades),
        "height": height,
        "margin": {"l": left, "r": right, "t": canvas.top, "b": canvas.bottom, "pad": 0, "autoexpand": False},
        "xaxis": {
            **fr.layout_axis(axis, shades),
            "anchor": "y",
            "hoverformat": view.frequency.hover_format,
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
            corner_note([title], y=1, yshift=canvas.top - 2, size=_TITLE_PX, colour=shades.ink, left=left),
            corner_note(source, y=0, yshift=-26, size=fr.SMALL_PX, colour=shades.muted, left=left),
        ],
        "hovermode": "x unified",
        "dragmode": False if is_narrow else "zoom",
    }
    traces = (*_series(view, runs, shades), *_target_traces(view, axis, shades))
    return Parts(traces, lanes.trace(shades), layout, canvas)


def _series(view: View, runs: Mapping[str, Run], shades: Palette) -> list[dict[str, Any]]:
    shade = colours(view.economies, shades)
    return [
        trace
        # the subject is drawn last, above the others
        for economy in reversed(view.economies)
        for trace in series_traces(
            view,
            economy,
            runs[economy.id],
            {
                "color": shade[economy.id],
                "width": 2.6 if economy is view.economies[0] else 1.6,
                "dash": "dot" if economy.aggregate else "solid",
            },
        )
    ]


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
    asked = f"{wording.bound(target)}, {wording.deadline(target)} ({target.set_by})"
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
        return middle_of_year(target.last_year)
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
    lines = lay.wrapped(what(view), room - 20, 13)
    return f"<b>{name}</b><br>" + "<br>".join(f'<span style="font-size:13px">{line}</span>' for line in lines)
