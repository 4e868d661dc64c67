"""Draw where a change stands among others: one dot per date, or per economy, stacked along the size of the change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard import formatting
from dashboard.analysis.milestone_change import MilestoneChange
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.indicators import Indicator
from dashboard.evidence import phrases
from dashboard.figures import Figure, drawn_as_is
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.scales import Ticks, ValueScale
from dashboard.figures.parts.axes import base_axis, hidden_axis, value_axis, zero_line
from dashboard.figures.parts.frame import Frame, comparison_frame
from dashboard.figures.parts.notes import SMALL_PX, TEXT_PX, Shape, escaped, text_note
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode, Palette, palette
from dashboard.views.view import View

_DOT_PX: Final = 11
_SMALLEST_DOT_PX: Final = 5
_ROW_PX: Final = 20
_MOST_STACK_PX: Final = 200
_LEAST_STACK_PX: Final = 60
_TICK_PX: Final = 70
# room for half of a text at either end of the axis
_SIDE_PX: Final = 24


@dataclass(frozen=True)
class _Dot:
    """One change of many: of which date or economy, how large, and whether it stands apart from the own one."""

    name: str
    change: float
    is_own: bool = False
    overlaps: bool = False


@dataclass(frozen=True)
class _Line:
    """A change that is pointed out by a line through all dots, from the longest wording that fits above it."""

    change: float
    wordings: tuple[str, ...]
    strong: bool


def has_dates(found: MilestoneChange) -> bool:
    """Tell whether there is a change at other dates to draw beside the milestone's own."""
    return found.change.change is not None and bool(found.dates.distribution)


def has_economies(found: MilestoneChange) -> bool:
    """Tell whether there is a change of other economies to draw beside the own one."""
    return found.change.change is not None and bool(found.economies.changes)


def dates_figure(
    view: View, found: MilestoneChange, named: str, *, mode: Mode = "light", width: int | None = None
) -> Figure:
    """Return the changes at all dates of a series, the milestone's own among them; ValueError unless it `has_dates`."""
    own = found.change.change
    if own is None or not has_dates(found):
        raise ValueError("There is no change to draw.")
    year = found.change.year
    dots = [
        _Dot(str(date.year), date.change, is_own=date.year == year, overlaps=date.overlaps)
        for date in found.dates.distribution
    ]
    say = writer(view.indicator, found)
    rank = f"{phrases.ordinal(found.dates.rank)} of {found.dates.dates}" if found.dates.rank else ""
    wordings = (f"{named}: {say(own)}, {rank}" if rank else f"{named}: {say(own)}", f"{say(own)}", "")
    return _figure(
        f"The same comparison at all {found.dates.dates} dates",
        f"{_what(view, found)}. One dot per date; hollow where its windows touch those of the milestone.",
        view,
        _Changes(dots, [_Line(own, wordings, strong=True)], _tenth(found), say),
        (mode, width),
    )


def economies_figure(
    view: View,
    found: MilestoneChange,
    known: Mapping[str, Economy],
    *,
    mode: Mode = "light",
    width: int | None = None,
) -> Figure:
    """Return the changes of all economies at the same date; ValueError unless it `has_economies`."""
    own, median = found.change.change, found.economies.median
    if own is None or not has_economies(found):
        raise ValueError("There is no change to draw.")
    subject = known[found.economy].short_name
    say = writer(view.indicator, found)
    dots = [_Dot(known[other.economy].name, other.change) for other in found.economies.changes]
    lines = [_Line(own, (f"{subject}: {say(own)}", say(own), ""), strong=True)]
    if median is not None:
        lines.append(_Line(median, (f"median of the others: {say(median)}", f"median: {say(median)}"), strong=False))
    return _figure(
        f"{subject} and {formatting.count(len(dots), 'other economy', 'other economies')} at the same date",
        f"{_what(view, found)}. One dot per economy.",
        view,
        _Changes([*dots, _Dot(known[found.economy].name, own, is_own=True)], lines, None, say),
        (mode, width),
    )


def writer(indicator: Indicator, found: MilestoneChange) -> Callable[[float], str]:
    """Return how a change of this kind is written, with its unit."""
    write = phrases.difference if found.change.windows.statistic == "mean" else phrases.slope_difference
    return lambda amount: write(indicator, amount)


def change_unit(indicator: Indicator, found: MilestoneChange) -> str:
    """Return the unit of a change of this kind."""
    return writer(indicator, found)(1.0).partition(" ")[2]


def _what(view: View, found: MilestoneChange) -> str:
    windows, unit = found.change.windows, change_unit(view.indicator, found)
    what = "means" if windows.statistic == "mean" else "slopes"
    return f"{view.indicator.name}: difference of the {what} of the {windows.k} years before and after, {unit}"


def _tenth(found: MilestoneChange) -> tuple[float, bool] | None:
    """Return from which change on, upwards or not, a date is among the first tenth; None where there is no tenth."""
    most = found.dates.dates // 10
    if not most or found.dates.rank is None:
        return None
    rising = found.direction == "up"
    ranked = sorted((date.change for date in found.dates.distribution), reverse=rising)
    return ranked[most - 1], rising


@dataclass(frozen=True)
class _Changes:
    """All changes, those pointed out, where the first tenth starts if there is one, and how a change is written."""

    dots: Sequence[_Dot]
    lines: Sequence[_Line]
    tenth: tuple[float, bool] | None
    say: Callable[[float], str]


