"""Draw several indicators on one time axis: panels one above the other, with eras and milestones."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from dashboard import formatting
from dashboard.catalogue.policy import Era, Milestone
from dashboard.catalogue.recessions import Chronology
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import Ticks, TimeScale, ValueScale
from dashboard.figures.parts.axes import room_beside, time_axis, value_axis, value_scale, zero_line
from dashboard.figures.parts.captions import SIGNED, interrupted, moment, shading, sources_of
from dashboard.figures.parts.eras import era_shapes, strip_names, strips_px, unnamed_eras
from dashboard.figures.parts.frame import (
    FOOT_LINE_PX,
    SUBTITLE_PX,
    TITLE_PX,
    TITLE_SHARE,
    Block,
    Frame,
    escaped_lines,
)
from dashboard.figures.parts.heads import heads_px
from dashboard.figures.parts.notes import SMALL_PX, Shape, escaped, text_note
from dashboard.figures.parts.pin_key import pin_key
from dashboard.figures.parts.pin_lanes import pin_lanes
from dashboard.figures.parts.recessions import recession_bands
from dashboard.figures.parts.series import runs_in, series_traces
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode, Palette, palette
from dashboard.views.histories import ShownHistory, whose_policy
from dashboard.views.view import View

_PANEL_PX: Final = 128
# on a very wide page a panel is no flatter than this
_FLATTEST: Final = 0.085
_GAP_PX: Final = 34
_RIGHT_PX: Final = 16
_NAME_PX: Final = 13
_TITLE_LINE_PX: Final = 25
_SUBTITLE_LINE_PX: Final = 21
_TICKS: Final = 5
_CARD_TICKS: Final = 3
# on a card: what stands above and below all panels, between two, the room of their names, and the flattest panel
_CARD_AROUND_PX: Final = 128
_CARD_GAP_PX: Final = 16
_CARD_NAMES_PX: Final = 130
_LEAST_PX: Final = 34
# between the plot and what stands under its axis
_FOOT_PX: Final = 28
_SHEET: Final = Sheet(titled=False)


class _Panel(NamedTuple):
    """A view's panel: its scale, the number of its value axis; in pixels its foot above the time axis, its height."""

    view: View
    scale: ValueScale
    axis: str
    foot: float
    high: float


class _Spread(NamedTuple):
    """How panels are laid out, in pixels: how high one is, what is between two, and the room of names beside them."""

    high: float
    gap: float
    beside: float = 0


def panels_figure(
    views: Sequence[View],
    *,
    span: tuple[dt.date, dt.date],
    eras: Sequence[Era],
    milestones: Sequence[Milestone],
    histories: Sequence[ShownHistory] = (),
    mode: Mode = "light",
    sheet: Sheet = _SHEET,
    title: str = "",
) -> Figure:
    """Return one economy's views as panels on one time axis; each view's first economy is drawn.

    On a titled sheet stand the title, whose series they are, and their sources.
    """
    shades, room = palette(mode), sheet.room
    spread = _spread(len(views), sheet)
    panels = [_panel(view, len(views) - 1 - index, spread) for index, view in enumerate(views)]
    left = max(heads_px(histories), _room_beside(panels) + spread.beside)
    time = TimeScale(*span, room - left - _RIGHT_PX)
    indicators = [view.indicator.id for view in views]
    pins = pin_lanes(milestones, indicators, time, selected=_selected(views), histories=histories)
    head = strips_px(histories) + pins.height + 4
    body = head + len(views) * (spread.high + spread.gap)
    key = pin_key(milestones, indicators, room - 20, more_at=sheet.more_at, histories=histories)
    whose = whose_policy(histories, eras, milestones, [view.economies[0].id for view in views])
    frame = _frame(views, sheet, title, whose, unnamed_eras(histories, time), body=body, left=left, key_px=key.height)
    words = [*_titles(panels, frame, spread), *frame.words(shades), *key.notes(left, _FOOT_PX, shades)]
    layout = frame.layout(
        shades,
        **_axes(panels, time, body, shades),
        yaxis2=pins.layout_axis(frame.y(head - 2), frame.y(strips_px(histories))),
        shapes=[
            *era_shapes(eras, histories, time, shades, body),
            *recession_bands(_recessions(views), time, shades, frame.y(head - 2)),
            *pins.shapes(shades, 0, frame.y(head - 2)),
        ],
        annotations=[*strip_names(eras, histories, time, shades, body), *pins.words(shades), *words],
    )
    return drawn_as_is([*(trace for panel in panels for trace in _series(panel, shades)), pins.trace(shades)], layout)


