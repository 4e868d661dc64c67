"""Does a store show a session's own series beside what is stored, and write nothing of them?"""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.errors import BeforeFirstRelease, NoObservations
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Release, Store
from dashboard.store.session_store import beside, brought
from tests.attempts import attempts_of

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
OWN = "custom:mine"


@pytest.fixture
def below(frame: Callable[..., pd.DataFrame]) -> Store:
    engine, _ = open_database(MEMORY_URL)
    store = Store(engine)
    stored = frame({"CHN": {2015: 6.9}, "USA": {2015: 2.9}})
    store.commit([Release("gdp-growth", NOW, "July", stored)])
    return store


@pytest.fixture
def store(below: Store, frame: Callable[..., pd.DataFrame]) -> Store:
    own = frame({"USA": {2015: 2.0, 2016: 3.0}, "CHN": {2014: 1.0}})
    return beside(below, {OWN: brought(OWN, own.sample(frac=1, random_state=1), now=NOW, number=1)})


def test_a_series_brought_has_one_vintage_that_is_known_on_every_day(store: Store) -> None:
    vintage = store.vintage(OWN)
    assert vintage == store.vintage(OWN, dt.date(1999, 1, 1))
    assert store.history(OWN) == (vintage,)
    assert store.vintages()[OWN] == vintage
    assert (vintage.rows, vintage.published, vintage.indicator) == (3, NOW, OWN)
    assert (vintage.added, vintage.revised, vintage.withdrawn, vintage.redefined) == (3, 0, 0, 0)
    assert (vintage.release, vintage.origin) == ("your own table", "live")
    assert attempts_of(store, OWN) == ()


def test_each_of_a_session_has_an_id_that_no_release_can_have_in_a_database(frame: Callable[..., pd.DataFrame]) -> None:
    # earlier releases count down from zero, as far as a column of 32 bits goes
    ids = [brought(OWN, frame({"CHN": {2014: 1.0}}), now=NOW, number=number).vintage.id for number in (1, 2)]
    assert max(ids) < -(2**31)
    assert len(set(ids)) == 2


def test_it_is_of_no_origin_that_a_store_asks_for(store: Store) -> None:
    assert store.vintages("live").keys() == {"gdp-growth"}
    assert store.vintages("snapshot") == {}


def test_its_observations_are_sorted_and_the_caller_s_own(store: Store, frame: Callable[..., pd.DataFrame]) -> None:
    vintage = store.vintage(OWN)
    found = store.observations(vintage)
    ordered = frame({"CHN": {2014: 1.0}, "USA": {2015: 2.0, 2016: 3.0}})
    pd.testing.assert_frame_equal(found, ordered)
    found.loc[:, "value"] = 0.0
    pd.testing.assert_frame_equal(store.observations(vintage), ordered)
    pd.testing.assert_frame_equal(store.observations(vintage, ["USA"]), ordered.iloc[1:].reset_index(drop=True))


def test_all_of_it_is_new_and_holds_since_it_was_brought(store: Store) -> None:
    changes = store.changes(store.vintage(OWN))
    assert changes["before"].isna().all()
    assert changes["after"].tolist() == [1.0, 2.0, 3.0]
    assert store.lifetimes(OWN)["value"].tolist() == [1.0, 2.0, 3.0]
    lifetimes = store.lifetimes(OWN, {"USA"})
    assert lifetimes["value"].tolist() == [2.0, 3.0]
    assert lifetimes["since"].eq(NOW.replace(tzinfo=None)).all()
    assert lifetimes["until"].isna().all()


def test_its_reach_is_told_as_that_of_what_is_stored(store: Store) -> None:
    assert store.spans([OWN]) == {OWN: (dt.date(2014, 1, 1), dt.date(2016, 1, 1))}
    assert store.spans().keys() == {OWN, "gdp-growth"}
    assert store.spans(["gdp-growth"]).keys() == {"gdp-growth"}
    assert store.reach([OWN, "gdp-growth"]) == {
        OWN: (dt.date(2014, 1, 1), dt.date(2016, 1, 1), 2),
        "gdp-growth": (dt.date(2015, 1, 1), dt.date(2015, 1, 1), 2),
    }
    assert store.reach([OWN]).keys() == {OWN}


def test_what_is_stored_is_read_as_before_and_nothing_is_written(store: Store, below: Store) -> None:
    assert store.vintage("gdp-growth") == below.vintage("gdp-growth")
    assert store.observations(store.vintage("gdp-growth"), ["CHN"])["value"].tolist() == [6.9]
    assert len(store.observations(store.vintage("gdp-growth"))) == 2
    assert len(store.lifetimes("gdp-growth")) == 2
    assert len(store.lifetimes("gdp-growth", ["CHN"])) == 1
    assert len(store.changes(store.vintage("gdp-growth"))) == 2
    with pytest.raises(BeforeFirstRelease):
        store.vintage("gdp-growth", dt.date(1999, 1, 1))
    assert store.history("gdp-growth") == below.history("gdp-growth")
    assert below.vintages().keys() == {"gdp-growth"}
    with pytest.raises(NoObservations):
        below.vintage(OWN)


def test_a_session_without_series_has_the_store_itself(below: Store) -> None:
    assert beside(below, {}) is below
