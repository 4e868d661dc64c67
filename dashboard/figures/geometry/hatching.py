"""Hatch the countries without an observation, line by line: plotly's maps have no pattern fill."""

import json
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

LAND: Final = Path(__file__).parent / "land"
_SHAPES: Final = LAND / "world_110m.json"
# a map bends what is straight in degrees, and plotly draws an arc between two points
STEP_DEGREES: Final = 6.0
_HALF_TURN: Final = 180.0
_UNDRAWN: Final = "ATA"

Line = np.ndarray


def hatches(without: Collection[str], apart: float) -> tuple[np.ndarray, np.ndarray]:
    """Return longitudes and latitudes of hatches over all countries but these (ISO alpha-3), NaN between two lines.

    `apart` is how far the lines are from each other along a parallel, in degrees.
    """
    found: list[Line] = [line for code, lines in _hatched(apart).items() if code not in without for line in lines]
    points = np.concatenate(found) if found else np.empty((0, 2))
    return points[:, 0].astype("float32"), points[:, 1].astype("float32")


@lru_cache(maxsize=1)
def drawn_countries() -> frozenset[str]:
    """Return the countries that have a shape of their own (ISO alpha-3)."""
    return frozenset(code for code, _ in countries() if code)


@lru_cache(maxsize=4)
def _hatched(apart: float) -> dict[str, list[Line]]:
    """Return the hatches of each country: one row of longitude and latitude per point, the last of a line NaN."""
    found: dict[str, list[Line]] = {}
    for number, (code, rings) in enumerate(countries()):
        # a few territories have no code of their own and never an observation
        name = code or f"territory {number}"
        if name != _UNDRAWN:
            found[name] = list(_across([ring for ring in rings if _is_whole(ring)], apart))
    return found


@lru_cache(maxsize=1)
def countries() -> tuple[tuple[str, list[np.ndarray]], ...]:
    """Return each country's code, "" where it has none, and its rings: closed, one row per point, in degrees."""
    return tuple(_countries())


@lru_cache(maxsize=1)
def coastlines() -> tuple[np.ndarray, ...]:
    """Return the coasts as lines, one row per point, in degrees."""
    topology, arcs = _topology()
    shapes = topology["objects"]["coastlines"]["geometries"]
    lines = [line for shape in shapes for line in ([shape["arcs"]] if shape["type"] == "LineString" else shape["arcs"])]
    return tuple(_ring(line, arcs) for line in lines)


def _countries() -> Iterator[tuple[str, list[np.ndarray]]]:
    topology, arcs = _topology()
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape.get("arcs", []) if shape["type"] == "MultiPolygon" else [shape.get("arcs", [])]
        yield shape.get("id", ""), [_ring(ring, arcs) for polygon in polygons for ring in polygon]


def _topology() -> tuple[dict[str, Any], list[np.ndarray]]:
    """Return the file of shapes, and its arcs in degrees."""
    topology = json.loads(_SHAPES.read_text(encoding="utf-8"))
    scale, move = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    return topology, [np.cumsum(np.array(arc), axis=0) * scale + move for arc in topology["arcs"]]


def _ring(numbers: Sequence[int], arcs: Sequence[np.ndarray]) -> np.ndarray:
    # a negative number is an arc walked backwards
    return np.concatenate([arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers])


def _is_whole(ring: np.ndarray) -> bool:
    """Tell whether a ring stays on one side of the date line: one that jumps over it encloses all but itself."""
    return bool((np.abs(np.diff(ring[:, 0])) < _HALF_TURN).all())


def _across(rings: Sequence[np.ndarray], apart: float) -> Iterator[Line]:
    """Yield the lines that rise to the right inside of rings, by crossing parity."""
    if not rings:
        return
    edges = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
    over, along = edges[:, [0, 2]] - edges[:, [1, 3]], edges[:, [0, 2]] + edges[:, [1, 3]]
    first, last = np.ceil(over.min() / apart), np.floor(over.max() / apart)
    for height in np.arange(first, last + 1) * apart:
        crossing = (over[:, 0] <= height) != (over[:, 1] <= height)
        (start, end), (low, high) = over[crossing].T, along[crossing].T
        meets = np.sort(low + (height - start) / (end - start) * (high - low))
        for begin, finish in zip(meets[::2], meets[1::2], strict=True):
            yield _line(height, begin, finish)


def _line(height: float, begin: float, finish: float) -> Line:
    steps = max(2, int((finish - begin) / 2 / STEP_DEGREES) + 2)
    along = np.linspace(begin, finish, steps)
    points = np.column_stack([(along + height) / 2, (along - height) / 2])
    return np.vstack([points, np.full((1, 2), np.nan)])
