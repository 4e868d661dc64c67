"""What did a series do around a milestone? Years before and after it, beside what others did at the same date."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard import formatting
from dashboard.analysis.event_time import BASE_YEARS, MIN_ECONOMIES
from dashboard.catalogue.indicators import Scale
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import annotations as lay
from dashboard.figures.parts import frame as fr
from dashboard.figures.parts.event_series import band_traces, own_traces, thin_traces
from dashboard.figures.parts.sheet import sheet, value_axis
from dashboard.figures.theme import Mode, Palette, colours, palette
from dashboard.views.comparison import MilestoneView
from dashboard.views.view import View

_TITLE_PX: Final = 19
_WIDE_FROM_PX: Final = 640
_BODY_PX: Final = {True: 480, False: 400}
_BAND_PX: Final = 320
_STRIP_PX: Final = 20
_LABEL_GAP_PX: Final = 15
_TICKS: Final = 7
_TICK_PX: Final = 46
_STEPS: Final = (1, 2, 5, 10)
# an index that spreads further than this is only legible by multiples
_WIDEST_LINEAR: Final = 12.0
_STRETCH: Final = 1.0


@dataclass(frozen=True)
class _Height:
    """The axis of rebased figures, and whether figures lie beyond its ends."""

    low: float
    high: float
    scale: Scale
    is_cut: bool

    def at(self, value: float) -> float:
        return math.log10(value) if self.scale == "log" else value

    def position(self, value: float, px: float) -> float:
        """Return a figure's distance from the lower end, inside the plot."""
        share = (self.at(value) - self.at(self.low)) / (self.at(self.high) - self.at(self.low))
        return min(max(share, 0.0), 1.0) * px


def event_time_figure(
    around: MilestoneView,
    chosen: Sequence[str] = (),
    *,
    others: bool = True,
    mode: Mode = "light",
    width: int | None = None,
) -> Figure:
    """Return the series around a milestone; `chosen` economies have colours and labels, the others are thin lines.

    Without `others` there are no thin lines, and of the economies beside the subject only their median and range.
    """
    shades, room, event = palette(mode), width or fr.SAFE_WIDTH, around.event
    present = set(event.series["economy"])
    followed = [code for code in dict.fromkeys([event.economy, *chosen]) if code in present]
    drawn = event.series if others else event.series[event.series["economy"].isin(followed)]
    own = colours([around.economies[code] for code in followed], shades)
    narrow = room < _WIDE_FROM_PX
    body = _BODY_PX[not narrow] if others else _BAND_PX
    height = _height(around, drawn, followed)
    log = height.scale == "log"
    ticks = lay.log_ticks(height.low, height.high, _TICKS) if log else lay.value_ticks(height.low, height.high, _TICKS)
    texts = formatting.ticks(ticks, log=log)
    labels = _label_texts(around, followed, narrow=narrow)
    base = sheet(
        _title(around, room),
        _subtitle(around, height, others=others),
        [around.view],
        room=room,
        body=body,
        sides=(
            10 + max((lay.text_width(text, fr.TEXT_PX) for text in texts), default=20),
            14 + max(lay.text_width(text, fr.TEXT_PX, bold=True) for text in labels.values()),
        ),
        under=46,
    )
    span = pd.concat([drawn["t"], event.band["t"]])
    # the milestone itself is on the axis, whether or not figures reach it
    first, last = int(span.min()), max(int(span.max()), 0)
    plot_px, plot_top = body - _STRIP_PX, base.y(_STRIP_PX)
    step = next((step for step in _STEPS if (last - first) / step <= base.inner / _TICK_PX), _STEPS[-1])
    shown = [t for t in range(first, last + 1) if t % step == 0]
    moment = _moment(around)
    return drawn_as_is(
        [
            *band_traces(around, shades),
            *thin_traces(around, drawn, followed, shades),
            *own_traces(around, followed, own),
        ],
        base.layout(
            shades,
            [
                *_line_labels(around, labels, own, height, plot_px, body, shades),
                *_strip_words(around, (first, last), base.inner, 1 - _STRIP_PX / 2 / body, shades),
            ],
            shapes=_shapes(moment, plot_top, shades),
            xaxis={
                "range": [first - 0.5, last + 0.5],
                "tickmode": "array",
                "tickvals": shown,
                "ticktext": [f"{formatting.difference(t, '', 0)}<br>{event.start + t}" for t in shown],
                "tickfont": {"size": fr.TEXT_PX, "color": shades.muted},
                "ticks": "outside",
                "ticklen": 4,
                "tickcolor": shades.faint,
                "showgrid": False,
                "zeroline": False,
                "linecolor": shades.faint,
                "fixedrange": True,
            },
            yaxis={
                **value_axis(ticks, texts, shades),
                "type": height.scale,
                "range": [height.at(height.low), height.at(height.high)],
                "domain": [0, plot_top],
            },
        ),
    )


def _height(around: MilestoneView, drawn: pd.DataFrame, followed: Sequence[str]) -> _Height:
    """Return the axis that shows what is followed and the median whole, and of the others what is not far beyond."""
    event = around.event
    values = pd.concat([drawn["value"], event.band["low"], event.band["high"]])
    core = pd.concat([event.series.loc[event.series["economy"].isin(followed), "value"], event.band["median"]])
    low, high = float(core.min()), float(core.max())
    wanted = around.view.selection.scale
    steep = event.is_index and high / max(low, 1e-9) > _WIDEST_LINEAR
    if event.is_index and (wanted == "log" or (wanted is None and steep)):
        reach = max(high / low, 2.0) ** 0.5
        bottom, top = max(float(values.min()), low / reach), min(float(values.max()), high * reach)
        air = max((top / bottom) ** 0.05, 1.03)
        ends = _Height(bottom / air, top * air, "log", is_cut=False)
    else:
        reach = (high - low) * _STRETCH or abs(high) * 0.1 or 1.0
        bottom, top = max(float(values.min()), low - reach), min(float(values.max()), high + reach)
        air = (top - bottom) * 0.05
        ends = _Height(bottom - air, top + air, "linear", is_cut=False)
    return _Height(ends.low, ends.high, ends.scale, is_cut=not values.between(ends.low, ends.high).all())


