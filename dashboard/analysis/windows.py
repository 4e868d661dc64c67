"""Compare windows of k years before and after a date, at every date of a series alike."""

from dataclasses import dataclass

import numpy as np

from dashboard.analysis.panel import Floats, Panel
from dashboard.analysis.reasons import CONSTANT, NO_DATA, Cause, Reason
from dashboard.catalogue.checks import DEFAULT_WINDOW, MIN_WINDOW, Statistic


@dataclass(frozen=True)
class Windows:
    """How two windows lie about a date: `k` years up to the year before it, `k` years from `lag` years after it."""

    statistic: Statistic = "mean"
    k: int = DEFAULT_WINDOW
    lag: int = 0

    @property
    def reach(self) -> int:
        """Return how many years two dates must lie apart so that the windows of one do not overlap the other."""
        return self.k + self.lag

    def before(self, year: int) -> tuple[int, int]:
        """Return the first and last year of the window before a date."""
        return year - self.k, year - 1

    def after(self, year: int) -> tuple[int, int]:
        """Return the first and last year of the window after a date."""
        return year + self.lag, year + self.lag + self.k - 1


@dataclass(frozen=True, eq=False)
class Changes:
    """The same comparison at every date of every economy: arrays of dates by economies, NaN where it does not fit.

    Values are on the scale of comparison; `first` is the date of the first row.
    """

    first: int
    before: Floats
    after: Floats

    @property
    def change(self) -> Floats:
        """Return after minus before."""
        return self.after - self.before

    def row(self, year: int) -> int | None:
        """Return the row of a date, None where no two windows fit about it."""
        row = year - self.first
        return row if 0 <= row < len(self.before) else None


def window_values(scaled: Floats, k: int, statistic: Statistic) -> Floats:
    """Return the mean or the least-squares slope of every window of k rows, NaN where one value is missing.

    `scaled`: rows by columns; the result has k - 1 rows fewer. Slope: sum((t - mean t) y) / sum((t - mean t)^2).
    """
    if len(scaled) < k:
        return np.empty((0, scaled.shape[1]))
    windows = np.lib.stride_tricks.sliding_window_view(scaled, k, axis=0)
    if statistic == "mean":
        return windows.mean(axis=-1)
    steps = np.arange(k) - (k - 1) / 2
    return windows @ (steps / (steps @ steps))


def changes(panel: Panel, windows: Windows) -> Changes:
    """Return the change at every date at which both windows are complete and no known break lies inside them."""
    k, lag = windows.k, windows.lag
    values = window_values(panel.scaled, k, windows.statistic)
    dates = max(0, len(values) - windows.reach)
    before, after = values[:dates].copy(), values[windows.reach :][:dates]
    first = panel.first + k
    for economy, years in panel.breaks.items():
        column = panel.columns.get(economy)
        for year in years if column is not None else ():
            # the comparison at date s reads s-k .. s+lag+k-1 and spans a break in all of these years but the first
            start, end = year - lag - k + 1 - first, year + k - first
            before[max(0, start) : max(0, end), column] = np.nan
    return Changes(first, before, after)


def why_not(panel: Panel, economy: str, year: int, windows: Windows) -> Reason | None:
    """Return the one reason why the change of an economy at a date cannot be said, None where it can."""
    observed = panel.scaled_years(economy)
    if not len(observed):
        return NO_DATA
    least = MIN_WINDOW[windows.statistic]
    if windows.k < least:
        return Reason(Cause.NARROW_WINDOWS, n=windows.k, least=least, what=windows.statistic)
    spans = windows.before(year), windows.after(year)
    wanted = {year for first, last in spans for year in range(first, last + 1)}
    missing = sorted(wanted - set(observed.tolist()))
    if missing:
        return Reason(Cause.GAPS_IN_WINDOWS, spans=spans, years=tuple(missing))
    broken = panel.broken_between(economy, spans[0][0], spans[1][1])
    if broken:
        return Reason(Cause.BREAK_IN_WINDOWS, years=broken)
    return CONSTANT if panel.is_constant(economy) else None


def why_not_yet(panel: Panel, economy: str, year: int, windows: Windows, newest: int) -> Reason | None:
    """Return why the window after a date is not complete though the one before is; None where that is not the reason.

    It is not due where it ends after the economy's `newest` value of all; else the values of this series stop early.
    """
    years, (first, _), (_, end) = panel.scaled_years(economy), windows.before(year), windows.after(year)
    missing = set(range(first, end + 1)) - set(years.tolist()) - set(range(year, year + windows.lag))
    if not len(years) or not missing or min(missing) <= years[-1]:
        return None
    last = int(years[-1])
    return Reason(Cause.NOT_DUE, years=(end, last)) if end > newest else Reason(Cause.FIGURES_STOP, years=(last,))
