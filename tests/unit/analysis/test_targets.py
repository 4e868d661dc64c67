"""Are outcomes compared with targets as they were set, and deadlines counted once?"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.reasons import NO_DATA, Cause, Reason
from dashboard.analysis.targets import (
    TargetReading,
    mean_distance,
    mean_margin,
    share_beyond,
    share_met,
    share_set,
    years_early,
)
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import Target
from tests.unit.conftest import Frames

Make = Callable[..., Target]
WHOLE = (1800, 2100)


@pytest.fixture
def growth(frame: Frames) -> Callable[[Mapping[int, float]], Panel]:
    return lambda series: panel_of(frame({"CHN": series}), Kind.GROWTH)


def yearly(make: Make, year: int, **more: float) -> Target:
    return make(f"goal-{year}", first_year=year, last_year=year, set_on=dt.date(year, 3, 5), **more)


GIVEN = {2010: 10.0, 2012: 8.0, 2013: 8.0, 2014: 9.0, 2015: 5.0, 2016: 8.5, 2017: 8.0}


def targets_of(make_target: Make) -> list[Target]:
    return [
        yearly(make_target, 2010, low=8.0, high=8.0),
        yearly(make_target, 2011, low=8.0, high=8.0),
        # a year without a bound is not a target
        yearly(make_target, 2012),
        yearly(make_target, 2013, low=7.5, high=7.5),
        yearly(make_target, 2014, low=8.5),
        yearly(make_target, 2015, low=7.0),
        yearly(make_target, 2016, low=8.0, high=9.0),
        yearly(make_target, 2030, low=1.0),
        make_target("plan", first_year=2006, last_year=2010, basis="average", low=1.0),
    ]


def test_a_mean_margin_takes_the_years_with_a_target_and_a_value(
    growth: Callable[[Mapping[int, float]], Panel], make_target: Make
) -> None:
    panel, targets = growth(GIVEN), targets_of(make_target)
    found = mean_margin(panel, "CHN", targets, WHOLE)
    assert found.value == pytest.approx((2.0 + 0.5 + 0.5 - 2.0 + 0.0) / 5)
    assert (found.n, found.years, found.first, found.last) == (5, 6, 2010, 2016)
    few = mean_margin(panel, "CHN", targets, (2011, 2100))
    assert (few.value, few.reason) == (None, Reason(Cause.TOO_FEW_TARGETS, n=4, least=5))
    empty = mean_margin(panel, "CHN", targets, (2017, 2100))
    assert (empty.value, empty.reason) == (None, Reason(Cause.NO_YEAR_WITH_TARGET))


def test_distances_that_cancel_out_are_seen_in_their_size_and_in_how_many_lie_beyond(
    growth: Callable[[Mapping[int, float]], Panel], make_target: Make
) -> None:
    panel, targets = growth(GIVEN), targets_of(make_target)
    assert mean_distance(panel, "CHN", targets, WHOLE).value == pytest.approx((2.0 + 0.5 + 0.5 + 2.0 + 0.0) / 5)
    beyond = share_beyond(panel, "CHN", targets, WHOLE, 0.5)
    assert (beyond.value, beyond.n) == (0.6, 5)
    assert beyond.margin == pytest.approx(0.2)
    assert share_beyond(panel, "CHN", targets, WHOLE, 0.6).value == 0.2


def test_the_share_set_counts_the_years_up_to_the_newest_figure(
    growth: Callable[[Mapping[int, float]], Panel], make_target: Make
) -> None:
    targets = [
        yearly(make_target, 2018, low=6.5),
        yearly(make_target, 2019, low=6.0),
        yearly(make_target, 2020),
        yearly(make_target, 2022, low=5.5),
        make_target("plan", first_year=2016, last_year=2020, basis="average", low=6.5),
    ]
    found = share_set(growth({2021: 8.0}), "CHN", targets, (2018, 2100))
    assert (found.value, found.n, found.last) == (0.5, 4, 2021)
    late = share_set(growth({2010: 8.0}), "CHN", targets, (2018, 2100))
    assert late.reason == Reason(Cause.NO_YEAR_WITH_VALUE)


def test_a_deadline_counts_once_by_the_target_that_was_set_last(
    growth: Callable[[Mapping[int, float]], Panel], make_target: Make
) -> None:
    deadline = {"first_year": 2020, "last_year": 2020, "basis": "by-end"}
    targets = [
        make_target("second", **deadline, low=110.0, set_on=dt.date(2016, 11, 7)),
        make_target("first", **deadline, low=50.0, set_on=dt.date(2012, 7, 7)),
        make_target("later", first_year=2030, last_year=2030, basis="by-end", low=1.0),
        make_target("earlier", first_year=2015, last_year=2015, basis="by-end", low=35.0, set_on=dt.date(2013, 7, 4)),
    ]
    found = share_met(growth({2015: 43.0, 2020: 100.0}), "CHN", targets, WHOLE)
    assert [entry.target for entry in found.distances] == ["earlier", "second"]
    assert (found.value, found.n) == (0.5, 2)


def test_years_early_are_those_of_its_one_target(
    growth: Callable[[Mapping[int, float]], Panel], make_target: Make
) -> None:
    goal = make_target("goal", first_year=2030, last_year=2030, basis="by-end", low=1200.0)
    found = years_early(growth({2023: 1050.0}), "CHN", [goal], WHOLE)
    assert (found.value, found.reason) == (None, Reason(Cause.NOT_DUE, years=(2030, 2023)))
    assert years_early(growth({2023: 1210.0}), "CHN", [goal], WHOLE).value == 7


def test_years_early_are_not_told_across_a_series_break(
    growth: Callable[[Mapping[int, float]], Panel], make_target: Make
) -> None:
    goal = make_target("goal", first_year=2022, last_year=2022, basis="by-end", low=63.0, set_on=dt.date(2020, 12, 21))
    broken = replace(growth({2020: 54.0, 2021: 60.0, 2022: 61.0}), breaks={"CHN": (2022,)})
    found = years_early(broken, "CHN", [goal], WHOLE)
    assert (found.value, found.reason) == (None, Reason(Cause.SERIES_BREAK, years=(2022,)))
    assert share_met(broken, "CHN", [goal], WHOLE).reason == Reason(Cause.NO_DEADLINE_REACHED)


@pytest.mark.parametrize("measure", [mean_margin, share_set, share_met, years_early])
def test_without_figures_there_is_a_reason(
    measure: Callable[..., TargetReading], growth: Callable[..., Panel], make_target: Make
) -> None:
    found = measure(growth({}), "CHN", [make_target("goal", low=1.0)], WHOLE)
    assert (found.value, found.reason) == (None, NO_DATA)


READINGS: Mapping[str, Callable[[Panel, list[Target], tuple[int, int]], TargetReading]] = {
    "mean-margin": lambda panel, targets, span: mean_margin(panel, "CHN", targets, span),
    "mean-distance": lambda panel, targets, span: mean_distance(panel, "CHN", targets, span),
    "share-beyond": lambda panel, targets, span: share_beyond(panel, "CHN", targets, span, 0.5),
    "share-set": lambda panel, targets, span: share_set(panel, "CHN", targets, span),
    "share-met": lambda panel, targets, span: share_met(panel, "CHN", targets, span),
    "years-early": lambda panel, targets, span: years_early(panel, "CHN", targets, span),
}


@pytest.mark.parametrize("measure", READINGS)
def test_a_reading_of_no_values_is_told_whole(measure: str, frame: Frames, make_target: Make) -> None:
    panel = panel_of(frame({"USA": {2010: 1.0}}), Kind.GROWTH)
    found = READINGS[measure](panel, [yearly(make_target, 2010, low=8.0)], WHOLE)
    assert found == TargetReading(measure, 0, 0, None, None, NO_DATA)


@pytest.mark.parametrize(
    ("measure", "n", "years", "first", "last"),
    [
        ("mean-margin", 5, 5, 2013, 2017),
        ("mean-distance", 5, 5, 2013, 2017),
        ("share-beyond", 5, 5, 2013, 2017),
        ("share-set", 5, 5, 2013, 2017),
        ("share-met", 5, 5, 2013, 2017),
    ],
)
def test_a_reading_counts_the_years_from_the_first_of_its_span_to_the_newest_value(
    growth: Callable[[Mapping[int, float]], Panel],
    make_target: Make,
    measure: str,
    n: int,
    years: int,
    first: int,
    last: int,
) -> None:
    panel = growth(dict.fromkeys(range(2010, 2018), 8.0))
    targets = [yearly(make_target, year, low=8.0, high=8.0) for year in range(2012, 2020)]
    found = READINGS[measure](panel, targets, (2013, 2018))
    assert (found.measure, found.n, found.years, found.first, found.last) == (measure, n, years, first, last)
    assert found.reason is None
    assert found.value == (0.0 if measure.startswith("mean") or measure == "share-beyond" else 1.0)


def test_a_span_without_a_deadline_says_so(growth: Callable[[Mapping[int, float]], Panel], make_target: Make) -> None:
    panel = growth(dict.fromkeys(range(2010, 2018), 8.0))
    found = share_met(panel, "CHN", [yearly(make_target, 2012, low=8.0)], (2013, 2018))
    assert found == TargetReading("share-met", 0, 0, None, None, Reason(Cause.NO_DEADLINE_REACHED))


def test_a_target_is_early_by_the_years_left_and_its_outcome_goes_along(
    growth: Callable[[Mapping[int, float]], Panel], make_target: Make
) -> None:
    panel = growth({2010: 5.0, 2011: 9.0, 2012: 9.0, 2013: 9.0})
    goal = make_target("goal", first_year=2013, last_year=2013, basis="by-end", low=8.0, set_on=dt.date(2009, 1, 1))
    found = years_early(panel, "CHN", [goal], WHOLE)
    assert (found.measure, found.n, found.years, found.first, found.last) == ("years-early", 4, 4, 2010, 2013)
    assert found.reason is None
    assert found.reached is not None
    assert found.value == found.reached.early
