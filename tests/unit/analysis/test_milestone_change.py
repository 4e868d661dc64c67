"""Is a change at a milestone ranked as a loop would rank it, with everything that belongs beside it?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.stats import linregress

from dashboard.analysis.milestone_change import (
    Change,
    MilestoneChange,
    OtherWindow,
    VolatilityRatio,
    milestone_change,
    milestones_inside,
)
from dashboard.analysis.panel import Panel
from dashboard.analysis.reasons import NO_DATA, Cause, Reason
from dashboard.analysis.windows import Windows
from dashboard.catalogue.checks import Direction
from dashboard.catalogue.frequency import first_year_from
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import Milestone

approx: Any = pytest.approx
OTHERS = tuple(f"A{letter}{other}" for letter in "ABC" for other in "ABCD")


def panel(
    own: list[float],
    others: np.ndarray | None = None,
    kind: Kind = Kind.SHARE,
    breaks: dict[str, tuple[int, ...]] | None = None,
) -> Panel:
    columns = [np.array(own)] if others is None else [np.array(own), *others.T]
    economies = ("CHN", *OTHERS[: len(columns) - 1])
    return Panel(kind, 2000, economies, np.column_stack(columns), breaks or {})


def at(held: Panel, year: int, k: int = 3, direction: Direction | None = "up", lag: int = 0) -> MilestoneChange:
    return milestone_change(held, "CHN", held.economies[1:], year, Windows("mean", k, lag), direction)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(1978, 12, 18), 1979),
        (dt.date(2001, 12, 11), 2002),
        (dt.date(2006, 2, 9), 2006),
        (dt.date(2010, 10, 10), 2011),
        (dt.date(2012, 11, 15), 2013),
        (dt.date(2016, 5, 19), 2016),
        (dt.date(2018, 7, 6), 2019),
        (dt.date(2022, 10, 7), 2023),
        (dt.date(2011, 7, 1), 2011),
        (dt.date(2011, 7, 2), 2012),
    ],
)
def test_the_first_year_after_a_date_is_the_first_whose_middle_is_not_before_it(day: dt.date, year: int) -> None:
    assert first_year_from(day) == year


def test_a_step_comes_first_among_all_dates() -> None:
    found = at(panel([1.0] * 8 + [5.0] * 8), 2008)
    assert found.change.before == 1
    assert found.change.after == 5
    assert found.change.change == 4
    assert found.change.coverage == 6
    assert found.change.n == 16
    assert (found.dates.rank, found.dates.dates) == (1, 11)
    # dates 3 or more years away from 2008: 2003 to 2005 and 2011 to 2013
    assert (found.dates.apart, found.dates.larger) == (6, 0)
    assert found.dates.short


def test_a_fall_is_ranked_by_fall() -> None:
    held = panel([5.0] * 8 + [1.0] * 8)
    assert at(held, 2008, direction="down").dates.rank == 1
    assert at(held, 2008, direction="up").dates.rank == 11
    assert at(held, 2008, direction=None).direction == "down"


def test_equal_changes_all_count_as_larger() -> None:
    found = at(panel([float(year) for year in range(20)]), 2010)
    assert found.dates.rank == found.dates.dates == 15
    assert found.dates.larger == found.dates.apart == 10


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("k", "lag"), [(3, 0), (5, 0), (4, 2)])
def test_places_are_those_of_a_loop_over_all_dates_and_economies(seed: int, k: int, lag: int) -> None:
    rng = np.random.default_rng(seed)
    own, others = rng.normal(size=40).cumsum(), rng.normal(size=(40, 12)).cumsum(axis=0)
    own[[7, 31]] = np.nan
    held, year, sign = panel(own.tolist(), others), 2019, (1 if seed % 2 else -1)

    def change(series: np.ndarray, date: int) -> float | None:
        before = series[date - k - 2000 : date - 2000]
        after = series[date + lag - 2000 : date + lag + k - 2000]
        whole = len(before) == k and len(after) == k and date - k >= 2000
        return float(after.mean() - before.mean()) if whole and not np.isnan([*before, *after]).any() else None

    everywhere = {date: change(own, date) for date in range(2000, 2040)}
    dates = {date: sign * found for date, found in everywhere.items() if found is not None}
    found = at(held, year, k, "up" if sign > 0 else "down", lag)
    assert found.dates.dates == len(dates)
    assert found.dates.rank == 1 + sum(other >= dates[year] for date, other in dates.items() if date != year)
    apart = [other for date, other in dates.items() if abs(date - year) >= k + lag]
    assert (found.dates.apart, found.dates.larger) == (len(apart), sum(other >= dates[year] for other in apart))
    assert {entry.year: entry.change for entry in found.dates.distribution} == pytest.approx(
        {date: sign * change for date, change in dates.items()}
    )
    elsewhere = [sign * (change(others[:, place], year) or 0.0) for place in range(12)]
    assert found.economies.rank == 1 + sum(other >= dates[year] for other in elsewhere)
    assert found.economies.median == pytest.approx(sign * float(np.median(elsewhere)))
    assert found.economies.beyond == (dates[year] > np.median(elsewhere))


def test_fewer_than_eight_other_economies_have_no_place_and_no_median() -> None:
    rng = np.random.default_rng(3)
    others = rng.normal(size=(20, 8))
    assert at(panel(rng.normal(size=20).tolist(), others), 2010).economies.rank is not None
    others[9, 0] = np.nan
    economies = at(panel(rng.normal(size=20).tolist(), others), 2010).economies
    assert (economies.rank, economies.median, economies.economies) == (None, None, 7)
    assert economies.reason == Reason(Cause.TOO_FEW_OTHERS, n=7, least=8)


def test_nine_dates_are_too_few_for_a_place() -> None:
    rng = np.random.default_rng(4)
    assert at(panel(rng.normal(size=14).tolist()), 2007).dates.reason == Reason(Cause.TOO_FEW_DATES, n=9, least=10)
    assert at(panel(rng.normal(size=14).tolist()), 2007).change.change is not None
    ten = at(panel(rng.normal(size=15).tolist()), 2007).dates
    assert (ten.reason, ten.dates, ten.short) == (None, 10, True)
    assert not at(panel(rng.normal(size=25).tolist()), 2007).dates.short


def test_growing_levels_are_compared_in_logarithms_and_shown_in_percent() -> None:
    found = at(panel([100 * 1.1**year for year in range(20)], kind=Kind.LEVEL), 2010)
    assert found.change.before == pytest.approx(100 * 1.1**8)
    assert found.change.change == pytest.approx(100 * (1.1**3 - 1))
    assert found.change.earlier_slope == pytest.approx(100 * np.log(1.1))
    assert found.change.expected == pytest.approx(found.change.change)
    # a series that grows at one rate changes by as much at every date
    assert found.dates.rank == found.dates.dates


def test_the_earlier_trend_is_the_slope_of_the_window_before_carried_on() -> None:
    own = np.random.default_rng(8).normal(size=30)
    found = at(panel(own.tolist()), 2012, k=5, lag=1)
    line: Any = linregress(np.arange(5), own[7:12])
    assert found.change.earlier_slope == pytest.approx(line.slope)
    assert found.change.expected == pytest.approx(6 * line.slope)


def test_a_change_of_slopes_is_in_points_of_growth_and_expects_nothing() -> None:
    values = [100 * 1.02**year for year in range(12)] + [100 * 1.02**11 * 1.08**year for year in range(1, 13)]
    found = milestone_change(panel(values, kind=Kind.LEVEL), "CHN", (), 2012, Windows("slope", 5), "up")
    assert found.change.change == pytest.approx(100 * np.log(1.08 / 1.02), rel=0.2)
    assert found.change.expected is None
    assert [other.k for other in found.others] == [5, 8]


def test_other_widths_that_fit_are_listed_with_their_sign() -> None:
    own = [3.0] * 6 + [1.0, 1.0, 1.0, 2.0, 2.0, 2.0] + [3.0] * 12
    found = at(panel(own), 2009, k=5)
    assert [(other.k, other.agrees) for other in found.others] == [(3, True), (5, True), (8, True)]
    assert found.agrees
    early = at(panel(own), 2004, k=3)
    assert [other.k for other in early.others] == [3]
    disagreeing = at(panel([9.0] * 5 + [1.0] * 3 + [2.0] * 12), 2008, k=3)
    assert [(other.k, other.agrees) for other in disagreeing.others] == [(3, True), (5, False), (8, False)]
    assert not disagreeing.agrees


def test_calm_years_are_told_from_volatile_ones() -> None:
    quiet, loud = np.tile([0.0, 0.1], 5), np.tile([0.0, 5.0], 10)
    calm = at(panel([*loud, *quiet, *loud]), 2025, k=5).volatility
    assert calm.is_low
    assert calm.ratio is not None
    assert calm.ratio < 0.1
    volatile = at(panel([*np.tile(quiet, 2), *loud[:10], *np.tile(quiet, 2)]), 2025, k=5).volatility
    assert volatile.is_high


def test_the_volatility_ratio_is_the_spread_inside_both_windows_over_that_of_the_rest() -> None:
    own = np.random.default_rng(9).normal(size=25)
    inside = np.concatenate([np.diff(own[7:12]), np.diff(own[12:17])])
    rest = np.concatenate([np.diff(own[:8]), np.diff(own[16:])])
    found = at(panel(own.tolist()), 2012, k=5).volatility
    assert found.ratio == pytest.approx(np.std(inside, ddof=1) / np.std(rest, ddof=1))


def test_the_differences_across_a_break_are_no_unrest() -> None:
    own = np.random.default_rng(9).normal(size=40)
    own[:5] += 1000
    without = at(panel(own[5:].tolist()), 2010, k=5).volatility.ratio
    # the same figures five years later, after a break in the figures before
    found = at(panel([*own], breaks={"CHN": (2005,)}), 2015, k=5).volatility.ratio
    assert without is not None
    assert found == pytest.approx(without, rel=0.25)


def test_other_milestones_inside_the_windows_are_listed_by_date(make_milestone: Callable[..., Milestone]) -> None:
    days = {
        "own": (2010, 1, 1),
        "late": (2014, 6, 1),
        "early": (2005, 3, 1),
        "before": (2004, 6, 1),
        "after": (2014, 8, 1),
    }
    known = [make_milestone(name, dt.date(*day)) for name, day in days.items()]
    inside = milestones_inside(known, 2010, Windows("mean", 5), "own")
    assert [milestone.id for milestone in inside] == ["early", "late"]


@pytest.mark.parametrize("year", [1800, 1999, 2000, 2040, 2300])
def test_a_date_outside_of_the_figures_has_a_reason_and_no_numbers(year: int) -> None:
    found = at(panel(np.random.default_rng(1).normal(size=30).tolist()), year, k=5)
    assert found.change.reason is not None
    assert found.change.reason.cause is Cause.GAPS_IN_WINDOWS
    assert found.change.change is None
    assert found.dates.rank is None
    assert found.dates.reason == found.change.reason
    assert found.economies.rank is None
    assert found.volatility.ratio is None
    assert found.others == ()
    assert len(found.dates.distribution) == found.dates.dates == 21


def test_an_economy_without_figures_has_a_reason() -> None:
    held = panel([1.0] * 20)
    found = milestone_change(held, "USA", ("CHN",), 2010, Windows(), "up")
    assert found.change.reason == found.dates.reason == NO_DATA
    assert found.dates.dates == 0


def test_a_change_is_told_whole_whether_it_fits_or_not() -> None:
    held = panel([1.0, 2.0] * 4 + [5.0, 7.0] * 4)
    windows = Windows("mean", 4)
    found = at(held, 2008, 4)
    assert found.economy == "CHN"
    assert found.change == Change(2008, windows, 16, 8, None, 1.5, 6.0, 4.5, approx(0.2), approx(0.8))
    late = at(held, 2014, 4)
    assert late.change.reason is not None
    assert late.change == Change(2014, windows, 16, 6, late.change.reason)
    assert late.volatility == VolatilityRatio(None, late.change.reason)


@pytest.mark.parametrize(("step", "direction"), [(0.0, "up"), (0.5, "up"), (-0.5, "down")])
def test_a_change_without_a_stated_direction_is_asked_for_its_own(step: float, direction: Direction) -> None:
    found = at(panel([1.0, 2.0] * 5 + [1.0 + step, 2.0 + step] * 5), 2010, 4, direction=None)
    assert (found.change.change, found.direction) == (step, direction)


@pytest.mark.parametrize("direction", ["up", "down"])
def test_a_difference_of_rounding_is_no_change_and_equals_all_others(direction: Direction) -> None:
    """Sums of 0.1, 0.2 and 0.3 differ in their last digit by the order of the terms."""
    own = [0.1, 0.2, 0.3] * 7
    others = np.column_stack([np.roll(own, place % 3) for place in range(9)])
    found = at(panel(own, others), 2010, direction=direction)
    assert found.dates.rank == found.dates.dates == 16
    assert (found.dates.apart, found.dates.larger) == (11, 11)
    assert (found.economies.larger, found.economies.beyond) == (9, False)
    assert (found.others[0].rank, found.others[0].agrees) == (16, False)


@pytest.mark.parametrize(("direction", "sign"), [("up", 1), ("down", -1)])
def test_windows_of_other_widths_are_told_whole(direction: Direction, sign: int) -> None:
    own = np.random.default_rng(5).normal(size=20)
    found = at(panel(own.tolist()), 2010, direction=direction, lag=1)

    def differences(k: int) -> list[float]:
        return [own[at + 1 : at + 1 + k].mean() - own[at - k : at].mean() for at in range(k, 20 - k)]

    expected: list[OtherWindow] = []
    # eleven dates have a rank, four are too few
    for k in (3, 5, 8):
        changes = sign * np.array(differences(k))
        here = changes[10 - k]
        rank = int((changes >= here - 1e-12).sum()) if len(changes) >= 10 else None
        expected.append(OtherWindow(k, approx(sign * here), bool(here > 0), len(changes), rank))
    assert list(found.others) == expected


def test_a_width_too_narrow_for_a_slope_leaves_the_wider_ones() -> None:
    own = np.random.default_rng(5).normal(size=24)
    found = milestone_change(panel(own.tolist()), "CHN", (), 2012, Windows("slope", 2), "up")
    assert [other.k for other in found.others] == [5, 8]


def test_the_volatility_ratio_needs_three_uneven_differences_outside_of_the_windows() -> None:
    own = np.random.default_rng(5).normal(size=9).tolist()
    assert at(panel(own), 2003).volatility.ratio is not None
    assert at(panel(own[:-1]), 2003).volatility == VolatilityRatio(None, Reason(Cause.TOO_FEW_DIFFERENCES, least=3))
    # nor can spreads be compared with even steps
    own = [0.1 * number for number in range(20)]
    own[10] += 1
    assert at(panel(own), 2010).volatility == VolatilityRatio(None, Reason(Cause.EVEN_STEPS))
