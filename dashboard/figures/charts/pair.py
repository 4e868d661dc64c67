"""Draw two indicators on one time axis: a panel with its own value axis for each, two indices on one axis."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dashboard.catalogue import wording
from dashboard.catalogue.economies import Economy
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import TimeScale
from dashboard.figures.parts.axes import room_beside, time_axis
from dashboard.figures.parts.captions import SIGNED, interrupted, shading, sources_of, what_and_scale
from dashboard.figures.parts.earlier import Earlier
from dashboard.figures.parts.eras import era_shapes, strip_names, strips_px, unnamed_eras
from dashboard.figures.parts.frame import FOOT_LINE_PX, SUBTITLE_PX, TITLE_PX, TITLE_SHARE, Block, Frame, escaped_lines
from dashboard.figures.parts.heads import heads_px
from dashboard.figures.parts.line_ends import label_texts
from dashboard.figures.parts.notes import SMALL_PX, TEXT_PX
from dashboard.figures.parts.panel import Lines, Panel, scale_of, ticks_of
from dashboard.figures.parts.pin_key import PinKey, pin_key
from dashboard.figures.parts.pin_lanes import PinLanes, pin_lanes
from dashboard.figures.parts.recessions import recession_bands
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.parts.targets import target_key
from dashboard.figures.theme import Mode, Palette, colours, palette
from dashboard.formatting import within_sentence
from dashboard.views.pair import share_axis
from dashboard.views.view import View

_HEIGHT_PX: Final = 640
_NARROW_PX: Final = 560
_HEAD_LINE_PX: Final = 19
_LEAST_WIDTH_PX: Final = 120
# of the plot for each indicator
_LEAST_PX: Final = 150
# above each plot that has a title
_NAME_PX: Final = 30
# between the plots and the pins, and between the time axis and what stands under it
_AIR_PX: Final = 6
_FOOT_PX: Final = 26
_USUAL: Final = Sheet()
_DASHES: Final = ("unbroken lines", "long dashes")
# the most of the picture that names beside a plot take
_NAMES_SHARE: Final = 0.22


def pair_figure(
    views: Sequence[View],
    *,
    mode: Mode = "light",
    sheet: Sheet = _USUAL,
    earlier: Sequence[Earlier | None] = (None, None),
) -> Figure:
    """Return the chart of views that have points and one time axis, as `views.pair` makes them.

    What was known `earlier` of each is a thin line under its own.
    """
    shades, is_narrow = palette(mode), sheet.room < _NARROW_PX
    lead, lines = _economies(views)[0], _lines(views, earlier, shades, sheet.room)
    indicators = [view.indicator.id for view in views]
    milestones, histories = views[0].milestones, views[0].histories
    key = pin_key(milestones, indicators, sheet.room - 20, more_at=sheet.more_at, histories=histories)
    left, right = _sides(lines)
    sides = max(left, heads_px(histories)), right
    time = TimeScale(*views[0].axis, max(_LEAST_WIDTH_PX, sheet.room - sum(sides)))
    pins = pin_lanes(milestones, indicators, time, selected=views[0].selection.milestone, histories=histories)
    above = strips_px(views[0].histories) + pins.height + _AIR_PX
    foot = _foot(views, [*(then.key for then in earlier if then), unnamed_eras(histories, time)])
    frame = _frame(views, sheet, sides, key, foot, above=above)
    panels = _panels(lines, frame.body - above)
    layout = frame.layout(
        shades,
        **_axes(panels, views, time, frame, shades, fixed=is_narrow),
        **_around(panels, views, pins, frame, shades),
        hovermode="x unified",
        hoversubplots="axis",
        dragmode=False if is_narrow else "zoom",
    )
    layout["annotations"] += key.notes(frame.left, _FOOT_PX, shades)
    traces = [trace for panel in panels for trace in panel.traces(time, lead, shades)]
    # on a time axis of their own, so that a hover over the panels does not tell of the nearest milestone too
    return drawn_as_is([*traces, {**pins.trace(shades), "xaxis": "x2"}], layout)


def _economies(views: Sequence[View]) -> tuple[Economy, ...]:
    """Return the economies of any of the views, in the order in which they are asked for."""
    known = {economy.id: economy for view in views for economy in view.economies}
    asked = views[0].selection.economies or ()
    return tuple(known[code] for code in dict.fromkeys((*asked, *known)) if code in known)


def _lines(
    views: Sequence[View], earlier: Sequence[Earlier | None], shades: Palette, room: float
) -> tuple[tuple[Lines, ...], ...]:
    """Return the lines of each panel: those of one view, or of all where they share an axis."""
    economies = _economies(views)
    shade, names = colours(economies, shades, views[0].subject), label_texts(economies, narrow=room < _NARROW_PX)
    share = share_axis(views)
    called = [_called(economies, names, view.indicator.short_name) for view in views]
    # on one axis an economy has two lines, and they are told apart by name where there is room
    widest = typeset.widest((text for texts in called for text in texts.values()), TEXT_PX, bold=True)
    is_told = share and widest <= room * _NAMES_SHARE
    found = [
        Lines(view, said if is_told else names, shade, said, then)
        for view, said, then in zip(views, called, earlier, strict=True)
    ]
    return (tuple(found),) if share else tuple((one,) for one in found)


def _called(economies: Sequence[Economy], names: Mapping[str, str], indicator: str) -> dict[str, str]:
    """Return what each economy's line is called among those of another indicator."""
    if len(economies) == 1:
        return {economies[0].id: indicator}
    return {economy.id: f"{names[economy.id]}, {within_sentence(indicator)}" for economy in economies}


