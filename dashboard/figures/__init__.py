"""Draw views as plotly figures: the only room that imports plotly."""

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, cast

from plotly.graph_objects import Figure as Figure

from dashboard.figures.folderless import start_matplotlib

# what a plain value takes in memory for each character of its JSON
_BYTES_PER_CHARACTER = 4


class Ready(Figure):
    """A figure that is drawn to be shown again and again, by all who ask for it: nobody may change it.

    What others get of it are plain values, in which nothing is left to be copied deeply or converted. `size` is about
    how many bytes they take. Where it is `clicked`, its layout says what a click on a point does, as Streamlit has it.

    Streamlit shows each figure, and once more a copy of it. Plotly draws the copy anew too, unless it is told that the
    points are the same, and finds nothing else changed.
    """

    def __init__(self, figure: Figure, *, clicked: bool = False) -> None:
        super().__init__(_validate=False)
        text = str(figure.to_json())
        plain = json.loads(text)
        plain["layout"]["datarevision"] = zlib.crc32(text.encode())
        if clicked:
            plain["layout"]["clickmode"] = "event+select"
        # a figure's own way of setting attributes is for what plotly knows
        object.__setattr__(self, "size", _BYTES_PER_CHARACTER * len(text))
        object.__setattr__(self, "_plain", plain)

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as plain values, whose two highest floors are the caller's own."""
        plain = cast("dict[str, Any]", object.__getattribute__(self, "_plain"))
        return {"data": [dict(trace) for trace in plain["data"]], "layout": dict(plain["layout"])}


start_matplotlib()


def drawn_as_is(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> Figure:
    """Return a figure of plain traces and layout without plotly's check of each part, which takes most of the time.

    The tests draw every such figure once more with the check.
    """
    return Figure(data=list(traces), layout={"template": "none", **_keeping_zoom(layout)}, _validate=False)


def _keeping_zoom(layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return a layout whose axes stay as a user has zoomed them, each until it spans another range.

    What a user did to an axis is kept as long as its revision is the same; an axis may say its own.
    """
    axes = {name: axis for name, axis in layout.items() if name.startswith(("xaxis", "yaxis"))}
    revisions = {
        name: str(axis.get("uirevision") or f"{axis.get('type')} {axis.get('range')}") for name, axis in axes.items()
    }
    kept = {name: {**axis, "uirevision": revisions[name]} for name, axis in axes.items()}
    return {**layout, **kept, "uirevision": " ".join(revisions.values()) or "as drawn"}


def height_of(figure: Figure) -> float:
    """Return how many pixels a figure takes from top to bottom."""
    return float(cast("Any", figure.layout).height)
