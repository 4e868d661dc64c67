"""Figures of the shipped data, as plotly's browser half reads them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.opening import Cache
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.view import View
from tests.drawing import traces

# what the catalogue gains is no change of a figure
ERAS = ("self-strengthening", "planned-economy", "reform-and-opening", "innovation-driven", "new-quality")
PROVISIONAL = ("china-national-accounts-2025",)
Show = Callable[..., View]
SURROUNDINGS = ("Milestones", "Target", "Provisional")


@pytest.fixture(scope="session")
def shipped_catalogue(shipped_catalogue: Catalogue) -> Catalogue:
    """Give the shipped catalogue with the eras and provisional years that tests of figures know, and no others."""
    known = shipped_catalogue.history
    history = known.model_copy(update={"eras": {name: known.eras[name] for name in ERAS}})
    provisional = {name: shipped_catalogue.provisional[name] for name in PROVISIONAL}
    return replace(shipped_catalogue, histories={history.id: history}, provisional=provisional)


@pytest.fixture(scope="session")
def view_of(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Show:
    loader = Loader(shipped_cache.store, shipped_catalogue)

    def view(indicator: str, **asked: Any) -> View:  # noqa: ANN401 - any field of a selection
        return chart_view(loader, Selection(indicator=indicator, **asked))

    return view


def series_of(figure: go.Figure) -> dict[str, Any]:
    return {trace.name: trace for trace in traces(figure) if trace.name not in SURROUNDINGS}
