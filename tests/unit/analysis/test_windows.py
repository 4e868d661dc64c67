"""Do windows hold the years they should, mean and slope what they should, and span no gap and no break?"""

from typing import Any

import numpy as np
import pytest
from scipy.stats import linregress

from dashboard.analysis.panel import Panel, panel_of
from dashboard.analysis.reasons import CONSTANT, NO_DATA, Cause, Reason
from dashboard.analysis.windows import Windows, changes, why_not, why_not_yet, window_values
from dashboard.catalogue.indicators import Break, Kind
from tests.unit.conftest import Frames

RNG = np.random.default_rng(11)


def panel(values: list[float], first: int = 2000, breaks: tuple[int, ...] = ()) -> Panel:
    return Panel(Kind.SHARE, first, ("CHN",), np.array(values)[:, np.newaxis], {"CHN": breaks} if breaks else {})


def test_windows_lie_before_the_date_and_after_its_lag() -> None:
    windows = Windows("mean", 5, lag=2)
    assert windows.before(2006) == (2001, 2005)
    assert windows.after(2006) == (2008, 2012)
    assert windows.reach == 7


def test_a_change_of_means_is_the_mean_after_minus_the_mean_before() -> None:
    found = changes(panel([1, 2, 3, 10, 11, 12, 0, 0]), Windows("mean", 3))
    assert found.first == 2003
    row = found.row(2003)
    assert row == 0
    assert found.before[row, 0] == 2
    assert found.after[row, 0] == 11
    assert found.change[row, 0] == 9
    assert [found.row(year) for year in (2002, 2005, 2006)] == [None, 2, None]


def test_a_lag_leaves_the_years_between_out() -> None:
    found = changes(panel([1, 1, 1, 99, 99, 4, 4, 4]), Windows("mean", 3, lag=2))
    assert found.change[:, 0].tolist() == [3]


@pytest.mark.parametrize("k", [5, 8])
def test_slopes_are_those_of_scipy(k: int) -> None:
    values = RNG.normal(size=(30, 4)).cumsum(axis=0)
    slopes = window_values(values, k, "slope")
    assert slopes.shape == (31 - k, 4)
    for start in range(len(slopes)):
        for column in range(4):
            line: Any = linregress(np.arange(k), values[start : start + k, column])
            assert slopes[start, column] == pytest.approx(line.slope)


def test_a_change_of_slopes_is_the_slope_after_minus_the_slope_before() -> None:
    found = changes(panel([0, 1, 2, 3, 4, 4, 4, 4, 4, 4]), Windows("slope", 5))
    assert found.change[:, 0].tolist() == pytest.approx([-1.0])


def test_a_gap_in_either_window_leaves_the_date_out() -> None:
    found = changes(panel([1, 1, 1, np.nan, 1, 1, 1, 1, 1, 1]), Windows("mean", 3))
    fits = [found.first + row for row in np.flatnonzero(~np.isnan(found.change[:, 0]))]
    assert fits == [2007]


def test_no_comparison_spans_a_known_break() -> None:
    found = changes(panel([1.0] * 20, breaks=(2010,)), Windows("mean", 3))
    fits = [found.first + int(row) for row in np.flatnonzero(~np.isnan(found.change[:, 0]))]
    # 2007 reads 2004 to 2009 and 2013 reads 2010 to 2015: all others read figures of both definitions
    assert fits == [2003, 2004, 2005, 2006, 2007, 2013, 2014, 2015, 2016, 2017]


@pytest.mark.parametrize("lag", [0, 2])
def test_a_break_leaves_out_exactly_what_reads_both_sides_of_it(lag: int) -> None:
    windows = Windows("mean", 4, lag)
    found = changes(panel(RNG.normal(size=30).tolist(), breaks=(2011, 2020)), windows)
    for row in range(len(found.change)):
        date = found.first + row
        first, last = windows.before(date)[0], windows.after(date)[1]
        assert np.isnan(found.change[row, 0]) == any(first < year <= last for year in (2011, 2020)), date


def test_a_window_longer_than_the_series_fits_nowhere() -> None:
    assert changes(panel([1.0, 2.0, 3.0]), Windows("mean", 5)).change.shape == (0, 1)
    assert changes(panel([1.0] * 7), Windows("mean", 5)).change.shape == (0, 1)


def test_every_reason_is_stated(frame: Frames) -> None:
    series = {year: float(year % 7) for year in range(2000, 2021)}
    broken = [Break(economy="USA", year=2011, note="New.")]
    held = panel_of(
        frame(
            {
                "CHN": series,
                "USA": series,
                "JPN": {year: value for year, value in series.items() if year not in (2008, 2012, 2013)},
                "IND": dict.fromkeys(series, 3.0),
            }
        ),
        Kind.SHARE,
        broken,
    )
    assert why_not(held, "CHN", 2010, Windows("mean", 5)) is None
    assert why_not(held, "KOR", 2010, Windows("mean", 5)) == NO_DATA
    assert why_not(held, "CHN", 2010, Windows("mean", 2)) == Reason(Cause.NARROW_WINDOWS, what="mean", n=2, least=3)
    assert why_not(held, "CHN", 2010, Windows("slope", 4)) == Reason(Cause.NARROW_WINDOWS, what="slope", n=4, least=5)
    assert why_not(held, "JPN", 2010, Windows("mean", 5)) == (
        Reason(Cause.GAPS_IN_WINDOWS, spans=((2005, 2009), (2010, 2014)), years=(2008, 2012, 2013))
    )
    assert why_not(held, "USA", 2010, Windows("mean", 5)) == Reason(Cause.BREAK_IN_WINDOWS, years=(2011,))
    assert why_not(held, "IND", 2010, Windows("mean", 5)) == CONSTANT
    ahead = why_not(held, "CHN", 2018, Windows("mean", 5))
    assert ahead is not None
    assert ahead.years == (2021, 2022)


@pytest.mark.parametrize(
    ("year", "lag", "newest", "reason"),
    [
        (2010, 0, 2030, None),
        (2017, 0, 2020, Reason(Cause.NOT_DUE, years=(2021, 2019))),
        (2017, 0, 2021, Reason(Cause.FIGURES_STOP, years=(2019,))),
        # the years of the lag are in neither window
        (2018, 2, 2030, Reason(Cause.FIGURES_STOP, years=(2019,))),
        (2015, 0, 2015, None),
        (2016, 0, 2019, Reason(Cause.NOT_DUE, years=(2020, 2019))),
    ],
)
def test_a_window_that_is_not_over_is_not_due_or_its_values_stop(
    year: int, lag: int, newest: int, reason: Reason | None
) -> None:
    held = panel([1.0, 2.0] * 10)
    assert why_not_yet(held, "CHN", year, Windows("mean", 5, lag), newest) == reason


def test_a_window_with_a_gap_before_the_last_value_is_not_one_to_wait_for() -> None:
    gap = panel([1.0, 2.0, float("nan"), 4.0, 5.0, 6.0])
    assert why_not_yet(gap, "CHN", 2004, Windows("mean", 3), 2030) is None
    assert why_not_yet(gap, "USA", 2004, Windows("mean", 3), 2030) is None
