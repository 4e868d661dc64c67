"""Does every series start from its own level before the date, and are others shown only where there are enough?"""

from collections.abc import Collection

import numpy as np
import pytest

from dashboard.analysis.event_time import EventTime, event_time, why_not_around
from dashboard.analysis.panel import Panel
from dashboard.analysis.reasons import NO_DATA, Cause, Reason
from dashboard.catalogue.indicators import Kind

OTHERS = ("USA", "JPN", "IND", "KOR", "DEU")


def panel(values: np.ndarray, kind: Kind, breaks: dict[str, tuple[int, ...]] | None = None) -> Panel:
    return Panel(kind, 2000, ("CHN", *OTHERS)[: values.shape[1]], values, breaks or {})


def about(
    held: Panel, year: int, comparators: Collection[str] = OTHERS, reach: tuple[int, int] = (10, 10)
) -> EventTime:
    return event_time(held, "CHN", comparators, year, reach=reach)


def values_of(found: EventTime, economy: str = "CHN") -> dict[int, float]:
    series = found.of(economy)
    return dict(zip(series["t"].tolist(), series["value"].tolist(), strict=True))


def years_of(found: EventTime, economy: str = "CHN") -> list[int]:
    return found.of(economy)["year"].tolist()


def test_levels_are_indexed_to_the_geometric_mean_of_three_years() -> None:
    values = np.tile([[1.0], [2.0], [4.0], [8.0], [16.0]], 6)
    found = about(panel(values, Kind.LEVEL), 2003)
    assert found.is_index
    assert (found.start, found.base) == (2003, "2000–2002")
    assert values_of(found) == pytest.approx({-3: 50, -2: 100, -1: 200, 0: 400, 1: 800})
    assert found.of("CHN")["observed"].tolist() == [1, 2, 4, 8, 16]


def test_shares_are_differences_from_the_mean_with_the_median_and_most_of_others() -> None:
    values = np.column_stack([[1.0, 2.0, 3.0, 6.0], *([place, place, place, place + place] for place in range(1, 6))])
    found = about(panel(values, Kind.SHARE), 2003)
    assert not found.is_index
    assert values_of(found) == {-3: -1, -2: 0, -1: 1, 0: 4}
    assert found.comparators == 5
    assert found.band.to_dict("records")[-1] == pytest.approx({"t": 0, "n": 5, "low": 1.4, "median": 3, "high": 4.6})


def test_any_economy_can_stand_beside_the_others_and_is_none_of_them() -> None:
    values = np.column_stack([[0.0, 0.0, 0.0, float(place)] for place in range(6)])
    found = event_time(panel(values, Kind.SHARE), "DEU", ("CHN", *OTHERS), 2003, reach=(10, 10))
    assert values_of(found, "DEU")[0] == 5
    assert found.comparators == 5
    assert found.band.to_dict("records")[-1] == pytest.approx({"t": 0, "n": 5, "low": 0.4, "median": 2, "high": 3.6})


def test_four_other_economies_have_no_median() -> None:
    values = np.random.default_rng(2).normal(size=(6, 6))
    values[5, 1] = np.nan
    found = about(panel(values, Kind.SHARE), 2003)
    assert dict(zip(found.band["t"], found.band["n"], strict=True)) == {-3: 5, -2: 5, -1: 5, 0: 5, 1: 5}


def test_an_economy_without_a_full_base_is_left_out() -> None:
    values = np.random.default_rng(2).normal(size=(6, 6))
    values[1, 3] = np.nan
    found = about(panel(values, Kind.SHARE), 2003)
    assert found.comparators == 4
    assert found.baseless == ("IND",)
    assert found.band.empty


def test_a_year_without_a_figure_stays_without_one() -> None:
    values = np.ones((6, 1))
    values[4, 0] = np.nan
    assert values_of(about(panel(values, Kind.SHARE), 2003)) == {-3: 0, -2: 0, -1: 0, 0: 0, 2: 0}


