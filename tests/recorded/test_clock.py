"""Does every clock that an answer asks stand still, so that it is the same tomorrow?"""

import datetime as dt

from dashboard.charts import kind
from dashboard.store.opening import Cache
from tests.recorded.clock import NOW, standing_still


def test_the_clock_of_a_database_stands_still_and_goes_on_afterwards(shipped_cache: Cache) -> None:
    with standing_still():
        assert shipped_cache.store.now() == NOW
        assert shipped_cache.store.edition().now == NOW
    assert shipped_cache.store.now() > NOW


def test_the_clock_of_this_machine_stands_still_for_dashboard_alone() -> None:
    with standing_still():
        assert kind.today() == NOW.date()
        assert dt.datetime.now(dt.UTC) > NOW
