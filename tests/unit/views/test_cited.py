"""Is it told what changed since a citation: only of what is shown, and never as a revision what counts otherwise?"""

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.changes import Change
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Release, Store
from dashboard.views.chart import chart_view
from dashboard.views.cited import Cited, cited_of
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

THEN = dt.date(2015, 6, 1)


@pytest.fixture
def store() -> Store:
    return Store(open_database(MEMORY_URL)[0])


def commit(store: Store, year: int, values: dict[str, dict[int, float]], name: str = "gdp", **more: Any) -> None:  # noqa: ANN401 - fields of a release
    rows = [(code, f"{period}-01-01", value) for code, points in values.items() for period, value in points.items()]
    frame = pd.DataFrame(rows, columns=["economy", "period", "value"])
    observations = frame.assign(period=frame["period"].astype("datetime64[s]"))
    store.commit([Release(name, dt.datetime(year, 1, 1, tzinfo=dt.UTC), f"of {year}", observations, **more)])


def told(store: Store, catalogue: Catalogue, **fields: Any) -> Cited:  # noqa: ANN401 - fields of a selection
    loader = Loader(store, catalogue)
    found = cited_of(loader, chart_view(loader, replace(Selection("gdp", as_of=THEN), **fields)))
    assert found is not None
    return found


def changes(cited: Cited) -> list[tuple[str, int, str]]:
    rows = cited.changes
    return list(zip(rows["economy"], rows["period"].dt.year, rows["change"], strict=True))


def test_every_kind_of_change_is_told_by_its_name(store: Store, catalogue: Catalogue) -> None:
    commit(store, 2015, {"CHN": {2010: 5.01, 2011: 5.41, 2012: 6.12}, "USA": {2010: 1.25}})
    commit(store, 2016, {"CHN": {2010: 5.0102, 2011: 5.55, 2013: 7.03}, "USA": {2010: 1.25}})
    cited = told(store, catalogue, economies=("CHN", "USA"))
    # more decimals are no revision
    assert changes(cited) == [("CHN", 2011, "revised"), ("CHN", 2012, "withdrawn"), ("CHN", 2013, "added")]
    assert cited.largest is not None
    assert (cited.written(cited.largest["before"]), cited.written(cited.largest["after"])) == ("US$ 5.4", "US$ 5.5")


def test_only_what_the_chart_shows_counts(store: Store, catalogue: Catalogue) -> None:
    commit(store, 2015, {"CHN": {2010: 5.01, 2011: 5.41}, "USA": {2010: 1.25}})
    commit(store, 2016, {"CHN": {2010: 6.01, 2011: 5.55}, "USA": {2010: 2.25}})
    assert changes(told(store, catalogue, economies=("CHN",), first_year=2011)) == [("CHN", 2011, "revised")]


def test_both_on_one_chart_tell_the_same_as_the_cited_alone(store: Store, catalogue: Catalogue) -> None:
    commit(store, 2015, {"CHN": {2010: 5.01}})
    commit(store, 2016, {"CHN": {2010: 5.51, 2011: 6.0}})
    alone = told(store, catalogue, economies=("CHN",))
    both = told(store, catalogue, economies=("CHN",), as_of=None, cited=THEN)
    pd.testing.assert_frame_equal(alone.changes, both.changes)
    assert (alone.then.selection.as_of, both.then.selection.as_of) == (THEN, THEN)


def test_a_new_definition_is_no_revision(store: Store, catalogue: Catalogue) -> None:
    commit(store, 2015, {"CHN": {2010: 5.01, 2011: 5.41}}, definition="constant 2005 US$")
    commit(store, 2016, {"CHN": {2010: 7.01, 2011: 7.41, 2012: 7.5}})
    cited = told(store, catalogue, economies=("CHN",))
    assert changes(cited) == [("CHN", 2010, "redefined"), ("CHN", 2011, "redefined"), ("CHN", 2012, "added")]
    assert cited.largest is None


def test_nor_is_another_base_year_of_an_index(store: Store, catalogue: Catalogue) -> None:
    commit(store, 2015, {"CHN": {2011: 100.0, 2012: 110.0}})
    commit(store, 2016, {"CHN": {2010: 50.0, 2011: 100.0, 2012: 110.0}})
    cited = told(store, catalogue, economies=("CHN",), transform="index")
    assert changes(cited) == [("CHN", 2010, "added"), ("CHN", 2011, "redefined"), ("CHN", 2012, "redefined")]


def test_what_is_computed_changes_with_its_inputs_where_one_can_read_it(store: Store, catalogue: Catalogue) -> None:
    commit(store, 2015, {"CHN": {2011: 100.0, 2012: 110.0}})
    commit(store, 2016, {"CHN": {2011: 100.0, 2012: 110.0001, 2013: 121.0}})
    assert changes(told(store, catalogue, economies=("CHN",), transform="growth")) == [("CHN", 2013, "added")]
    commit(store, 2017, {"CHN": {2011: 100.0, 2012: 112.0, 2013: 121.0}})
    assert changes(told(store, catalogue, economies=("CHN",), transform="growth")) == [
        ("CHN", 2012, "revised"),
        ("CHN", 2013, "added"),
    ]


def test_a_derived_indicator_is_compared_by_its_own_values(store: Store, catalogue: Catalogue) -> None:
    commit(store, 2015, {"WLD": {2012: 100.0}, "CHN": {2012: 10.0}}, "world-broken")
    commit(store, 2016, {"WLD": {2012: 200.0}, "CHN": {2012: 10.0}}, "world-broken")
    cited = told(store, catalogue, indicator="world-share", economies=("CHN",))
    assert changes(cited) == [("CHN", 2012, "revised")]
    commit(store, 2017, {"WLD": {2012: 200.0}, "CHN": {2012: 10.0}}, "world-broken", definition="tonnes")
    assert changes(told(store, catalogue, indicator="world-share", economies=("CHN",))) == [("CHN", 2012, "redefined")]


def test_a_release_that_changes_nothing_shown_leaves_nothing_to_tell(store: Store, catalogue: Catalogue) -> None:
    commit(store, 2015, {"CHN": {2010: 5.01}})
    assert told(store, catalogue, economies=("CHN",)).changes.empty
    commit(store, 2016, {"CHN": {2010: 5.01}, "USA": {2010: 1.0}})
    cited = told(store, catalogue, economies=("CHN",))
    assert cited.then.vintages != cited.now.vintages
    assert cited.changes.empty
    assert cited.of(Change.REVISED).empty


def test_a_chart_that_cites_nothing_tells_nothing(store: Store, catalogue: Catalogue) -> None:
    commit(store, 2015, {"CHN": {2010: 5.01}})
    loader = Loader(store, catalogue)
    assert cited_of(loader, chart_view(loader, Selection("gdp"))) is None