def _sides(lines: Sequence[Sequence[Lines]]) -> tuple[float, float]:
    """Return how many pixels the values take left of the plots, and the names right of them."""
    left = max(room_beside(ticks_of(scale_of(shown))) for shown in lines)
    texts = (one.texts[economy.id] for shown in lines for one in shown for economy in one.view.economies)
    return left, 14 + typeset.widest(texts, TEXT_PX, bold=True)


def _panels(lines: Sequence[Sequence[Lines]], room: float) -> tuple[Panel, ...]:
    """Return the panels that share a room of so many pixels, the first on top."""
    views = [one.view for shown in lines for one in shown]
    is_dated = len({(view.frequency, view.drawn_at) for view in views}) > 1
    named = _name_px(len(lines))
    high, last = room / len(lines) - named, len(lines) - 1
    return tuple(
        # the pins have the second axis
        Panel(
            tuple(shown),
            "" if place == last else str(last - place + 2),
            (last - place) * (high + named),
            high,
            is_dated,
        )
        for place, shown in enumerate(lines)
    )


def _name_px(panels: int) -> float:
    # one alone is told by the picture's own head
    return _NAME_PX if panels > 1 else 0


def _frame(
    views: Sequence[View], sheet: Sheet, sides: tuple[float, float], key: PinKey, foot: str, *, above: float
) -> Frame:
    """Return the frame: title, what the lines are and whose eras surround them, foot; `above` are strip and pins."""
    room, panels = sheet.room, 1 if share_axis(views) else len(views)
    together = wording.together([view.indicator for view in views])
    title = escaped_lines(typeset.wrapped(together, (room - 20) * TITLE_SHARE, TITLE_PX)) if sheet.titled else ()
    subtitle = escaped_lines(typeset.wrapped(text, room - 20, SUBTITLE_PX)) if (text := _subtitle(views)) else ()
    feet = escaped_lines(typeset.wrapped(foot, room - 20, SMALL_PX))
    head = "<br>".join(
        [
            *([f"<b>{'<br>'.join(title)}</b>"] if title else []),
            *(f'<span style="font-size:{SUBTITLE_PX}px">{line}</span>' for line in subtitle),
        ]
    )
    # the last line of a title needs more air under it than one of a subtitle
    top = (10 if subtitle else 16) + (len(title) + len(subtitle)) * _HEAD_LINE_PX
    bottom = 30 + FOOT_LINE_PX * len(feet)
    least = above + panels * _name_px(panels) + len(views) * _LEAST_PX
    body = sheet.body(_HEIGHT_PX, top + bottom, least)
    blocks = (
        *((Block((head,), 1, top - 2, TITLE_PX if title else SUBTITLE_PX),) if head else ()),
        Block(feet, 0, -_FOOT_PX - key.height, SMALL_PX, is_muted=True),
    )
    return Frame(room, body, *sides, top=top, bottom=bottom + key.height, blocks=blocks)


