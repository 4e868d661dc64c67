"""Draw policy histories: eras on strips, milestones in lanes below, one indicator under them if wanted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard import formatting
from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.catalogue.user_history import is_brought
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import TimeScale
from dashboard.figures.geometry.spots import ROW_PX, Lane, history_lanes, kind_lanes
from dashboard.figures.parts import era_strip
from dashboard.figures.parts.axes import base_axis, hidden_axis
from dashboard.figures.parts.captions import SIGNED, provenance
from dashboard.figures.parts.era_strip import STRIP_PX, Strip
from dashboard.figures.parts.frame import FOOT_LINE_PX, TITLE_PX, Block, Frame, escaped_lines
from dashboard.figures.parts.lanes import gutter, lane_labels, lane_marks, lane_names, lane_shapes
from dashboard.figures.parts.mark_key import MarkKey, mark_key
from dashboard.figures.parts.notes import SMALL_PX, Shape
from dashboard.figures.parts.overlay import HEAD_PX, PLOT_PX, Overlay
from dashboard.figures.parts.sheet import SAFE_WIDTH
from dashboard.figures.theme import Mode, Palette, palette
from dashboard.views.time_axis import Axis
from dashboard.views.view import View

_TITLE_LINE_PX: Final = 24
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
class Several:
    """Policy histories beside each other: what each is called by its id, own events by "", and the picture's titles.

    The longest title comes first.
    """

    histories: tuple[PolicyHistory, ...]
    names: Mapping[str, str]
    timeline_titles: tuple[str, ...]


def timeline_figure(
    milestones: Sequence[Milestone],
    history: PolicyHistory | Several,
    axis: Axis,
    *,
    kind_names: Mapping[MilestoneKind, str],
    selected: str = "",
    overlay: View | None = None,
    mode: Mode = "light",
    width: int | None = None,
) -> Figure:
    """Return the timeline of milestones that reach into a time axis, eras above, `overlay`'s first economy under them.

    The gaps between a history's eras are drawn too. Of several histories each has a lane with its eras above it, in
    which the marks tell the kinds. `axis` is as far as one can zoom out, so that zooming never brings texts together;
    without a width it is laid out so that nothing touches at any width.
    """
    shades, room = palette(mode), width or SAFE_WIDTH
    under = Overlay(overlay) if overlay is not None and not overlay.points.empty else None
    is_wide = room >= WIDE_FROM_PX
    names = history.names if isinstance(history, Several) else kind_names
    beside = gutter(names.values()) if is_wide else 0
    left = max(_EDGE_PX, beside, under.room_left if under else 0)
    time = TimeScale(*axis, max(120, room - left - _EDGE_PX - 2 * _AIR_PX))
    head = 0 if is_wide else ROW_PX
    if isinstance(history, Several):
        lanes = history_lanes(milestones, time, history.names, selected=selected, head=head, strip=STRIP_PX)
        key = mark_key(milestones, kind_names, room - left - _EDGE_PX)
        above = key.height
    else:
        lanes = kind_lanes(milestones, time, kind_names, selected=selected, head=head)
        key, above = MarkKey(), STRIP_PX
    body = above + _height(lanes) + (HEAD_PX + PLOT_PX if under else 0)
    frame = _frame(_title(history.timeline_titles, axis, room - 20), _source(milestones, under), room, left, body)
    strips = _strips(history, axis, lanes, frame, above)
    scene = _Scene(
        _lined(milestones, history, selected), selected, time, lanes, strips, key, above, under, frame, shades
    )
    return drawn_as_is(scene.traces(), scene.layout(is_wide=is_wide))


@dataclass(frozen=True)
class _Scene:
    """All that is drawn: milestones in lanes, the one selected, eras on strips, a key of marks, an indicator.

    `lined` are the milestones with a line through the indicator's panel; `above` is how many pixels are taken above the
    lanes.
    """

    lined: tuple[Milestone, ...]
    selected: str
    time: TimeScale
    lanes: tuple[Lane, ...]
    strips: tuple[Strip, ...]
    key: MarkKey
    above: float
    under: Overlay | None
    frame: Frame
    shades: Palette

    @property
    def lanes_top(self) -> float:
        return self.frame.y(self.above)

    @property
    def under_top(self) -> float:
        return PLOT_PX / self.frame.body if self.under else 0

    def layout(self, *, is_wide: bool) -> dict[str, Any]:
        frame, shades, under = self.frame, self.shades, self.under
        lanes_px = _height(self.lanes)
        top = hidden_axis([self.lanes_top, 1], [0, 1])
        return frame.layout(
            shades,
            # on a phone a finger that meets the chart, taller than the screen, must go on scrolling the page
            dragmode="zoom" if is_wide else False,
            xaxis=_time_axis(self.time, shades, fixedrange=not is_wide),
            yaxis=hidden_axis([frame.y(self.above + lanes_px), self.lanes_top], [lanes_px, 0]),
            shapes=self.shapes(),
            annotations=self.annotations(),
            **(self.key.axes(frame.width, self.lanes_top) if self.key.places else {"yaxis3": top}),
            **({"yaxis2": under.layout_axis(self.under_top, shades)} if under else {}),
        )

    def traces(self) -> list[dict[str, Any]]:
        time, selected, shades = self.time, self.selected, self.shades
        return [
            *(trace for strip in self.strips for trace in era_strip.traces(strip, time, shades)),
            *([self.key.trace(shades)] if self.key.places else []),
            *(lane_marks(lane, time, selected, shades) for lane in self.lanes),
            *(lane_labels(lane, time, selected, shades) for lane in self.lanes),
            *(self.under.traces(shades) if self.under else []),
        ]

    def shapes(self) -> list[Shape]:
        return [
            *(shape for strip in self.strips for shape in era_strip.bands(strip, self.shades)),
            *lane_shapes(self.lanes, self.selected, self.shades),
            *self._hairlines(),
        ]

    def annotations(self) -> list[Shape]:
        top, frame, shades = self.lanes_top, self.frame, self.shades
        return [
            *(note for strip in self.strips for note in era_strip.names(strip, self.time, shades)),
            *lane_names(self.lanes, top, 1 / frame.body, frame.left, shades),
            *frame.words(shades),
            *([self.under.title_note(self.under_top, frame.room, frame.left, shades)] if self.under else []),
        ]

    def _hairlines(self) -> Iterator[Shape]:
        """Yield a dotted line through the panel below at each milestone, and a strong one all down at the selected."""
        for milestone in self.lined:
            day, strong = milestone.date.isoformat(), milestone.id == self.selected
            top = self.lanes_top if strong else self.under_top
            if top:
                dotted: dict[str, Any] = {"width": 1, "dash": "dot", "color": self.shades.grid}
                look = {"width": 1.6, "color": self.shades.focus} if strong else dotted
                place = {"xref": "x", "yref": "paper", "x0": day, "x1": day, "y0": 0, "y1": top}
                yield {"type": "line", **place, "layer": "below", "line": look}


def _lined(milestones: Sequence[Milestone], history: PolicyHistory | Several, selected: str) -> tuple[Milestone, ...]:
    """Return the milestones that an indicator under the lanes is read against: its own economy's, and the selected."""
    if not isinstance(history, Several):
        return tuple(milestones)
    # what a user added is of no history
    own = ("", history.histories[0].id)
    return tuple(milestone for milestone in milestones if milestone.policy in own or milestone.id == selected)