def _figure(title: str, subtitle: str, view: View, changes: _Changes, look: tuple[Mode, int | None]) -> Figure:
    shades, sheet = palette(look[0]), Sheet(look[1])
    inner, head = sheet.room - 2 * _SIDE_PX, _ROW_PX * len(changes.lines)
    scale = _scale([dot.change for dot in changes.dots])
    columns = _columns(changes.dots, scale, max(1, int(inner / (_DOT_PX + 1))))
    highest = max(len(column) for column in columns.values())
    stack = min(max(highest * (_DOT_PX + 1), _LEAST_STACK_PX), _MOST_STACK_PX)
    size = max(_SMALLEST_DOT_PX, min(_DOT_PX, stack / highest - 1))
    shaded = " Shaded: the first tenth." if changes.tenth else ""
    sides, body = (_SIDE_PX, _SIDE_PX), head + stack
    frame = comparison_frame(title, subtitle + shaded, [view], sheet=sheet, body=(body, body), sides=sides)
    top, ticks = frame.y(head), scale.ticks(max(3, int(inner / _TICK_PX))).values
    texts = tuple(changes.say(tick).split(" ")[0] for tick in ticks)
    return drawn_as_is(
        [_trace(columns, size, changes.say, shades)],
        frame.layout(
            shades,
            annotations=[*frame.words(shades), *_labels(changes.lines, frame, scale, shades)],
            shapes=[*_zone(changes.tenth, scale, top, shades), *_hairlines(changes.lines, frame, shades)],
            xaxis={
                **value_axis(Ticks(ticks, texts), shades, range=scale.range),
                **base_axis(shades),
                **zero_line(scale, shades),
            },
            yaxis=hidden_axis([0, top], [0, stack / (size + 1)]),
        ),
    )


def _scale(changes: Sequence[float]) -> ValueScale:
    low, high = min(*changes, 0.0), max(*changes, 0.0)
    beyond = (high - low) * 0.06 or 1.0
    return ValueScale(low - beyond, high + beyond)


def _columns(dots: Sequence[_Dot], scale: ValueScale, count: int) -> dict[int, list[_Dot]]:
    """Return dots by the column that they fall into, the own one lowest."""
    columns: dict[int, list[_Dot]] = {}
    for dot in sorted(dots, key=lambda dot: (not dot.is_own, dot.overlaps, dot.name)):
        column = min(int(scale.position(dot.change, count)), count - 1)
        columns.setdefault(column, []).append(dot)
    return columns


def _trace(
    columns: Mapping[int, Sequence[_Dot]], size: float, say: Callable[[float], str], shades: Palette
) -> dict[str, Any]:
    placed = [(row + 0.5, dot) for column in columns.values() for row, dot in enumerate(column)]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Changes",
        "x": [dot.change for _, dot in placed],
        "y": [row for row, _ in placed],
        "marker": {
            "size": size,
            "opacity": 1,
            "symbol": ["diamond" if dot.is_own else "circle" for _, dot in placed],
            "color": [
                shades.accent if dot.is_own else shades.ground if dot.overlaps else shades.faint for _, dot in placed
            ],
            "line": {"width": 1, "color": [shades.accent if dot.is_own else shades.muted for _, dot in placed]},
        },
        "cliponaxis": False,
        "customdata": [[escaped(dot.name), escaped(say(dot.change))] for _, dot in placed],
        "hovertemplate": "<b>%{customdata[0]}</b>: %{customdata[1]}<extra></extra>",
    }


def _labels(lines: Sequence[_Line], frame: Frame, scale: ValueScale, shades: Palette) -> list[Shape]:
    """Return a label above all dots for each line, on its roomier side, each in a row of its own."""
    notes: list[Shape] = []
    for row, line in enumerate(lines):
        px = scale.position(line.change, frame.width)
        to_right = px < frame.width / 2
        room = (frame.width - px if to_right else px) - 6
        size = TEXT_PX if line.strong else SMALL_PX
        text = typeset.fitting(line.wordings, room, size * 1.08)
        if text:
            notes.append(
                text_note(
                    f"<b>{escaped(text)}</b>" if line.strong else escaped(text),
                    x=line.change,
                    y=frame.y(_ROW_PX * (row + 0.5)),
                    size=size,
                    colour=shades.accent if line.strong else shades.ink,
                    anchor="left" if to_right else "right",
                    xshift=5 if to_right else -5,
                    # the line of another label may run behind it
                    bgcolor=shades.ground,
                )
            )
    return notes


def _hairlines(lines: Sequence[_Line], frame: Frame, shades: Palette) -> list[Shape]:
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": line.change,
            "x1": line.change,
            "y0": 0,
            "y1": frame.y(_ROW_PX * row + 2),
            "layer": "below",
            "line": {
                "width": 1.4 if line.strong else 1.2,
                "dash": "solid" if line.strong else "dash",
                "color": shades.accent if line.strong else shades.ink,
            },
        }
        for row, line in enumerate(lines)
    ]


def _zone(tenth: tuple[float, bool] | None, scale: ValueScale, top: float, shades: Palette) -> list[Shape]:
    if tenth is None:
        return []
    start, rising = tenth
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": start,
            "x1": scale.high if rising else scale.low,
            "y0": 0,
            "y1": top,
            "fillcolor": shades.focus,
            "opacity": 0.12,
            "layer": "below",
            "line": {"width": 0},
        }
    ]
