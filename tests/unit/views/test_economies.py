"""Are the economies shown those asked for, or else the usual ones, and the others named?"""

import pytest

from dashboard.catalogue.indicators import Transform
from dashboard.catalogue.loading import Catalogue
from dashboard.store.observations import Store
from dashboard.views import chart, loading
from dashboard.views.chart import chart_view, default_economies
from dashboard.views.loading import load_observations
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
    assert default_economies(load_observations(store, catalogue, "gdp"), catalogue) == ("CHN", "USA", "WLD")


def test_no_more_figures_are_read_than_the_chart_takes(
    store: Store, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...] | None] = []
    load = load_observations

    def spy(store: Store, catalogue: Catalogue, indicator: str, **given_words: object) -> loading.Observations:
        economies = given_words["economies"]
        asked.append(None if economies is None else tuple(economies))  # pyright: ignore[reportArgumentType]
        return load(store, catalogue, indicator, **given_words)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(chart, "load_observations", spy)
    chart_view(store, catalogue, Selection("gdp", economies=("CHN", "USA")))
    chart_view(store, catalogue, Selection("gdp", economies=("CHN",), transform=Transform.SHARE))
    chart_view(store, catalogue, Selection("gdp"))
    assert asked == [("CHN", "USA"), ("CHN", "WLD"), ("CHN", "USA", "JPN", "IND", "WLD")]


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
