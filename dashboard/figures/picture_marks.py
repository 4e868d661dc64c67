"""Draw a plotly figure's traces on an easel: lines, dots, words, areas, bars and the cells of heatmaps."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from dashboard.errors import Undrawable
from dashboard.figures.easel import Align, Easel, Ink, Writing
from dashboard.figures.plane import Box, Numbers, Plane, Settings, axis_of, cells
from dashboard.figures.rich_text import height_of, write_lines

_DOT_PX: Final = 6.0
_INK: Final = "#444444"
_HATCH_PX: Final = 7.0
_DASHES: Final[Mapping[str, tuple[float, ...]]] = {"dot": (1, 1), "dash": (3, 3), "longdash": (5, 5)}
_LEAST_DASH_PX: Final = 3.0
_ALIGNS: Final[Mapping[str, Align]] = {"left": "right", "right": "left"}
_SIDES: Final = {"left": -1, "right": 1, "top": 1, "bottom": -1}
# plotly keeps words this far from a dot
_CLEAR: Final = 0.8


def dash_of(dash: str, width: float) -> tuple[float, ...]:
    """Return the pixels on and off of one of plotly's dashes: its name, or lengths such as "4px,3px"."""
    if dash in ("", "solid"):
        return ()
    if dash in _DASHES:
        return tuple(times * max(width, _LEAST_DASH_PX) for times in _DASHES[dash])
    try:
        return tuple(float(part.strip().removesuffix("px")) for part in dash.split(","))
    except ValueError:
        raise Undrawable(f"the dash {dash}") from None


def colour_of(trace: Settings) -> str:
    """Return the colour of a trace's line, else of its dots."""
    given = trace.get("line", {}).get("color") or trace.get("marker", {}).get("color")
    return given if isinstance(given, str) else _INK


def each(value: object, count: int, default: object = None) -> list[Any]:
    """Return a setting of dots once for each of them, whether it is one value or a list."""
    if value is None:
        return [default] * count
    return [value] * count if isinstance(value, str | int | float) else list(value)  # pyright: ignore[reportArgumentType]


def draw_lines(easel: Easel, trace: Settings, points: Numbers, clip: Box | None) -> None:
    """Draw the line of a trace."""
    line = trace.get("line", {})
    width = float(line.get("width", 2))
    ink = Ink(edge=colour_of(trace), width=width, opacity=trace.get("opacity", 1))
    easel.line(points, ink, dash_of(line.get("dash", ""), width), clip)


def draw_dots(easel: Easel, trace: Settings, points: Numbers, clip: Box | None) -> None:
    """Draw the dots of a trace, those that look the same at once; one without a size is not seen."""
    marker, count = trace.get("marker", {}), len(points)
    edge = marker.get("line", {})
    looks = zip(
        each(marker.get("symbol"), count, "circle"),
        each(marker.get("size"), count, _DOT_PX),
        each(marker.get("color"), count, colour_of(trace)),
        each(edge.get("color"), count, ""),
        each(edge.get("width"), count, 0),
        each(marker.get("opacity"), count, 1),
        strict=True,
    )
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for place, look in enumerate(looks):
        if not np.isnan(points[place]).any():
            alike[look].append(place)
    shown = trace.get("opacity", 1)
    for (symbol, size, fill, colour, width, opacity), places in alike.items():
        if size > 0 and opacity > 0:
            easel.dots(points[places], symbol, float(size), Ink(fill, colour, float(width), opacity * shown), clip)


def draw_words(easel: Easel, trace: Settings, points: Numbers, clip: Box | None, font: Settings) -> None:
    """Draw the texts of a trace, beside its dots or on them."""
    count, own = len(points), {**font, **trace.get("textfont", {})}
    looks = zip(
        each(trace.get("text"), count, ""),
        each(trace.get("textposition"), count, "middle center"),
        each(own.get("size"), count),
        each(own.get("color"), count),
        each(trace.get("marker", {}).get("size"), count, _DOT_PX),
        strict=True,
    )
    for (x, y), (text, position, size, colour, dot) in zip(points, looks, strict=True):
        if not text or np.isnan(x) or np.isnan(y):
            continue
        up, _, across = position.partition(" ")
        clear = float(dot) / 2 / _CLEAR + 1
        # plotly's own rule: a line's middle is a quarter of its size above its baseline
        shift = {"top": clear, "bottom": -clear - height_of(text, size)}.get(up, -size / 4)
        beside = _SIDES.get(across, 0) * clear
        write_lines(easel, text, (x + beside, y + shift), Writing(size, colour), _ALIGNS.get(across, "center"), clip)


def draw_area(easel: Easel, trace: Settings, points: Numbers, before: Numbers | None, clip: Box) -> None:
    """Fill what a trace encloses, alone or with the one before it."""
    if trace["fill"] == "tonexty" and before is not None:
        points = np.concatenate([points, before[::-1]])
    elif trace["fill"] != "toself":
        raise Undrawable(f"the fill {trace['fill']}")
    ring = points[~np.isnan(points).any(axis=1)]
    pattern = trace.get("fillpattern")
    if pattern is None:
        easel.area([ring], Ink(trace.get("fillcolor", "")), clip)
    else:
        _hatch(easel, ring, pattern, clip)


