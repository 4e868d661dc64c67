"""How is history drawn? Eras on a strip, milestones by kind in lanes below it, one indicator under them if wanted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard import formatting
from dashboard.catalogue.policy import Era, Milestone, MilestoneKind
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.charts.overlay import HEAD_PX, PLOT_PX, Overlay
from dashboard.figures.geometry import annotations as lay
from dashboard.figures.parts import frame as fr
from dashboard.figures.parts import lanes as ln
from dashboard.figures.parts import strip
from dashboard.figures.parts.captions import corner_note, source_line
from dashboard.figures.parts.spots import ROW_PX, lanes_of
from dashboard.figures.parts.strip import STRIP_PX
from dashboard.figures.theme import Mode, Palette, palette
from dashboard.views.time_axis import Axis
from dashboard.views.view import View

_TITLE_PX: Final = 19
_TITLE_LINE_PX: Final = 24
_SOURCE_LINE_PX: Final = 15
_EDGE_PX: Final = 6
# a mark at the first or last day is drawn whole
_AIR_PX: Final = 9
_TICK_PX: Final = 74
# from here on lanes have their names beside them, and the mouse zooms
WIDE_FROM_PX: Final = 760
_DAY_MS: Final = 86_400_000
_TICK_FORMATS: Final = (
    {"dtickrange": [None, 27 * _DAY_MS], "value": "%-d %b %Y"},
    {"dtickrange": [27 * _DAY_MS, "M11"], "value": "%b %Y"},
    {"dtickrange": ["M12", None], "value": "%Y"},
)


@dataclass(frozen=True)
class _Sheet:
    """The figure's measures in pixels; its inner height runs from the strip's top to the time axis."""

    left: float
    lanes: float
    under: float

    @property
    def inner(self) -> float:
        return STRIP_PX + self.lanes + self.under

    @property
    def lanes_top(self) -> float:
        return 1 - STRIP_PX / self.inner

    @property
    def lanes_bottom(self) -> float:
        return 1 - (STRIP_PX + self.lanes) / self.inner


def timeline_figure(
    milestones: Sequence[Milestone],
    eras: Sequence[Era],
    axis: Axis,
    *,
    kind_names: Mapping[MilestoneKind, str],
    selected: str = "",
    overlay: View | None = None,
    mode: Mode = "light",
    width: int | None = None,
) -> Figure:
    """Return the timeline of milestones that reach into a time axis, eras above, `overlay`'s first economy under them.

    `eras` are all of them, by date: the gaps between them are drawn too. `axis` is as far as one can zoom out, so that
    zooming never brings texts together; without a width it is laid out so that nothing touches at any width.
    """
    shades, room = palette(mode), width or fr.SAFE_WIDTH
    under = Overlay(overlay) if overlay is not None and not overlay.points.empty else None
    is_wide = room >= WIDE_FROM_PX
    gutter = _gutter(kind_names) if is_wide else 0
    left = max(_EDGE_PX, gutter, under.room_left if under else 0)
    time = fr.TimeAxis(*axis, max(120, room - left - _EDGE_PX - 2 * _AIR_PX))
    lanes = lanes_of(milestones, time, kind_names, selected=selected, head=0 if gutter else ROW_PX)
    sheet = _Sheet(left, sum(lane.height for lane in lanes) or ROW_PX, HEAD_PX + PLOT_PX if under else 0)
    stretches = strip.stretches_of(eras, axis)
    title = lay.wrapped(_title(axis, room - 20), room - 20, _TITLE_PX)
    source = lay.wrapped(_source(milestones, overlay if under else None), room - 20, fr.SMALL_PX)
    top, bottom = 14 + _TITLE_LINE_PX * len(title), 34 + _SOURCE_LINE_PX * len(source)
    layout: dict[str, Any] = {
        **fr.look(shades),
        "hovermode": "closest",
        "dragmode": "zoom" if is_wide else False,
        "height": round(top + sheet.inner + bottom),
        "margin": {"l": left, "r": _EDGE_PX, "t": top, "b": bottom, "pad": 0, "autoexpand": False},
        # on a phone a finger that meets the chart, taller than the screen, must go on scrolling the page
        "xaxis": {**_time_axis(time, shades), "fixedrange": not is_wide},
        "yaxis": _hidden_axis([sheet.lanes_bottom, sheet.lanes_top], [sheet.lanes, 0]),
        "yaxis3": _hidden_axis([sheet.lanes_top, 1], [0, 1]),
        "shapes": [
            *strip.bands(stretches, sheet.lanes_top, shades),
            *ln.shapes(lanes, selected, shades),
            *_hairlines(milestones, selected, PLOT_PX / sheet.inner if under else 0, sheet, shades),
        ],
        "annotations": [
            *strip.names(stretches, time, sheet.lanes_top, shades),
            *ln.names(lanes, sheet.lanes_top, 1 / sheet.inner, left, shades),
            corner_note(
                [f"<b>{line}</b>" for line in title],
                y=1,
                yshift=top - 4,
                size=_TITLE_PX,
                colour=shades.ink,
                left=left,
            ),
            corner_note(
                [fr.plain(line) for line in source],
                y=0,
                yshift=-30,
                size=fr.SMALL_PX,
                colour=shades.muted,
                left=left,
            ),
        ],
    }
    traces = [
        *strip.traces(stretches, time, shades),
        *(ln.marks(lane, time, selected, shades) for lane in lanes),
        *(ln.labels(lane, time, selected, shades) for lane in lanes),
    ]
    if under:
        layout["yaxis2"] = under.layout_axis(PLOT_PX / sheet.inner, shades)
        layout["annotations"].append(under.title_note(PLOT_PX / sheet.inner, room, left, shades))
        traces.extend(under.traces(shades))
    return drawn_as_is(traces, layout)


def _gutter(kind_names: Mapping[MilestoneKind, str]) -> float:
    return 16 + max(lay.text_width(name, fr.SMALL_PX, bold=True) for name in kind_names.values())


def _time_axis(time: fr.TimeAxis, shades: Palette) -> dict[str, Any]:
    ends = [time.day(-_AIR_PX), time.day(time.width + _AIR_PX)]
    return {
        "type": "date",
        "range": ends,
        "minallowed": ends[0],
        "maxallowed": ends[1],
        "nticks": max(2, int(time.width / _TICK_PX)),
        "tickformatstops": list(_TICK_FORMATS),
        "tickangle": 0,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": shades.faint,
        "tickfont": {"size": fr.TEXT_PX, "color": shades.muted},
        "showgrid": False,
        "zeroline": False,
        "linecolor": shades.faint,
        "anchor": "free",
        "position": 0,
    }


def _hidden_axis(domain: list[float], ends: list[float]) -> dict[str, Any]:
    return {"domain": domain, "range": ends, "visible": False, "fixedrange": True}


def _hairlines(
    milestones: Sequence[Milestone], selected: str, under_top: float, sheet: _Sheet, shades: Palette
) -> list[fr.Shape]:
    """Return a dotted line through the panel below at each milestone, and a strong one all down at the selected."""
    shapes: list[fr.Shape] = []
    for milestone in milestones:
        day, strong = milestone.date.isoformat(), milestone.id == selected
        top = sheet.lanes_top if strong else under_top
        if top:
            dotted: dict[str, Any] = {"width": 1, "dash": "dot", "color": shades.grid}
            look = {"width": 1.6, "color": shades.focus} if strong else dotted
            place = {"xref": "x", "yref": "paper", "x0": day, "x1": day, "y0": 0, "y1": top}
            shapes.append({"type": "line", **place, "layer": "below", "line": look})
    return shapes


def _title(axis: Axis, room: float) -> str:
    first, last = axis[0].year, axis[1].year
    years = str(first) if first == last else f"{first}–{last}"
    wordings = (f"China's technology and industrial policy, {years}", f"China's industrial policy, {years}")
    return next((text for text in wordings if lay.text_width(text, _TITLE_PX, bold=True) <= room), wordings[-1])


def _source(milestones: Sequence[Milestone], overlay: View | None) -> str:
    own = sum(milestone.kind is MilestoneKind.OWN for milestone in milestones)
    ours = len(milestones) - own
    parts = [
        f"{formatting.count(ours, 'milestone')} from Eraline's catalogue, which names the sources of each."
        if ours
        else "",
        f"{formatting.count(own, 'event')} added by the reader, not checked." if own else "",
        source_line(overlay).removesuffix(" Eraline.") if overlay else "",
        "Eraline.",
    ]
    return " ".join(part for part in parts if part)