def _strips(
    history: PolicyHistory | Several, axis: Axis, lanes: Sequence[Lane], frame: Frame, above: float
) -> tuple[Strip, ...]:
    """Return the eras of the one history over all lanes, or those of each history over its own lane."""
    if not isinstance(history, Several):
        return (Strip(era_strip.stretches_of(history, axis), frame.y(above)),)
    by_history = {one.id: era_strip.stretches_of(one, axis) for one in history.histories}
    return tuple(
        Strip(
            by_history[lane.of],
            frame.y(above + lane.top + lane.head + lane.strip),
            frame.y(above + lane.top + lane.head),
            frame.y(above + lane.top + lane.height),
            "y",
            (lane.top + lane.head + lane.strip, lane.top + lane.head),
        )
        for lane in lanes
        if lane.of in by_history
    )


def _frame(heading: str, source: str, room: float, left: float, body: float) -> Frame:
    title = escaped_lines(typeset.wrapped(heading, room - 20, TITLE_PX))
    foot = escaped_lines(typeset.wrapped(source, room - 20, SMALL_PX))
    top, bottom = 14 + _TITLE_LINE_PX * len(title), 34 + FOOT_LINE_PX * len(foot)
    blocks = (
        Block(tuple(f"<b>{line}</b>" for line in title), 1, top - 4, TITLE_PX),
        Block(foot, 0, -30, SMALL_PX, is_muted=True),
    )
    return Frame(room, body, left, _EDGE_PX, top=top, bottom=bottom, blocks=blocks)


def _height(lanes: Sequence[Lane]) -> float:
    """Return how many pixels all lanes take; an empty row where there are none."""
    return sum(lane.height for lane in lanes) or ROW_PX


def _time_axis(time: TimeScale, shades: Palette, *, fixedrange: bool) -> dict[str, Any]:
    ends = [time.day(-_AIR_PX), time.day(time.width + _AIR_PX)]
    return {
        **base_axis(shades),
        "type": "date",
        "range": ends,
        # the air is another stretch of time at another width, and the axis the same
        "uirevision": f"{time.first} {time.last}",
        "minallowed": ends[0],
        "maxallowed": ends[1],
        "nticks": max(2, int(time.width / _TICK_PX)),
        "tickformatstops": list(_TICK_FORMATS),
        "tickangle": 0,
        "anchor": "free",
        "position": 0,
        "fixedrange": fixedrange,
    }


def _title(titles: Sequence[str], axis: Axis, room: float) -> str:
    first, last = axis[0].year, axis[1].year
    wordings = [f"{title}, {formatting.spell(first, last)}" for title in titles]
    return next((text for text in wordings if typeset.width(text, TITLE_PX, bold=True) <= room), wordings[-1])


def _source(milestones: Sequence[Milestone], under: Overlay | None) -> str:
    own = sum(milestone.kind is MilestoneKind.OWN or is_brought(milestone.policy) for milestone in milestones)
    ours = len(milestones) - own
    parts = [
        f"{formatting.count(ours, 'milestone')} from Eraline's catalogue, which names the sources of each."
        if ours
        else "",
        f"{formatting.count(own, 'custom event')}, not checked." if own else "",
        provenance(under.view) if under else "",
        SIGNED,
    ]
    return " ".join(part for part in parts if part)
