"""Is a target met, missed or still open by the values alone, early or late, and how far away?"""

from collections.abc import Callable, Mapping

import pytest

from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.target_outcomes import TargetState, distance, is_met, target_outcome
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import Target
from tests.unit.conftest import Frames

Make = Callable[..., Target]


@pytest.fixture
def growth(frame: Frames) -> Callable[[Mapping[int, float]], Panel]:
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


def test_an_outcome_is_rounded_to_one_decimal_before_it_is_met(make_target: Make) -> None:
    target = make_target("goal", low=2.5)
    assert is_met(2.46, target)
    assert not is_met(2.44, target)


def test_a_target_is_reached_in_the_first_year_at_or_above_it(
    growth: Callable[[Mapping[int, float]], Panel], make_target: Make
) -> None:
    goal = make_target("goal", first_year=2020, last_year=2020, basis="by-end", low=100.0)
    assert target_outcome(growth({2016: 77.0, 2017: 130.0, 2018: 175.0}), goal).early == 3
    assert target_outcome(growth({2020: 99.0, 2021: 120.0}), goal).early == -1
    missed, waiting = target_outcome(growth({2020: 99.0}), goal), target_outcome(growth({2019: 99.0}), goal)
    assert (missed.state, missed.early) == (TargetState.MISSED, None)
    assert (waiting.state, waiting.early) == (TargetState.OPEN, None)
    assert target_outcome(growth({}), goal).state is TargetState.UNKNOWN


def test_an_outcome_tells_how_far_in_the_unit_and_in_percent(
    growth: Callable[[Mapping[int, float]], Panel], make_target: Make
) -> None:
    found = target_outcome(growth({2015: 8.0}), make_target("goal", low=5.0, high=5.0))
    assert (found.value, found.distance, found.pct, found.met) == (8.0, 3.0, pytest.approx(60.0), True)
    assert target_outcome(growth({2014: 8.0}), make_target("goal", low=5.0)).distance is None
    average = make_target("goal", first_year=2011, last_year=2013, basis="average", low=7.0, high=7.0)
    assert target_outcome(growth({2011: 9.0, 2012: 8.0, 2013: 7.0}), average).distance == 1.0
    assert target_outcome(growth({2011: 9.0, 2013: 7.0}), average).value is None
