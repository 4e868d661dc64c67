"""Any selection of the shipped economies, groups and indicators gives a chart or a sentence, and rows that agree."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kind import Built, Nothing
from dashboard.charts.registry import CHART_KINDS, kinds_of, request_for
from dashboard.errors import NoObservations
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection, query_of, read_selection
from tests.draws import draws

COMPARING = ("multiples", "ranking", "map", "scatter", "event-time")


@pytest.fixture(scope="session")
def loader(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Loader:
    return Loader(shipped_cache.store, shipped_catalogue)


@settings(max_examples=draws(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_comparison_of_any_economies_is_drawn_or_says_why_not(loader: Loader, data: st.DataObject) -> None:
    catalogue = loader.catalogue
    economies = st.lists(st.sampled_from(list(catalogue.economies)), max_size=12, unique=True)
    selection = Selection(
        indicator=data.draw(st.sampled_from(list(catalogue.indicators))),
        economies=data.draw(st.none() | economies.map(tuple)),
        among=data.draw(st.sampled_from(["", *catalogue.comparisons])),
        view=data.draw(st.sampled_from(COMPARING)),
        year=data.draw(st.none() | st.integers(1960, 2026)),
        scale=data.draw(st.sampled_from([None, "linear", "log"])),
    )
    kind = CHART_KINDS[selection.view]
    try:
        built = kind.build(request_for(kind, loader, selection))
    except NoObservations:
        return
    if isinstance(built, Nothing):
        assert built.text.endswith(".")
        return
    built.draw("light", Sheet(width=data.draw(st.sampled_from([340, 1280]))))
    agree(built, selection.view)
    views = tuple(kinds_of("compare"))
    asked = {key: [text] if isinstance(text, str) else text for key, text in query_of(built.permalink).items()}
    again = read_selection(asked, catalogue, views=views)
    assert not again.problems
    assert query_of(again.selection) == query_of(built.permalink)


def agree(built: Built, view: str) -> None:
    """Check that the rows of the file hold what the page's table shows."""
    table, rows = built.table(), built.rows()
    assert len(table)
    assert len(rows)
    if view in ("ranking", "map"):
        ranked = table.dropna(subset="Rank")
        sent = rows.dropna(subset="place")
        assert sorted(ranked.iloc[:, 2].tolist()) == sorted(sent["value"].tolist())
        assert pd.Series(ranked["Rank"]).is_monotonic_increasing
