"""Does simulation bear out the rules? Fair ranks, an unfair strict count, power as stated, regressions crying wolf."""

import numpy as np
import pytest
import statsmodels.api as sm

from benchmarks.method import (
    draws,
    milestone,
    placed,
    regression_alarms,
    wald_statistics,
    with_step,
)

DRAWS = 2_000
SEED = 20


def test_without_a_break_places_among_all_dates_are_near_nominal_and_the_strict_count_is_not() -> None:
    nothing = placed(draws(np.random.default_rng(SEED), 40, DRAWS, 0.6), 5)
    assert nothing.dates == 31
    assert 0.07 <= nothing.top_tenth <= 0.12
    assert nothing.strict_top_tenth > 0.12
    assert 0.2 <= nothing.bottom_quarter <= 0.35


@pytest.mark.parametrize("rho", [0.0, 0.6, 0.9])
@pytest.mark.parametrize(("n", "k"), [(20, 5), (28, 5), (46, 5), (64, 8)])
def test_the_lower_tail_is_fair_at_every_length_and_persistence(n: int, k: int, rho: float) -> None:
    nothing = placed(draws(np.random.default_rng(SEED), n, DRAWS, rho), k)
    nominal = (nothing.dates // 10) / nothing.dates
    assert abs(nothing.top_tenth - nominal) < 0.03


@pytest.mark.parametrize(
    ("n", "rho", "one", "two"),
    [
        (20, 0.0, 0.27, 0.54),
        (28, 0.6, 0.20, 0.46),
        (46, 0.0, 0.45, 0.83),
        (46, 0.6, 0.32, 0.66),
        (64, 0.9, 0.49, 0.88),
    ],
)
def test_a_step_is_found_as_often_as_the_method_says(n: int, rho: float, one: float, two: float) -> None:
    series = draws(np.random.default_rng(SEED), n, DRAWS, rho)
    assert placed(with_step(series, 1), 5).top_tenth == pytest.approx(one, abs=0.04)
    assert placed(with_step(series, 2), 5).top_tenth == pytest.approx(two, abs=0.04)


def test_the_refused_regression_finds_something_in_series_in_which_nothing_happened() -> None:
    rng = np.random.default_rng(SEED)
    noise, persistent = draws(rng, 46, DRAWS, 0.0), draws(rng, 46, DRAWS, 0.6)
    plain, robust = regression_alarms(noise)
    assert plain == pytest.approx(0.05, abs=0.02)
    assert robust > 0.12
    plain, robust = regression_alarms(persistent)
    assert plain > 0.35
    assert robust > 0.35


def test_the_regression_is_that_of_statsmodels() -> None:
    series = draws(np.random.default_rng(SEED), 46, 5, 0.6)
    plain, robust = wald_statistics(series)
    years, at = np.arange(46.0), milestone(46)
    after = years >= at
    design = np.column_stack([np.ones(46), years, after, (years - at) * after])
    for draw in range(5):
        model = sm.OLS(series[:, draw], design)
        tested = "x2 = 0, x3 = 0"
        assert plain[draw] == pytest.approx(float(model.fit().f_test(tested).fvalue))
        fit = model.fit(
            cov_type="HAC", cov_kwds={"maxlags": int(4 * 0.46 ** (2 / 9)), "use_correction": True}, use_t=True
        )
        assert robust[draw] == pytest.approx(float(fit.f_test(tested).fvalue))
