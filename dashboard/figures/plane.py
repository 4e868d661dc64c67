"""Map what a plotly figure measures to pixels of its picture: paper, axes and the margins around them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

AxisKind = Literal["linear", "log", "date", "category"]
Numbers = npt.NDArray[np.float64]
Settings = Mapping[str, Any]

# what plotly leaves free at the ends of an axis whose range nobody gave, where there are markers
_AIR: Final = 0.045
_DEFAULT_HEIGHT: Final = 450
_CARTESIAN: Final = ("scatter", "bar", "heatmap")


class Box(NamedTuple):
    """A rectangle of a picture: pixels from its left and from its bottom edge."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.top - self.bottom

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the point at shares of width and height, as plotly's paper counts them."""
        return self.left + x * self.width, self.bottom + y * self.height


@dataclass(frozen=True)
class Axis:
    """One axis: what it measures, its ends in its own coordinates and in pixels, and plotly's settings of it.

    A logarithmic axis has logarithms for coordinates, one of dates milliseconds, one of categories their numbers.
    """

    kind: AxisKind
    low: float
    high: float
    start: float
    end: float
    settings: Settings = field(default_factory=dict[str, Any])
    categories: tuple[str, ...] = ()

    def px(self, values: Iterable[Any]) -> Numbers:
        """Return where values are drawn; NaN where there is none."""
        found = numbers(values, self.kind, self.categories)
        if self.kind == "log":
            with np.errstate(divide="ignore", invalid="ignore"):
                found = np.log10(found)
        return self._placed(found)

    def px_of(self, value: object) -> float:
        """Return where one value is drawn."""
        return float(self.px([value])[0])

    def at(self, coordinate: object) -> float:
        """Return where one of the axis's own coordinates is drawn, as annotations give them."""
        kind = "linear" if self.kind == "log" else self.kind
        return float(self._placed(numbers([coordinate], kind, self.categories))[0])

    def _placed(self, found: Numbers) -> Numbers:
        return self.start + (found - self.low) / ((self.high - self.low) or 1.0) * (self.end - self.start)


@dataclass(frozen=True)
class Plane:
    """The measures of a picture: its size in pixels, the paper between the margins, and the axes by plotly's names."""

    width: float
    height: float
    paper: Box
    axes: Mapping[str, Axis]

    def box(self, x: str, y: str) -> Box:
        """Return the plot of two axes."""
        across, up = self.axes[x], self.axes[y]
        left, right = sorted((across.start, across.end))
        bottom, top = sorted((up.start, up.end))
        return Box(left, bottom, right, top)

    def plot(self, trace: Settings) -> tuple[Axis, Axis]:
        """Return the axes that a trace is drawn on."""
        return self.axes[axis_of(trace, "x")], self.axes[axis_of(trace, "y")]

    def plot_box(self, trace: Settings) -> Box:
        """Return the plot that a trace is drawn in."""
        return self.box(axis_of(trace, "x"), axis_of(trace, "y"))


def plane_of(layout: Settings, traces: Sequence[Settings], width: float, air: tuple[float, float]) -> Plane:
    """Return the measures of a figure of a width, with so many pixels of air beside it, and above and below it."""
    height, margin = float(layout.get("height") or _DEFAULT_HEIGHT), layout.get("margin", {})
    left, right, top, bottom = (float(margin.get(side, 80)) for side in "lrtb")
    beside, over = air
    paper = Box(beside + left, over + bottom, beside + width - right, over + height - top)
    axes = {
        _short(name): _axis(_short(name), settings, traces, paper)
        for name, settings in layout.items()
        if name.startswith(("xaxis", "yaxis"))
    }
    used = {axis_of(trace, way) for trace in traces if trace["type"] in _CARTESIAN for way in ("x", "y")}
    bare = {name: _axis(name, {}, traces, paper) for name in used - axes.keys()}
    return Plane(width + 2 * beside, height + 2 * over, paper, {**axes, **bare})


def axis_of(trace: Settings, way: str) -> str:
    """Return which axis a trace is drawn along, across ("x") or up ("y")."""
    return str(trace.get(f"{way}axis") or way)


def numbers(values: Iterable[Any], kind: AxisKind, categories: Sequence[str] = ()) -> Numbers:
    """Return values as an axis of a kind counts them, NaN where there is none."""
    if kind == "category":
        places = {name: float(place) for place, name in enumerate(categories)}
        return np.array([places.get(str(value), np.nan) for value in values], dtype="float64")
    listed = values if isinstance(values, np.ndarray) else list(values)
    if kind == "date":
        moments = np.array(listed, dtype="datetime64[ms]")
        return np.where(np.isnat(moments), np.nan, moments.astype("float64"))
    return np.asarray(listed, dtype="float64")


def cells(trace: Settings, way: str) -> Sequence[Any]:
    """Return a trace's coordinates, also of one that gives only the first and the step between two."""
    given = trace.get(way)
    if given is not None:
        return given
    other = trace["y" if way == "x" else "x"]
    first, step = trace.get(f"{way}0", 0), trace.get(f"d{way}", 1)
    if isinstance(first, str):
        start = dt.datetime.fromisoformat(first)
        return [start + dt.timedelta(milliseconds=step * place) for place in range(len(other))]
    return [first + step * place for place in range(len(other))]


def _short(name: str) -> str:
    return name.replace("axis", "", 1)


def _axis(name: str, settings: Settings, traces: Sequence[Settings], paper: Box) -> Axis:
    way = name[0]
    own = [trace for trace in traces if trace["type"] in _CARTESIAN and axis_of(trace, way) == name]
    kind, categories = _kind(settings, own, way)
    if "range" in settings:
        low, high = numbers(settings["range"], "linear" if kind == "log" else kind, categories).tolist()
    else:
        low, high = _reach(own, way, kind, categories)
        if settings.get("autorange") == "reversed":
            low, high = high, low
    first, last = settings.get("domain", (0, 1))
    if way == "x":
        start, end = paper.at(first, 0)[0], paper.at(last, 0)[0]
    else:
        start, end = paper.at(0, first)[1], paper.at(0, last)[1]
    return Axis(kind, low, high, start, end, settings, categories)


def _kind(settings: Settings, traces: Sequence[Settings], way: str) -> tuple[AxisKind, tuple[str, ...]]:
    if "type" in settings:
        return settings["type"], ()
    texts = dict.fromkeys(value for trace in traces for value in cells(trace, way) if isinstance(value, str))
    if not texts:
        return "linear", ()
    return ("date", ()) if all(_is_day(text) for text in texts) else ("category", tuple(texts))


def _is_day(text: str) -> bool:
    return text[:4].isdigit() and text[4:5] == "-"


def _reach(traces: Sequence[Settings], way: str, kind: AxisKind, categories: tuple[str, ...]) -> tuple[float, float]:
    """Return the ends of an axis whose range nobody gave: all values, with some air."""
    found = [numbers(cells(trace, way), kind, categories) for trace in traces]
    values = np.concatenate(found) if found else np.zeros(0)
    values = values[~np.isnan(values)]
    if not len(values):
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    # a cell of a heatmap and a category reach half a step beyond their middle
    beyond = 0.5 if kind == "category" or traces[0]["type"] == "heatmap" else (high - low) * _AIR
    return low - beyond, high + beyond
