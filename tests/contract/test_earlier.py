"""Do earlier releases come before what is stored, on every engine, and leave all of that as it was?"""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.store.history_files import Earlier, EarlierRelease
from dashboard.store.observations import Release, Store
from tests.contract.made_up import Figures, frame, year
from tests.draws import draws

_names = (f"made-up-{number}" for number in itertools.count())
_every_engine = settings(
    max_examples=draws(10), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_figures = st.dictionaries(
    st.tuples(st.sampled_from(["CHN", "USA", "WLD"]), st.sampled_from([year(number) for number in range(2000, 2003)])),
    st.sampled_from([0.0, 1.5, -2.25]),
    min_size=1,
)


def earlier_release(indicator: str, day: str, **fields: object) -> EarlierRelease:
    usual: dict[str, object] = {
        "indicator": indicator,
        "date": dt.date.fromisoformat(day),
        "dated": "seen on",
        "release": f"release of {day}",
        "rows": 1,
        "changes": 1,
        "kind": "",
        "definition": "",
        "covers": "",
        "economies": 1,
        "remark": "",
        "licence": "CC BY 4.0",
        "url": "https://example.org",
    }
    return EarlierRelease.model_validate(usual | fields)


def earlier(releases: Sequence[EarlierRelease], stages: Sequence[Figures], ends: Mapping[int, str] = {}) -> Earlier:
    """Return releases with what they change from stage to stage; `ends`: in which release whose values end."""
    rows: list[tuple[int, str, dt.date, float, bool]] = []
    for number, (was, now) in enumerate(itertools.pairwise([{}, *stages])):
        changed = {key: now.get(key, np.nan) for key in sorted({*was, *now}) if was.get(key) != now.get(key)}
        rows += [(number, code, day, value, ends.get(number) == code) for (code, day), value in changed.items()]
    changes = pd.DataFrame(rows, columns=["number", "economy", "period", "value", "ends"])
    return Earlier(tuple(releases), changes.assign(period=changes["period"].astype("datetime64[s]")))


def commit(store: Store, indicator: str, day: str, figures: Figures, **more: str) -> None:
    moment = dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)
    store.commit([Release(indicator, moment, f"release of {day}", frame(figures), **more)])  # type: ignore[arg-type]


def stands(store: Store, indicator: str, day: str) -> dict[tuple[str, dt.date], float]:
    found = store.observations(store.vintage(indicator, dt.date.fromisoformat(day)))
    keys = zip(found["economy"], found["period"].dt.date, strict=True)
    return dict(zip(keys, found["value"].tolist(), strict=True))


@_every_engine
@given(before=st.lists(_figures, min_size=1, max_size=4), stored=st.lists(_figures, min_size=1, max_size=2))
def test_every_earlier_day_and_every_stored_one_reads_as_it_was(
    store: Store, before: list[Figures], stored: list[Figures]
) -> None:
    indicator = next(_names)
    days = [f"2013-0{number}-01" for number in range(1, len(before) + 1)]
    later = [f"2026-0{number}-01" for number in range(1, len(stored) + 1)]
    for day, figures in zip(later, stored, strict=True):
        commit(store, indicator, day, figures)
    ids = [vintage.id for vintage in store.history(indicator)]
    releases = [earlier_release(indicator, day) for day in days]
    assert store.put_before([earlier(releases, before)]) == len(before)
    for day, figures in zip((*days, *later), (*before, *stored), strict=True):
        assert stands(store, indicator, day) == figures
    history = store.history(indicator)
    assert [vintage.id for vintage in history[-len(stored) :]] == ids
    assert [f"{vintage.date}" for vintage in history] == [*days, *later]
    for vintage, (was, now) in zip(history, itertools.pairwise([{}, *before, *stored]), strict=True):
        assert (vintage.rows, vintage.added) == (len(now), len(now.keys() - was.keys()))
        assert vintage.withdrawn == len(was.keys() - now.keys())
        assert vintage.revised == sum(was[key] != now[key] for key in was.keys() & now.keys())
    # a value that goes on across the two is one
    lifetimes = store.lifetimes(indicator)
    assert not lifetimes.duplicated(["economy", "period", "value", "until"]).any()
    now = {key for key, value in stored[-1].items() if stored[-1].get(key) == value}
    assert int(lifetimes["until"].isna().sum()) == len(now)


