"""An observation between two gaps is seen, though no line leads to it."""

from dataclasses import replace

import pandas as pd

from dashboard.figures.charts.line import line_figure
from tests.figures.conftest import Show, series_of


def test_a_figure_between_two_gaps_has_a_mark_and_those_on_a_line_have_none(view_of: Show) -> None:
    shipped = view_of("rd-spending", economies=("CHN",))
    years = [2000, 2001, 2003, 2005, 2006, 2007]
    points = pd.DataFrame(
        {
            "economy": pd.Series(["CHN"] * len(years), dtype="str"),
            "period": pd.to_datetime([f"{year}-01-01" for year in years]).astype("datetime64[s]"),
            "value": [1.0, 1.1, 1.3, 1.5, 1.6, 1.7],
            "era": pd.NA,
        }
    )
    line = series_of(line_figure(replace(shipped, points=points, targets=())))["China"]
    marked = {day[:4] for day, size in zip(line.x, line.marker.size, strict=True) if size}
    # the last one is where the line's name begins
    assert marked == {"2003", "2007"}
    assert [day[:4] for day, value in zip(line.x, line.y, strict=True) if value is None] == ["2002", "2004"]
