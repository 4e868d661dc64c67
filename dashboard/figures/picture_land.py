"""Draw a plotly map on an easel from our own shapes of countries: land, colours by class, dots, hatches."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from matplotlib.path import Path

from dashboard.errors import Undrawable
from dashboard.figures.easel import Easel, Ink
from dashboard.figures.geometry.hatching import coastlines, countries
from dashboard.figures.picture_marks import draw_dots, scale_colour
from dashboard.figures.plane import Box, Numbers, Plane, Settings

_PROJECTION: Final = "natural earth"
_MERIDIANS: Final = (-180.0, 180.0)
_TURN: Final = 360.0
_ROUND: Final = np.array([_TURN, 0.0])
_STEP_DEGREES: Final = 3.0


class _Globe:
    """The map's projection onto its plot: Natural Earth by Tom Patterson, after the polynomial of Bojan Šavrič."""

    def __init__(self, geo: Settings, plane: Plane) -> None:
        if geo["projection"]["type"] != _PROJECTION:
            raise Undrawable(f"the projection {geo['projection']['type']}")
        domain = geo.get("domain", {})
        left, bottom = plane.paper.at(domain.get("x", (0, 1))[0], domain.get("y", (0, 1))[0])
        right, top = plane.paper.at(domain.get("x", (0, 1))[1], domain.get("y", (0, 1))[1])
        box, outline = Box(left, bottom, right, top), natural_earth(_frame(geo["lataxis"]["range"]))
        low, high = outline.min(axis=0), outline.max(axis=0)
        self._scale = min(box.width / (high[0] - low[0]), box.height / (high[1] - low[1]))
        self._middle = np.array(box.at(0.5, 0.5)) - (low + high) / 2 * self._scale
        self.edge = Path(self._placed(outline))

    def points(self, degrees: Numbers) -> Numbers:
        """Return longitudes and latitudes in pixels."""
        return self._placed(natural_earth(degrees))

    def _placed(self, flat: Numbers) -> Numbers:
        return flat * self._scale + self._middle


def natural_earth(degrees: Numbers) -> Numbers:
    """Return longitudes and latitudes, one row each, on the plane for a globe of radius one.

    Šavrič, Jenny, Patterson, Petrovič and Hurni (2011), A Polynomial Equation for the Natural Earth Projection.
    """
    across, up = np.radians(degrees).T
    square = up**2
    fourth = square**2
    x = across * (0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth)))
    y = up * (1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)))
    return np.column_stack([x, y])


def draw_maps(easel: Easel, traces: Sequence[Settings], layout: Settings, plane: Plane) -> None:
    """Draw the land, and what traces say of it."""
    if "geo" not in layout:
        return
    geo = layout["geo"]
    globe = _Globe(geo, plane)
    for _, rings in countries():
        _country(easel, globe, rings, Ink(geo["landcolor"], geo["countrycolor"], geo["countrywidth"]))
    coasts = [globe.points(np.asarray(line, dtype="float64")) for line in coastlines()]
    easel.strokes(coasts, Ink(edge=geo["coastlinecolor"], width=geo["coastlinewidth"]), globe.edge)
    for trace in traces:
        if trace["type"] == "choropleth":
            _classes(easel, globe, trace)
        elif trace["type"] == "scattergeo":
            _over(easel, globe, trace)


def _classes(easel: Easel, globe: _Globe, trace: Settings) -> None:
    shapes, low, high = dict(countries()), trace["zmin"], trace["zmax"]
    edge = trace["marker"]["line"]
    looks = zip(trace["locations"], trace["z"], edge["color"], edge["width"], strict=True)
    for code, value, colour, width in looks:
        fill = scale_colour(trace["colorscale"], (value - low) / (high - low))
        _country(easel, globe, shapes[code], Ink(fill, colour, width))


def _over(easel: Easel, globe: _Globe, trace: Settings) -> None:
    degrees = np.column_stack([np.asarray(trace["lon"], "float64"), np.asarray(trace["lat"], "float64")])
    if not len(degrees):
        return
    points = globe.points(degrees)
    if trace["mode"] == "markers":
        draw_dots(easel, trace, points, None)
    else:
        line = trace["line"]
        gaps = np.flatnonzero(np.isnan(points[:, 0]))
        lines = [part[~np.isnan(part[:, 0])] for part in np.split(points, gaps)]
        easel.strokes(lines, Ink(edge=line["color"], width=line["width"]), globe.edge)


def _country(easel: Easel, globe: _Globe, rings: Sequence[Numbers], ink: Ink) -> None:
    easel.area([globe.points(part) for ring in rings for part in _whole(ring)], ink, globe.edge)


def _whole(ring: Any) -> Iterator[Numbers]:  # noqa: ANN401 - an array of any shape that shapes come in
    """Yield a ring; one that jumps over the date line runs on beyond it instead, once on either side of the map."""
    degrees = np.asarray(ring, dtype="float64")
    across = np.unwrap(degrees[:, 0], period=_TURN)
    whole = np.column_stack([across, degrees[:, 1]])
    west, east = across.min(), across.max()
    yield whole
    if west < _MERIDIANS[0]:
        yield whole + _ROUND
    if east > _MERIDIANS[1]:
        yield whole - _ROUND


def _frame(latitudes: Sequence[float]) -> Numbers:
    """Return the edge of the map: two parallels and the date line on either side."""
    south, north = latitudes
    (west, east), up = _MERIDIANS, np.arange(south, north + _STEP_DEGREES / 2, _STEP_DEGREES)
    return np.concatenate(
        [
            np.column_stack([np.full(len(up), west), up]),
            np.array([[west, north], [east, north]]),
            np.column_stack([np.full(len(up), east), up[::-1]]),
            np.array([[east, south], [west, south]]),
        ]
    )
