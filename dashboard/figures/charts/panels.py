"""Draw several indicators on one time axis: panels one above the other, with eras and milestones."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from dashboard.catalogue.policy import Era, Milestone
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import TimeScale, ValueScale
from dashboard.figures.parts.axes import room_beside, time_axis, value_axis, value_scale, zero_line
from dashboard.figures.parts.eras import STRIP_PX, era_bands, era_names
from dashboard.figures.parts.frame import Frame
from dashboard.figures.parts.notes import Shape, text_note
from dashboard.figures.parts.pin_lanes import pin_lanes
from dashboard.figures.parts.series import runs_of, series_traces
from dashboard.figures.parts.sheet import SAFE_WIDTH
from dashboard.figures.theme import Mode, Palette, palette
from dashboard.views.view import View

_PANEL_PX: Final = 128
_GAP_PX: Final = 34
_RIGHT_PX: Final = 16
_TITLE_PX: Final = 13
_TICKS: Final = 5


class _Panel(NamedTuple):
    """A view's panel: its scale, the number of its value axis, and its foot in pixels above the time axis."""

    view: View
    scale: ValueScale
    axis: str
    foot: float


def panels_figure(
    views: Sequence[View],
    *,
    span: tuple[dt.date, dt.date],
    eras: Sequence[Era],
    milestones: Sequence[Milestone],
    selected: str = "",
    mode: Mode = "light",
    width: int | None = None,
) -> Figure:
    """Return one economy's views as panels on one time axis; each view's first economy is drawn."""
    shades, room = palette(mode), width or SAFE_WIDTH
    panels = [_panel(view, len(views) - 1 - index) for index, view in enumerate(views)]
    left = max((room_beside(panel.scale.ticks(_TICKS)) for panel in panels), default=30)
    time = TimeScale(*span, room - left - _RIGHT_PX)
    pins = pin_lanes(milestones, [view.indicator.id for view in views], time, selected=selected)
    head = STRIP_PX + pins.height + 4
    body = head + len(views) * (_PANEL_PX + _GAP_PX)
    frame = Frame(room, body, left, _RIGHT_PX, top=6, bottom=34)
    lanes_bottom = frame.y(head - 2)
    return drawn_as_is(
        [*(trace for panel in panels for trace in _series(panel, shades)), pins.trace(shades)],
        frame.layout(
            shades,
            hovermode="x unified",
            hoversubplots="axis",
            xaxis=time_axis(time, shades, anchor="y", fixedrange=True, position=0),
            yaxis2=pins.layout_axis(lanes_bottom, frame.y(STRIP_PX)),
            **{f"yaxis{panel.axis}": _value_axis(panel, body, shades) for panel in panels},
            shapes=[*era_bands(eras, time, shades), *pins.shapes(shades, 0, lanes_bottom)],
            annotations=[
                *era_names(eras, time, shades, 1 - STRIP_PX / 2 / body),
                *pins.words(shades),
                *(_title(panel, frame) for panel in panels),
            ],
        ),
    )


def _panel(view: View, bottom: int) -> _Panel:
    """Return the panel of a view that has so many panels under it."""
    ends = value_scale(view)
    # the pins have the second axis
    axis = "" if bottom == 0 else str(bottom + 2)
    return _Panel(view, ValueScale(ends.low, ends.high), axis, bottom * (_PANEL_PX + _GAP_PX))


def _value_axis(panel: _Panel, body: float, shades: Palette) -> dict[str, Any]:
    return value_axis(
        panel.scale.ticks(_TICKS),
        shades,
        domain=[panel.foot / body, (panel.foot + _PANEL_PX) / body],
        range=panel.scale.range,
        anchor="x",
        **zero_line(panel.scale, shades),
    )


def _title(panel: _Panel, frame: Frame) -> Shape:
    entry, unit = panel.view.indicator, panel.view.unit
    wordings = (f"{entry.name}, {unit}", f"{entry.short_name}, {unit}", entry.short_name)
    text = typeset.fitting(wordings, frame.room - 20, _TITLE_PX * 1.05)
    name, _, shown = text.rpartition(", ") if ", " in text else (text, "", "")
    return text_note(
        f"<b>{name}</b>, {shown}" if shown else f"<b>{name}</b>",
        x=0,
        y=(panel.foot + _PANEL_PX + 13) / frame.body,
        size=_TITLE_PX,
        colour="",
        anchor="left",
        xref="paper",
        xshift=-frame.left + 4,
        font={"size": _TITLE_PX},
    )


def _series(panel: _Panel, shades: Palette) -> list[dict[str, Any]]:
    view, economy = panel.view, panel.view.economies[0]
    run = runs_of(view.series(economy.id), view.frequency)[economy.id]
    line = {"color": shades.accent, "width": 2.2}
    return series_traces(view, economy, run, line, view.indicator.short_name, yaxis=f"y{panel.axis}", xhoverformat="%Y")
