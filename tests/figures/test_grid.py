"""Small multiples are on the same axes, each with its own observations and the subject's line behind."""

import itertools
import json

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.catalogue.economies import Economy
from dashboard.figures.charts.grid import MOST_PANELS, beyond, grid_figure, shared_scale
from dashboard.views import comparison
from dashboard.views.view import View
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show


@pytest.fixture(scope="session")
def growth(view_of: Show) -> View:
    return comparison.yearly(view_of("gdp-growth", economies=("CHN", "USA", "JPN", "KOR", "DEU", "IND", "WLD")))


def panels(view: View) -> list[Economy]:
    return [economy for economy in view.economies if not economy.aggregate]


def test_each_panel_draws_its_own_figures_gaps_included(growth: View) -> None:
    figure = grid_figure(growth, panels(growth), width=1280)
    for economy in panels(growth):
        line = next(trace for trace in traces(figure) if trace.name == economy.name)
        drawn = np.asarray(line.y, dtype=float)
        assert drawn[~np.isnan(drawn)].tolist() == growth.series(economy.id)["value"].tolist()
        first = line.x0 or line.x[0]
        assert str(first)[:10] == f"{growth.series(economy.id)['period'].iloc[0].year}-07-01"


def test_the_subject_stands_behind_every_panel_but_its_own(growth: View) -> None:
    figure = grid_figure(growth, panels(growth), width=1280)
    ghosts = [trace for trace in traces(figure) if trace.name == "CHN"]
    assert len({(ghost.xaxis, ghost.yaxis) for ghost in ghosts}) == len(panels(growth)) - 1
    own = next(trace for trace in traces(figure) if trace.name == "China")
    # what is provisional is drawn by a trace of its own
    lines = [np.asarray(ghost.y, dtype=float) for ghost in ghosts if len(ghost.y) == len(own.y)]
    assert len(lines) == len(panels(growth)) - 1
    assert all(np.array_equal(line, np.asarray(own.y, dtype=float), equal_nan=True) for line in lines)


@pytest.mark.parametrize(("width", "columns"), [(None, 1), (320, 1), (768, 3), (1200, 5), (2100, 6)])
def test_the_columns_follow_the_width(growth: View, width: int | None, columns: int) -> None:
    figure = grid_figure(growth, panels(growth), width=width)
    assert len({axis for axis in layout_of(figure).to_plotly_json() if axis.startswith("xaxis")}) == columns


def test_every_panel_has_the_same_two_axes_and_none_touches_another(growth: View) -> None:
    layout = layout_of(grid_figure(growth, panels(growth), width=768)).to_plotly_json()
    across = [axis for name, axis in layout.items() if name.startswith("xaxis")]
    up = [axis for name, axis in layout.items() if name.startswith("yaxis")]
    assert len({tuple(axis["range"]) for axis in across}) == 1
    assert len({tuple(axis["range"]) for axis in up}) == 1
    for axes in (across, up):
        domains = sorted(tuple(axis["domain"]) for axis in axes)
        assert all(lower[1] < upper[0] for lower, upper in itertools.pairwise(domains))


def test_an_axis_that_few_reach_far_beyond_is_cut_and_says_whom_it_cuts(view_of: Show) -> None:
    view = view_of("inflation", economies=("CHN", "USA", "JPN", "DEU", "FRA", "GBR", "CAN", "KOR", "BRA"))
    assert shared_scale(view, view.economies).high < 200
    assert [economy.id for economy in beyond(view, view.economies)] == ["BRA"]
    texts = [note.text for note in layout_of(grid_figure(view, view.economies, width=1280)).annotations]
    assert any("axis is cut; beyond it: Brazil" in text for text in texts)


def test_an_axis_that_all_share_is_whole(view_of: Show) -> None:
    view = view_of("rd-spending", economies=("CHN", "USA", "JPN", "DEU"))
    scale = shared_scale(view, view.economies)
    assert scale.low == 0
    assert scale.high > view.points["value"].max()
    assert not beyond(view, view.economies)


def test_no_more_panels_are_drawn_than_are_legible(view_of: Show) -> None:
    view = view_of("gdp-growth", economies=("CHN",))
    figure = grid_figure(view, view.economies * (MOST_PANELS + 5), width=1280)
    assert sum(trace.name == "China" for trace in traces(figure)) == MOST_PANELS


def test_the_picture_itself_says_source_and_vintage(growth: View) -> None:
    texts = " ".join(note.text for note in layout_of(grid_figure(growth, panels(growth), width=1280)).annotations)
    assert "World Bank, World Development Indicators" in texts
    assert growth.vintage.date.isoformat() in texts


def test_thirty_panels_are_light_enough_to_send(view_of: Show) -> None:
    view = view_of("gdp-growth", economies=("CHN", "USA", "JPN", "KOR", "DEU"))
    figure = grid_figure(view, view.economies * 6, width=1280)
    assert len(json.dumps(json.loads(str(figure.to_json())))) < 175_000


def test_what_is_drawn_as_is_passes_plotlys_own_check(growth: View) -> None:
    figure = grid_figure(growth, panels(growth), width=1280)
    assert go.Figure(figure.to_dict()).to_dict()["data"] == figure.to_dict()["data"]
