"""Read a drawn chart: its traces with their points, its words, and how the rest of it looks."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from tests.recorded.parts import Part, excerpt, steady_value, written

_FEW: Final = 4
_ACROSS: Final = ("x", "locations", "lon")
_UP: Final = ("y", "z", "lat")


def figure_parts(spec: str) -> Iterator[Part]:
    """Yield a line for each trace of a figure's JSON and one for its layout."""
    figure = _unpacked(json.loads(spec))
    for trace in figure.get("data", []):
        yield _trace(trace)
    yield _layout(figure.get("layout", {}))


def _trace(trace: dict[str, Any]) -> Part:
    points = {key: value for key, value in trace.items() if isinstance(value, list) and len(value) >= _FEW}
    points |= {key: trace[key] for key in ("x", "y", "z", "text") if isinstance(trace.get(key), list)}
    look = {key: value for key, value in trace.items() if key not in points}
    across, up = _first(points, _ACROSS), _first(points, _UP)
    count = len(across or up)
    ends = " … ".join(_point(across, up, place) for place in ((0, -1) if count > 1 else (0,) if count else ()))
    words = f"{trace.get('name', '')!r} {trace.get('type', 'scatter')}, {count} points {ends}".rstrip()
    return Part("  trace", words, {**{key: written(value) for key, value in points.items()}, "look": written(look)})


def _layout(layout: dict[str, Any]) -> Part:
    title = layout.get("title") or {}
    heading = title.get("text", "") if isinstance(title, dict) else str(title)
    texts = [str(note.get("text", "")) for note in layout.get("annotations", [])]
    words = f"title {heading!r}; {len(texts)} annotations: {excerpt(' | '.join(texts))}; "
    words += f"{len(layout.get('shapes', []))} shapes"
    rest = {key: value for key, value in layout.items() if key not in ("annotations", "datarevision")}
    return Part("  layout", words, {"annotations": written(layout.get("annotations", [])), "look": written(rest)})


def _first(points: Mapping[str, list[Any]], keys: tuple[str, ...]) -> list[Any]:
    return next((points[key] for key in keys if key in points), [])


def _point(across: list[Any], up: list[Any], place: int) -> str:
    ends = (steady_value(values[place]) for values in (across, up) if values)
    return "(" + ", ".join(excerpt(str(end), 24) for end in ends) + ")"


def _unpacked(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a figure's JSON with the arrays that plotly packs as base64 written out."""
    if isinstance(value, dict):
        if "bdata" in value and "dtype" in value:
            array = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
            shape = [int(size) for size in str(value.get("shape", "")).split(",") if size.strip()]
            return [None if entry != entry else entry for entry in array.reshape(shape or -1).tolist()]  # noqa: PLR0124
        return {key: _unpacked(inner) for key, inner in value.items()}
    return [_unpacked(inner) for inner in value] if isinstance(value, list) else value
