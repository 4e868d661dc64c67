"""The map is coloured by honest classes, and hatched wherever there is no observation."""

import hashlib
import re

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.catalogue.loading import Catalogue
from dashboard.figures.charts.choropleth import DOTS, classes_of, map_figure
from dashboard.figures.geometry import hatching
from dashboard.figures.geometry.hatching import LAND, drawn_countries, hatches
from dashboard.figures.theme import LIGHT
from dashboard.views import comparison
from tests.drawing import layout_of, traces
from tests.figures.conftest import Show

CODES = ("CHN", "USA", "JPN", "KOR", "DEU", "SGP", "HKG", "IND", "WLD")


@pytest.fixture(scope="session")
def ranking(view_of: Show) -> comparison.Ranking:
    found = comparison.ranking(view_of("gdp-growth", economies=CODES), 2024)
    assert found is not None
    return found


def test_the_shapes_are_those_whose_origin_is_noted() -> None:
    noted = re.findall(r"[0-9a-f]{64}", (LAND / "README.md").read_text(encoding="utf-8"))
    assert noted == [hashlib.sha256((LAND / "world_110m.json").read_bytes()).hexdigest()]


def test_nearly_every_economy_has_a_shape_or_a_dot(shipped_catalogue: Catalogue) -> None:
    known = shipped_catalogue.economies.values()
    single = {economy.id for economy in known if not economy.aggregate and economy.slot is not None}
    assert len(single) > 25
    # one that the map of the world does not know is ranked and listed all the same
    assert len(single - drawn_countries() - DOTS.keys()) <= len(single) // 20


def test_each_figure_is_drawn_in_its_class_and_told_when_pointed_at(ranking: comparison.Ranking) -> None:
    shapes, dots, _ = traces(map_figure(ranking, width=1280))
    values = dict(zip(ranking.ranked["economy"], ranking.ranked["value"], strict=True))
    assert set(shapes.locations) == set(values) - DOTS.keys()
    assert len(dots.lon) == 2
    order = sorted(shapes.locations, key=values.__getitem__)
    classes = dict(zip(shapes.locations, shapes.z, strict=True))
    assert [classes[code] for code in order] == sorted(shapes.z)
    assert any("China" in text and "5.0 %" in text and "2024" in text for text in shapes.customdata)


def test_the_subject_has_an_outline_in_the_accent(ranking: comparison.Ranking) -> None:
    shapes = traces(map_figure(ranking, width=1280))[0]
    edges = dict(zip(shapes.locations, shapes.marker.line.color, strict=True))
    assert edges.pop("CHN") == LIGHT.accent
    assert LIGHT.accent not in edges.values()


def test_what_has_a_figure_is_not_hatched_and_all_else_is(ranking: comparison.Ranking) -> None:
    everywhere, fewer = hatches((), 4.0), hatches(["RUS"], 4.0)
    assert len(fewer[0]) < len(everywhere[0])
    lon, lat = hatches([code for code in drawn_countries() if code != "BRA"], 2.0)
    known = ~np.isnan(lon)
    inside = known & (lon > -75) & (lon < -34) & (lat > -35) & (lat < 6)
    # a few territories have no code and are always hatched
    assert inside.sum() > 0.8 * known.sum() > 20
    figure = map_figure(ranking, width=1280)
    assert traces(figure)[-1].name == "No figures here"
    assert any(note.text == "No figures here" for note in layout_of(figure).annotations)


def test_a_hatch_never_leaves_the_country_around_the_world() -> None:
    lon, _ = hatches((), 3.0)
    steps = np.abs(np.diff(lon))
    assert np.nanmax(steps) <= hatching.STEP_DEGREES + 1e-3


@given(
    values=st.lists(st.integers(-(10**12), 10**12).map(lambda whole: whole / 1000), min_size=1, max_size=30),
    most=st.integers(3, 8),
)
def test_classes_hold_every_figure_between_even_edges(values: list[float], most: int) -> None:
    classes = classes_of(values, LIGHT, most=most, log=False)
    assert 1 <= len(classes.colours) <= most
    steps = np.diff(classes.bounds)
    hair = 2e-9 * steps[0]
    assert classes.bounds[0] <= min(values) + hair
    assert classes.bounds[-1] >= max(values) - hair
    assert np.allclose(steps, steps[0], rtol=1e-6)


@given(values=st.lists(st.floats(1e-6, 1e14), min_size=1, max_size=30), most=st.integers(3, 8))
def test_logarithmic_classes_hold_every_figure(values: list[float], most: int) -> None:
    classes = classes_of(values, LIGHT, most=most, log=True)
    assert 1 <= len(classes.colours) <= most
    assert classes.bounds[0] <= min(values)
    assert classes.bounds[-1] >= max(values)
    assert list(classes.bounds) == sorted(set(classes.bounds))


def test_figures_below_zero_are_in_another_hue_than_those_above() -> None:
    classes = classes_of([-7.0, 3.0, 12.0], LIGHT, most=8, log=False)
    zero = classes.bounds.index(0)
    below, above = classes.colours[:zero], classes.colours[zero:]
    assert below
    assert all(colour[1:3] > colour[5:7] for colour in below)
    assert all(colour[1:3] < colour[5:7] for colour in above)
    assert classes.of(-0.1) == zero - 1
    assert classes.of(0.0) == zero


def test_what_is_drawn_as_is_passes_plotlys_own_check(ranking: comparison.Ranking) -> None:
    figure = map_figure(ranking, width=1280)
    assert go.Figure(figure.to_dict()).to_dict()["data"] == figure.to_dict()["data"]
