"""Draw what a series did in the years around a milestone, beside what others did at the same date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard import formatting
from dashboard.analysis.event_time import BASE_YEARS, EventTime
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.labels import spread
from dashboard.figures.geometry.scales import ValueScale, air
from dashboard.figures.parts.axes import base_axis, room_beside, value_axis
from dashboard.figures.parts.event_series import band_traces, own_traces, thin_traces
from dashboard.figures.parts.frame import TITLE_PX, Frame, comparison_frame
from dashboard.figures.parts.notes import SMALL_PX, TEXT_PX, Shape, end_note, escaped, text_note
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode, Palette, colours, palette
from dashboard.views.event_time import MilestoneView
from dashboard.views.view import View

_WIDE_FROM_PX: Final = 640
_BODY_PX: Final = {True: 480, False: 400}
_BAND_PX: Final = 320
_LEAST_BODY_PX: Final = 220
_STRIP_PX: Final = 20
_LABEL_GAP_PX: Final = 15
_TICKS: Final = 7
_TICK_PX: Final = 46
_STEPS: Final = (1, 2, 5, 10)
# an index that spreads further than this is only legible by multiples
_WIDEST_LINEAR: Final = 12.0
_STRETCH: Final = 1.0


@dataclass(frozen=True)
class _Plot:
    """The years before and after the milestone, the scale of rebased values, and whether values lie beyond its ends."""

    first: int
    last: int
    scale: ValueScale
    is_cut: bool


def event_time_figure(
    around: MilestoneView,
    chosen: Sequence[str] = (),
    *,
    others: bool = True,
    mode: Mode = "light",
    width: int | None = None,
    height: int | None = None,
    titled: bool = True,
) -> Figure:
    """Return the series around a milestone; `chosen` economies have colours and labels, the others are thin lines.

    Without `others` there are no thin lines, and of the economies beside the subject only their median and percentiles.
    """
    shades, sheet, event = palette(mode), Sheet(width, height, titled), around.event
    present = set(event.series["economy"].unique())
    followed = [code for code in dict.fromkeys([event.economy, *chosen]) if code in present]
    drawn = event.series if others else event.series[event.series["economy"].isin(followed)]
    own = colours([around.economies[code] for code in followed], shades, around.view.subject)
    plot = _plot(around, drawn, followed)
    labels = _label_texts(around, followed, narrow=sheet.room < _WIDE_FROM_PX)
    frame = _frame(around, plot, labels.values(), sheet, others=others)
    return drawn_as_is(
        [
            *band_traces(around, shades),
            *thin_traces(around, drawn, followed, shades),
            *own_traces(around, followed, own),
        ],
        frame.layout(
            shades,
            annotations=[
                *frame.words(shades),
                *_line_labels(around, labels, own, plot.scale, frame, shades),
                *_strip_words(around, plot, frame, shades),
            ],
            shapes=_shapes(_moment(around), frame.y(_STRIP_PX), shades),
            **_axes(event, plot, frame, shades),
        ),
    )


def _frame(around: MilestoneView, plot: _Plot, labels: Iterable[str], sheet: Sheet, *, others: bool) -> Frame:
    usual = _BODY_PX[sheet.room >= _WIDE_FROM_PX] if others else _BAND_PX
    return comparison_frame(
        _title(around, sheet.room),
        _subtitle(around, others=others, is_cut=plot.is_cut),
        [around.view],
        sheet=sheet,
        body=(usual, _LEAST_BODY_PX),
        sides=(room_beside(plot.scale.ticks(_TICKS)), 14 + typeset.widest(labels, TEXT_PX, bold=True)),
        under=46,
    )


def _axes(event: EventTime, plot: _Plot, frame: Frame, shades: Palette) -> dict[str, Any]:
    span = plot.last - plot.first
    step = next((step for step in _STEPS if span / step <= frame.width / _TICK_PX), _STEPS[-1])
    shown = [t for t in range(plot.first, plot.last + 1) if t % step == 0]
    return {
        "xaxis": {
            **base_axis(shades),
            "range": [plot.first - 0.5, plot.last + 0.5],
            "tickmode": "array",
            "tickvals": shown,
            "ticktext": [f"{formatting.difference(t, '', 0)}<br>{event.start + t}" for t in shown],
            "fixedrange": True,
        },
        "yaxis": value_axis(
            plot.scale.ticks(_TICKS),
            shades,
            type=plot.scale.kind,
            range=plot.scale.range,
            domain=[0, frame.y(_STRIP_PX)],
        ),
    }


def _plot(around: MilestoneView, drawn: pd.DataFrame, followed: Sequence[str]) -> _Plot:
    event = around.event
    years = pd.concat([drawn["t"], event.band["t"]])
    values = pd.concat([drawn["value"], event.band["low"], event.band["high"]])
    core = pd.concat([event.series.loc[event.series["economy"].isin(followed), "value"], event.band["median"]])
    scale = event_scale(around, values, float(core.min()), float(core.max()))
    is_cut = not values.between(scale.low, scale.high).all()
    # the milestone itself is on the axis, whether or not values reach it
    return _Plot(int(years.min()), max(int(years.max()), 0), scale, is_cut)


def event_scale(around: MilestoneView, values: pd.Series, low: float, high: float) -> ValueScale:
    """Return the scale that shows all from `low` to `high`, and of the other values what is not far beyond."""
    is_index, wanted = around.event.is_index, around.view.selection.scale
    steep = high / max(low, 1e-9) > _WIDEST_LINEAR
    if is_index and (wanted == "log" or (wanted is None and steep)):
        reach = max(high / low, 2.0) ** 0.5
        bottom, top = max(float(values.min()), low / reach), min(float(values.max()), high * reach)
        factor = max((top / bottom) ** 0.05, 1.03)
        return ValueScale(bottom / factor, top * factor, "log")
    reach = air(low, high, _STRETCH)
    bottom, top = max(float(values.min()), low - reach), min(float(values.max()), high + reach)
    beyond = (top - bottom) * 0.05
    return ValueScale(bottom - beyond, top + beyond)


def _moment(around: MilestoneView) -> float:
    """Return where the milestone's own day lies, a year's value being at its middle."""
    day = around.milestone.date
    return day.year - around.event.start + (day.timetuple().tm_yday - 1) / 365.25 - 0.5


def _shapes(moment: float, top: float, shades: Palette) -> list[Shape]:
    paper = {"xref": "x", "yref": "paper", "y0": 0, "y1": top, "layer": "below"}
    line = {"color": shades.ink, "width": 1.2, "dash": "dot"}
    base = {**paper, "type": "rect", "x0": -BASE_YEARS - 0.5, "x1": -0.5}
    return [
        {**base, "fillcolor": shades.bands[0], "line": {"width": 0}},
        {**paper, "type": "line", "x0": moment, "x1": moment, "line": line},
    ]


def _strip_words(around: MilestoneView, plot: _Plot, frame: Frame, shades: Palette) -> list[Shape]:
    """Return what stands above the plot: the base's years, and the milestone where it happened."""
    milestone, y = around.milestone, frame.y(_STRIP_PX / 2)
    per_year = frame.width / (plot.last - plot.first + 1)
    small: dict[str, Any] = {"size": SMALL_PX, "colour": shades.muted}
    notes: list[Shape] = []
    base = typeset.fitting((f"base {around.event.base}", "base"), per_year * BASE_YEARS, SMALL_PX)
    if base:
        notes.append(text_note(base, x=-0.5 - BASE_YEARS / 2, y=y, anchor="center", **small))
    moment = _moment(around)
    room = (plot.last + 0.5 - moment) * per_year - 12
    when = formatting.day(milestone.date, milestone.precision)
    ways = (f"{milestone.short_title}, {when}", milestone.short_title, when)
    said = typeset.fitting(ways, room, SMALL_PX)
    # right of the base's own words, wherever in its year the milestone lies
    edge = max(moment, -0.5)
    return [*notes, text_note(escaped(said), x=edge, y=y, anchor="left", xshift=5, **small)] if said else notes