def test_twice_is_once_and_what_is_not_older_is_left_out(store: Store) -> None:
    commit(store, "growth", "2014-01-01", {("CHN", year(2000)): 8.4})
    releases = [earlier_release("growth", day) for day in ("2012-01-01", "2013-01-01", "2014-01-01", "2015-01-01")]
    stages = [{("CHN", year(2000)): value} for value in (8.1, 8.2, 8.3, 8.5)]
    history = earlier(releases, stages)
    assert store.put_before([history]) == 2
    assert store.put_before([history]) == 0
    assert [vintage.date.year for vintage in store.history("growth")] == [2012, 2013, 2014]
    assert [stands(store, "growth", f"{number}-06-01") for number in (2012, 2013, 2014)] == [
        {("CHN", year(2000)): value} for value in (8.1, 8.2, 8.4)
    ]


def test_nothing_comes_before_nothing(store: Store) -> None:
    releases = [earlier_release("growth", "2012-01-01")]
    assert store.put_before([earlier(releases, [{("CHN", year(2000)): 8.1}])]) == 0
    assert store.history("growth") == ()


def test_older_releases_still_go_before_those_put_there(store: Store) -> None:
    commit(store, "growth", "2014-01-01", {("CHN", year(2000)): 8.4})
    for day, value in (("2013-01-01", 8.3), ("2012-01-01", 8.2)):
        history = earlier([earlier_release("growth", day)], [{("CHN", year(2000)): value}])
        assert store.put_before([history]) == 1
    found = store.history("growth")
    assert [vintage.date.year for vintage in found] == [2012, 2013, 2014]
    assert [(vintage.added, vintage.revised) for vintage in found] == [(1, 0), (0, 1), (0, 1)]


def test_a_rebased_release_redefines_and_ends_what_it_does_not_have(store: Store) -> None:
    commit(store, "growth", "2020-01-01", {("CHN", year(2000)): 30.5, ("WLD", year(2000)): 90.5})
    releases = [
        earlier_release("growth", "2013-01-01", definition="constant 2005 US$"),
        earlier_release("growth", "2016-01-01", definition="constant 2010 US$", covers="countries"),
    ]
    stages = [{("CHN", year(2000)): 10.5, ("WLD", year(2000)): 50.5}, {("CHN", year(2000)): 20.5}]
    store.put_before([earlier(releases, stages, {1: "WLD"})])
    first, second, third = store.history("growth")
    assert (first.definition, second.definition, third.definition) == ("constant 2005 US$", "constant 2010 US$", "")
    assert [(vintage.revised, vintage.withdrawn, vintage.redefined) for vintage in (first, second, third)] == [
        (0, 0, 0),
        (0, 0, 1),
        (0, 0, 1),
    ]
    assert ("WLD", year(2000)) not in stands(store, "growth", "2017-01-01")


def test_a_faulty_scale_of_one_economy_is_no_revision_of_it_and_one_of_others_is(store: Store) -> None:
    def both(china: float, states: float) -> Figures:
        return {("CHN", year(2000)): china, ("USA", year(2000)): states}

    commit(store, "growth", "2025-01-01", both(10.5, 22.5))
    releases = [
        earlier_release("growth", "2022-01-01"),
        earlier_release("growth", "2024-05-08", definition="at another rate", covers="CHN", kind="scale"),
        earlier_release("growth", "2024-06-28"),
    ]
    store.put_before([earlier(releases, [both(10.5, 20.5), both(15.5, 20.5), both(10.5, 21.5)])])
    counts = [(vintage.revised, vintage.redefined) for vintage in store.history("growth")]
    assert counts == [(0, 0), (0, 1), (1, 1), (1, 0)]


@pytest.mark.parametrize("lowest", [-5, 1])
def test_ids_go_below_the_lowest_whatever_it_is(store: Store, lowest: int) -> None:
    commit(store, "growth", "2014-01-01", {("CHN", year(2000)): 8.4})
    commit(store, "trade", "2014-01-01", {("CHN", year(2000)): 8.4})
    for indicator in ("growth", "trade")[: 1 if lowest == 1 else 2]:
        store.put_before([earlier([earlier_release(indicator, "2013-01-01")], [{("CHN", year(2000)): 8.1}])])
    ids = [vintage.id for name in ("growth", "trade") for vintage in store.history(name)]
    assert len(set(ids)) == len(ids)
    # and what comes next is still the newest
    commit(store, "growth", "2026-01-01", {("CHN", year(2000)): 8.6})
    assert store.vintage("growth").release == "release of 2026-01-01"
