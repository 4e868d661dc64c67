"""Is every day drawn again as it was, whatever the clocks say?"""

import datetime as dt
import itertools
import sys

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.refresh import validation
from dashboard.store import lease, observations, vintages
from dashboard.store.connections import writing
from dashboard.store.observations import Release, Store
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.contract.made_up import MadeUpSource, catalogue, fetched, frame, indicator, year
from tests.contract.refresh.conftest import FIGURES, run, stored


def test_yesterdays_chart_is_drawn_again_exactly_after_revisions(engine: sa.Engine) -> None:
    store, known = Store(engine), catalogue(indicator("growth"))
    rounds = [
        # a fifth of the years is revised in each release: one in which all are is held back
        {
            ("CHN", year(number)): number % 7 + (shift / 10 if number % 5 == 0 else 0.0)
            for number in range(2000, 2020 + shift)
        }
        for shift in range(4)
    ]
    days = [dt.date(2026, 1, 1 + shift) for shift in range(4)]
    drawn: list[pd.DataFrame] = []
    for day, figures in zip(days, rounds, strict=True):
        bank = MadeUpSource(given={"growth": fetched("growth", figures, f"release of {day}")})
        assert run(store, bank, known)[0].failed == {}
        drawn.append(chart_view(Loader(store, known), Selection("growth")).points)
        # a day goes by for all that is stored
        with writing(engine) as connection:
            connection.exec_driver_sql(
                f"UPDATE vintage SET published = '{day} 12:00:00.000000' WHERE id = (SELECT max(id) FROM vintage)"
            )
    for day, points in zip(days, drawn, strict=True):
        view = chart_view(Loader(store, known), Selection("growth", as_of=day))
        assert view.vintage.release == f"release of {day}"
        pd.testing.assert_frame_equal(view.points, points, check_exact=True)


class _NoClock:
    """Stands for a machine's own clock, which nothing may rely on."""

    def __getattr__(self, name: str) -> object:
        if name in ("now", "today", "utcnow"):
            pytest.fail("the machine's own clock was asked")
        return getattr(dt.datetime, name)


def test_the_own_clock_of_a_machine_is_never_asked(
    store: Store, source: MadeUpSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clockless:
        def __getattr__(self, name: str) -> object:
            return _NoClock() if name == "datetime" else getattr(dt, name)

    for module in (sys.modules["dashboard.refresh.run"], observations, vintages, lease, validation):
        monkeypatch.setattr(module, "dt", Clockless())
    assert len(run(store, source)[0].fresh) == 2


def test_a_clock_that_was_put_back_loses_no_vintage(store: Store, source: MadeUpSource) -> None:
    ahead = store.now() + dt.timedelta(days=400)
    store.commit([Release("growth", ahead, "from tomorrow", frame(FIGURES))])
    for number in range(3):
        source.given["growth"] = fetched("growth", FIGURES | {("CHN", year(2000)): float(number)}, f"round {number}")
        assert run(store, source)[0].failed == {}
    history = store.history("growth")
    assert [vintage.release for vintage in history] == ["from tomorrow", "round 0", "round 1", "round 2"]
    for before, after in itertools.pairwise(history):
        assert after.published - before.published == dt.timedelta(microseconds=1)
    assert stored(store, "growth")["value"].iloc[0] == 2.0
    assert store.attempts()["growth"].started <= store.attempts()["growth"].finished


@pytest.mark.parametrize(("ahead", "follows"), [(dt.timedelta(hours=23), True), (dt.timedelta(days=2), False)])
def test_a_clock_that_was_put_back_changes_nothing_that_was_cited(
    store: Store, source: MadeUpSource, ahead: dt.timedelta, *, follows: bool
) -> None:
    assert run(store, source)[0].failed == {}
    cited = store.now() + ahead
    store.commit([Release("other", cited, "before the clock was put back", frame(FIGURES))])
    before = store.vintage("growth", cited)
    source.given["growth"] = fetched("growth", FIGURES | {("CHN", year(2000)): 7.5}, "after it")
    assert run(store, source)[0].failed == {}
    assert store.vintage("growth").release == "after it"
    assert (store.vintage("growth").published == cited + dt.timedelta(microseconds=1)) is follows
    # a clock that is wrong by days must not date all that comes after it: then the day alone is right
    assert (store.vintage("growth", cited) == before) is follows
