"""Does a search ask how far an indicator reaches once for each vintage, whichever store asks?"""

import datetime as dt
from collections.abc import Collection, Mapping

import pandas as pd

from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.observations import Store
from dashboard.store.records import Reach
from dashboard.store.vintages import Release
from dashboard.views.search_results import Reaches

DAY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
ASKED: list[tuple[str, ...]] = []


class Noting(Store):
    """A store that notes what it is asked for the reach of."""

    def reach(self, indicators: Collection[str]) -> Mapping[str, Reach]:
        ASKED.append(tuple(indicators))
        return super().reach(indicators)


def release(number: int) -> Release:
    periods = pd.to_datetime([f"{2000 + year}-01-01" for year in range(number)])
    values = pd.DataFrame({"economy": "CHN", "period": periods, "value": 1.0})
    return Release("made-up", DAY + dt.timedelta(days=number), f"release {number}", values)


def test_the_reach_of_a_vintage_is_asked_for_once_by_all_stores_of_a_database() -> None:
    ASKED.clear()
    engine, _ = open_database(MEMORY_URL)
    reaches, store = Reaches(), Noting(engine)
    for number in (1, 2):
        store.commit([release(number)])
        # a page makes a store of its own for each run
        for one in (store, Noting(engine)):
            found = reaches.of(["made-up", "unknown"], one)
            assert found == {"made-up": Reach(dt.date(2000, 1, 1), dt.date(1999 + number, 1, 1), 1)}
    assert ASKED == [("made-up",), ("made-up",)]
    engine.dispose()
