"""The map is coloured by honest classes, and hatched wherever there is no observation."""

import hashlib
import json
import re

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.figures.charts.choropleth import classes_of, map_figure
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


def test_the_shapes_are_those_whose_origin_is_noted_but_for_two_changes() -> None:
    noted = re.findall(r"[0-9a-f]{64}", (LAND / "README.md").read_text(encoding="utf-8"))
    world = json.loads((LAND / "world_110m.json").read_bytes())
    shapes = world["objects"]["countries"]["geometries"]
    crimea = shapes.pop()
    next(shape for shape in shapes if shape.get("id") == "RUS")["arcs"].append(crimea["arcs"])
    del next(shape for shape in shapes if shape.get("id") == "XKX")["id"]
    assert noted == [hashlib.sha256(json.dumps(world, separators=(",", ":")).encode()).hexdigest()]


def test_crimea_takes_no_economys_value_and_is_always_hatched(ranking: comparison.Ranking) -> None:
    lon, lat = hatches(drawn_countries(), 1.0)
    assert ((lon > 32.4) & (lon < 36.6) & (lat > 44.3) & (lat < 46.3)).sum() > 2
    assert any("Crimea" in note.text for note in layout_of(map_figure(ranking, width=1280)).annotations)


def test_every_single_economy_has_a_shape_or_a_place_for_a_dot(shipped_catalogue: Catalogue) -> None:
    single = [economy for economy in shipped_catalogue.economies.values() if not economy.aggregate]
    placed = {economy.id for economy in single if economy.latitude is not None and economy.longitude is not None}
    assert {economy.id for economy in single} <= drawn_countries() | placed


def test_each_figure_is_drawn_in_its_class_and_told_when_pointed_at(ranking: comparison.Ranking) -> None:
    shapes, dots, _ = traces(map_figure(ranking, width=1280))
    values = dict(zip(ranking.ranked["economy"], ranking.ranked["value"], strict=True))
    assert set(shapes.locations) == set(values) & drawn_countries()
    assert len(dots.lon) == len(values) - len(shapes.locations) == 2
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


def test_figures_below_zero_are_in_another_hue_than_those_above() -> None:
    classes = classes_of([-7.0, 3.0, 12.0], LIGHT, most=6)
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
