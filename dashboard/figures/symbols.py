"""Outline plotly's marker symbols, as many of them as figures use: corners for a radius of one, upwards positive."""

from collections.abc import Mapping
from typing import Final

from dashboard.errors import Undrawable

Corners = tuple[tuple[float, float], ...]

OPEN: Final = "-open"
# a line has no inside: it is drawn by its edge
_LINES: Final[Mapping[str, Corners]] = {
    "line-ew": ((-1.4, 0.0), (1.4, 0.0)),
    "line-ns": ((0.0, -1.4), (0.0, 1.4)),
}
_OUTLINES: Final[Mapping[str, Corners]] = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, 1.3), (1.3, 0), (0, -1.3), (-1.3, 0)),
    "triangle-up": ((-1.155, -0.5), (1.155, -0.5), (0, 1)),
    "triangle-down": ((-1.155, 0.5), (1.155, 0.5), (0, -1)),
    "triangle-left": ((0.5, -1.155), (0.5, 1.155), (-1, 0)),
    "triangle-right": ((-0.5, -1.155), (-0.5, 1.155), (1, 0)),
    "pentagon": ((0, 1), (0.951, 0.309), (0.588, -0.809), (-0.588, -0.809), (-0.951, 0.309)),
    "hexagon": ((0, 1), (0.866, 0.5), (0.866, -0.5), (0, -1), (-0.866, -0.5), (-0.866, 0.5)),
    "octagon": (
        *((-0.383, 0.924), (0.383, 0.924), (0.924, 0.383), (0.924, -0.383)),
        *((0.383, -0.924), (-0.383, -0.924), (-0.924, -0.383), (-0.924, 0.383)),
    ),
    "bowtie": ((1, 1), (1, -1), (-1, 1), (-1, -1)),
    "hourglass": ((1, 1), (-1, 1), (1, -1), (-1, -1)),
    "cross": (
        *((0.4, 1.2), (0.4, 0.4), (1.2, 0.4), (1.2, -0.4), (0.4, -0.4), (0.4, -1.2)),
        *((-0.4, -1.2), (-0.4, -0.4), (-1.2, -0.4), (-1.2, 0.4), (-0.4, 0.4), (-0.4, 1.2)),
    ),
    "x": (
        *((0, 0.566), (0.566, 1.131), (1.131, 0.566), (0.566, 0), (1.131, -0.566), (0.566, -1.131)),
        *((0, -0.566), (-0.566, -1.131), (-1.131, -0.566), (-0.566, 0), (-1.131, 0.566), (-0.566, 1.131)),
    ),
    "star": (
        *((0, 1.4), (0.315, 0.433), (1.331, 0.433), (0.508, -0.165), (0.823, -1.133)),
        *((0, -0.535), (-0.823, -1.133), (-0.508, -0.165), (-1.331, 0.433), (-0.315, 0.433)),
    ),
}


def outline(symbol: str) -> tuple[Corners, bool]:
    """Return a symbol's corners, none of a circle, and whether they enclose something; Undrawable of an unknown one."""
    name = symbol.removesuffix(OPEN)
    if name in _LINES:
        return _LINES[name], False
    if name == "circle":
        return (), True
    if name not in _OUTLINES:
        raise Undrawable(f"the symbol {symbol}")
    return _OUTLINES[name], True
