"""Draw what surrounds the series of any time chart: time axis, era bands and strip, milestone pins and hairlines."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go

from dashboard import words
from dashboard.figures import annotations as lay
from dashboard.figures.theme import Palette
from dashboard.model import Era, Milestone

SAFE_WIDTH: Final = 330
STRIP_PX: Final = 20
LANE_PX: Final = lay.PIN_PX + 3
MOST_LANES: Final = 3
TEXT_PX: Final = 12
SMALL_PX: Final = 11
Shape = dict[str, Any]


@dataclass(frozen=True)
class TimeAxis:
    """The time axis of a plot: first and last day at its edges, and its width in pixels."""

    first: dt.date
    last: dt.date
    width: float

    def px(self, day: dt.date) -> float:
        """Return a day's distance from the left edge in pixels."""
        return (day - self.first).days / max(1, (self.last - self.first).days) * self.width

    def day(self, px: float) -> str:
        """Return the moment at a distance from the left edge, as plotly reads it."""
        span = (self.last - self.first).days
        moment = dt.datetime.combine(self.first, dt.time()) + dt.timedelta(days=px / self.width * span)
        return moment.isoformat(timespec="minutes")


def layout_axis(axis: TimeAxis, shades: Palette) -> dict[str, Any]:
    """Return plotly's settings of the time axis, a year written in the middle of itself, where its figure is."""
    years = lay.year_ticks(axis.first.year, axis.last.year, axis.width, TEXT_PX)
    return {
        "type": "date",
        "range": [axis.first.isoformat(), axis.last.isoformat()],
        "tickmode": "array",
        "tickvals": [f"{year}-07-01" for year in years],
        "ticktext": [str(year) for year in years],
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": shades.faint,
        "tickfont": {"size": TEXT_PX, "color": shades.muted},
        "showgrid": False,
        "zeroline": False,
        "linecolor": shades.faint,
        "fixedrange": False,
    }


def era_bands(eras: Sequence[Era], axis: TimeAxis, shades: Palette, bottom: float, top: float) -> list[Shape]:
    """Return a faint band for each era from `bottom` to `top` of the paper, and a hairline where one begins."""
    shapes: list[Shape] = []
    for place, era in enumerate(eras):
        start, end = max(era.start, axis.first), min(era.end or axis.last, axis.last)
        common = {"xref": "x", "yref": "paper", "y0": bottom, "y1": top, "layer": "below"}
        shapes.append(
            {
                **common,
                "type": "rect",
                "x0": start.isoformat(),
                "x1": end.isoformat(),
                "fillcolor": shades.bands[place % 2],
                "line": {"width": 0},
            }
        )
        if era.start > axis.first:
            edge = {"color": shades.faint, "width": 0.8}
            shapes.append({**common, "type": "line", "x0": start.isoformat(), "x1": start.isoformat(), "line": edge})
    return shapes


def era_names(eras: Sequence[Era], axis: TimeAxis, shades: Palette, y: float) -> list[Shape]:
    """Return the era names of the strip: whole, short or not at all, as their bands allow."""
    notes: list[Shape] = []
    for era in eras:
        left, right = axis.px(max(era.start, axis.first)), axis.px(min(era.end or axis.last, axis.last))
        text = lay.fitting((era.name, era.short_name), right - left - 8, SMALL_PX)
        if text:
            notes.append(
                text_note(
                    text, x=axis.day((left + right) / 2), y=y, size=SMALL_PX, colour=shades.muted, anchor="center"
                )
            )
    return notes


def text_note(text: str, *, x: str | float, y: float, size: int, colour: str, anchor: str, **more: object) -> Shape:
    """Return an annotation without an arrow, placed on the paper's height and the time axis unless told otherwise."""
    placed = {"xref": "x", "yref": "paper", "showarrow": False, "xanchor": anchor, "yanchor": "middle", "borderpad": 0}
    return {**placed, "text": text, "x": x, "y": y, "font": {"size": size, "color": colour}, **more}


