"""Draw economies side by side in event time: each counted in years from a milestone of its own."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from dashboard import formatting
from dashboard.analysis.event_time import BASE_YEARS
from dashboard.catalogue.economies import Economy
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.charts.event_time import difference_unit, event_scale
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.labels import spread
from dashboard.figures.geometry.scales import ValueScale
from dashboard.figures.parts.axes import base_axis, room_beside, value_axis
from dashboard.figures.parts.event_series import band_traces, own_traces
from dashboard.figures.parts.frame import Frame, comparison_frame
from dashboard.figures.parts.notes import SMALL_PX, TEXT_PX, Shape, end_note, text_note
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode, Palette, colours, palette
from dashboard.views.event_time import MilestoneView, Together

_WIDE_FROM_PX: Final = 640
_BODY_PX: Final = {True: 480, False: 400}
_LEAST_BODY_PX: Final = 220
_STRIP_PX: Final = 20
_LABEL_GAP_PX: Final = 15
_TICKS: Final = 7
_TICK_PX: Final = 34
_STEPS: Final = (1, 2, 5, 10)
# lines of one economy about several milestones
_DASHES: Final = ("solid", "dot", "dashdot", "longdash")


def side_by_side_title(found: Together) -> str:
    """Return what is shown around how many milestones, in few words."""
    number = len(found.lines)
    what = "one milestone" if number == 1 else f"{formatting.in_words(number)} milestones, each at its own date"
    return f"{found.view.indicator.name} around {what}"


def side_by_side_figure(found: Together, *, mode: Mode = "light", sheet: Sheet | None = None) -> Figure:
    """Return one line for each milestone, and the median and percentiles of the others about the first one's date."""
    shades, sheet = palette(mode), sheet or Sheet()
    scale, ends = _scale(found), _ends(found)
    own = colours([_economy(line) for line in found.lines], shades, found.view.subject)
    labels = _labels(found, narrow=sheet.room < _WIDE_FROM_PX)
    frame = comparison_frame(
        side_by_side_title(found),
        _subtitle(found),
        [found.view],
        sheet=sheet,
        body=(_BODY_PX[sheet.room >= _WIDE_FROM_PX], _LEAST_BODY_PX),
        sides=(room_beside(scale.ticks(_TICKS)), 14 + typeset.widest(labels, TEXT_PX, bold=True)),
        note=_dates(found),
    )
    return drawn_as_is(
        [*band_traces(found.others, shades), *_lines(found, own)],
        frame.layout(
            shades,
            annotations=[
                *frame.words(shades),
                *_strip(ends, frame, shades),
                *_names(found, labels, own, scale, frame, shades),
            ],
            shapes=_shapes(frame.y(_STRIP_PX), shades),
            **_axes(ends, scale, frame, shades),
        ),
    )


def _dates(found: Together) -> str:
    """Return which year is zero for which economy, and after what."""
    told = [
        f"{_economy(line).short_name} {line.event.start} ({line.milestone.short_title}, "
        f"{formatting.day(line.milestone.date, line.milestone.precision)})"
        for line in found.lines
    ]
    return f"Year 0: {'; '.join(told)}."


def _economy(line: MilestoneView) -> Economy:
    return line.economies[line.event.economy]


def _scale(found: Together) -> ValueScale:
    drawn = pd.concat([line.event.series["value"] for line in found.lines])
    band = found.others.event.band
    values = pd.concat([drawn, band["low"], band["high"]])
    core = pd.concat([drawn, band["median"]])
    return event_scale(found.others, values, float(core.min()), float(core.max()))


def _ends(found: Together) -> tuple[int, int]:
    years = pd.concat([*(line.event.series["t"] for line in found.lines), found.others.event.band["t"]])
    return int(years.min()), max(int(years.max()), 0)


def _labels(found: Together, *, narrow: bool) -> list[str]:
    """Return what each line is called at its end, and the median where there is one."""
    named = [
        f"{line.event.economy if narrow else _economy(line).short_name} {line.milestone.date.year}"
        for line in found.lines
    ]
    event = found.others.event
    return named if event.band.empty else [*named, "median" if narrow else f"Median of {event.comparators}"]


