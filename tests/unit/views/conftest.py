"""What do the tests of a view share? A way to show one of a few simple figures, and to read it."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.observations import Store
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from dashboard.views.view import View

Show = Callable[..., View]
REFORM = "reform-and-opening"


@pytest.fixture
def show(store: Store, catalogue: Catalogue) -> Show:
    """Return the view of a selection given by its fields."""

    def shown(indicator: str = "gdp-growth", **fields: Any) -> View:  # noqa: ANN401 - any field of a selection
        return chart_view(Loader(store, catalogue), Selection(indicator, **fields))

    return shown


def points(view: View, economy: str = "CHN") -> dict[int, float]:
    own = view.series(economy)
    return dict(zip(own["period"].dt.year.tolist(), own["value"].tolist(), strict=True))


class Named(Protocol):
    @property
    def id(self) -> str: ...


def ids(records: Iterable[Named]) -> list[str]:
    return [record.id for record in records]
