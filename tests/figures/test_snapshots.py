"""Is a figure still what somebody looked at and found right? Compared as canonical JSON; see docs/testing.md."""

import datetime as dt
import json
from typing import Any

import plotly.graph_objects as go
import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from dashboard.catalogue.loading import Catalogue
from dashboard.figures.charts.line import line_figure
from dashboard.figures.charts.panels import panels_figure
from dashboard.figures.theme import Mode
from tests.figures.conftest import Show


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


def canonical(figure: go.Figure) -> dict[str, Any]:
    """Return a figure as plain JSON values; the template is plotly's and not ours."""
    spec = json.loads(figure.to_json())
    spec["layout"].pop("template", None)
    return spec


@pytest.mark.parametrize(
    ("indicator", "economies", "width", "mode"),
    [
        ("rd-spending", ("CHN", "USA", "KOR"), 1280, "light"),
        ("solar-capacity", ("CHN", "WLD"), 375, "dark"),
        ("gdp-growth", ("CHN",), None, "light"),
    ],
)
def test_a_line_figure_is_what_it_was(
    view_of: Show, picture: SnapshotAssertion, indicator: str, economies: tuple[str, ...], width: int | None, mode: Mode
) -> None:
    assert canonical(line_figure(view_of(indicator, economies=economies), width=width, mode=mode)) == picture


def test_the_overview_is_what_it_was(view_of: Show, shipped_catalogue: Catalogue, picture: SnapshotAssertion) -> None:
    views = [view_of(name, economies=("CHN",)) for name in ("gdp-growth", "rd-spending", "solar-capacity")]
    span = (dt.date(1961, 1, 1), dt.date(2026, 12, 31))
    eras = tuple(shipped_catalogue.eras.values())[1:]
    figure = panels_figure(views, span=span, eras=eras, milestones=views[0].milestones, width=1280)
    assert canonical(figure) == picture
