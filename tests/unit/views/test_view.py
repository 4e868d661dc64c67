"""Does a view hold exactly what was asked for, as it was known on the day, even where that is nothing?"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.analysis.transforms import transforms_of
from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import NoObservations
from dashboard.store.observations import Release, Store
from dashboard.views.chart import chart_view
from dashboard.views.era_table import era_table
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.draws import draws
from tests.unit.views.conftest import REFORM, Show, ids, points

CODES = ("CHN", "USA", "JPN", "IND", "KOR", "WLD")


def test_a_view_may_be_empty_and_is_still_a_view(show: Show, catalogue: Catalogue) -> None:
    for selection in (
        {"economies": ("CHN",), "indicator": "rd-spending"},
        {"eras": ("self-strengthening",)},
        {"last_year": 1900},
        {"first_year": 2090, "last_year": 2100},
        {"eras": ("new-quality",), "last_year": 2000},
        {"economies": ()},
    ):
        for transform in ("level", "change", "rolling-mean"):
            view = show(**selection, transform=transform)
            assert view.points.empty
            assert view.economies == ()
            assert view.axis[0] < view.axis[1]
            assert view.years[0] <= view.years[1]
            assert era_table(view, catalogue).empty


def test_a_view_repeats_what_it_was_asked_for(show: Show) -> None:
    asked: dict[str, Any] = {"economies": ("CHN",), "eras": (REFORM,), "first_year": 1990, "scale": "log"}
    view = show("gdp", **asked)
    assert view.selection == Selection("gdp", **asked)


def test_an_as_of_day_before_all_figures_has_none(show: Show) -> None:
    with pytest.raises(NoObservations, match="first release of GDP"):
        show(as_of=dt.date(2000, 1, 1))


def test_an_as_of_day_shows_what_was_known_then(
    make_store: Callable[[], Store], catalogue: Catalogue, published: dt.datetime, frame: Callable[..., pd.DataFrame]
) -> None:
    store, asked = make_store(), Selection("rd-spending", economies=("KOR",))
    before = points(chart_view(Loader(store, catalogue), asked), "KOR")
    store.commit([Release("rd-spending", published + dt.timedelta(days=30), "revised", frame({"KOR": {2000: 9.9}}))])
    assert points(chart_view(Loader(store, catalogue), asked), "KOR") == {2000: 9.9}
    view = chart_view(Loader(store, catalogue), replace(asked, as_of=published.date()))
    assert points(view, "KOR") == before
    assert view.vintage.release == "rd-spending release"


@given(data=st.data())
@settings(max_examples=draws(20))
def test_a_view_shows_what_was_asked_for_and_nothing_else(
    data: st.DataObject, store: Store, catalogue: Catalogue
) -> None:
    indicator = data.draw(st.sampled_from(["gdp-growth", "gdp", "exchange-rate", "broken", "world-share"]))
    first, last = sorted(data.draw(st.tuples(st.integers(1950, 2030), st.integers(1950, 2030))))
    selection = Selection(
        indicator,
        economies=data.draw(st.lists(st.sampled_from(CODES), unique=True).map(tuple)),
        eras=data.draw(st.lists(st.sampled_from(list(catalogue.eras)), unique=True).map(tuple)),
        first_year=data.draw(st.sampled_from((None, first))),
        last_year=data.draw(st.sampled_from((None, last))),
        transform=data.draw(st.sampled_from([spec.id for spec in transforms_of(catalogue.indicator(indicator))])),
    )
    view = chart_view(Loader(store, catalogue), selection)
    drawn = view.points
    years = drawn["period"].dt.year
    assert set(drawn["economy"]) == set(ids(view.economies))
    assert set(ids(view.economies)) | set(ids(view.absent)) <= set(selection.economies or ())
    assert not drawn.duplicated(["economy", "period"]).any()
    assert not selection.eras or drawn["era"].isin(selection.eras).all()
    assert years.between(selection.first_year or 0, selection.last_year or 9999).all()
    assert drawn["value"].notna().all()
    if not drawn.empty:
        assert view.axis[0] <= drawn["period"].min().date()
        assert drawn["period"].max().date() <= view.axis[1]
    assert view.axis[0] < view.axis[1]
    assert all(view.axis[0] <= milestone.date <= view.axis[1] for milestone in view.milestones)
    # a loader that has read everything already changes nothing
    loader = Loader(store, catalogue)
    loader.observations(indicator)
    again = chart_view(loader, selection)
    pd.testing.assert_frame_equal(again.points, drawn)
    assert (again.notes, again.vintages, again.axis) == (view.notes, view.vintages, view.axis)