def _hatch(easel: Easel, ring: Numbers, pattern: Settings, clip: Box) -> None:
    """Draw strokes that rise to the right across the box of a ring: figures hatch rectangles alone."""
    (left, bottom), (right, top) = ring.min(axis=0), ring.max(axis=0)
    inside = Box(max(left, clip.left), max(bottom, clip.bottom), min(right, clip.right), min(top, clip.top))
    rise = top - bottom
    step = float(pattern.get("size", _HATCH_PX)) * np.sqrt(2)
    strokes = [[(x, bottom), (x + rise, top)] for x in np.arange(left - rise, right, step)]
    for stroke in strokes:
        easel.line(stroke, Ink(edge=pattern["fgcolor"], width=0.7), (), inside)


def draw_scatter(easel: Easel, trace: Settings, plane: Plane, before: Numbers | None, font: Settings) -> Numbers:
    """Draw a scatter trace, and return its points in pixels; `before` are those of the one before it."""
    across, up = plane.plot(trace)
    points = np.column_stack([across.px(cells(trace, "x")), up.px(cells(trace, "y"))])
    box, mode = plane.plot_box(trace), trace.get("mode", "lines")
    clip = None if trace.get("cliponaxis") is False else box
    if "fill" in trace:
        draw_area(easel, trace, points, before, box)
    if "lines" in mode:
        draw_lines(easel, trace, points, box)
    if "markers" in mode:
        draw_dots(easel, trace, points, clip)
    if "text" in mode:
        draw_words(easel, trace, points, clip, font)
    return points


def draw_bars(easel: Easel, trace: Settings, plane: Plane, _before: Numbers | None, _font: Settings) -> None:
    """Draw a trace of bars that lie."""
    if trace.get("orientation") != "h":
        raise Undrawable("bars that stand")
    across, up = plane.plot(trace)
    box, ends, middles = plane.plot_box(trace), across.px(trace["x"]), numbers_of(trace["y"])
    start, half = across.px_of(trace.get("base", 0)), float(trace["width"]) / 2
    fills = each(trace["marker"]["color"], len(ends))
    for end, middle, fill in zip(ends, middles, fills, strict=True):
        if not np.isnan(end):
            low, high = up.at(middle - half), up.at(middle + half)
            easel.area([[(start, low), (end, low), (end, high), (start, high)]], Ink(fill), box)


def numbers_of(values: Sequence[Any]) -> list[float]:
    """Return values as numbers."""
    return [float(value) for value in values]


def draw_cells(easel: Easel, trace: Settings, plane: Plane, _before: Numbers | None, _font: Settings) -> None:
    """Draw the cells of a heatmap, between the two colours of its scale."""
    across, up = plane.plot(trace)
    x, y, values = across.px(trace["x"]), up.px(trace["y"]), np.asarray(trace["z"], dtype="float64")
    half_x = abs(x[1] - x[0]) / 2 - trace.get("xgap", 0) / 2 if len(x) > 1 else across.end / 2
    half_y = abs(y[1] - y[0]) / 2 - trace.get("ygap", 0) / 2 if len(y) > 1 else abs(up.end - up.start) / 2
    low, high = float(trace.get("zmin", np.nanmin(values))), float(trace.get("zmax", np.nanmax(values)))
    alike: dict[str, list[Any]] = defaultdict(list)
    for row, column in np.argwhere(~np.isnan(values)):
        share = float(values[row, column] - low) / ((high - low) or 1)
        left, right = x[column] - half_x, x[column] + half_x
        bottom, top = y[row] - half_y, y[row] + half_y
        alike[scale_colour(trace["colorscale"], share)].append(
            [(left, bottom), (right, bottom), (right, top), (left, top)]
        )
    for fill, rings in alike.items():
        easel.area(rings, Ink(fill), plane.plot_box(trace))


def scale_colour(scale: Sequence[Sequence[Any]], share: float) -> str:
    """Return the colour at a share of a scale of colours written #rrggbb; at a step it is the one above."""
    above = next((place for place, (at, _) in enumerate(scale) if at > share), len(scale) - 1)
    (low, first), (high, last) = scale[above - 1], scale[above]
    part = min(1.0, max(0.0, (share - low) / ((high - low) or 1)))
    pairs = [(int(first[at : at + 2], 16), int(last[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


Draw = Callable[[Easel, Settings, Plane, Numbers | None, Settings], Numbers | None]
# in plotly's own order: what comes later lies above
CARTESIAN: Final[Mapping[str, Draw]] = {"heatmap": draw_cells, "bar": draw_bars, "scatter": draw_scatter}


def draw_traces(easel: Easel, traces: Sequence[Settings], plane: Plane, font: Settings) -> None:
    """Draw the traces that lie on axes, plot by plot and kind by kind as plotly does."""
    for plot in plots_of(traces):
        own = [trace for trace in traces if _plot(trace) == plot]
        for kind, draw in CARTESIAN.items():
            before: Numbers | None = None
            for trace in own:
                if trace["type"] == kind:
                    before = draw(easel, trace, plane, before, font)


def plots_of(traces: Sequence[Settings]) -> list[tuple[str, str]]:
    """Return the plots that traces are drawn in, each by its two axes."""
    return list(dict.fromkeys(_plot(trace) for trace in traces if trace["type"] in CARTESIAN))


def _plot(trace: Settings) -> tuple[str, str]:
    return axis_of(trace, "x"), axis_of(trace, "y")
