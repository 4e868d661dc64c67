"""Figures that compare economies measure as they say: on a log axis, cut, from zero, or for reference."""

import math

import pytest

from dashboard.figures.charts.grid import grid_figure, shared_scale
from dashboard.figures.charts.ranking import ranking_figure
from dashboard.figures.charts.scatter import scatter_figure
from dashboard.figures.geometry.hatching import drawn_countries, hatches
from dashboard.views import comparison
from dashboard.views.view import View
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show

CODES = ("CHN", "USA", "JPN", "KOR", "DEU", "IND", "WLD")


@pytest.fixture(scope="session")
def gdp(view_of: Show) -> View:
    return comparison.yearly(view_of("gdp", economies=CODES, scale="log"))


def test_panels_on_a_log_scale_reach_from_the_lowest_to_the_highest_figure(gdp: View) -> None:
    panels = [economy for economy in gdp.economies if not economy.aggregate]
    axis = layout_of(grid_figure(gdp, panels, width=1280)).yaxis
    scale = shared_scale(gdp, panels)
    assert axis.type == "log"
    assert list(axis.range) == pytest.approx([math.log10(scale.low), math.log10(scale.high)])


def test_a_bar_says_its_rank_and_that_of_a_group_says_it_is_for_reference(view_of: Show) -> None:
    ranking = comparison.ranking(comparison.yearly(view_of("rd-spending", economies=CODES)), 2020)
    assert ranking is not None
    told = {name: rank for name, _, rank in traces(ranking_figure(ranking, width=1280))[0].customdata}
    assert told["World"] == ", for reference"
    assert f", rank 1 of {len(ranking.ranked)}" in told.values()


def test_a_country_across_the_date_line_is_not_hatched_around_the_world() -> None:
    lon, lat = hatches(drawn_countries() - {"RUS"}, 1.0)
    # territories without a code lie further south
    north = lon[lat > 50]
    assert len(north) > 100
    assert all(value > 19 or value < -168 for value in north)


def test_a_trail_that_ends_before_the_year_has_an_open_mark_at_its_end(view_of: Show) -> None:
    up, across = view_of("rd-spending", economies=CODES), view_of("gdp-per-capita-ppp", economies=CODES)
    found = comparison.meeting(up, across, 2022)
    assert found is not None
    figure = scatter_figure(found, ("IND",), width=1280)
    trails = {trace.name: list(trace.marker.symbol) for trace in traces(figure) if trace.name.endswith(", trail")}
    assert trails["India, trail"][-1] == "circle-open"
    assert trails["China, trail"][-1] == "circle"
    assert trails["India, trail"].count("circle-open") == 1
