"""Is a subject that is an aggregate drawn as one: its line solid, its bar as long as its value, without a rank?"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.figures.charts.line import line_figure
from dashboard.figures.charts.pair import pair_figure
from dashboard.figures.charts.ranking import ranking_figure
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import blend, palette
from dashboard.store.opening import Cache
from dashboard.views import comparison
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.view import View
from tests.drawing import traces
from tests.figures.conftest import series_of

SUBJECT, OTHER = "EMU", "WLD"


@pytest.fixture(scope="module")
def shown(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Callable[[str], View]:
    history = shipped_catalogue.history.model_copy(update={"subject": SUBJECT})
    loader = Loader(shipped_cache.store, replace(shipped_catalogue, histories={history.id: history}))
    return lambda indicator: chart_view(loader, Selection(indicator, (SUBJECT, "USA", OTHER)))


def test_its_line_is_solid_and_those_of_other_aggregates_are_dotted(shown: Callable[[str], View]) -> None:
    view = shown("gdp")
    for figure in (line_figure(view, width=1280), pair_figure([view, shown("rd-spending")], sheet=Sheet(1280))):
        lines = [trace for trace in traces(figure) if getattr(trace, "line", None) is not None and trace.line.dash]
        accent, dotted = palette("light").accent, {trace.line.color for trace in lines if trace.line.dash == "dot"}
        assert dotted
        assert accent not in dotted
        assert accent in {trace.line.color for trace in lines if trace.line.dash == "solid"}
    assert series_of(line_figure(view, width=1280))["Euro area"].line.dash == "solid"


def test_its_bar_is_drawn_in_its_own_colour_without_a_rank(shown: Callable[[str], View]) -> None:
    ranking = comparison.ranking(comparison.yearly(shown("gdp")), 2024)
    assert ranking is not None
    assert SUBJECT not in set(ranking.ranked["economy"])
    figure, shades = ranking_figure(ranking, width=1280), palette("light")
    bars = traces(figure)[0]
    place = {told[0]: number for number, told in enumerate(bars.customdata)}
    own, world = place["Euro area"], place["World"]
    assert bars.marker.color[own] == blend(shades.accent, shades.ground, 0.4)
    assert bars.x[own] > 1e13
    assert bars.x[world] == 0
