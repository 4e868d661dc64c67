"""A provisional observation is a hollow dot at the end of dashes, named in the hover and under the picture."""

from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.wording import KIND_NAMES
from dashboard.figures.charts.choropleth import map_figure
from dashboard.figures.charts.event_time import event_time_figure
from dashboard.figures.charts.grid import grid_figure
from dashboard.figures.charts.line import line_figure
from dashboard.figures.charts.panels import panels_figure
from dashboard.figures.charts.ranking import ranking_figure
from dashboard.figures.charts.scatter import scatter_figure
from dashboard.figures.charts.timeline import timeline_figure
from dashboard.figures.parts.series import DASH
from dashboard.views import comparison, event_time
from dashboard.views.view import View
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show

ECONOMIES = ("CHN", "USA", "JPN")
INDICATOR, YEAR = "gdp-per-capita", 2025


@pytest.fixture
def view(view_of: Show) -> View:
    found = view_of(INDICATOR, economies=ECONOMIES)
    assert found.preliminary == f"China {YEAR}", "the shipped figures hold no provisional one: choose another"
    return found


def drawn(figure: go.Figure, name: str) -> list[Any]:
    return [trace for trace in traces(figure) if trace.name == name]


def check(figure: go.Figure, view: View, name: str, ends: tuple[object, object]) -> None:
    """Hold a picture to its provisional point: the line is broken before it, and dashes lead there from `ends[0]`."""
    values = view.series("CHN")["value"].tolist()
    [line] = drawn(figure, name)
    assert [value for value in line.y if value is not None] == values
    assert line.y[-2] is None, "the line runs on to the provisional figure"
    assert (line.marker.symbol[-1], line.marker.symbol[0]) == ("circle-open", "circle")
    assert line.marker.size[-1] > 0
    assert line.cliponaxis is False, "the axis cuts the dot of its last year"
    dashes = drawn(figure, "Provisional")
    assert dashes
    for trace in dashes:
        assert (tuple(trace.x[:2]), tuple(trace.y[:2])) == (ends, tuple(values[-2:]))
        assert (trace.line.dash, trace.line.color) == (DASH, line.line.color)
        assert trace.hoverinfo == "skip", "a hover would say the figure twice"


def said(figure: go.Figure) -> str:
    return " ".join(note.text for note in layout_of(figure).annotations).replace("<br>", " ")


@pytest.mark.parametrize("width", [None, 375, 1280])
def test_a_line_is_dashed_to_it(view: View, width: int | None) -> None:
    figure = line_figure(view, width=width)
    check(figure, view, "China", ("2024-07-01", "2025-07-01"))
    [line] = drawn(figure, "China")
    assert line.customdata[-1].endswith("(provisional)")
    assert "provisional" not in line.customdata[-3]
    [beside] = drawn(figure, "Japan")
    assert None not in beside.y
    assert "Provisional: China 2025." in said(figure)


def test_panels_and_the_timelines_overlay_are_dashed_to_it(view: View, shipped_catalogue: Catalogue) -> None:
    eras, milestones = tuple(shipped_catalogue.eras.values()), tuple(shipped_catalogue.milestones.values())
    alone = comparison.narrowed(view, ["CHN"])
    panels = panels_figure([alone], span=alone.axis, eras=eras, milestones=milestones)
    check(panels, view, alone.indicator.short_name, ("2024-07-01", "2025-07-01"))
    under = timeline_figure(
        milestones, shipped_catalogue.history, alone.axis, kind_names=KIND_NAMES, overlay=alone, width=1280
    )
    check(under, view, "China", ("2024-07-01", "2025-07-01"))
    assert {trace.yaxis for trace in drawn(under, "Provisional")} == {"y2"}
    assert "Provisional: China 2025." in said(under)


def test_small_multiples_are_dashed_to_it_in_every_panel(view: View) -> None:
    figure = grid_figure(view, view.economies, width=1280)
    check(figure, view, "China", ("2024-07-01", "2025-07-01"))
    # its own panel, and faintly behind the two others
    assert len({(trace.xaxis, trace.yaxis) for trace in [*drawn(figure, "Provisional"), *drawn(figure, "CHN")]}) == 3


def test_small_multiples_keep_the_dot_of_a_lonely_figure_beside_a_provisional_one(view: View) -> None:
    points, year = view.points, view.points["period"].dt.year
    gone = (points["economy"] == "CHN") & year.isin((1999, 2001))
    figure = grid_figure(replace(view, points=points[~gone].reset_index(drop=True)), view.economies, width=1280)
    [line] = drawn(figure, "China")
    sizes = dict(zip(line.x, line.marker.size, strict=True))
    assert [day for day, size in sizes.items() if size > 0] == ["2000-07-01", "2025-07-01"]
    assert len(line.x) == len(line.y) == len(line.marker.size) == len(line.marker.symbol)


def test_a_comparison_around_a_milestone_is_dashed_to_it(view: View, shipped_catalogue: Catalogue) -> None:
    around = event_time.around(view, shipped_catalogue.milestones["idds-2016"], ())
    figure = event_time_figure(around, ECONOMIES, width=1280)
    [line], [dashes] = drawn(figure, "China"), drawn(figure, "Provisional")
    assert line.marker.symbol[-1] == "circle-open"
    assert dashes.x[1] + around.event.start == YEAR
    assert line.customdata[-1][1].endswith("(provisional)")


def test_a_year_says_it_of_its_own_figures_alone(view: View) -> None:
    for year, marked in ((YEAR, True), (YEAR - 1, False)):
        ranked = comparison.ranking(view, year)
        assert ranked is not None
        bars = traces(ranking_figure(ranked, width=1280))[0]
        assert [("(provisional)" in row[1]) for row in bars.customdata if row[0] == "China"] == [marked]
        picture = map_figure(ranked, width=1280)
        assert ("Provisional: China 2025." in said(picture)) == marked
        assert ("(provisional)" in str(picture.to_json())) == marked


def test_a_scatters_marks_say_it(view: View, view_of: Show) -> None:
    across = view_of("population", economies=ECONOMIES)
    for year, marked in ((YEAR, True), (YEAR - 1, False)):
        met = comparison.meeting(view, across, year)
        assert met is not None
        figure = scatter_figure(met, ECONOMIES, width=1280)
        assert ("(provisional)" in str(figure.to_json())) == marked
        assert ("Provisional: China 2025." in said(figure)) == marked


def test_a_figure_between_final_ones_has_dashes_on_both_sides(view: View) -> None:
    early = tuple(known.model_copy(update={"year": 2000}) for known in view.provisional)
    [line] = drawn(line_figure(replace(view, provisional=early)), "China")
    [dashes] = drawn(line_figure(replace(view, provisional=early)), "Provisional")
    assert list(dashes.x) == [f"{year}-07-01" for year in (1999, 2000, 2000, 2000, 2001, 2001)]
    assert line.y.count(None) == 2