def _moment(around: MilestoneView) -> float:
    """Return where the milestone's own day lies, a year's figure being at its middle."""
    day = around.milestone.date
    return day.year - around.event.start + (day.timetuple().tm_yday - 1) / 365.25 - 0.5


def _shapes(moment: float, top: float, shades: Palette) -> list[fr.Shape]:
    paper = {"xref": "x", "yref": "paper", "y0": 0, "y1": top, "layer": "below"}
    line = {"color": shades.ink, "width": 1.2, "dash": "dot"}
    base = {**paper, "type": "rect", "x0": -BASE_YEARS - 0.5, "x1": -0.5}
    return [
        {**base, "fillcolor": shades.bands[0], "line": {"width": 0}},
        {**paper, "type": "line", "x0": moment, "x1": moment, "line": line},
    ]


def _strip_words(
    around: MilestoneView, span: tuple[int, int], inner: float, y: float, shades: Palette
) -> list[fr.Shape]:
    """Return what stands above the plot: the base's years, and the milestone where it happened."""
    milestone, (first, last) = around.milestone, span
    per_year = inner / (last - first + 1)
    small: dict[str, Any] = {"size": fr.SMALL_PX, "colour": shades.muted}
    notes: list[fr.Shape] = []
    base = lay.fitting((f"base {around.event.base}", "base"), per_year * BASE_YEARS, fr.SMALL_PX)
    if base:
        notes.append(fr.text_note(base, x=-0.5 - BASE_YEARS / 2, y=y, anchor="center", **small))
    moment = _moment(around)
    room = (last + 0.5 - moment) * per_year - 12
    when = formatting.day(milestone.date, milestone.precision)
    ways = (f"{milestone.short_title}, {when}", milestone.short_title, when)
    said = lay.fitting(ways, room, fr.SMALL_PX)
    # right of the base's own words, wherever in its year the milestone lies
    edge = max(moment, -0.5)
    return [*notes, fr.text_note(fr.plain(said), x=edge, y=y, anchor="left", xshift=5, **small)] if said else notes


def _label_texts(around: MilestoneView, followed: Sequence[str], *, narrow: bool) -> dict[str, str]:
    event, known = around.event, around.economies
    named = {code: code if narrow else known[code].short_name for code in followed}
    return named if event.band.empty else {**named, "": "median" if narrow else f"Median of {event.comparators}"}


def _line_labels(
    around: MilestoneView,
    labels: Mapping[str, str],
    own: Mapping[str, str],
    height: _Height,
    plot_px: float,
    body: float,
    shades: Palette,
) -> list[fr.Shape]:
    event = around.event
    ends = {code: float(event.of(code)["value"].iloc[-1] if code else event.band["median"].iloc[-1]) for code in labels}
    wanted = [height.position(ends[code], plot_px) for code in labels]
    placed = lay.spread(wanted, _LABEL_GAP_PX, _LABEL_GAP_PX / 2, plot_px - _LABEL_GAP_PX / 2)
    return [
        fr.text_note(
            f"<b>{fr.plain(text)}</b>" if code == event.economy else fr.plain(text),
            x=1,
            y=y / body,
            size=fr.TEXT_PX,
            colour=own.get(code, shades.ink),
            anchor="left",
            xref="paper",
            xshift=7,
        )
        for (code, text), y in zip(labels.items(), placed, strict=True)
        if y is not None
    ]


def _title(around: MilestoneView, room: float) -> str:
    name, milestone = around.view.indicator.name, around.milestone
    ways = (f"{name} around “{title}”" for title in (milestone.title, milestone.short_title))
    # two lines, with some room for words that do not break where they should
    return lay.fitting(tuple(ways), room * 1.7, _TITLE_PX) or f"{name} around “{milestone.short_title}”"


def _subtitle(around: MilestoneView, height: _Height, *, others: bool) -> str:
    event = around.event
    how = (
        f"Index, mean of {event.base} = 100"
        if event.is_index
        else f"Difference from the mean of {event.base}, {_difference_unit(around.view)}"
    )
    beside = _others(around) if others else _range_alone(around)
    beyond = "some go" if others else "the range goes"
    cut = f" The axis is cut: {beyond} beyond it." if height.is_cut else ""
    return f"{how}.{beside}{cut} It shows timing, not cause."


def _others(around: MilestoneView) -> str:
    event = around.event
    if not event.comparators:
        return ""
    band = "" if event.band.empty else f"; dashed their median, shaded their range (where {MIN_ECONOMIES} or more)"
    return f" Thin lines: {formatting.economies(event.comparators)} besides, at the same date{band}."


def _range_alone(around: MilestoneView) -> str:
    subject, band = around.economies[around.event.economy].name, around.event.band
    ranged = f" Dashed: median of the other economies, shaded their range (where {MIN_ECONOMIES} or more)."
    return f" Solid: {subject}.{'' if band.empty else ranged}"


def _difference_unit(view: View) -> str:
    return "percentage points" if view.unit_short in ("%", "pp") else view.unit
