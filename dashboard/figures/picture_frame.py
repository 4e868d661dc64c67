"""Draw what surrounds a plotly figure's traces on an easel: axes with their grids, shapes, annotations, a legend."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

import numpy as np

from dashboard.errors import Undrawable
from dashboard.figures.easel import Align, Easel, Ink, Writing
from dashboard.figures.picture_marks import dash_of, draw_dots, draw_lines, plots_of
from dashboard.figures.plane import Axis, Box, Plane, Settings
from dashboard.figures.rich_text import ASCENT, height_of, width_of, write_lines

_STEP: Final = re.compile(r"([MLHV])([^MLHVZ]*)")
_INK: Final = "#444444"
_YEAR_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200)
_MONTH_STEPS: Final = (1, 3, 6)
_USUAL_TICKS: Final = 8
# plotly's distance of a tick's text from the plot, and of its middle from its baseline, for a size of one
_STANDOFF: Final = 0.2
_MIDDLE: Final = 0.35
_LEGEND_ROW_PX: Final = 19
_LEGEND_LINE_PX: Final = 30
_LEGEND_GAP_PX: Final = 5


def draw_grids(easel: Easel, traces: Sequence[Settings], plane: Plane) -> None:
    """Draw in every plot the grids of its two axes, and the lines at zero where they are wanted."""
    for x, y in plots_of(traces):
        box = plane.box(x, y)
        for name in (x, y):
            axis = plane.axes[name]
            if axis.settings.get("visible") is not False:
                for at, colour in _grid(axis):
                    ends = [(at, box.bottom), (at, box.top)] if name == x else [(box.left, at), (box.right, at)]
                    easel.line(ends, Ink(edge=colour, width=1))


def _grid(axis: Axis) -> Iterator[tuple[float, str]]:
    settings = axis.settings
    if settings.get("showgrid", True) and "gridcolor" in settings:
        for value, _ in ticks(axis):
            yield axis.px_of(value), settings["gridcolor"]
    if settings.get("zeroline") and axis.kind == "linear" and axis.low < 0 < axis.high:
        yield axis.at(0), settings["zerolinecolor"]


def draw_axes(easel: Easel, plane: Plane, font: Settings) -> None:
    """Draw the line of every axis, its ticks and their texts."""
    for name, axis in plane.axes.items():
        if axis.settings.get("visible") is not False:
            _axis(easel, plane, name, axis, font)


def ticks(axis: Axis) -> list[tuple[Any, str]]:
    """Return the values marked on an axis, with what is written there."""
    settings = axis.settings
    if "tickvals" in settings:
        values = list(settings["tickvals"])
        return list(zip(values, settings.get("ticktext") or map(str, values), strict=True))
    if axis.kind == "category":
        return [(name, name) for name in axis.categories]
    if axis.kind == "date":
        return list(_days(axis))
    raise Undrawable("an axis of numbers without ticks")


def draw_shapes(easel: Easel, shapes: Sequence[Settings], plane: Plane, layer: str) -> None:
    """Draw the shapes of a layer, below or above the traces."""
    for shape in shapes:
        if shape.get("layer", "above") == layer:
            _shape(easel, shape, plane)


def draw_notes(easel: Easel, notes: Sequence[Settings], plane: Plane, font: Settings) -> None:
    """Write the annotations."""
    for note in notes:
        if note.get("showarrow", True):
            raise Undrawable("an annotation with an arrow")
        _note(easel, note, plane, font)


def draw_legend(easel: Easel, traces: Sequence[Settings], legend: Settings, plane: Plane, font: Settings) -> None:
    """Draw what each trace is called, one under the other up from a corner of the plot."""
    named = [trace for trace in traces if trace.get("showlegend", True) and trace.get("name")]
    x, bottom = plane.paper.at(legend.get("x", 0), legend.get("y", 1))
    for row, trace in enumerate(reversed(named)):
        y = bottom + (row + 0.5) * _LEGEND_ROW_PX
        sample = np.array([(x, y), (x + _LEGEND_LINE_PX, y)], dtype="float64")
        mode = trace.get("mode", "lines")
        if "lines" in mode:
            draw_lines(easel, trace, sample, None)
        if "markers" in mode:
            marker = {key: _one(value) for key, value in trace.get("marker", {}).items()}
            draw_dots(easel, {**trace, "marker": marker}, sample.mean(axis=0, keepdims=True), None)
        look = Writing(font["size"], font["color"])
        at = x + _LEGEND_LINE_PX + _LEGEND_GAP_PX, y - _MIDDLE * look.size
        write_lines(easel, trace["name"], at, look, "left")


def _one(value: object) -> object:
    return value[0] if isinstance(value, list) else value


def _plot_of(plane: Plane, name: str) -> Box:
    """Return the plot that an axis belongs to: with the axis that it is anchored to, else the first of the others."""
    other = "y" if name[0] == "x" else "x"
    anchor = plane.axes[name].settings.get("anchor", other)
    if anchor not in plane.axes:
        anchor = other if other in plane.axes else next(key for key in plane.axes if key[0] == other)
    return plane.box(name, anchor) if name[0] == "x" else plane.box(anchor, name)


def _axis(easel: Easel, plane: Plane, name: str, axis: Axis, font: Settings) -> None:
    settings, box = axis.settings, _plot_of(plane, name)
    is_across, is_top = name[0] == "x", settings.get("side") == "top"
    if settings.get("anchor") == "free":
        x, y = plane.paper.at(settings.get("position", 0), settings.get("position", 0))
    else:
        x, y = box.left, box.top if is_top else box.bottom
    line, has_ticks = settings.get("linecolor"), settings.get("ticks") == "outside"
    if line:
        ends = [(box.left, y), (box.right, y)] if is_across else [(x, box.bottom), (x, box.top)]
        easel.line(ends, Ink(edge=line, width=1))
    own = {**font, **settings.get("tickfont", {})}
    look, length = Writing(own["size"], own["color"]), float(settings.get("ticklen", 5)) if has_ticks else 0
    away = length + (_STANDOFF * look.size if has_ticks or line else 0) + float(settings.get("ticklabelstandoff", 0))
    for value, text in ticks(axis):
        at = axis.px_of(value)
        if has_ticks:
            tick = [(at, y), (at, y - length)] if is_across else [(x, at), (x - length, at)]
            easel.line(tick, Ink(edge=settings.get("tickcolor", _INK), width=1))
        if is_across:
            base = y + away + _STANDOFF * look.size if is_top else y - away - look.size
            write_lines(easel, text, (at, base), look, "center")
        else:
            write_lines(easel, text, (x - away - 1, at - _MIDDLE * look.size), look, "right")


def _days(axis: Axis) -> Iterator[tuple[str, str]]:
    """Yield the ticks of a time axis that says none: the first days of years, or of months where there are few."""
    first, last = (dt.datetime.fromtimestamp(end / 1000, dt.UTC) for end in (axis.low, axis.high))
    most, years = int(axis.settings.get("nticks", _USUAL_TICKS)), (axis.high - axis.low) / (365.25 * 86_400_000)
    step = next((step for step in _YEAR_STEPS if years / step <= most), _YEAR_STEPS[-1])
    if years * 2 > most:
        for year in range(first.year - first.year % step, last.year + 1, step):
            if dt.datetime(year, 1, 1, tzinfo=dt.UTC) >= first:
                yield f"{year:04d}-01-01", str(year)
        return
    months = next((step for step in _MONTH_STEPS if years * 12 / step <= most), _MONTH_STEPS[-1])
    for month in range(first.year * 12, last.year * 12 + last.month, months):
        day = dt.datetime(month // 12, month % 12 + 1, 1, tzinfo=dt.UTC)
        if first <= day <= last:
            yield f"{day:%Y-%m-%d}", f"{day:%b %Y}"


class _Refs:
    """Where a shape's or annotation's coordinates are: on the paper, along an axis, or shares of an axis's plot."""

    def __init__(self, refs: Settings, plane: Plane) -> None:
        self._plane = plane
        self.x, self.y = str(refs.get("xref", "x")), str(refs.get("yref", "y"))

    def across(self, value: object, *, is_note: bool = False) -> float:
        return self._at(self.x, value, (self._plane.paper.left, self._plane.paper.right), is_note=is_note)

    def up(self, value: object, *, is_note: bool = False) -> float:
        return self._at(self.y, value, (self._plane.paper.bottom, self._plane.paper.top), is_note=is_note)

    def clip(self) -> Box:
        """Return what a shape is cut to: the plot along the axes that it is placed by."""
        plane = self._plane
        left, right = self._ends(self.x, (0, plane.width))
        bottom, top = self._ends(self.y, (0, plane.height))
        return Box(left, bottom, right, top)

    def _ends(self, ref: str, whole: tuple[float, float]) -> tuple[float, float]:
        if ref == "paper":
            return whole
        axis = self._plane.axes[ref.partition(" ")[0]]
        low, high = sorted((axis.start, axis.end))
        return low, high

    def _at(self, ref: str, value: Any, paper: tuple[float, float], *, is_note: bool) -> float:  # noqa: ANN401
        if ref == "paper":
            return paper[0] + float(value) * (paper[1] - paper[0])
        axis = self._plane.axes[ref.partition(" ")[0]]
        if ref.endswith(" domain"):
            return axis.start + float(value) * (axis.end - axis.start)
        # plotly counts annotations on a logarithmic axis by logarithms, shapes by values
        return axis.at(value) if is_note else axis.px_of(value)


