"""Read what a figure draws, untyped at this one edge: plotly types its parts as unions that hold no attribute."""

from collections.abc import Iterable
from typing import Any, cast

import plotly.graph_objects as go


def traces(figure: go.Figure) -> list[Any]:
    return list(cast("Iterable[Any]", figure.data))


def layout_of(figure: go.Figure) -> Any:  # noqa: ANN401 - plotly's own layout
    return cast("Any", figure.layout)
