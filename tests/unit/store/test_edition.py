"""Are two looks at a store the same while nothing was written between them, and told apart by what was?"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from dashboard.store.database import MEMORY_URL, open_database
from dashboard.store.edition import Edition
from dashboard.store.observations import Release, Store

JULY, AUGUST = (dt.datetime(2026, month, 1, 12, 30, 15, 250_001, tzinfo=dt.UTC) for month in (7, 8))


def test_each_write_makes_another_edition_and_no_write_none(frame: Callable[..., pd.DataFrame]) -> None:
    store = Store(open_database(MEMORY_URL)[0])
    seen = [store.edition()]
    assert (seen[0].vintage, seen[0].attempt) == (None, 0)
    for moment in (JULY, AUGUST):
        store.commit([Release("growth", moment, "release", frame({"CHN": {2015: moment.month}}))])
        seen.append(store.edition())
    assert [one.vintage for one in seen[1:]] == [(1, JULY.replace(tzinfo=None)), (2, AUGUST.replace(tzinfo=None))]
    for number in (1, 2):
        store.record("growth", started=store.now(), outcome="failed")
        seen.append(store.edition())
        assert seen[-1].attempt == number
    assert len({(one.vintage, one.attempt) for one in seen}) == len(seen)
    assert store.edition() == seen[-1]


def test_the_time_is_told_in_utc_and_makes_no_other_edition() -> None:
    now = dt.datetime.now(dt.UTC)
    found = Store(open_database(MEMORY_URL)[0]).edition()
    assert abs(found.now - now) < dt.timedelta(minutes=1)
    assert replace(found, now=AUGUST) == found == Edition(None, 0, JULY)
    assert replace(found, attempt=1) != found
