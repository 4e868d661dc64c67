"""Draw the way of an economy through a scatter over the years."""

from collections.abc import Collection
from typing import Any, Final

import pandas as pd

from dashboard.figures.geometry.labels import MARK_PX
from dashboard.figures.parts.series import parted

_DOT_PX: Final = 3


def trail_trace(
    trail: pd.DataFrame, starts: Collection[int], *, name: str, line: dict[str, Any], year: int
) -> dict[str, Any]:
    """Return the way through the points of a trail (year, x, y), to none of the years `starts` from what lies before.

    One that ends before the year looked at has an open mark of its own at its end.
    """
    places = trail["year"].searchsorted(sorted(starts)).tolist()
    (years, x), (_, y) = (parted(trail["year"].tolist(), trail[column].to_numpy(), places) for column in ("x", "y"))
    ended, rest = years[-1] < year, len(years) - 1
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": f"{name}, trail",
        "x": x,
        "y": y,
        "line": line,
        "marker": {
            "size": [_DOT_PX] * rest + [MARK_PX - 1 if ended else _DOT_PX],
            "symbol": ["circle"] * rest + ["circle-open" if ended else "circle"],
            "color": line["color"],
            "opacity": 1,
        },
        "opacity": 0.7,
        "customdata": years,
        "hovertemplate": f"{name}, %{{customdata}}<extra></extra>",
    }
