"""Is it known from when to when, and for how many economies, each series has values as of now?"""

import datetime as dt

import pandas as pd
import pytest

from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Release, Store
from dashboard.store.records import Reach


def day(year: int, month: int = 1) -> dt.date:
    return dt.date(year, month, 1)


def frame(*rows: tuple[str, dt.date, float]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["economy", "period", "value"])
    return made.astype({"economy": "str", "period": "datetime64[s]", "value": "float64"})


@pytest.fixture(scope="module")
def store() -> Store:
    """Give a store of three series, of which one has lost its first and its last figure, and one all."""
    engine, _ = open_database(MEMORY_URL)
    made = Store(engine)
    growth = [("CHN", day(2000), 8.4), ("USA", day(2001), 1.0), ("CHN", day(2003), 10.0), ("USA", day(2003), 2.8)]
    rate = [("USA", day(2000, 3), 5.8), ("USA", day(2000, 4), 6.0), ("CHN", day(2001, 1), 5.0)]
    emptied = [("CHN", day(1990), 1.0)]
    for number, changed in enumerate((growth, [("CHN", day(1999), 7.0), *growth, ("CHN", day(2009), 9.0)], growth)):
        made.commit([Release("growth", dt.datetime(2026, 1, 1 + number, tzinfo=dt.UTC), "r", frame(*changed))])
    made.commit([Release("rate", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "r", frame(*rate))])
    for number, rows in enumerate((emptied, [])):
        made.commit([Release("emptied", dt.datetime(2026, 1, 1 + number, tzinfo=dt.UTC), "r", frame(*rows))])
    return made


def test_a_series_spans_what_it_has_now(store: Store) -> None:
    growth, rate = (day(2000), day(2003)), (day(2000, 3), day(2001))
    assert dict(store.spans()) == {"growth": growth, "rate": rate}
    assert dict(store.spans(["growth", "emptied", "unknown"])) == {"growth": growth}
    assert dict(store.spans([])) == {}


def test_a_series_reaches_as_many_economies_as_have_a_value_now(store: Store) -> None:
    assert dict(store.reach(["growth", "rate", "emptied", "unknown"])) == {
        "growth": Reach(day(2000), day(2003), 2),
        "rate": Reach(day(2000, 3), day(2001), 2),
    }
    assert dict(store.reach(["rate"])) == {"rate": Reach(day(2000, 3), day(2001), 2)}


def test_an_economy_counts_once_in_a_year_however_many_periods_it_has(store: Store) -> None:
    covered = store.coverage()
    assert covered.dtypes.astype(str).to_dict() == {"indicator": "str", "year": "int64", "economies": "int64"}
    assert list(covered.itertuples(index=False, name=None)) == [
        *(("growth", year, economies) for year, economies in ((2000, 1), (2001, 1), (2003, 2))),
        *(("rate", year, 1) for year in (2000, 2001)),
    ]
