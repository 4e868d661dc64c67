"""Is a target met, missed or still open by the values alone, early or late, and how far away?"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.target_outcomes import TargetState, distance, is_met, target_outcome, without_series
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import Target
from tests.unit.conftest import Frames

Make = Callable[..., Target]
Growth = Callable[[Mapping[int, float]], Panel]


@pytest.fixture
def growth(frame: Frames) -> Growth:
    return lambda series: panel_of(frame({"CHN": series} if series else {"USA": {2020: 1.0}}), Kind.GROWTH)


@pytest.mark.parametrize(
    ("bounds", "value", "away"),
    [
        ({"low": 7.0, "high": 7.0}, 7.4, 0.4),
        ({"low": 7.0, "high": 7.0}, 6.5, -0.5),
        ({"low": 6.5, "high": 7.0}, 6.7, 0.0),
        ({"low": 6.5, "high": 7.0}, 7.5, 0.5),
        ({"low": 6.5, "high": 7.0}, 6.0, -0.5),
        ({"low": 6.0}, 8.4, 2.4),
        ({"low": 6.0}, 5.0, -1.0),
        ({"high": 3.0}, 2.0, -1.0),
    ],
)
def test_a_distance_is_to_the_nearest_bound(
    bounds: dict[str, float], value: float, away: float, make_target: Make
) -> None:
    assert distance(value, make_target("goal", **bounds)) == pytest.approx(away)


def test_where_nothing_was_set_there_is_no_distance(make_target: Make) -> None:
    with pytest.raises(ValueError, match="no figure was set"):
        distance(1.0, make_target("goal"))


@pytest.mark.parametrize(
    ("value", "bounds", "met"),
    [
        (1.96, {"low": 2.0, "high": 2.0}, "False"),
        (1.96, {"low": 2.0, "high": 2.0, "decimals": 1}, "False"),
        (2.49, {"low": 2.5}, "False"),
        (2.5, {"low": 2.5}, "True"),
        (0.1 + 0.2, {"low": 0.3}, "True"),
        (209.58, {"low": 210}, "False"),
        # of about so much: what rounds to it at its own decimals
        (4.98, {"low": 5, "high": 5, "about": True, "decimals": 1}, "True"),
        (4.94, {"low": 5, "high": 5, "about": True, "decimals": 1}, "False"),
        (4.6, {"low": 5, "high": 5, "about": True}, "True"),
        (7.46, {"low": 7.5, "high": 7.5, "about": True}, "True"),
        # a range is met from its lower end on
        (7.5, {"low": 6.5, "high": 7.0}, "True"),
        (6.4, {"low": 6.5, "high": 7.0}, "False"),
        # a ceiling from above
        (2.9, {"high": 3.0}, "True"),
        (3.04, {"high": 3.0}, "False"),
        (3.04, {"high": 3.0, "about": True, "decimals": 1}, "True"),
        # a fall of 40 to 45 %
        (-41.9, {"low": -45, "high": -40, "direction": "down"}, "True"),
        (-39.9, {"low": -45, "high": -40, "direction": "down"}, "False"),
        # a band from both sides
        (3.9, {"low": 2, "high": 4, "direction": "within"}, "True"),
        (4.03, {"low": 2, "high": 4, "direction": "within"}, "False"),
        (1.9, {"low": 2, "high": 4, "direction": "within"}, "False"),
    ],
)
def test_a_value_meets_a_target_at_the_target_s_own_precision(
    value: float, bounds: dict[str, object], met: str, make_target: Make
) -> None:
    assert str(is_met(value, make_target("goal", **bounds))) == met


def test_a_target_without_figures_is_not_met_by_anything(make_target: Make) -> None:
    with pytest.raises(ValueError, match="no figure was set"):
        is_met(1.0, make_target("goal"))


def by_2020(make: Make, **more: object) -> Target:
    return make("goal", first_year=2020, last_year=2020, basis="by-end", low=100.0, **more)


@pytest.mark.parametrize(
    ("series", "state", "early"),
    [
        ({2016: 77.0, 2017: 130.0, 2018: 175.0}, TargetState.MET_EARLY, 3),
        ({2019: 99.0, 2020: 100.0}, TargetState.MET, 0),
        ({2020: 99.0, 2021: 120.0}, TargetState.MISSED, -1),
        ({2020: 99.0}, TargetState.MISSED, None),
        ({2019: 99.0}, TargetState.FIGURES_STOP, None),
        ({}, TargetState.NO_FIGURES, None),
    ],
)
def test_a_target_is_reached_in_the_first_year_at_or_above_it(
    series: dict[int, float], state: TargetState, early: int | None, growth: Growth, make_target: Make
) -> None:
    found = target_outcome(growth(series), by_2020(make_target), 2026)
    assert (found.state, found.early) == (state, early)


def test_a_deadline_that_is_not_over_is_not_due_and_figures_that_end_before_one_that_is_stop(
    growth: Growth, make_target: Make
) -> None:
    goal, panel = by_2020(make_target), growth({2018: 90.0, 2019: 99.0})
    waiting, stopped = target_outcome(panel, goal, 2020), target_outcome(panel, goal, 2021)
    assert (waiting.state, waiting.value, waiting.year) == (TargetState.NOT_DUE, 99.0, 2019)
    assert (stopped.state, stopped.last) == (TargetState.FIGURES_STOP, 2019)
    early = target_outcome(growth({2019: 101.0}), goal, 2020)
    assert (early.state, early.early, early.distance) == (TargetState.MET_EARLY, 1, None)


def test_what_lay_above_before_a_target_was_set_does_not_reach_it(growth: Growth, make_target: Make) -> None:
    goal = by_2020(make_target, set_on=dt.date(2016, 3, 16))
    found = target_outcome(growth({2014: 101.0, 2016: 99.0, 2018: 100.0, 2020: 99.0}), goal, 2026)
    assert (found.state, found.reached) == (TargetState.MET_EARLY, 2018)


def test_where_definitions_differ_the_value_is_shown_and_nothing_is_judged(growth: Growth, make_target: Make) -> None:
    goal = by_2020(make_target, differs="The target is of consumption.")
    found = target_outcome(growth({2019: 101.0, 2020: 120.0}), goal, 2026)
    assert (found.state, found.value) == (TargetState.DIFFERS, 120.0)
    assert (found.met, found.reached, found.early, found.distance) == (None, None, None, None)
    assert target_outcome(growth({2019: 101.0}), goal, 2020).state is TargetState.NOT_DUE


def test_a_change_is_measured_from_its_first_year(growth: Growth, make_target: Make) -> None:
    goal = make_target("goal", first_year=2010, last_year=2015, basis="change", high=-17)
    found = target_outcome(growth({2010: 200.0, 2012: 180.0, 2015: 164.0}), goal, 2026)
    assert (found.state, found.value, found.distance) == (TargetState.MET, pytest.approx(-18), pytest.approx(-1))
    half_way = target_outcome(growth({2010: 200.0, 2012: 180.0}), goal, 2013)
    assert (half_way.state, half_way.value, half_way.year) == (TargetState.NOT_DUE, pytest.approx(-10), 2012)
    assert target_outcome(growth({2011: 200.0, 2015: 164.0}), goal, 2026).state is TargetState.NO_FIGURES


@pytest.mark.parametrize("basis", ["average", "change"])
def test_years_of_two_definitions_are_neither_averaged_nor_compared(
    basis: str, growth: Growth, make_target: Make
) -> None:
    asked = {"basis": basis, "low": 5.0, "direction": "up", "set_on": dt.date(2015, 1, 1)}
    goal = make_target("goal", **asked, first_year=2016, last_year=2018)
    told = {2015: 1.0, 2016: 2.0, 2017: 3.0, 2018: 9.0, 2019: 9.0}
    whole = growth(told)
    assert target_outcome(whole, goal, 2020).value is not None
    for year, state in ((2016, TargetState.MET), (2017, TargetState.SERIES_BREAK), (2019, TargetState.MET)):
        found = target_outcome(replace(whole, breaks={"CHN": (year,)}), goal.model_copy(update={"low": 1.0}), 2020)
        assert found.state is state
        assert (found.value is None, found.met is None) == (state is TargetState.SERIES_BREAK,) * 2
    # what is not due is not due, and the break says why there is no value so far
    later = make_target("goal", **asked, first_year=2016, last_year=2030)
    found = target_outcome(replace(whole, breaks={"CHN": (2017,)}), later, 2020)
    assert (found.state, found.value, found.last) == (TargetState.NOT_DUE, None, 2019)


@pytest.mark.parametrize("basis", ["by-end", "each-year"])
def test_a_value_of_another_definition_than_the_promise_judges_nothing(
    basis: str, growth: Growth, make_target: Make
) -> None:
    goal = make_target(
        "goal", first_year=2018, last_year=2018, basis=basis, low=5.0, direction="up", set_on=dt.date(2015, 6, 1)
    )
    met, missed = ({2015: 1.0, 2016: 2.0, 2017: 3.0, 2018: value} for value in (9.0, 4.0))
    for series in (met, missed):
        whole = growth(series)
        judged = target_outcome(whole, goal, 2020)
        assert judged.met == (series is met)
        for year in (2015, 2019):
            assert target_outcome(replace(whole, breaks={"CHN": (year,)}), goal, 2020) == judged
        found = target_outcome(replace(whole, breaks={"CHN": (2017,)}), goal, 2020)
        assert (found.state, found.value, found.year) == (TargetState.SERIES_BREAK, series[2018], 2018)
        assert (found.met, found.distance, found.reached, found.early) == (None, None, None, None)


def test_a_target_reached_before_its_series_breaks_was_reached(growth: Growth, make_target: Make) -> None:
    broken = replace(growth({2016: 77.0, 2017: 130.0, 2018: 90.0, 2020: 95.0}), breaks={"CHN": (2018,)})
    found = target_outcome(broken, by_2020(make_target), 2026)
    assert (found.state, found.reached) == (TargetState.MET_EARLY, 2017)
    reached_after = replace(broken, breaks={"CHN": (2017,)})
    assert target_outcome(reached_after, by_2020(make_target), 2026).state is TargetState.SERIES_BREAK
    waiting = replace(growth({2016: 77.0, 2018: 90.0}), breaks={"CHN": (2018,)})
    assert target_outcome(waiting, by_2020(make_target), 2019).state is TargetState.NOT_DUE


def test_an_outcome_tells_how_far_in_the_unit_and_in_percent(growth: Growth, make_target: Make) -> None:
    found = target_outcome(growth({2015: 8.0}), make_target("goal", low=5.0, high=5.0), 2026)
    assert (found.value, found.distance, found.pct, found.met) == (8.0, 3.0, pytest.approx(60.0), True)
    assert target_outcome(growth({2014: 8.0}), make_target("goal", low=5.0), 2026).distance is None
    average = make_target("goal", first_year=2011, last_year=2013, basis="average", low=7.0, high=7.0)
    assert target_outcome(growth({2011: 9.0, 2012: 8.0, 2013: 7.0}), average, 2026).distance == 1.0
    assert target_outcome(growth({2011: 9.0, 2013: 7.0}), average, 2026).value is None


def test_what_has_no_series_or_no_figure_says_so(growth: Growth, make_target: Make) -> None:
    assert without_series(make_target("goal", low=1.0)).state is TargetState.NO_SERIES
    assert without_series(make_target("goal")).state is TargetState.NOT_SET
    assert target_outcome(growth({2015: 1.0}), make_target("goal"), 2026).state is TargetState.NOT_SET
