"""Views of what is shipped, whose rows are taken away."""

from collections.abc import Callable, Sequence
from typing import Final

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.opening import Cache
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.view import View

Show = Callable[[Selection], View]

VIEWS: Final[Sequence[Selection]] = (
    Selection("gdp-growth"),
    Selection("gdp-growth", eras=("planned-economy", "new-quality"), economies=("CHN", "USA")),
    Selection("solar-capacity", first_year=2010, last_year=2015, economies=("USA", "CHN", "DEU")),
    Selection("gdp", transform="per-capita"),
    Selection("solar-capacity", transform="share"),
    Selection("exchange-rate", transform="growth", economies=("CHN",)),
    Selection("gdp", transform="index", economies=("CHN", "IND")),
)


@pytest.fixture(scope="session")
def view_of(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Show:
    """Return the view of a selection."""
    loader = Loader(shipped_cache.store, shipped_catalogue)
    return lambda selection: chart_view(loader, selection)
