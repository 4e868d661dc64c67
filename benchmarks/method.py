"""Is the method honest? Draws series in which nothing, or one step, happened, and counts what each rule makes of them.

Run with `python -m benchmarks.method [--draws 8000] [--seed 1]`; prints the tables that docs/methods.md shows. The
ranks are those of the dashboard itself, every draw a column of one panel; the refused regression is computed here.
"""

import argparse
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from dashboard.analysis.panel import Panel
from dashboard.analysis.ranks import ranks, strict_count
from dashboard.analysis.windows import Windows, changes
from dashboard.catalogue.indicators import Kind

Floats = npt.NDArray[np.float64]

# a length and a width of window, and how persistent a series is
DESIGNS = ((20, 5), (28, 5), (46, 5), (64, 5), (64, 8))
PERSISTENCE = (0.0, 0.6, 0.9)
STEPS = (1.0, 2.0)
DECILES = (0.1, 0.2, 0.5, 0.8)
# where the milestone lies
AT = 0.55
LEVEL = 0.05


@dataclass(frozen=True)
class Placed:
    """What the two rules say of a change at one date: shares of draws, and how many dates each has to rank among."""

    dates: int
    apart: int
    top_tenth: float
    strict_top_tenth: float
    bottom_quarter: float
    ranks: Floats


def draws(rng: np.random.Generator, n: int, count: int, rho: float) -> Floats:
    """Return first-order autoregressions about a constant with unit variance, a column a draw."""
    shocks = rng.standard_normal((n, count)) * np.sqrt(1 - rho**2)
    series = np.empty_like(shocks)
    series[0] = rng.standard_normal(count)
    for year in range(1, n):
        series[year] = rho * series[year - 1] + shocks[year]
    return series


def with_step(series: Floats, size: float) -> Floats:
    """Return the series raised by so many standard deviations from the milestone on."""
    stepped = series.copy()
    stepped[milestone(len(series)) :] += size
    return stepped


def milestone(n: int) -> int:
    """Return the row of the milestone in a series of n years."""
    return round(AT * n)


def placed(series: Floats, k: int) -> Placed:
    """Return how often a rise at the milestone comes first, by both rules."""
    n, count = series.shape
    panel = Panel(Kind.SHARE, 0, tuple(map(str, range(count))), series, {})
    found = changes(panel, Windows("mean", k))
    row = found.row(milestone(n))
    assert row is not None
    rank = ranks(found.change, row, noise=0.0)
    dates = len(found.change)
    apart, larger = strict_count(found.change, row, k, noise=0.0)
    return Placed(
        dates=dates,
        apart=int(apart[0]),
        top_tenth=float((10 * rank <= dates).mean()),
        strict_top_tenth=float((10 * (1 + larger) <= 1 + apart).mean()),
        bottom_quarter=float((4 * rank >= 3 * dates).mean()),
        ranks=rank / dates,
    )


def regression_alarms(series: Floats) -> tuple[float, float]:
    """Return how often a level-and-slope regression finds something at 5 %: with plain and with robust errors.

    y = a + b t + c after + d (t - milestone) after; a Wald test of c = d = 0 against F(2, n - 4). Robust errors are
    Newey and West's with Bartlett weights and floor(4 (n / 100)^(2/9)) lags, scaled by n / (n - 4).
    """
    n = len(series)
    critical = float(stats.f.ppf(1 - LEVEL, 2, n - 4))
    plain, robust = wald_statistics(series)
    return float((plain > critical).mean()), float((robust > critical).mean())


def wald_statistics(series: Floats) -> tuple[Floats, Floats]:
    """Return the two F statistics of every draw."""
    n, at = len(series), milestone(len(series))
    years = np.arange(n, dtype=np.float64)
    after = (years >= at).astype(np.float64)
    design = np.column_stack([np.ones(n), years, after, (years - at) * after])
    bread = np.linalg.inv(design.T @ design)
    coefficients = bread @ design.T @ series
    residuals = series - design @ coefficients
    tested = coefficients[2:].T
    variance = (residuals**2).sum(axis=0) / (n - 4)
    plain = _wald(tested, bread[2:, 2:][np.newaxis] * variance[:, np.newaxis, np.newaxis])
    scores = design[:, :, np.newaxis] * residuals[:, np.newaxis, :]
    meat = np.einsum("tic,tjc->cij", scores, scores)
    lags = int(4 * (n / 100) ** (2 / 9))
    for lag in range(1, lags + 1):
        cross = np.einsum("tic,tjc->cij", scores[lag:], scores[:-lag])
        meat += (1 - lag / (lags + 1)) * (cross + cross.transpose(0, 2, 1))
    covariance = bread @ meat @ bread * n / (n - 4)
    return plain, _wald(tested, covariance[:, 2:, 2:])


def _wald(tested: Floats, covariance: Floats) -> Floats:
    return np.einsum("ci,ci->c", tested, np.linalg.solve(covariance, tested[:, :, np.newaxis])[:, :, 0]) / 2


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--draws", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    heads = (
        "n, k",
        "M",
        "rho",
        "all dates, top tenth",
        "strict, top tenth (m)",
        "step 1 sd",
        "step 2 sd",
        "OLS",
        "HAC",
    )
    print("|", " | ".join(heads), "|")
    print("|---" * len(heads) + "|")
    for n, k in DESIGNS:
        for rho in PERSISTENCE:
            series = draws(rng, n, options.draws, rho)
            nothing = placed(series, k)
            found = [f"{placed(with_step(series, step), k).top_tenth:.2f}" for step in STEPS]
            plain, robust = regression_alarms(series)
            strict = f"{nothing.strict_top_tenth:.2f} ({nothing.apart})"
            row = (f"{n}, {k}", nothing.dates, rho, f"{nothing.top_tenth:.2f}", strict, *found)
            print("|", " | ".join(map(str, (*row, f"{plain:.2f}", f"{robust:.2f}"))), "|")
    nothing = placed(draws(rng, 40, options.draws, 0.6), 5)
    shares = ", ".join(f"{bound}: {(nothing.ranks <= bound).mean():.2f}" for bound in DECILES)
    print(f"\nn 40, k 5, rho 0.6: share of draws with a rank among all dates of at most {shares};")
    print(f"top tenth {nothing.top_tenth:.3f} among all dates, {nothing.strict_top_tenth:.3f} by the strict count,")
    print(f"lowest quarter {nothing.bottom_quarter:.3f}")


if __name__ == "__main__":
    main()