def test_figures_reach_as_far_as_they_are_asked_for() -> None:
    found = about(panel(np.ones((30, 6)), Kind.SHARE), 2012, reach=(4, 6))
    assert years_of(found) == years_of(found, "DEU") == list(range(2008, 2019))
    assert found.band["t"].tolist() == list(range(-4, 7))


@pytest.mark.parametrize(
    ("breaks", "expected"),
    [
        ((), (2000, 2011)),
        ((2001,), (2001, 2011)),
        ((2003,), (2003, 2011)),
        ((2006,), (2000, 2005)),
        ((2009,), (2000, 2008)),
        ((2002, 2009), (2002, 2008)),
    ],
)
@pytest.mark.parametrize("economy", ["CHN", "USA"])
def test_nothing_is_compared_across_a_break(economy: str, breaks: tuple[int, ...], expected: tuple[int, int]) -> None:
    found = about(panel(np.ones((12, 2)), Kind.SHARE, {economy: breaks}), 2006)
    years = years_of(found, economy)
    assert years == list(range(expected[0], expected[1] + 1))


def test_a_comparator_with_a_break_inside_its_base_is_left_out() -> None:
    found = about(panel(np.ones((12, 2)), Kind.SHARE, {"USA": (2005,)}), 2006)
    assert found.baseless == ("USA",)


@pytest.mark.parametrize(
    ("economy", "year", "reason"),
    [
        ("CHN", 2006, Reason(Cause.BREAK_IN_BASE, years=(2005,))),
        ("CHN", 2007, Reason(Cause.BREAK_IN_BASE, years=(2005,))),
        ("CHN", 2001, Reason(Cause.GAPS_IN_BASE, years=(1998, 1999))),
        ("CHN", 2014, Reason(Cause.GAPS_IN_BASE, years=(2012, 2013))),
        ("USA", 2006, NO_DATA),
    ],
)
def test_a_base_that_cannot_be_had_is_a_reason(economy: str, year: int, reason: Reason) -> None:
    held = panel(np.ones((12, 1)), Kind.SHARE, {"CHN": (2005,)})
    found = event_time(held, economy, ("CHN", "USA"), year, reach=(10, 10))
    assert found.reason == reason
    assert found.series.empty
    assert found.band.empty
    assert found.comparators == 0
    assert why_not_around(held, economy, year, reach=(10, 10)) == reason


def test_what_has_no_logarithm_is_no_base() -> None:
    values = np.array([[0.0, 1.0], [1.0, 1.0], [3.0, 1.0], [5.0, 1.0]])
    assert about(panel(values, Kind.LEVEL), 2003).reason == Reason(Cause.GAPS_IN_BASE, years=(2000,))
    assert about(panel(values, Kind.SHARE), 2003).reason is None
    assert about(panel(values[:, ::-1], Kind.LEVEL), 2003).baseless == ("USA",)


@pytest.mark.parametrize("gap", [0, 5])
def test_a_series_stands_around_a_date_with_a_figure_in_reach_after_it(gap: int) -> None:
    figures = panel(np.array([[1.0, 1.0, 1.0, *[np.nan] * gap, 1.0]]).T, Kind.LEVEL)
    assert why_not_around(figures, "CHN", 2003, reach=(10, gap)) is None
    beyond = Reason(Cause.NONE_AFTER, years=(2003, 2003 + gap - 1))
    assert why_not_around(figures, "CHN", 2003, reach=(10, gap - 1)) == beyond


def test_a_series_that_ends_before_a_date_has_nothing_after_it() -> None:
    figures = panel(np.ones((5, 1)), Kind.LEVEL)
    assert why_not_around(figures, "CHN", 2005, reach=(10, 15)) == Reason(Cause.NONE_AFTER, years=(2005,))


def test_a_series_that_breaks_at_the_date_has_nothing_to_be_seen_after_it() -> None:
    held = panel(np.ones((8, 1)), Kind.SHARE, {"CHN": (2003,)})
    broken = Reason(Cause.SERIES_BREAK, years=(2003,))
    assert why_not_around(held, "CHN", 2003, reach=(10, 10)) == broken