def _lines(found: Together, own: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield the traces of every line, the first on top; a further one of the same economy is dashed."""
    codes = [line.event.economy for line in found.lines]
    for place, line in reversed(list(enumerate(found.lines))):
        dash = _DASHES[codes[:place].count(codes[place]) % len(_DASHES)]
        for trace in own_traces(line, [codes[place]], own):
            solid = trace.get("line", {}).get("dash") is None and dash != "solid"
            yield {**trace, "line": {**trace["line"], "dash": dash}} if solid else trace


def _names(
    found: Together,
    labels: Sequence[str],
    own: Mapping[str, str],
    scale: ValueScale,
    frame: Frame,
    shades: Palette,
) -> list[Shape]:
    plot_px = frame.body - _STRIP_PX
    last = [float(line.event.series["value"].iloc[-1]) for line in found.lines]
    inks = [own[line.event.economy] for line in found.lines]
    if len(labels) > len(last):
        last.append(float(found.others.event.band["median"].iloc[-1]))
        inks.append(shades.ink)
    wanted = [min(max(scale.position(value, plot_px), 0.0), plot_px) for value in last]
    placed = spread(wanted, _LABEL_GAP_PX, _LABEL_GAP_PX / 2, plot_px - _LABEL_GAP_PX / 2)
    return [
        end_note(text, y=y / frame.body, colour=ink, strong=place == 0)
        for place, (text, ink, y) in enumerate(zip(labels, inks, placed, strict=True))
        if y is not None
    ]


def _shapes(top: float, shades: Palette) -> list[Shape]:
    paper = {"xref": "x", "yref": "paper", "y0": 0, "y1": top, "layer": "below"}
    line = {"color": shades.ink, "width": 1.2, "dash": "dot"}
    base = {**paper, "type": "rect", "x0": -BASE_YEARS - 0.5, "x1": -0.5}
    return [
        {**base, "fillcolor": shades.bands[0], "line": {"width": 0}},
        {**paper, "type": "line", "x0": 0, "x1": 0, "line": line},
    ]


def _strip(ends: tuple[int, int], frame: Frame, shades: Palette) -> list[Shape]:
    """Return what stands above the plot: the base's years, and year 0."""
    per_year, y = frame.width / (ends[1] - ends[0] + 1), frame.y(_STRIP_PX / 2)
    small: dict[str, Any] = {"y": y, "size": SMALL_PX, "colour": shades.muted}
    base = typeset.fitting(("base of each", "base"), per_year * BASE_YEARS, SMALL_PX)
    notes = [text_note("year 0 of each", x=0, anchor="left", xshift=5, **small)]
    return [*notes, text_note(base, x=-0.5 - BASE_YEARS / 2, anchor="center", **small)] if base else notes


def _axes(ends: tuple[int, int], scale: ValueScale, frame: Frame, shades: Palette) -> dict[str, Any]:
    first, last = ends
    step = next((step for step in _STEPS if (last - first) / step <= frame.width / _TICK_PX), _STEPS[-1])
    shown = [t for t in range(first, last + 1) if t % step == 0]
    return {
        "xaxis": {
            **base_axis(shades),
            "range": [first - 0.5, last + 0.5],
            "tickmode": "array",
            "tickvals": shown,
            "ticktext": [formatting.difference(t, "", 0) for t in shown],
            "fixedrange": True,
        },
        "yaxis": value_axis(
            scale.ticks(_TICKS), shades, type=scale.kind, range=scale.range, domain=[0, frame.y(_STRIP_PX)]
        ),
    }


def _subtitle(found: Together) -> str:
    event = found.others.event
    base = f"mean of the {formatting.in_words(BASE_YEARS)} years before each date"
    how = f"Index, {base} = 100" if event.is_index else f"Difference from the {base}, {difference_unit(found.view)}"
    first = found.lines[0].milestone.date.year
    beside = (
        ""
        if event.band.empty
        else f" Dashed: median of {event.comparators} other economies around the first date, {first}; shaded: from "
        "their 10th to their 90th percentile."
    )
    return f"{how}.{beside} It shows timing, not cause."