def _subtitle(views: Sequence[View]) -> str:
    """Return what stands under the title: which lines are of what on a shared axis, whose eras surround them."""
    whose = "" if any(not view.whose_policy for view in views) else views[0].whose_policy
    return ". ".join(part for part in (_which_lines(views) if share_axis(views) else "", whose) if part)


def _which_lines(views: Sequence[View]) -> str:
    said = [what_and_scale(view) for view in views]
    shown = [(view.indicator.short_name, dashes) for view, dashes in zip(views, _DASHES, strict=True)]
    if len(set(said)) == 1:
        return ". ".join([said[0], *(f"{name}: {dashes}" for name, dashes in shown)])
    # of a month each its own
    told = zip(shown, map(within_sentence, said), strict=True)
    return ". ".join(f"{name}: {dashes}, {what}" for (name, dashes), what in told)


def _foot(views: Sequence[View], said: Sequence[str]) -> str:
    targets = target_key([target for view in views for target in view.targets])
    provisional = [
        f"{within_sentence(view.indicator.short_name)}, {view.preliminary}" for view in views if view.provisional
    ]
    parts = (
        f"Targets: {targets}." if targets else "",
        *dict.fromkeys(said),
        interrupted(views),
        shading(views),
        f"Sources: {sources_of(views)}.",
        f"Provisional: {'; '.join(provisional)}." if provisional else "",
        SIGNED,
    )
    return " ".join(part for part in parts if part)


def _axes(
    panels: Sequence[Panel], views: Sequence[View], time: TimeScale, frame: Frame, shades: Palette, *, fixed: bool
) -> dict[str, Any]:
    """Return the axes of time and of each panel's values."""
    spikes = {"showspikes": True, "spikemode": "across", "spikethickness": 1, "spikedash": "solid"}
    # where the days differ each value says its own, and the year is that of all
    header = "%Y" if panels[0].is_dated else views[0].hover_format
    xaxis = time_axis(
        time,
        shades,
        anchor="y",
        hoverformat=header,
        **spikes,
        spikecolor=shades.faint,
        fixedrange=fixed,
    )
    values = {f"yaxis{panel.axis}": panel.layout_axis(frame.body, shades, fixed=fixed) for panel in panels}
    shown = {"type": "date", "matches": "x", "range": xaxis["range"], "fixedrange": fixed}
    return {"xaxis": xaxis, "xaxis2": {**shown, "visible": False, "anchor": "y2"}, **values}


def _around(
    panels: Sequence[Panel], views: Sequence[View], pins: PinLanes, frame: Frame, shades: Palette
) -> Mapping[str, Any]:
    """Return the pins' axis, and the shapes and texts of panels, eras, pins and frame."""
    above, lead = strips_px(views[0].histories), views[0]
    bottom = frame.y(above + pins.height + 2)
    titled = panels if len(panels) > 1 else ()
    names = [note for panel in panels for note in panel.names(frame.body)]
    return {
        "yaxis2": {**pins.layout_axis(bottom, frame.y(above)), "anchor": "x2"},
        "shapes": [
            *era_shapes(lead.eras, lead.histories, pins.time, shades, frame.body),
            *recession_bands(lead.recessions, pins.time, shades, bottom),
            *pins.shapes(shades, 0, bottom),
            *(shape for panel in panels for shape in panel.shapes(pins.time, frame.body, shades)),
        ],
        "annotations": [
            *strip_names(lead.eras, lead.histories, pins.time, shades, frame.body),
            *pins.words(shades),
            *names,
            *(panel.title(frame.body, frame.room, frame.left, shades) for panel in titled),
            *frame.words(shades),
        ],
    }
