"""Is a stock of the year's end drawn there, by every chart, and does it stay in the era of the year's middle?"""

from dataclasses import replace
from typing import Any

import pytest

from dashboard.analysis.eras import era_of
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.frequency import Frequency, Moment
from dashboard.figures.charts.grid import grid_figure
from dashboard.figures.charts.line import line_figure
from dashboard.figures.charts.panels import panels_figure
from dashboard.figures.parts.sheet import Sheet
from dashboard.views.view import View
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show, series_of

DATED = ", end of "


@pytest.fixture(scope="module")
def flow(view_of: Show) -> View:
    """Give a series that is drawn in the middle of its years."""
    return view_of("gdp-growth", economies=("CHN",))


@pytest.fixture(scope="module")
def stock(flow: View) -> View:
    """Give the same, as if it were of the end of each year."""
    return replace(flow, indicator=flow.indicator.model_copy(update={"drawn_at": Moment.END}))


def head(figure: Any) -> str:  # noqa: ANN401 - plotly's own
    return " ".join(str(note.text) for note in layout_of(figure).annotations)


def test_a_line_stands_at_the_end_of_each_year_and_says_so(flow: View, stock: View) -> None:
    middle, end = (line_figure(view, width=1280) for view in (flow, stock))
    assert {day[4:] for day in series_of(middle)["China"].x} == {"-07-01"}
    assert {day[4:] for day in series_of(end)["China"].x} == {"-12-31"}
    assert layout_of(middle).xaxis.hoverformat == "%Y"
    assert layout_of(end).xaxis.hoverformat == "end of %Y"
    assert "Annual % at the end of the year" in head(end)
    assert "at the end" not in head(middle)


def test_a_change_between_two_ends_is_drawn_in_the_year_between_them(stock: View) -> None:
    changed = replace(stock, selection=replace(stock.selection, transform="change"))
    assert (stock.drawn_at, changed.drawn_at) == (Moment.END, Moment.MIDDLE)


def test_small_multiples_stand_at_the_end_and_never_in_the_year_after(stock: View) -> None:
    for first in range(1990, 1998):
        points = stock.points[stock.points["period"].dt.year >= first]
        view = replace(stock, points=points, provisional=())
        [line] = [trace for trace in traces(grid_figure(view, view.economies)) if trace.xhoverformat]
        assert line.x0 == f"{first}-12-31"
        assert line.xhoverformat == "end of %Y"


def test_beside_other_series_a_value_says_that_it_is_of_the_end(flow: View, stock: View) -> None:
    drawn = panels_figure([flow, stock], span=flow.axis, eras=(), milestones=(), sheet=Sheet(1280, titled=False))
    upper, lower = (trace for trace in traces(drawn) if trace.name == flow.indicator.short_name)
    assert not any(DATED in text for text in upper.customdata)
    assert all(f"{DATED}{day[:4]}" in text for day, text in zip(lower.x, lower.customdata, strict=True) if text)


def test_a_target_by_the_end_of_a_year_stands_where_the_value_does(view_of: Show) -> None:
    view = view_of("solar-capacity", economies=("CHN",))
    [target, *_] = [found for found in view.targets if found.basis == "by-end"]
    alone = replace(view, targets=(target,))
    [mark] = [trace for trace in traces(line_figure(alone)) if trace.name == "Target"]
    assert mark.x[0] == view.day(target.last_year).isoformat()


def test_what_is_drawn_at_the_end_belongs_to_the_era_of_the_middle(view_of: Show, shipped_catalogue: Catalogue) -> None:
    view = view_of("solar-capacity", economies=("CHN",))
    assert view.drawn_at is Moment.END
    eras = list(shipped_catalogue.eras.values())
    by_middle = era_of(view.points["period"], Frequency.ANNUAL, eras)
    assert view.points["era"].tolist() == by_middle.tolist()
    # a dot on the axis's last day is seen whole
    assert view.axis[1] > view.day(view.years[1])
