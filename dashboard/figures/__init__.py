"""Draw views as plotly figures: the only room that imports plotly."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from plotly.graph_objects import Figure as Figure


def drawn_as_is(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> Figure:
    """Return a figure of plain traces and layout without plotly's check of each part, which takes most of the time.

    The tests draw every such figure once more with the check.
    """
    return Figure(data=list(traces), layout={"template": "none", **layout}, _validate=False)


def height_of(figure: Figure) -> float:
    """Return how many pixels a figure takes from top to bottom."""
    return float(cast("Any", figure.layout).height)
