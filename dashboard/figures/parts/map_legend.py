"""Draw the legend of a map: its classes of colour with their edges, and the hatches of what has no observation."""

from dataclasses import dataclass
from typing import Any, Final

from dashboard import formatting
from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.classes import class_of
from dashboard.figures.parts.frame import Frame
from dashboard.figures.parts.notes import SMALL_PX, Shape, text_note
from dashboard.figures.theme import Palette, blend

_SWATCH_PX: Final = 14
_ROW_PX: Final = 36
_NONE: Final = "No figures here"
_NONE_PX: Final = 35


@dataclass(frozen=True)
class Classes:
    """Classes of values: `bounds` from the lowest edge to the highest, a colour each between two."""

    bounds: tuple[float, ...]
    colours: tuple[str, ...]

    def of(self, value: float) -> int:
        """Return which class a value is in, counted from 0; an edge belongs to the class above it."""
        return class_of(self.bounds, value)


@dataclass(frozen=True)
class Legend:
    """Where the legend stands: pixels from the left margin and under the top of the body."""

    texts: tuple[str, ...]
    start: float
    each: float
    top: float
    none_left: float
    none_top: float
    height: float


def legend_of(classes: Classes, room: float, map_px: float) -> Legend:
    """Return the legend of classes under a map of so many pixels."""
    texts = formatting.bounds(classes.bounds)
    widest = typeset.widest(texts, SMALL_PX)
    count = len(classes.colours)
    start, top = max(2.0, typeset.width(texts[0], SMALL_PX) / 2), map_px + 10
    each = max(widest + 10, min(72.0, (room - widest - 12) / count))
    end = start + count * each + widest / 2 + 22
    beside = end + _NONE_PX + 12 + typeset.width(_NONE, SMALL_PX) < room
    none_left, none_top = (end, top) if beside else (start, top + _ROW_PX)
    return Legend(texts, start, each, top, none_left, none_top, none_top - map_px + _ROW_PX)


def _swatch(frame: Frame, left: float, top: float, width: float, **look: object) -> Shape:
    anchored = {"xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel", "xanchor": 0}
    box = {"x0": left, "x1": left + width, "y0": 0, "y1": -_SWATCH_PX, "yanchor": frame.y(top)}
    return {**anchored, **box, "type": "rect", **look}


def legend_shapes(legend: Legend, classes: Classes, frame: Frame, shades: Palette) -> list[Shape]:
    """Return the boxes of the classes, and the hatched one."""
    boxes = [
        _swatch(frame, legend.start + index * legend.each, legend.top, legend.each, fillcolor=colour, line={"width": 0})
        for index, colour in enumerate(classes.colours)
    ]
    look = {"color": stroke(shades), "width": 0.8}
    left = legend.none_left
    none = _swatch(frame, left, legend.none_top, _NONE_PX, fillcolor=bare(shades), line=look)
    strokes = [
        {**none, "type": "line", "x0": left + x, "x1": left + x + _SWATCH_PX, "y0": -_SWATCH_PX, "y1": 0}
        for x in range(0, _NONE_PX - _SWATCH_PX + 1, 7)
    ]
    return [*boxes, none, *strokes]


def legend_words(legend: Legend, frame: Frame, shades: Palette) -> list[Shape]:
    """Return the edges of the classes, and what hatches mean."""
    small: dict[str, Any] = {"size": SMALL_PX, "colour": shades.muted, "xref": "paper"}
    edges = [
        text_note(
            text,
            x=0,
            y=frame.y(legend.top + _SWATCH_PX + 9),
            anchor="center",
            xshift=legend.start + index * legend.each,
            **small,
        )
        for index, text in enumerate(legend.texts)
    ]
    y, shift = frame.y(legend.none_top + _SWATCH_PX / 2), legend.none_left + _NONE_PX + 7
    return [*edges, text_note(_NONE, x=0, y=y, anchor="left", xshift=shift, **small)]


def bare(shades: Palette) -> str:
    """Return the colour of land without an observation."""
    return blend(shades.ink, shades.ground, 0.04)


def stroke(shades: Palette) -> str:
    """Return the colour of hatches."""
    return blend(shades.faint, shades.ground, 0.75)