def _label_texts(around: MilestoneView, followed: Sequence[str], *, narrow: bool) -> dict[str, str]:
    event, known = around.event, around.economies
    named = {code: code if narrow else known[code].short_name for code in followed}
    return named if event.band.empty else {**named, "": "median" if narrow else f"Median of {event.comparators}"}


def _line_labels(
    around: MilestoneView,
    labels: Mapping[str, str],
    own: Mapping[str, str],
    scale: ValueScale,
    frame: Frame,
    shades: Palette,
) -> list[Shape]:
    event, plot_px = around.event, frame.body - _STRIP_PX
    ends = {code: float(event.of(code)["value"].iloc[-1] if code else event.band["median"].iloc[-1]) for code in labels}
    # kept inside the plot where the axis is cut
    wanted = [min(max(scale.position(ends[code], plot_px), 0.0), plot_px) for code in labels]
    placed = spread(wanted, _LABEL_GAP_PX, _LABEL_GAP_PX / 2, plot_px - _LABEL_GAP_PX / 2)
    return [
        end_note(text, y=y / frame.body, colour=own.get(code, shades.ink), strong=code == event.economy)
        for (code, text), y in zip(labels.items(), placed, strict=True)
        if y is not None
    ]


def event_title(around: MilestoneView) -> str:
    """Return what is shown around which milestone, in few words."""
    return f"{around.view.indicator.name} around “{around.milestone.short_title}”"


def _title(around: MilestoneView, room: float) -> str:
    name, milestone = around.view.indicator.name, around.milestone
    ways = (f"{name} around “{title}”" for title in (milestone.title, milestone.short_title))
    # two lines, with some room for words that do not break where they should
    return typeset.fitting(tuple(ways), room * 1.7, TITLE_PX) or event_title(around)


def _subtitle(around: MilestoneView, *, others: bool, is_cut: bool) -> str:
    event = around.event
    how = (
        f"Index, mean of {event.base} = 100"
        if event.is_index
        else f"Difference from the mean of {event.base}, {difference_unit(around.view)}"
    )
    beside = _others(around) if others else _range_alone(around)
    beyond = "some go" if others else "the shaded area goes"
    cut = f" The axis is cut: {beyond} beyond it." if is_cut else ""
    return f"{how}.{beside}{cut} It shows timing, not cause."


def _others(around: MilestoneView) -> str:
    event = around.event
    if not event.comparators:
        return ""
    band = "" if event.band.empty else ". Dashed: their median. Shaded: from their 10th to their 90th percentile"
    return f" Thin lines: {event.comparators} other economies{band}."


def _range_alone(around: MilestoneView) -> str:
    subject, band = around.economies[around.event.economy].name, around.event.band
    ranged = " Dashed: median of the other economies. Shaded: from their 10th to their 90th percentile."
    return f" Solid: {subject}.{'' if band.empty else ranged}"


def difference_unit(view: View) -> str:
    """Return what differences of a view's values are in."""
    return "percentage points" if view.unit_short in ("%", "pp") else view.unit
