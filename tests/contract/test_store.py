"""Does the store keep what it is given to the last bit, and write what changed alone? On every engine."""

import datetime as dt
from dataclasses import replace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.errors import NoObservations, StoreError
from dashboard.store.changes import diff
from dashboard.store.observations import Release, Store
from dashboard.store.tables import CURRENT, observation_table, vintage_table
from tests.contract.made_up import Figures, frame, year
from tests.contract.stored import CROWDED, EVERY_ENGINE, NAMES, assert_same, release, row_count

_codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)
_months = st.builds(dt.date, st.integers(1800, 2100), st.integers(1, 12), st.just(1))
_numbers = st.floats(allow_nan=False, allow_infinity=False)
_figures = st.dictionaries(st.tuples(_codes, _months), _numbers, max_size=40)


@EVERY_ENGINE
@given(figures=_figures)
@example(figures={("CHN", dt.date(2000, 1, 1)): -0.0, ("CHN", dt.date(2000, 2, 1)): 5e-324})
def test_what_is_committed_reads_back_to_the_last_bit(store: Store, figures: Figures) -> None:
    indicator = next(NAMES)
    (vintage,) = store.commit([release(indicator, "2026-07-13", figures)])
    assert vintage == store.vintage(indicator)
    assert (vintage.rows, vintage.added, vintage.revised, vintage.withdrawn) == (len(figures), len(figures), 0, 0)
    assert_same(store.observations(vintage), figures)


@given(was=CROWDED, now=CROWDED)
def test_a_diff_turns_what_is_stored_into_what_came(was: Figures, now: Figures) -> None:
    changes = diff(frame(was), frame(now))
    turned = {
        (economy, period.date()): value
        for economy, period, value in zip(changes["economy"], changes["period"], changes["after"], strict=True)
    }
    gone = {key for key, value in turned.items() if np.isnan(value)}
    assert gone == was.keys() - now.keys()
    assert {**was, **turned} == {**now, **{key: turned[key] for key in gone}}
    # only what differs, each point once, in order
    keys = list(turned)
    assert len(keys) == len(changes)
    assert keys == sorted(keys)
    assert all(was.get(key) != now.get(key) for key in keys)
    assert diff(frame(now), frame(now)).empty
    back = diff(frame(now), frame(was))
    pd.testing.assert_frame_equal(
        back.rename(columns={"before": "after", "after": "before"})[changes.columns], changes, check_exact=True
    )


def test_what_is_published_is_written_with_its_attempt_or_not_at_all(engine: sa.Engine) -> None:
    store = Store(engine)
    started = store.now()
    figures = {("CHN", year(2000)): 8.4}
    store.commit([release("growth", "2026-01-01", figures)])

    def refuse(_: object) -> None:
        raise ZeroDivisionError

    for refused in ({"guard": refuse}, {"examine": refuse}):
        with pytest.raises(ZeroDivisionError):
            store.publish(release("growth", "2026-01-02", {}), started=started, **refused)
    bad = pd.concat([frame(figures), frame(figures)])
    with pytest.raises(StoreError, match="more than one figure"):
        store.publish(Release("growth", started, "bad", bad), started=started)
    assert (len(store.history("growth")), store.attempts()) == (1, {})
    assert row_count(engine) == 1

    seen: list[pd.DataFrame] = []
    vintage = store.publish(release("growth", "1999-01-01", {}), started=started, examine=seen.append)
    assert_same(seen[0], figures)
    # when it is written counts, not when the release says that it came out
    assert started <= vintage.published <= store.now()
    assert store.attempts()["growth"].vintage == vintage.id


def test_a_release_writes_its_changed_points_only(engine: sa.Engine) -> None:
    store = Store(engine)
    store.commit([release("growth", "2026-01-01", {("CHN", year(2000)): 8.4, ("CHN", year(2001)): 8.3})])
    (second,) = store.commit(
        [
            release(
                "growth",
                "2026-02-01",
                {("CHN", year(2000)): 8.5, ("CHN", year(2001)): 8.3, ("CHN", year(2002)): 9.1},
            )
        ]
    )
    assert (second.rows, second.added, second.revised, second.withdrawn) == (3, 1, 1, 0)
    assert row_count(engine) == 4
    with engine.connect() as connection:
        closed = connection.execute(
            sa.select(observation_table.c.value).where(observation_table.c.last_vintage != CURRENT)
        ).scalars()
        assert list(closed) == [8.4]