def _spread(count: int, sheet: Sheet) -> _Spread:
    """Return how so many panels are laid out: a card shares out its height, and has their names beside them."""
    if not sheet.is_card or sheet.height is None:
        return _Spread(max(_PANEL_PX, int(sheet.room * _FLATTEST)), _GAP_PX)
    room = (sheet.height - _CARD_AROUND_PX) / max(1, count)
    return _Spread(max(_LEAST_PX, room - _CARD_GAP_PX), _CARD_GAP_PX, _CARD_NAMES_PX)


def _room_beside(panels: Sequence[_Panel]) -> float:
    return max((room_beside(_ticks(panel)) for panel in panels), default=30)


def _ticks(panel: _Panel) -> Ticks:
    return panel.scale.ticks(_TICKS if panel.high >= _PANEL_PX else _CARD_TICKS)


def _selected(views: Sequence[View]) -> str:
    return views[0].selection.milestone if views else ""


def _frame(
    views: Sequence[View], sheet: Sheet, title: str, whose: str, note: str, *, body: float, left: float, key_px: float
) -> Frame:
    """Return the frame: title and sources where the sheet is titled, and room for a note and the key of the pins.

    Under the title stands whose series they are, and `whose` policies surround them where those are others'.
    """
    room = sheet.room - 20
    feet = "" if not sheet.titled else _brief_foot(views) if sheet.is_card else _foot(views)
    foot = escaped_lines(typeset.wrapped(f"{note} {feet}".strip(), room, SMALL_PX))
    under = Block(foot, 0, -_FOOT_PX - key_px, SMALL_PX, is_muted=True)
    bottom = 34 + key_px + len(foot) * FOOT_LINE_PX
    if not sheet.titled:
        return Frame(sheet.room, body, left, _RIGHT_PX, top=6, bottom=bottom, blocks=(under,) if foot else ())
    heading = escaped_lines(typeset.wrapped(title, room * TITLE_SHARE, TITLE_PX))
    # the title of a card says whose they are
    told = () if sheet.is_card else (views[0].economies[0].name, whose)
    about = ". ".join(part for part in told if part)
    subtitle = escaped_lines(typeset.wrapped(about, room, SUBTITLE_PX))
    title_px = 8 + len(heading) * _TITLE_LINE_PX
    top = title_px + len(subtitle) * _SUBTITLE_LINE_PX + 4
    blocks = (
        Block(tuple(f"<b>{line}</b>" for line in heading), 1, top - 6, TITLE_PX),
        Block(subtitle, 1, top - title_px, SUBTITLE_PX),
        under,
    )
    return Frame(sheet.room, body, left, _RIGHT_PX, top=top, bottom=bottom, blocks=blocks)


def _recessions(views: Sequence[View]) -> tuple[Chronology, ...]:
    """Return the chronologies shaded behind any of the views, which are all of one economy."""
    return next((view.recessions for view in views if view.recessions), ())


def _brief_foot(views: Sequence[View]) -> str:
    named = "; ".join(dict.fromkeys(view.indicator.source_name for view in views))
    return f"Sources: {named}. Newest vintage {max(view.vintage.date for view in views)}. {SIGNED}"


