"""Draw a view as lines over time: the annotated chart of series, targets, eras and milestones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import Ticks, TimeScale, ValueScale
from dashboard.figures.parts.axes import room_beside, time_axis, value_axis, value_scale, zero_line
from dashboard.figures.parts.captions import interrupted, shading, source_line, what_and_whose
from dashboard.figures.parts.earlier import Earlier, earlier_traces
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
from dashboard.figures.parts.line_ends import LineEnd, label_texts, labels, leaders, line_ends
from dashboard.figures.parts.notes import SMALL_PX, TEXT_PX, Shape
from dashboard.figures.parts.pin_key import pin_key
from dashboard.figures.parts.pin_lanes import PinLanes, pin_lanes
from dashboard.figures.parts.recessions import recession_bands
from dashboard.figures.parts.series import Run, runs_in, series_traces
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.parts.targets import target_key, target_shapes, target_traces
from dashboard.figures.theme import Mode, Palette, colours, palette
from dashboard.views.view import View

_HEIGHT_PX: Final = 560
_HEAD_LINE_PX: Final = 19
_NARROW_PX: Final = 560
_LEAST_PLOT_PX: Final = 120
_LEAST_BODY_PX: Final = 200
# between the plot and the pins
_AIR_PX: Final = 6
# between the plot and what stands under its axis
_FOOT_PX: Final = 26
_LOG_TICKS, _TICKS = 7, 6


@dataclass(frozen=True)
class Canvas:
    """The measures of an annotated chart: its frame, its two scales, and the plot's share of the frame's body."""

    frame: Frame
    time: TimeScale
    values: ValueScale
    plot: float

    @property
    def plot_px(self) -> float:
        """Return the height of the plot."""
        return self.plot * self.frame.body

    @property
    def lanes_bottom(self) -> float:
        """Return how high the pins' lanes begin, as a share of the frame's body."""
        return self.plot + 4 / self.frame.body


@dataclass(frozen=True)
class Parts:
    """What an annotated chart is made of: traces, the milestones' pins over them, plotly's layout, and the measures."""

    traces: tuple[dict[str, Any], ...]
    pins: dict[str, Any]
    layout: Mapping[str, Any]
    canvas: Canvas

    def adding(
        self, traces: Iterable[dict[str, Any]], shapes: Iterable[Shape], annotations: Iterable[Shape]
    ) -> "Parts":
        """Return the parts with more traces, which stay under the pins, shapes and annotations."""
        layout = {
            **self.layout,
            "shapes": [*self.layout["shapes"], *shapes],
            "annotations": [*self.layout["annotations"], *annotations],
        }
        return replace(self, traces=(*self.traces, *traces), layout=layout)

    def figure(self) -> Figure:
        """Return the figure of all parts."""
        return drawn_as_is([*self.traces, self.pins], self.layout)


def line_figure(
    view: View,
    *,
    mode: Mode = "light",
    width: int | None = None,
    height: int = _HEIGHT_PX,
    titled: bool = True,
    more_at: str | None = None,
    earlier: Earlier | None = None,
) -> Figure:
    """Return the annotated chart of a view; without a width it is laid out so that nothing touches at any width.

    With `more_at` it has the key of its pins, as a sheet's. What was known `earlier` is a thin line under the series.
    """
    return line_parts(view, Sheet(width, height, titled, more_at), mode=mode, earlier=earlier).figure()


def line_parts(
    view: View, sheet: Sheet, *, mode: Mode = "light", note: str = "", earlier: Earlier | None = None
) -> Parts:
    """Return the parts of the annotated chart of a view, to which a caller may add its own.

    A `note` on these stands under the plot, and there it is said which lines are of an `earlier` day.
    """
    shades, room = palette(mode), sheet.room
    is_narrow = room < _NARROW_PX
    values = value_scale(earlier.together(view) if earlier else view)
    ticks = values.ticks(_LOG_TICKS if values.kind == "log" else _TICKS)
    names = label_texts(view.economies, narrow=is_narrow)
    sides = max(room_beside(ticks), heads_px(view.histories)), 14 + typeset.widest(names.values(), TEXT_PX, bold=True)
    key = pin_key(view.milestones, [view.indicator.id], room - 20, more_at=sheet.more_at, histories=view.histories)
    time = TimeScale(*view.axis, max(_LEAST_PLOT_PX, room - sum(sides)))
    note = " ".join(filter(None, (note, earlier.key if earlier else "", unnamed_eras(view.histories, time))))
    pins, strips = _pins(view, time), strips_px(view.histories)
    above = strips + pins.height + _AIR_PX
    frame = _frame(view, sheet, sides, key.height, note, least=_least_body(view, above))
    canvas = Canvas(frame, time, values, plot=(frame.body - above) / frame.body)
    runs, shade = runs_in(view), colours(view.economies, shades, view.subject)
    last = [(economy, runs[economy.id].days[-1], runs[economy.id].last) for economy in view.economies]
    ends = line_ends(last, values, canvas.plot_px)
    layout = frame.layout(
        shades,
        **_axes(view, canvas, ticks, shades, fixed=is_narrow),
        yaxis2=pins.layout_axis(canvas.lanes_bottom, frame.y(strips)),
        shapes=_shapes(view, canvas, pins, ends, shades),
        annotations=[
            *strip_names(view.eras, view.histories, time, shades, frame.body),
            *pins.words(shades),
            *labels(ends, names, shade, frame.body, lines={each.id: each.name for each in view.economies}),
            *frame.words(shades),
            *key.notes(frame.left, _FOOT_PX, shades),
        ],
        hovermode="x unified",
        dragmode=False if is_narrow else "zoom",
    )
    traces = (*_series(view, runs, shade, earlier), *target_traces(view, time, shades, shade))
    return Parts(traces, pins.trace(shades), layout, canvas)


def _pins(view: View, time: TimeScale) -> PinLanes:
    chosen = view.selection.milestone
    return pin_lanes(view.milestones, [view.indicator.id], time, selected=chosen, histories=view.histories)


def _least_body(view: View, above: float) -> float:
    """Return the least height under a chart's title: lanes of several histories would leave a low one no plot."""
    return max(_LEAST_BODY_PX, above + _LEAST_PLOT_PX) if len(view.histories) > 1 else _LEAST_BODY_PX