def _shape(easel: Easel, shape: Settings, plane: Plane) -> None:
    refs, line, kind = _Refs(shape, plane), shape.get("line", {}), shape["type"]
    width, opacity = float(line.get("width", 2)), float(shape.get("opacity", 1))
    ink = Ink(shape.get("fillcolor", ""), line.get("color", _INK), width, opacity)
    dash, clip = dash_of(line.get("dash", ""), width), refs.clip()
    if kind == "path":
        for points in _path(shape["path"], refs):
            easel.line(points, ink, dash, clip)
    elif kind in ("line", "rect"):
        (x0, y0), (x1, y1) = _corners(shape, refs)
        if kind == "line":
            easel.line([(x0, y0), (x1, y1)], ink, dash, clip)
        else:
            easel.area([[(x0, y0), (x1, y0), (x1, y1), (x0, y1)]], ink, clip)
    else:
        raise Undrawable(f"the shape {kind}")


def _corners(shape: Settings, refs: _Refs) -> tuple[tuple[float, float], tuple[float, float]]:
    if shape.get("xsizemode") == "pixel":
        x0, x1 = (refs.across(shape["xanchor"]) + float(shape[end]) for end in ("x0", "x1"))
    else:
        x0, x1 = refs.across(shape["x0"]), refs.across(shape["x1"])
    if shape.get("ysizemode") == "pixel":
        y0, y1 = (refs.up(shape["yanchor"]) + float(shape[end]) for end in ("y0", "y1"))
    else:
        y0, y1 = refs.up(shape["y0"]), refs.up(shape["y1"])
    return (x0, y0), (x1, y1)


