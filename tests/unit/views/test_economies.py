"""Are the economies shown those asked for, or else the usual ones, and the others named?"""

from collections.abc import Sequence

import pandas as pd
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.observations import Store
from dashboard.store.records import Vintage
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.points import default_economies
from dashboard.views.selection import Selection
from tests.unit.views.conftest import Show, ids


def test_the_usual_economies_are_shown_when_none_are_named(show: Show) -> None:
    view = show()
    assert ids(view.economies) == ["CHN", "USA", "JPN"]
    assert view.selection.economies == ("CHN", "USA", "JPN")
    assert view.absent == ()


def test_where_the_usual_ones_have_no_figures_others_are_shown(show: Show) -> None:
    assert ids(show("rd-spending").economies) == ["IND", "KOR"]


def test_default_economies_lead_with_china(store: Store, catalogue: Catalogue) -> None:
    assert default_economies(Loader(store, catalogue).observations("gdp"), catalogue) == ("CHN", "USA", "WLD")


def test_no_more_observations_are_read_than_the_chart_takes(
    store: Store, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[set[str]] = []
    read = store.observations

    def spy(vintage: Vintage, economies: Sequence[str] | None = None) -> pd.DataFrame:
        asked.append(set(economies or ()))
        return read(vintage, economies)

    monkeypatch.setattr(store, "observations", spy)
    chart_view(Loader(store, catalogue), Selection("gdp", economies=("CHN", "USA")))
    chart_view(Loader(store, catalogue), Selection("gdp", economies=("CHN",), transform="share"))
    chart_view(Loader(store, catalogue), Selection("gdp"))
    assert asked == [{"CHN", "USA"}, {"CHN", "WLD"}, {"CHN", "USA", "JPN", "IND", "WLD"}]


def test_points_come_in_the_order_asked_for_and_by_period(show: Show) -> None:
    view = show(economies=("USA", "CHN", "USA"))
    assert ids(view.economies) == ["USA", "CHN"]
    assert view.points["economy"].drop_duplicates().tolist() == ["USA", "CHN"]
    assert view.points.groupby("economy")["period"].agg(lambda periods: periods.is_monotonic_increasing).all()
    assert view.points.dtypes.astype("str").to_dict() == {
        "economy": "str",
        "period": "datetime64[s]",
        "value": "float64",
        "era": "str",
    }


def test_economies_without_figures_are_named_as_absent(show: Show) -> None:
    view = show("rd-spending", economies=("CHN", "KOR", "USA"))
    assert ids(view.economies) == ["KOR"]
    assert ids(view.absent) == ["CHN", "USA"]