def _frame(view: View, sheet: Sheet, sides: tuple[float, float], under: float, note: str, *, least: float) -> Frame:
    """Return the frame of a view's chart, with so many pixels `under` the time axis for the key of its pins.

    Its body has at least so many pixels.
    """
    room = sheet.room
    name = view.indicator.name if sheet.titled else ""
    title = escaped_lines(typeset.wrapped(name, (room - 20) * TITLE_SHARE, TITLE_PX)) if name else ()
    subtitle = escaped_lines(typeset.wrapped(what_and_whose(view), room - 20, SUBTITLE_PX))
    signs = f"Targets: {target_key(view.targets)}." if view.targets else ""
    foot = " ".join(part for part in (signs, note, interrupted([view]), shading([view]), source_line(view)) if part)
    source = escaped_lines(typeset.wrapped(foot, room - 20, SMALL_PX))
    # one text, so that its lines keep together
    head = "<br>".join(
        [
            *([f"<b>{'<br>'.join(title)}</b>"] if title else []),
            *(f'<span style="font-size:{SUBTITLE_PX}px">{line}</span>' for line in subtitle),
        ]
    )
    top = 44 + (len(title) + len(subtitle) - 1) * _HEAD_LINE_PX if title else 10 + len(subtitle) * _HEAD_LINE_PX
    bottom = 30 + FOOT_LINE_PX * len(source)
    body = sheet.body(_HEIGHT_PX, top + bottom, least)
    blocks = Block((head,), 1, top - 2, TITLE_PX), Block(source, 0, -_FOOT_PX - under, SMALL_PX, is_muted=True)
    return Frame(room, body, *sides, top=top, bottom=bottom + under, blocks=blocks)


def _axes(view: View, canvas: Canvas, ticks: Ticks, shades: Palette, *, fixed: bool) -> dict[str, Any]:
    """Return the axes of time and values; where a finger is the pointer they are fixed: it scrolls, and zooms not."""
    spikes = {"showspikes": True, "spikemode": "across", "spikethickness": 1, "spikedash": "solid"}
    return {
        "xaxis": time_axis(
            canvas.time,
            shades,
            anchor="y",
            hoverformat=view.hover_format,
            **spikes,
            spikecolor=shades.faint,
            fixedrange=fixed,
        ),
        "yaxis": value_axis(
            ticks,
            shades,
            range=canvas.values.range,
            type=canvas.values.kind,
            domain=[0, canvas.plot],
            **zero_line(canvas.values, shades),
            zerolinewidth=1,
            fixedrange=fixed,
        ),
    }


def _shapes(view: View, canvas: Canvas, pins: PinLanes, ends: Sequence[LineEnd], shades: Palette) -> list[Shape]:
    return [
        *era_shapes(view.eras, view.histories, canvas.time, shades, canvas.frame.body),
        *recession_bands(view.recessions, canvas.time, shades, canvas.plot),
        *pins.shapes(shades, 0, canvas.lanes_bottom),
        *target_shapes(view, shades, colours(view.economies, shades, view.subject)),
        *leaders(ends, canvas.time, shades, canvas.frame.body),
    ]


def _series(
    view: View, runs: Mapping[str, Run], shade: Mapping[str, str], earlier: Earlier | None
) -> list[dict[str, Any]]:
    under = earlier_traces(earlier, shade) if earlier else []
    view = earlier.finer(view) if earlier else view
    return under + [
        trace
        # the subject is drawn last, above the others
        for economy in reversed(view.economies)
        for trace in series_traces(
            view,
            economy,
            runs[economy.id],
            {
                "color": shade[economy.id],
                "width": 2.6 if economy is view.economies[0] else 1.6,
                "dash": "dot" if economy.aggregate and economy.id != view.subject else "solid",
            },
        )
    ]
