"""Tell a figure in a few lines that a person can read and compare: its traces, axes, shapes and texts, no pixels."""

from base64 import b64decode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from textwrap import shorten
from typing import Any, Final

import numpy as np

from dashboard.figures import Figure
from dashboard.figures.theme import DARK, LIGHT

_MOST_SAID: Final = 100


def summary(figure: Figure) -> str:
    """Return what a figure draws, a line each; places in pixels and shares of the paper are left out."""
    spec = _plain(figure.to_plotly_json())
    layout = spec["layout"]
    return "\n".join(
        [
            "traces",
            *(f"  {line}" for line in _counted(_trace(trace) for trace in spec["data"])),
            "axes",
            *(f"  {line}" for line in _counted(_axes(layout))),
            "shapes",
            *(f"  {line}" for line in _counted(map(_shape, layout.get("shapes", ())))),
            "texts",
            *(f"  {note['text']}" for note in layout.get("annotations", ())),
        ]
    )


def _plain(part: Any) -> Any:  # noqa: ANN401 - whatever a figure holds
    """Return a part of a figure with plain lists for the arrays that plotly packs."""
    match part:
        case {"bdata": packed, "dtype": kind}:
            cells = np.frombuffer(b64decode(packed), kind)
            shape = [int(size) for size in str(part.get("shape", len(cells))).split(",")]
            return cells.reshape(shape).tolist()
        case dict():
            return {key: _plain(found) for key, found in part.items()}
        case list() | tuple():
            return [_plain(found) for found in part]
        case _:
            return part


def _counted(lines: Iterator[str]) -> Iterator[str]:
    """Yield each line once, with how often it stands where that is more than once."""
    for line, count in Counter(lines).items():
        yield line if count == 1 else f"{count} x {line}"


def _trace(trace: Mapping[str, Any]) -> str:
    """Return a trace's name and kind, its looks, and the first and last of its points and of what they say."""
    kind = " ".join(str(trace[key]) for key in ("type", "mode", "yaxis") if key in trace)
    marker, line = trace.get("marker", {}), trace.get("line", {})
    looks = [
        f"line {_colour(line['color'])}{_dash(line)}" if "color" in line else "",
        f"marks {_several(marker['color'])}" if "color" in marker else "",
        f"symbols {_several(marker['symbol'])}" if "symbol" in marker else "",
    ]
    first = _across(trace)
    value = next((trace[key] for key in ("y", "z", "lat") if key in trace), ())
    points = f"{len(value)} points"
    if len(value) and "text" not in trace:
        # pins and words stand where there is room for them
        points += f", {_ends(first, value)}"
    told = trace.get("customdata")
    said = [f"says {_said(told)}"] if told is not None and len(told) else []
    return "; ".join([f"{trace.get('name', '')} ({kind})", *filter(None, looks), points, *said])


def _across(trace: Mapping[str, Any]) -> Sequence[object]:
    if "x0" in trace:
        return [trace["x0"], "..."]
    return next((trace[key] for key in ("x", "locations", "lon") if key in trace), ())


def _ends(across: Sequence[object], up: Sequence[object]) -> str:
    ends = (f"{_cell(across[place])}: {_cell(up[place])}" for place in (0, -1))
    return " to ".join(ends)


def _axes(layout: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(key for key in layout if key[1:5] == "axis" or key == "geo"):
        axis = layout[name]
        if axis.get("visible", True):
            kind, texts = axis.get("type", ""), axis.get("ticktext", axis.get("tickvals", ()))
            ends = " to ".join(_cell(end) for end in axis.get("range", ()))
            yield " ".join(filter(None, (name[0], kind, ends, f"[{', '.join(map(str, texts))}]" if texts else "")))


def _shape(shape: Mapping[str, Any]) -> str:
    colour = shape.get("fillcolor") or shape.get("line", {}).get("color", "")
    lines = f" of {shape['path'].count('M')} lines" if shape["type"] == "path" else ""
    return f"{shape['type']}{lines}, {_colour(colour)}{_dash(shape.get('line', {}))}, {shape.get('layer', 'above')}"


def _colour(colour: str) -> str:
    """Return the role of a colour in its palette; the colour itself where it has none."""
    for shades in (LIGHT, DARK):
        for role, found in asdict(shades).items():
            if colour == found:
                return role
            if isinstance(found, tuple) and colour in found:
                return f"{role} {found.index(colour) + 1}"
    return colour


def _dash(line: Mapping[str, Any]) -> str:
    dash = line.get("dash", "solid")
    return "" if dash == "solid" else f" {dash}"


def _several(cells: object) -> str:
    """Return the one look of all points, or how many have which."""
    if isinstance(cells, str):
        return _colour(cells)
    counts = Counter(_colour(str(cell)) for cell in np.ravel(np.asarray(cells)))
    return ", ".join(f"{count} {look}" for look, count in counts.items())


def _said(told: Sequence[Any]) -> str:
    cells = (np.ravel(told[place]).tolist() for place in (0, -1))
    return " ... ".join(dict.fromkeys(shorten(" | ".join(map(_cell, cell)), _MOST_SAID) for cell in cells))


def _cell(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
