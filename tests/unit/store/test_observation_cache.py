"""Are observations read once, kept within bounds, and safe from those who get them?"""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from dashboard.errors import StoreGone
from dashboard.store.database import open_database
from dashboard.store.observation_cache import ObservationCache
from dashboard.store.observations import Release, Store
from dashboard.store.records import Vintage
from dashboard.store.tables import observation_table


def frame(rows: int, value: float = 1.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "economy": pd.Series(["CHN"] * rows, dtype="str"),
            "period": np.arange(rows).astype("datetime64[Y]").astype("datetime64[s]"),
            "value": np.full(rows, value),
        }
    )


def vintage(number: int) -> Vintage:
    return Vintage(
        id=number,
        indicator="growth",
        published=dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=number),
        release="first",
        rows=1,
        added=1,
        revised=0,
        withdrawn=0,
        origin="live",
    )


@pytest.fixture
def engine() -> sa.Engine:
    engine, _ = open_database("sqlite://")
    return engine


@pytest.fixture
def store(engine: sa.Engine) -> Store:
    store = Store(engine)
    store.commit([Release("growth", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "first", frame(30))])
    return store


def reads_of(engine: sa.Engine) -> list[str]:
    """Return a list that grows with every statement that reads observations from the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if f"FROM {observation_table.name}" in statement:
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    return seen


def test_a_series_is_read_once_however_often_and_in_whatever_order(engine: sa.Engine, store: Store) -> None:
    seen = reads_of(engine)
    newest = store.vintage("growth")
    for economies in (["CHN", "USA"], ["USA", "CHN"], ["USA", "CHN", "USA"], ("CHN", "USA")):
        assert len(store.observations(newest, economies)) == 30
    assert len(seen) == 1
    assert store.observations(newest, ["USA"]).empty
    assert len(store.observations(newest)) == 30
    assert len(seen) == 3


def a_column(given: pd.DataFrame) -> None:
    given["value"] = 9.0


def a_cell(given: pd.DataFrame) -> None:
    given.loc[0, "value"] = 9.0


def the_array_under_a_column(given: pd.DataFrame) -> None:
    given["value"].array[0] = 9.0


def the_strings_under_a_column(given: pd.DataFrame) -> None:
    given["economy"].array[0] = "XXX"


def names(given: pd.DataFrame) -> None:
    given.columns = ["a", "b", "c"]


def attributes(given: pd.DataFrame) -> None:
    given.attrs["note"] = "mine"


@pytest.mark.parametrize(
    "change",
    [a_column, a_cell, the_array_under_a_column, the_strings_under_a_column, names, attributes],
)
def test_a_caller_cannot_change_what_another_gets(store: Store, change: Callable[[pd.DataFrame], None]) -> None:
    newest = store.vintage("growth")
    change(store.observations(newest))
    change(store.observations(newest))
    found = store.observations(newest)
    pd.testing.assert_frame_equal(found, frame(30), check_exact=True)
    assert found.attrs == {}


def test_a_new_vintage_is_read_anew_and_the_old_one_stays_what_it_was(store: Store) -> None:
    old = store.vintage("growth")
    assert store.observations(old)["value"].eq(1.0).all()
    store.commit([Release("growth", dt.datetime(2026, 2, 1, tzinfo=dt.UTC), "second", frame(31, 2.0))])
    assert store.observations(store.vintage("growth"))["value"].eq(2.0).all()
    assert len(store.observations(old)) == 30


def test_an_entry_counts_as_a_hundred_rows_more_and_is_kept_where_it_just_fits() -> None:
    cache = ObservationCache(max_rows=130)
    cache.put((vintage(1), None), frame(30))
    assert (cache.rows, cache.get((vintage(1), None)) is not None) == (130, True)
    cache.put((vintage(2), None), frame(31))
    assert (cache.rows, cache.get((vintage(2), None))) == (130, None)


def test_two_vintages_of_one_number_are_kept_apart() -> None:
    # as after a backup was restored: the number of a vintage that was lost is given again
    cache = ObservationCache()
    cache.put((vintage(1), None), frame(1))
    assert (
        cache.get((vintage(1).model_copy(update={"published": dt.datetime(2027, 1, 1, tzinfo=dt.UTC)}), None)) is None
    )


def test_the_least_recently_used_go_first_and_the_rows_stay_within_bounds() -> None:
    cache = ObservationCache(max_rows=1000)
    for number in (1, 2):
        cache.put((vintage(number), None), frame(300))
    assert cache.get((vintage(1), None)) is not None
    cache.put((vintage(3), None), frame(300))
    assert [cache.get((vintage(number), None)) is not None for number in (1, 2, 3)] == [True, False, True]
    # too large for the whole cache: given and not kept
    assert len(cache.put((vintage(4), None), frame(2000))) == 2000
    assert cache.get((vintage(4), None)) is None
    # many small ones, too
    for number in range(5, 200):
        cache.put((vintage(number), ()), frame(0))
        assert cache.rows <= 1000


def test_many_threads_share_it() -> None:
    cache = ObservationCache(max_rows=5_000)
    barrier = threading.Barrier(8)

    def use(thread: int) -> None:
        barrier.wait()
        for step in range(100):
            number = (thread + step) % 40
            found = cache.get((vintage(number), None))
            if found is None:
                found = cache.put((vintage(number), None), frame(100, float(number)))
            assert found["value"].eq(float(number)).all()
            found["value"] = -1.0

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(use, thread) for thread in range(8)]:
            done.result()
    assert 0 < cache.rows <= 5_000


def test_what_is_kept_does_not_hide_that_the_file_is_gone(tmp_path: Path) -> None:
    engine, _ = open_database(f"sqlite:///{tmp_path}/eraline.db")
    store = Store(engine)
    store.commit([Release("growth", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "first", frame(30))])
    store.observations(store.vintage("growth"))
    (tmp_path / "eraline.db").unlink()
    assert store.is_gone()
    with pytest.raises(StoreGone):
        store.vintage("growth")