def test_what_a_source_was_not_asked_for_stays_as_it_is(store: Store) -> None:
    store.commit([release("rate", "2026-01-01", {("CHN", year(2000)): 8.3, ("CHE", year(2000)): 1.7})])
    some = replace(release("rate", "2026-02-01", {("CHN", year(2001)): 8.2}), economies=("CHN",))
    (vintage,) = store.commit([some])
    assert (vintage.rows, vintage.added, vintage.withdrawn) == (2, 1, 1)
    kept = store.observations(vintage)
    assert kept["economy"].tolist() == ["CHE", "CHN"]
    assert kept["period"].dt.year.tolist() == [2000, 2001]


def test_an_unchanged_release_writes_its_vintage_and_no_observation(engine: sa.Engine) -> None:
    store = Store(engine)
    figures = {("CHN", year(2000)): 8.4}
    store.commit([release("growth", "2026-01-01", figures)])
    (second,) = store.commit([release("growth", "2026-02-01", figures)])
    assert (second.added, second.revised, second.withdrawn) == (0, 0, 0)
    assert row_count(engine) == 1
    assert_same(store.observations(second), figures)


def test_a_second_commit_of_the_same_release_writes_nothing(engine: sa.Engine) -> None:
    store = Store(engine)
    first = release("growth", "2026-01-01", {("CHN", year(2000)): 8.4})
    store.commit([first])
    assert store.commit([first]) == ()
    assert (row_count(engine), row_count(engine, vintage_table)) == (1, 1)


def test_an_older_release_does_not_undo_a_newer_one(store: Store) -> None:
    newer = {("CHN", year(2000)): 8.5}
    store.commit([release("growth", "2026-02-01", newer)])
    assert store.commit([release("growth", "2026-01-01", {("CHN", year(2000)): 8.4})]) == ()
    assert_same(store.observations(store.vintage("growth")), newer)


def test_releases_of_several_indicators_are_kept_apart(store: Store) -> None:
    store.commit(
        [
            release("growth", "2026-01-01", {("CHN", year(2000)): 8.4}),
            release("spending", "2026-03-01", {("CHN", year(2000)): 0.9}),
        ]
    )
    store.commit([release("growth", "2026-02-01", {("CHN", year(2000)): 8.5})])
    assert {name: vintage.release for name, vintage in store.vintages().items()} == {
        "growth": "release of 2026-02-01",
        "spending": "release of 2026-03-01",
    }
    assert_same(store.observations(store.vintage("spending")), {("CHN", year(2000)): 0.9})
    # stored last, though another was released later
    assert store.newest() == store.vintage("growth")


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(pd.concat([frame({("CHN", year(2000)): 1.0}), frame({("CHN", year(2000)): 2.0})]), id="repeat"),
        pytest.param(frame({("CHN", year(2000)): 1.0}).assign(period=cast("Any", pd.NaT)), id="no period"),
    ],
)
def test_a_failed_commit_leaves_everything_as_it_was(engine: sa.Engine, bad: pd.DataFrame) -> None:
    store = Store(engine)
    figures = {("CHN", year(2000)): 8.4, ("CHN", year(2001)): 8.3}
    store.commit([release("growth", "2026-01-01", figures)])
    published = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    good = release("growth", "2026-02-01", {("CHN", year(2000)): 9.9})
    with pytest.raises(StoreError):
        store.commit([good, Release("spending", published, "bad", bad)])
    assert [vintage.release for vintage in store.history("growth")] == ["release of 2026-01-01"]
    assert set(store.vintages()) == {"growth"}
    assert_same(store.observations(store.vintage("growth")), figures)
    assert row_count(engine) == 2
    # and the store goes on
    assert len(store.commit([good])) == 1