def _foot(views: Sequence[View]) -> str:
    marked = [
        f"{formatting.within_sentence(view.indicator.short_name)} "
        f"{formatting.listing([str(year) for year in sorted({known.year for known in view.provisional})])}"
        for view in views
        if view.provisional
    ]
    provisional = f" Provisional: {'; '.join(marked)}." if marked else ""
    parts = interrupted(views), shading(views), f"Sources: {sources_of(views)}.{provisional} {SIGNED}"
    return " ".join(part for part in parts if part)


def _panel(view: View, bottom: int, spread: _Spread) -> _Panel:
    """Return the panel of a view that has so many panels under it."""
    ends = value_scale(view)
    # the pins have the second axis
    axis = "" if bottom == 0 else str(bottom + 2)
    return _Panel(view, ValueScale(ends.low, ends.high), axis, bottom * (spread.high + spread.gap), spread.high)


def _axes(panels: Sequence[_Panel], time: TimeScale, body: float, shades: Palette) -> dict[str, Any]:
    """Return the axes of time and of each panel's values, and that one hover tells of all panels."""
    hover = {"hovermode": "x unified", "hoversubplots": "axis"}
    values = {f"yaxis{panel.axis}": _value_axis(panel, body, shades) for panel in panels}
    return {"xaxis": time_axis(time, shades, anchor="y", fixedrange=True, position=0), **values, **hover}


def _value_axis(panel: _Panel, body: float, shades: Palette) -> dict[str, Any]:
    return value_axis(
        _ticks(panel),
        shades,
        domain=[panel.foot / body, (panel.foot + panel.high) / body],
        range=panel.scale.range,
        anchor="x",
        **zero_line(panel.scale, shades),
    )


def _titles(panels: Sequence[_Panel], frame: Frame, spread: _Spread) -> list[Shape]:
    return [_title_beside(panel, frame, spread) if spread.beside else _title(panel, frame) for panel in panels]


def _title(panel: _Panel, frame: Frame) -> Shape:
    entry, unit = panel.view.indicator, panel.view.unit
    dated = f"{unit}{moment(panel.view)}"
    wordings = (
        f"{entry.name}, {dated}",
        f"{entry.short_name}, {dated}",
        f"{entry.short_name}, {unit}",
        entry.short_name,
    )
    text = typeset.fitting(wordings, frame.room - 20, _NAME_PX * 1.05)
    name, _, shown = map(escaped, text.rpartition(", ") if ", " in text else (text, "", ""))
    return text_note(
        f"<b>{name}</b>, {shown}" if shown else f"<b>{name}</b>",
        x=0,
        y=(panel.foot + panel.high + 13) / frame.body,
        size=_NAME_PX,
        colour="",
        anchor="left",
        xref="paper",
        xshift=-frame.left + 4,
        font={"size": _NAME_PX},
    )


def _title_beside(panel: _Panel, frame: Frame, spread: _Spread) -> Shape:
    """Return the name of a panel and its unit in lines beside it."""
    entry, unit = panel.view.indicator, panel.view.unit
    name = escaped_lines(typeset.wrapped(entry.short_name, spread.beside, _NAME_PX * 1.05))
    units = escaped_lines(typeset.wrapped(f"{unit}{moment(panel.view)}", spread.beside, SMALL_PX))
    y, edge = (panel.foot + panel.high / 2) / frame.body, 4 - frame.left
    place: dict[str, Any] = {"y": y, "anchor": "left", "xref": "paper", "xshift": edge, "font": {"size": SMALL_PX}}
    text = "<br>".join([*(f"<b>{line}</b>" for line in name), *units])
    return text_note(text, x=0, size=SMALL_PX, colour="", **place)


def _series(panel: _Panel, shades: Palette) -> list[dict[str, Any]]:
    view, economy = panel.view, panel.view.economies[0]
    run = runs_in(view, view.series(economy.id))[economy.id]
    line = {"color": shades.accent, "width": 2.2}
    more = {"yaxis": f"y{panel.axis}", "xhoverformat": "%Y"}
    return series_traces(view, economy, run, line, view.indicator.short_name, is_dated=True, **more)
