"""Does a store show a session's own series beside what is stored, and write nothing of them?"""

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.errors import NoObservations
from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Release, Store
from dashboard.store.session_store import beside, brought

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
    assert (vintage.rows, vintage.date, vintage.id) == (3, NOW.date(), -1)
    assert store.attempts_of(OWN) == ()


def test_its_observations_are_sorted_and_the_caller_s_own(store: Store) -> None:
    vintage = store.vintage(OWN)
    found = store.observations(vintage)
    assert found["economy"].tolist() == ["CHN", "USA", "USA"]
    found.loc[:, "value"] = 0.0
    assert store.observations(vintage)["value"].tolist() == [1.0, 2.0, 3.0]
    assert store.observations(vintage, ["USA"])["value"].tolist() == [2.0, 3.0]
    assert len(store.changes(vintage)) == 3
    lifetimes = store.lifetimes(OWN, ["USA"])
    assert lifetimes["until"].isna().all()
    assert lifetimes["value"].tolist() == [2.0, 3.0]


def test_its_reach_is_told_as_that_of_what_is_stored(store: Store) -> None:
    assert store.spans([OWN]) == {OWN: (dt.date(2014, 1, 1), dt.date(2016, 1, 1))}
    assert store.spans().keys() == {OWN, "gdp-growth"}
    assert store.reach([OWN, "gdp-growth"])[OWN] == (dt.date(2014, 1, 1), dt.date(2016, 1, 1), 2)


def test_what_is_stored_is_read_as_before_and_nothing_is_written(store: Store, below: Store) -> None:
    assert store.vintage("gdp-growth") == below.vintage("gdp-growth")
    assert store.observations(store.vintage("gdp-growth"), ["CHN"])["value"].tolist() == [6.9]
    assert len(store.lifetimes("gdp-growth")) == 2
    assert store.history("gdp-growth") == below.history("gdp-growth")
    assert below.vintages().keys() == {"gdp-growth"}
    with pytest.raises(NoObservations):
        below.vintage(OWN)


def test_a_session_without_series_has_the_store_itself(below: Store) -> None:
    assert beside(below, {}) is below
