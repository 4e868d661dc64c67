"""Does every yesterday read as it was, on SQLite, PostgreSQL and in memory?"""

import datetime as dt
import itertools

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import BeforeFirstRelease
from dashboard.store.as_of import AsOf, read_as_of, write_as_of
from dashboard.store.changes import diff
from dashboard.store.observations import Release, Store
from tests.contract.made_up import Figures, frame, year
from tests.contract.stored import CROWDED, EVERY_ENGINE, NAMES, assert_same, release, row_count


@EVERY_ENGINE
@given(releases=st.lists(CROWDED, min_size=1, max_size=5))
def test_every_yesterday_reads_exactly_as_it_was(engine: sa.Engine, releases: list[Figures]) -> None:
    store, indicator, before = Store(engine), next(NAMES), row_count(engine)
    days = [f"2026-0{number}-01" for number in range(1, len(releases) + 1)]
    for day, figures in zip(days, releases, strict=True):
        store.commit([release(indicator, day, figures)])
    for day, figures in zip(days, releases, strict=True):
        vintage = store.vintage(indicator, dt.date.fromisoformat(day))
        assert vintage.release == f"release of {day}"
        assert_same(store.observations(vintage), figures)
    history = store.history(indicator)
    for vintage, (was, now) in zip(history, itertools.pairwise([{}, *releases]), strict=True):
        assert vintage.rows == len(now)
        assert vintage.added == len(now.keys() - was.keys())
        assert vintage.withdrawn == len(was.keys() - now.keys())
        assert vintage.revised == sum(was[key] != now[key] for key in was.keys() & now.keys())
    assert row_count(engine) - before == sum(vintage.added + vintage.revised for vintage in history)


@EVERY_ENGINE
@given(releases=st.lists(CROWDED, min_size=1, max_size=5))
def test_what_a_vintage_changed_is_told_for_each(store: Store, releases: list[Figures]) -> None:
    indicator = next(NAMES)
    days = [f"2026-0{number}-01" for number in range(1, len(releases) + 1)]
    for day, figures in zip(days, releases, strict=True):
        store.commit([release(indicator, day, figures)])
    before: Figures = {}
    for vintage, figures in zip(store.history(indicator), releases, strict=True):
        changes = store.changes(vintage)
        pd.testing.assert_frame_equal(changes, diff(frame(before), frame(figures)), check_exact=True)
        assert changes["before"].isna().sum() == vintage.added
        assert changes["after"].isna().sum() == vintage.withdrawn
        assert len(changes) == vintage.added + vintage.revised + vintage.withdrawn
        assert vintage.is_changed is (before != figures)
        before = figures


def test_a_point_that_was_withdrawn_and_came_back_is_absent_in_between(store: Store) -> None:
    figures = {("CHN", year(2000)): 8.4, ("CHN", year(2001)): 8.3}
    without = {("CHN", year(2000)): 8.4}
    for day, known in (("2026-01-01", figures), ("2026-02-01", without), ("2026-03-01", figures)):
        store.commit([release("growth", day, known)])
    changes = [(vintage.added, vintage.revised, vintage.withdrawn) for vintage in store.history("growth")]
    assert changes == [(2, 0, 0), (0, 0, 1), (1, 0, 0)]
    assert_same(store.observations(store.vintage("growth", dt.date(2026, 2, 14))), without)
    assert_same(store.observations(store.vintage("growth")), figures)


def test_as_of_a_day_includes_what_was_released_during_that_day(store: Store) -> None:
    store.commit([release("growth", "2026-01-01T23:59:59.999999", {("CHN", year(2000)): 1.0})])
    store.commit([release("growth", "2026-01-02T00:00:00", {("CHN", year(2000)): 2.0})])
    assert store.vintage("growth", dt.date(2026, 1, 1)).release == "release of 2026-01-01T23:59:59.999999"
    assert store.vintage("growth", dt.date(2026, 1, 2)).release == "release of 2026-01-02T00:00:00"


def test_as_of_the_last_day_there_is_reads_the_newest(store: Store) -> None:
    store.commit([release("growth", "2026-01-01", {("CHN", year(2000)): 1.0})])
    assert store.vintage("growth", dt.date.max) == store.vintage("growth")


def test_a_release_from_another_time_zone_is_placed_by_utc(store: Store) -> None:
    local = dt.datetime(2026, 1, 2, 1, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    (vintage,) = store.commit([Release("growth", local, "early", frame({("CHN", year(2000)): 1.0}))])
    assert vintage.published == dt.datetime(2026, 1, 1, 17, 0, tzinfo=dt.UTC)
    assert vintage.date == dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    "asked", [dt.date(2025, 12, 31), dt.date.min, dt.datetime(2025, 12, 31, 23, 59, 59, 999999, tzinfo=dt.UTC)]
)
def test_a_time_before_the_first_release_knows_when_the_first_was(store: Store, asked: AsOf) -> None:
    for day in ("2026-01-01", "2026-02-01"):
        store.commit([release("growth", day, {("CHN", year(2000)): 8.4})])
    with pytest.raises(BeforeFirstRelease, match="1 January 2026") as caught:
        store.vintage("growth", asked)
    assert (caught.value.indicator, caught.value.first) == ("growth", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def test_two_releases_on_one_day_are_told_apart_by_their_instants(store: Store) -> None:
    started = store.now()
    vintages = [
        store.publish(release("growth", "2026-01-01", {("CHN", year(2000)): value}), started=started)
        for value in (8.4, 8.5, 8.6)
    ]
    for vintage in vintages:
        assert store.vintage("growth", vintage.published) == vintage
        written = read_as_of(write_as_of(vintage.published))
        assert store.vintage("growth", written) == vintage
    before = vintages[1].published - dt.timedelta(microseconds=1)
    assert store.vintage("growth", before) == vintages[0]
    # a day is its end
    assert store.vintage("growth", vintages[0].date) in vintages[1:]


@EVERY_ENGINE
@given(releases=st.lists(CROWDED, min_size=1, max_size=5))
def test_the_lifetimes_of_values_tell_every_yesterday(store: Store, releases: list[Figures]) -> None:
    indicator = next(NAMES)
    days = [f"2026-0{number}-01" for number in range(1, len(releases) + 1)]
    for day, figures in zip(days, releases, strict=True):
        store.commit([release(indicator, day, figures)])
    lifetimes = store.lifetimes(indicator)
    assert list(lifetimes.columns) == ["economy", "period", "value", "since", "until"]
    for day, figures in zip(days, releases, strict=True):
        moment = pd.Timestamp(day)
        known = lifetimes[lifetimes["since"].le(moment) & ~lifetimes["until"].le(moment)]
        assert_same(known[["economy", "period", "value"]].reset_index(drop=True), figures)
    ends = store.lifetimes(indicator, ["CHN"])
    assert set(ends["economy"]) <= {"CHN"}
    # a value that goes on is one row
    again = ends.merge(ends, left_on=["period", "until", "value"], right_on=["period", "since", "value"])
    assert again.empty
