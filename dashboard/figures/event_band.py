"""How did one economy run about a date, seen from its own level before it? Beside the others' median and range."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from dashboard import words
from dashboard.analysis.event_time import MIN_ECONOMIES, EventPoint, EventTime
from dashboard.chart import View
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures import annotations as lay
from dashboard.figures import frame as fr
from dashboard.figures.sheet import sheet, value_axis
from dashboard.figures.theme import Mode, Palette, palette

_BODY_PX: Final = 300
_TICKS: Final = 6
_TICK_PX: Final = 46
_STEPS: Final = (1, 2, 5, 10)
_STRETCH: Final = 1.0


def event_band_figure(
    view: View, event: EventTime, subject: str, named: str, *, mode: Mode = "light", width: int | None = None
) -> Figure | None:
    """Return a series in event time with the median and range of the others; None where it has no base."""
    if event.base is None or not event.points:
        return None
    shades, room = palette(mode), width or fr.SAFE_WIDTH
    low, high, is_cut = _height(event.points)
    ticks = lay.value_ticks(low, high, _TICKS)
    texts = words.ticks(ticks)
    first, last = event.points[0].offset, event.points[-1].offset
    # a date at the end of the figures has nothing after it, and one point is no line
    last = max(last, first + 1)
    left = 10 + max((lay.text_width(text, fr.TEXT_PX) for text in texts), default=20)
    base = sheet(
        f"{view.indicator.name} around {named}",
        _subtitle(view, event, subject, is_cut=is_cut),
        [view],
        room=room,
        body=_BODY_PX,
        sides=(left, 16),
        under=46,
    )
    step = next((step for step in _STEPS if (last - first) / step <= base.inner / _TICK_PX), _STEPS[-1])
    shown = [offset for offset in range(first, last + 1) if offset % step == 0]
    return drawn_as_is(
        [*_band(event.points, _writer(view, event), shades), _own(event, subject, _writer(view, event), shades)],
        base.layout(
            shades,
            shapes=_shapes(event, shades),
            xaxis={
                "range": [first - 0.5, last + 0.5],
                "tickmode": "array",
                "tickvals": shown,
                "ticktext": [f"{_signed(offset)}<br>{event.year + offset}" for offset in shown],
                "tickfont": {"size": fr.TEXT_PX, "color": shades.muted},
                "ticks": "outside",
                "ticklen": 4,
                "tickcolor": shades.faint,
                "showgrid": False,
                "zeroline": False,
                "linecolor": shades.faint,
                "fixedrange": True,
            },
            yaxis={**value_axis(ticks, texts, shades), "range": [low, high]},
        ),
    )


def _height(points: Sequence[EventPoint]) -> tuple[float, float, bool]:
    """Return the ends of an axis that shows the own line and the median whole, of the range what is not far beyond."""
    core = [value for point in points for value in (point.value, point.median) if value is not None]
    every = [*core, *(value for point in points for value in (point.low, point.high) if value is not None)]
    low, high = min(core, default=0.0), max(core, default=1.0)
    reach = (high - low) * _STRETCH or abs(high) * 0.1 or 1.0
    bottom, top = max(min(every, default=low), low - reach), min(max(every, default=high), high + reach)
    air = (top - bottom) * 0.05 or 0.5
    is_cut = min(every, default=bottom) < bottom or max(every, default=top) > top
    return bottom - air, top + air, is_cut


def _subtitle(view: View, event: EventTime, subject: str, *, is_cut: bool) -> str:
    span = f"{event.base_years[0]}–{event.base_years[1]}"
    unit = "percentage points" if view.unit_short in ("%", "pp") else view.unit
    how = f"Index, mean of {span} = 100" if event.is_index else f"Difference from the mean of {span}, {unit}"
    has_band = any(point.median is not None for point in event.points)
    others = (
        f" Dashed: median of the other economies, shaded their range (where {MIN_ECONOMIES} or more)."
        if has_band
        else ""
    )
    cut = " The axis is cut: the range goes beyond it." if is_cut else ""
    return f"{how}. Solid: {subject}.{others}{cut} It shows timing, not cause."


def _writer(view: View, event: EventTime) -> Callable[[float], str]:
    if event.is_index:
        return lambda value: words.number(value, 1)
    return lambda value: words.difference(value, view.unit_short, max(1, view.indicator.decimals))


def _own(event: EventTime, subject: str, say: Callable[[float], str], shades: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": subject,
        "x": [point.offset for point in event.points],
        "y": [point.value for point in event.points],
        "line": {"color": shades.accent, "width": 2.6},
        "marker": {"size": 5, "color": shades.accent},
        "connectgaps": False,
        "customdata": [[str(point.year), "" if point.value is None else say(point.value)] for point in event.points],
        "hovertemplate": f"<b>{fr.plain(subject)}</b>, %{{customdata[0]}}: %{{customdata[1]}}<extra></extra>",
    }


def _band(points: Sequence[EventPoint], say: Callable[[float], str], shades: Palette) -> list[dict[str, Any]]:
    known = [
        (point, point.low, point.median, point.high)
        for point in points
        if point.low is not None and point.median is not None and point.high is not None
    ]
    if not known:
        return []
    offsets = [point.offset for point, *_ in known]
    edge = {"type": "scatter", "mode": "lines", "x": offsets, "line": {"width": 0}, "hoverinfo": "skip"}
    red, green, blue = (int(shades.muted[place : place + 2], 16) for place in (1, 3, 5))
    return [
        {**edge, "name": "Range, top", "y": [high for *_, high in known]},
        {
            **edge,
            "name": "Range, bottom",
            "y": [low for _, low, *_ in known],
            "fill": "tonexty",
            "fillcolor": f"rgba({red}, {green}, {blue}, 0.16)",
        },
        {
            "type": "scatter",
            "mode": "lines",
            "name": "Median",
            "x": offsets,
            "y": [median for _, _, median, _ in known],
            "line": {"color": shades.ink, "width": 1.6, "dash": "dash"},
            "customdata": [[str(point.year), point.economies, say(median)] for point, _, median, _ in known],
            "hovertemplate": "%{customdata[0]}: median of %{customdata[1]} others %{customdata[2]}<extra></extra>",
        },
    ]


def _shapes(event: EventTime, shades: Palette) -> list[fr.Shape]:
    paper = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    start = event.base_years[0] - event.year
    return [
        {**paper, "type": "rect", "x0": start - 0.5, "x1": -0.5, "fillcolor": shades.bands[0], "line": {"width": 0}},
        {
            **paper,
            "type": "line",
            "x0": -0.5,
            "x1": -0.5,
            "line": {"color": shades.ink, "width": 1.2, "dash": "dot"},
        },
    ]


def _signed(offset: int) -> str:
    return "0" if offset == 0 else f"+{offset}" if offset > 0 else f"−{-offset}"