def test_a_missing_value_counts_as_an_absent_row(engine: sa.Engine) -> None:
    store = Store(engine)
    figures = {("CHN", year(2000)): 8.4, ("CHN", year(2001)): float("nan")}
    (first,) = store.commit([release("growth", "2026-01-01", figures)])
    assert (first.rows, first.added) == (1, 1)
    (second,) = store.commit([release("growth", "2026-02-01", {("CHN", year(2000)): float("nan")})])
    assert (second.rows, second.withdrawn) == (0, 1)
    assert_same(store.observations(second), {})


def test_figures_return_after_everything_was_withdrawn(store: Store) -> None:
    figures = {("CHN", year(2000)): 8.4}
    for day, known in (("2026-01-01", figures), ("2026-02-01", {}), ("2026-03-01", figures)):
        store.commit([release("growth", day, known)])
    assert_same(store.observations(store.vintage("growth", dt.date(2026, 2, 1))), {})
    assert_same(store.observations(store.vintage("growth")), figures)


def test_an_indicator_without_figures_says_so(store: Store) -> None:
    with pytest.raises(NoObservations, match="unheard-of"):
        store.vintage("unheard-of")
    assert store.history("unheard-of") == ()
    assert store.vintages() == {}


def test_a_read_of_some_economies_returns_those_alone_in_order(store: Store) -> None:
    figures = {(economy, year(number)): number / 7 for economy in ("USA", "CHN", "WLD") for number in (2001, 2000)}
    (vintage,) = store.commit([release("growth", "2026-01-01", figures)])
    wanted = {key: value for key, value in figures.items() if key[0] != "USA"}
    assert_same(store.observations(vintage, ["WLD", "CHN", "XYZ"]), wanted)
    assert_same(store.observations(vintage, []), {})
    assert_same(store.observations(vintage), figures)


def test_a_release_in_another_definition_redefines_and_does_not_revise(store: Store) -> None:
    figures = {("CHN", year(2000)): 8.4, ("CHN", year(2001)): 8.3}
    (first,) = store.commit([replace(release("growth", "2026-01-01", figures), definition="constant 2010 US$")])
    (second,) = store.commit([release("growth", "2026-02-01", {("CHN", year(2000)): 9.4, ("CHN", year(2002)): 9.0})])
    assert (first.definition, second.definition) == ("constant 2010 US$", "")
    assert (second.added, second.revised, second.withdrawn, second.redefined) == (1, 0, 1, 1)


def test_what_is_only_printed_with_more_decimals_is_no_revision(store: Store) -> None:
    store.commit([release("growth", "2026-01-01", {("CHN", year(2000)): 8.43, ("CHN", year(2001)): 8.3})])
    finer = {("CHN", year(2000)): 8.4251, ("CHN", year(2001)): 8.3412}
    (second,) = store.commit([release("growth", "2026-02-01", finer)])
    # 8.3 has two decimals like its neighbour, and 8.34 is another number
    assert (second.revised, second.is_changed) == (1, True)
    assert_same(store.observations(second), finer)


def test_a_new_base_year_redefines_what_it_changes_and_revises_nothing(store: Store) -> None:
    name, day = next(NAMES), dt.date(2000, 1, 1)
    former = "constant 2015 US$"
    for number, figures in enumerate(({("CHN", day): 1.0}, {("CHN", day): 2.0})):
        store.commit([release(name, f"202{number}-07-01", figures)])
    rebased = replace(release(name, "2026-07-01", {("CHN", day): 3.0}), unit="constant 2020 US$", former=former)
    [vintage] = store.commit([rebased])
    assert (vintage.redefined, vintage.revised, vintage.definition) == (1, 0, "")
    # what counted in today's definition counts in a unit that is today's no longer
    assert [entry.definition for entry in store.history(name)] == [former, former, ""]
    assert [entry.revised for entry in store.history(name)] == [0, 1, 0]
    [again] = store.commit([release(name, "2026-08-01", {("CHN", day): 4.0})])
    assert (again.redefined, again.revised) == (0, 1)
