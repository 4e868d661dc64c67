"""Marks stand where their two values are, with labels that never touch."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.figures.charts.scatter import scatter_figure
from dashboard.figures.geometry.labels import MARK_PX, Box, along, place_labels
from dashboard.figures.theme import palette
from dashboard.views import comparison
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show

CODES = ("CHN", "USA", "JPN", "KOR", "DEU", "GBR", "FRA", "ITA", "IND", "BRA", "WLD")
CHOSEN = ("CHN", "USA", "WLD")
spots = st.lists(
    st.tuples(st.lists(st.floats(10, 120), min_size=1, max_size=2), st.floats(0, 600), st.floats(0, 400)),
    min_size=1,
    max_size=30,
)


@pytest.fixture(scope="session")
def meeting(view_of: Show) -> comparison.Meeting:
    up, across = view_of("rd-spending", economies=CODES), view_of("gdp-per-capita-ppp", economies=CODES)
    found = comparison.meeting(up, across, 2020, CHOSEN)
    assert found is not None
    return found


def test_each_mark_stands_at_both_of_its_figures(meeting: comparison.Meeting) -> None:
    figure = scatter_figure(meeting, CHOSEN, width=1280)
    marks = next(trace for trace in traces(figure) if trace.name == "Economies")
    now = meeting.now()
    assert sorted(zip(marks.x, marks.y, strict=True)) == sorted(zip(now["x"], now["y"], strict=True))
    assert layout_of(figure).xaxis.type == "log"
    assert layout_of(figure).yaxis.type == "linear"


def test_trails_lead_those_chosen_to_the_year(meeting: comparison.Meeting) -> None:
    figure = scatter_figure(meeting, CHOSEN, width=1280)
    trails = {trace.name: trace for trace in traces(figure) if trace.name.endswith(", trail")}
    assert set(trails) == {"China, trail", "United States, trail", "World, trail"}
    own = trails["China, trail"]
    assert np.array_equal(own.customdata, np.arange(2005, 2021))
    assert own.line.color == palette("light").accent


def test_a_point_of_an_earlier_year_is_open_and_says_which(view_of: Show) -> None:
    up, across = view_of("rd-spending", economies=CODES), view_of("gdp-per-capita-ppp", economies=CODES)
    found = comparison.meeting(up, across, 2022)
    assert found is not None
    assert found.older["IND"] == 2020
    figure = scatter_figure(found, ("IND",), width=1280)
    marks = next(trace for trace in traces(figure) if trace.name == "Economies")
    told = {row[0]: (row[3], symbol) for row, symbol in zip(marks.customdata, marks.marker.symbol, strict=True)}
    assert told["India"] == (2020, "circle-open")
    assert told["China"] == (2022, "circle")
    assert any(note.text == "India, 2020" for note in layout_of(figure).annotations)


def test_both_axes_are_named_with_their_units(meeting: comparison.Meeting) -> None:
    texts = " ".join(note.text for note in layout_of(scatter_figure(meeting, width=1280)).annotations)
    assert "↑ Research and development spending, % of GDP" in texts
    assert "international $ per person, logarithmic scale →" in texts


@given(wanted=spots, stretch=st.floats(1, 1.3))
def test_no_label_touches_another_or_a_mark_or_leaves_the_plot_though_it_be_stretched(
    wanted: list[tuple[list[float], float, float]], stretch: float
) -> None:
    half = MARK_PX / 2
    marks = [Box(x - half, x + half, y - half, y + half, x) for _, x, y in wanted]
    labels = place_labels(wanted, marks, [], 600, 400)
    assert len(labels) == len(wanted)

    def stretched(box: Box, x: float) -> Box:
        # the plot grows with the page and the text does not
        moved = x * stretch - x
        return replace(box, left=box.left + moved, right=box.right + moved, x=x * stretch)

    placed = [stretched(label.box, x) for label, (_, x, _) in zip(labels, wanted, strict=True) if label is not None]
    others = [stretched(mark, x) for mark, (_, x, _) in zip(marks, wanted, strict=True)]
    assert not any(overlap(one, other) for one, other in combinations(placed, 2))
    assert not any(overlap(label, mark) for label in placed for mark in others)
    assert all(box.left >= -1e-6 and box.right <= 600 * stretch + 1e-6 for box in placed)


def overlap(one: Box, other: Box) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 1e-6 and min(one.top, other.top) - max(one.bottom, other.bottom) > 1e-6


@given(wanted=spots)
def test_a_label_is_always_placed_the_same_and_the_first_before_all_others(
    wanted: list[tuple[list[float], float, float]],
) -> None:
    assert place_labels(wanted, [], [], 600, 400) == place_labels(wanted, [], [], 600, 400)
    first = [wanted[0]]
    assert place_labels(wanted, [], [], 600, 400)[0] == place_labels(first, [], [], 600, 400)[0]


def test_a_label_keeps_off_a_line_where_there_is_another_place() -> None:
    line = along([(110, 50), (300, 50)])
    label = place_labels([([60.0], 100, 50)], [], line, 600, 400)[0]
    assert label is not None
    assert label.anchor == "right"
    crossed = along([(12, 12), (80, 12)])
    assert place_labels([([20.0], 10, 12)], [], crossed, 80, 25) == (None,)
    # what matters most is named all the same
    assert place_labels([([20.0], 10, 12)], [], crossed, 80, 25, first=1) != (None,)


def test_what_matters_most_is_named_some_way_off_where_there_is_no_room_beside_it() -> None:
    # a wall of marks around the spot, and room beyond
    around = [(100 + across, 100 + up) for across in (-14, 0, 14) for up in (-14, 0, 14)]
    marks = [Box(x - 5, x + 5, y - 5, y + 5, x) for x, y in around]
    assert place_labels([([30.0], 100, 100)], marks, [], 600, 400) == (None,)
    label = place_labels([([30.0], 100, 100)], marks, [], 600, 400, first=1)[0]
    assert label is not None
    assert not label.box.is_on(marks)


@pytest.mark.parametrize("width", [335, 728])
def test_everybody_followed_is_named_in_a_crowd(view_of: Show, shipped_catalogue: Catalogue, width: int) -> None:
    everybody = tuple(economy.id for economy in shipped_catalogue.economies.values() if not economy.aggregate)
    up, across = view_of("gdp-growth", economies=everybody), view_of("gdp-per-capita-ppp", economies=everybody)
    followed = ("CHN", "USA", "JPN", "IND")
    met = comparison.meeting(up, across, 2024, followed)
    assert met is not None
    texts = {note.text for note in layout_of(scatter_figure(met, followed, width=width, height=800)).annotations}
    for code in followed:
        name = shipped_catalogue.economies[code].short_name
        assert texts & {name, code, f"<b>{name}</b>", f"<b>{code}</b>"}


def test_what_is_drawn_as_is_passes_plotlys_own_check(meeting: comparison.Meeting) -> None:
    figure = scatter_figure(meeting, CHOSEN, width=1280)
    assert go.Figure(figure.to_dict()).to_dict()["data"] == figure.to_dict()["data"]


def test_an_economy_far_beyond_the_others_is_named_and_does_not_stretch_the_axis(
    view_of: Show, shipped_catalogue: Catalogue
) -> None:
    everybody = tuple(shipped_catalogue.economies)
    up, across = view_of("rd-spending", economies=everybody), view_of("gdp-per-capita-ppp", economies=everybody)
    met = comparison.meeting(up, across, 2020)
    assert met is not None
    points = met.points.copy()
    points.loc[(points["economy"] == "BRA") & (points["year"] == 2020), "y"] = 1_700.0
    stretched = replace(met, points=points)
    cut, whole = scatter_figure(stretched, ("USA",), width=1280), scatter_figure(stretched, ("BRA",), width=1280)
    assert layout_of(cut).yaxis.range[1] < 20
    assert any("beyond them: Brazil" in note.text for note in layout_of(cut).annotations)
    # one that is followed is on the axes, whatever that takes
    assert layout_of(whole).yaxis.range[1] > 1_700
    assert not any("beyond them" in note.text for note in layout_of(whole).annotations)
