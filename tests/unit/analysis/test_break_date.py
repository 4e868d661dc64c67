"""Is the best single break the one that ruptures finds, on a stretch without gap or known break?"""

import numpy as np
import pytest
import ruptures as rpt

from dashboard.analysis.break_date import MIN_SEGMENT, best_break, split_costs
from dashboard.analysis.panel import Panel
from dashboard.analysis.reasons import CONSTANT, NO_DATA, Cause, Reason
from dashboard.catalogue.indicators import Kind


def panel(values: np.ndarray, kind: Kind = Kind.SHARE, breaks: dict[str, tuple[int, ...]] | None = None) -> Panel:
    return Panel(kind, 1980, ("CHN",), values[:, np.newaxis], breaks or {})


@pytest.mark.parametrize("seed", range(12))
def test_the_break_is_that_of_dynamic_programming(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=20 + seed * 3).cumsum()
    [at, _] = rpt.Dynp(model="l2", min_size=MIN_SEGMENT, jump=1).fit(values).predict(n_bkps=1)
    found = best_break(panel(values), "CHN")
    assert found.year == 1980 + at
    assert found.before == pytest.approx(values[:at].mean())
    assert found.after == pytest.approx(values[at:].mean())
    whole = ((values - values.mean()) ** 2).sum()
    parts = ((values[:at] - values[:at].mean()) ** 2).sum() + ((values[at:] - values[at:].mean()) ** 2).sum()
    assert found.share == pytest.approx(1 - parts / whole)


def test_the_cost_of_a_split_is_the_sum_of_squares_about_two_means() -> None:
    values = np.array([1e9, 1e9 + 1, 1e9 + 4, 1e9 + 9, 1e9 + 2])
    expected = [sum(((part - part.mean()) ** 2).sum() for part in (values[:at], values[at:])) for at in (2, 3)]
    np.testing.assert_allclose(split_costs(values, 2), expected)


def test_levels_are_cut_in_logarithms() -> None:
    values = np.array([1.0] * 8 + [10.0] * 8)
    found = best_break(panel(values, Kind.LEVEL), "CHN")
    assert (found.year, found.before, found.after) == (1988, pytest.approx(1.0), pytest.approx(10.0))


def test_only_the_longest_stretch_without_gap_or_known_break_is_cut() -> None:
    values = np.random.default_rng(1).normal(size=40)
    values[5] = np.nan
    found = best_break(panel(values, breaks={"CHN": (2010,)}), "CHN")
    assert found.years == (1986, 2009)
    assert found.n == 24


def test_a_reason_stands_where_there_is_none() -> None:
    assert best_break(panel(np.arange(9.0)), "CHN").reason == Reason(Cause.SHORT_STRETCH, n=9, least=10)
    assert best_break(panel(np.ones(20)), "CHN").reason == CONSTANT
    assert best_break(panel(np.ones(20)), "USA").reason == NO_DATA
    assert best_break(panel(np.ones(20)), "CHN").year is None