def _path(path: str, refs: _Refs) -> Iterator[list[tuple[float, float]]]:
    """Yield the lines of a path of straight steps."""
    points: list[tuple[float, float]] = []
    for step, given in _STEP.findall(path):
        x, _, y = given.partition(",")
        if step == "M" and points:
            yield points
            points = []
        if step == "H":
            points.append((refs.across(x), points[-1][1]))
        elif step == "V":
            points.append((points[-1][0], refs.up(x)))
        else:
            points.append((refs.across(x), refs.up(y)))
    yield points


def _note(easel: Easel, note: Settings, plane: Plane, font: Settings) -> None:
    refs, own = _Refs(note, plane), {**font, **note.get("font", {})}
    look = Writing(own["size"], own["color"], opacity=note.get("opacity", 1))
    x = refs.across(note["x"], is_note=True) + note.get("xshift", 0)
    y = refs.up(note["y"], is_note=True) + note.get("yshift", 0)
    text, height = note["text"], height_of(note["text"], look.size)
    top = y + {"top": 0.0, "middle": height / 2, "bottom": height}[note.get("yanchor", "middle")]
    anchor, align = cast("Align", note.get("xanchor", "center")), cast("Align", note.get("align", "center"))
    ground = note.get("bgcolor", "")
    if ground or anchor != align:
        wide = width_of(text, look)
        left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[anchor] * wide
        easel.area([[(left, top), (left + wide, top), (left + wide, top - height), (left, top - height)]], Ink(ground))
        x = left + {"left": 0.0, "center": 0.5, "right": 1.0}[align] * wide
    write_lines(easel, text, (x, top - ASCENT * look.size), look, align)
