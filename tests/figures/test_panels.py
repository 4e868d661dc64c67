"""Panels share one time axis and each draws its own view."""

import datetime as dt
import itertools

from dashboard.catalogue.catalogue import Catalogue
from dashboard.figures.charts.panels import panels_figure
from dashboard.figures.parts.notes import escaped
from dashboard.figures.parts.sheet import Sheet
from tests.drawing import layout_of
from tests.figures.conftest import Show, series_of

CORE = ("gdp-growth", "rd-spending", "high-tech-exports", "solar-capacity")
SPAN = (dt.date(1961, 1, 1), dt.date(2026, 12, 31))


def test_each_panel_draws_its_view_on_an_axis_of_its_own_above_one_time_axis(
    view_of: Show, shipped_catalogue: Catalogue
) -> None:
    views = [view_of(name, economies=("CHN",)) for name in CORE]
    eras, milestones = tuple(shipped_catalogue.eras.values())[1:], views[0].milestones
    figure = panels_figure(views, span=SPAN, eras=eras, milestones=milestones)
    lines = series_of(figure)
    assert [lines[escaped(view.indicator.short_name)].yaxis for view in views] == ["y5", "y4", "y3", "y"]
    assert all(trace.xaxis is None for trace in lines.values())
    for view in views:
        values = [value for value in lines[escaped(view.indicator.short_name)].y if value is not None]
        assert values == view.points["value"].tolist()
    assert list(layout_of(figure).xaxis.range) == ["1961-01-01", "2026-12-31"]


def test_panels_do_not_overlap(view_of: Show, shipped_catalogue: Catalogue) -> None:
    views = [view_of(name, economies=("CHN",)) for name in CORE]
    figure = panels_figure(views, span=SPAN, eras=tuple(shipped_catalogue.eras.values()), milestones=())
    domains = sorted(
        tuple(layout_of(figure)[axis].domain) for axis in ("yaxis", "yaxis2", "yaxis3", "yaxis4", "yaxis5")
    )
    assert all(lower[1] < upper[0] for lower, upper in itertools.pairwise(domains))


def test_on_a_very_wide_page_panels_are_higher(view_of: Show) -> None:
    views = [view_of(name, economies=("CHN",)) for name in ("gdp-growth", "rd-spending")]
    usual, wide = (
        layout_of(panels_figure(views, span=SPAN, eras=(), milestones=(), sheet=Sheet(width, titled=False))).height
        for width in (1200, 3700)
    )
    assert wide > 1.8 * usual