def pins_of(milestones: Sequence[Milestone], axis: TimeAxis) -> tuple[tuple[lay.Pin, ...], int]:
    """Return where the pins of milestones go, and how many lanes they take."""
    positions = [axis.px(milestone.date) for milestone in milestones]
    if not positions:
        return (), 0
    lanes = lay.lanes_needed(positions, axis.width, MOST_LANES)
    return lay.place_pins(positions, axis.width, lanes), lanes


def hairlines(
    milestones: Sequence[Milestone], indicators: Sequence[str], shades: Palette, bottom: float, top: float
) -> list[Shape]:
    """Return a thin line at each milestone's own date; stronger where it names an indicator shown."""
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": milestone.date.isoformat(),
            "x1": milestone.date.isoformat(),
            "y0": bottom,
            "y1": top,
            "layer": "below",
            "line": {
                "width": 1,
                "dash": "dot",
                "color": shades.faint if named(milestone, indicators) else shades.grid,
            },
        }
        for milestone in milestones
    ]


def named(milestone: Milestone, indicators: Sequence[str]) -> bool:
    """Tell whether a milestone was meant to move one of the indicators."""
    return any(indicator in milestone.indicators for indicator in indicators)


def pin_trace(
    pins: Sequence[lay.Pin],
    milestones: Sequence[Milestone],
    indicators: Sequence[str],
    axis: TimeAxis,
    shades: Palette,
) -> go.Scatter:
    """Return the pins as markers that hover, on the lanes' own axis `y2`."""
    groups = [milestones[pin.first - 1 : pin.last] for pin in pins]
    emphasised = [any(named(milestone, indicators) for milestone in group) for group in groups]
    return go.Scatter(
        x=[axis.day(pin.x) for pin in pins],
        y=[pin.lane + 0.5 for pin in pins],
        yaxis="y2",
        mode="markers+text",
        text=[pin.label for pin in pins],
        textfont={"size": 10, "color": [shades.ground if strong else shades.muted for strong in emphasised]},
        textposition="middle center",
        marker={
            "size": lay.PIN_PX,
            "symbol": ["circle" if pin.first == pin.last else "square" for pin in pins],
            # a joined pin is wider than a marker can be: its plate is a shape below
            "opacity": [1 if pin.first == pin.last else 0 for pin in pins],
            "color": [shades.ink if strong else shades.ground for strong in emphasised],
            "line": {"width": 1, "color": [shades.ink if strong else shades.faint for strong in emphasised]},
        },
        customdata=["<br>".join(_pin_words(milestone) for milestone in group) for group in groups],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
        name="Milestones",
    )


def pin_plates(
    pins: Sequence[lay.Pin], milestones: Sequence[Milestone], indicators: Sequence[str], axis: TimeAxis, shades: Palette
) -> list[Shape]:
    """Return the plates under pins that stand for several milestones."""
    plates: list[Shape] = []
    for pin in pins:
        if pin.first == pin.last:
            continue
        strong = any(named(milestone, indicators) for milestone in milestones[pin.first - 1 : pin.last])
        plates.append(
            {
                "type": "rect",
                "xref": "x",
                "yref": "y2",
                "xsizemode": "pixel",
                "ysizemode": "pixel",
                "xanchor": axis.day(pin.x),
                "yanchor": pin.lane + 0.5,
                "x0": -pin.width / 2,
                "x1": pin.width / 2,
                "y0": -lay.PIN_PX / 2,
                "y1": lay.PIN_PX / 2,
                "fillcolor": shades.ink if strong else shades.ground,
                "line": {"width": 1, "color": shades.ink if strong else shades.faint},
                "layer": "below",
            }
        )
    return plates


def _pin_words(milestone: Milestone) -> str:
    summary = "<br>".join(lay.wrapped(milestone.summary, 330, TEXT_PX))
    source = milestone.sources[0]
    by = f", {source.publisher}" if source.publisher else ""
    return (
        f"<b>{words.when(milestone)}: {milestone.title}</b><br>{milestone.title_zh}<br>{summary}<br>"
        f"<i>Source: {source.title}{by}</i>"
    )
