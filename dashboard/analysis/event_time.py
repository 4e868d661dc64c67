"""Run an economy against others about a date, every series from its own level in the years before it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from dashboard.analysis.panel import Floats, Panel
from dashboard.analysis.reasons import NO_DATA, Cause, Reason

BASE_YEARS: Final = 3
MIN_ECONOMIES: Final = 5
# from the tenth to the ninetieth percentile
_BAND: Final = 0.1, 0.9


@dataclass(frozen=True, eq=False)
class EventTime:
    """Series about a date, seen from the mean of the three years before it: the economy's and the comparators'.

    `series` has economy (str), t (int, 0 = `start`), year (int), observed and value (float64: an index of 100 at the
    geometric mean where `is_index`, else the difference from the mean). `band` has t, n (int), median, and low and high
    (the tenth and ninetieth percentile) of the comparators, for t with at least `MIN_ECONOMIES` of them. `baseless`
    have values but not all three of the base. Nothing is there where the economy itself is one of these, and `reason`
    says why.
    """

    economy: str
    start: int
    is_index: bool
    reason: Reason | None
    series: pd.DataFrame
    band: pd.DataFrame
    baseless: tuple[str, ...]

    @property
    def base(self) -> str:
        """Return the years of the base: 1976–1978."""
        return f"{self.start - BASE_YEARS}–{self.start - 1}"

    @property
    def comparators(self) -> int:
        """Return how many economies the series stands beside."""
        return int(self.series.loc[self.series["economy"] != self.economy, "economy"].nunique())

    def of(self, economy: str) -> pd.DataFrame:
        """Return one economy's series."""
        return self.series[self.series["economy"] == economy]


def event_time(
    panel: Panel, economy: str, comparators: Collection[str], year: int, *, reach: tuple[int, int]
) -> EventTime:
    """Return an economy and its comparators in event time, so many years before a date and after it.

    Only economies with a full base are compared, and only across no known break.
    """
    reason = _why_no_base(panel, economy, year)
    codes = [code for code in panel.economies if not reason and (code == economy or code in comparators)]
    series = _series(panel.of(codes), year, reach)
    seen = set(series["economy"].unique())
    return EventTime(
        economy=economy,
        start=year,
        is_index=panel.is_logged,
        reason=reason,
        series=series,
        band=_band(series[series["economy"] != economy]),
        baseless=tuple(code for code in codes if code not in seen),
    )


def why_not_around(panel: Panel, economy: str, year: int, *, reach: tuple[int, int]) -> Reason | None:
    """Return why an economy has no full base before a date, or nothing to see from it after; None where it has both."""
    reason = _why_no_base(panel, economy, year)
    if reason:
        return reason
    observed, last = panel.scaled_years(economy), year + reach[1]
    following = observed[observed >= year].tolist()
    if not following or following[0] > last:
        return Reason(Cause.NONE_AFTER, years=(year, last) if following else (year,))
    broken = panel.broken_between(economy, year - 1, following[0])
    return Reason(Cause.SERIES_BREAK, years=broken) if broken else None


def _why_no_base(panel: Panel, economy: str, year: int) -> Reason | None:
    observed = panel.scaled_years(economy)
    if not len(observed):
        return NO_DATA
    missing = sorted(set(range(year - BASE_YEARS, year)) - set(observed.tolist()))
    if missing:
        return Reason(Cause.GAPS_IN_BASE, years=tuple(missing))
    broken = panel.broken_between(economy, year - BASE_YEARS, year - 1)
    return Reason(Cause.BREAK_IN_BASE, years=broken) if broken else None


def _rebased(panel: Panel, year: int) -> Floats:
    """Return all values seen from the base of their economy, NaN where it is not full or across a break."""
    first, last = year - BASE_YEARS, year - 1
    counts, means = panel.means(range(first, year))
    difference = panel.scaled - np.where(counts == BASE_YEARS, means, np.nan)
    for column, economy in enumerate(panel.economies):
        for broken in panel.breaks.get(economy, ()):
            across = [row for row, year in enumerate(panel.years) if min(year, first) < broken <= max(year, last)]
            difference[across, column] = np.nan
    return 100 * np.exp(difference) if panel.is_logged else difference


def _series(panel: Panel, year: int, reach: tuple[int, int]) -> pd.DataFrame:
    before, after = reach
    rebased = _rebased(panel, year)
    t = np.arange(len(rebased)) + panel.first - year
    columns, rows = np.nonzero(~np.isnan(rebased.T) & (t >= -before) & (t <= after))
    return pd.DataFrame(
        {
            "economy": pd.Series(panel.economies, dtype="str").take(columns).to_numpy(),
            "t": t[rows],
            "year": t[rows] + year,
            "observed": panel.values[rows, columns],  # noqa: PD011 - an array of the panel
            "value": rebased[rows, columns],
        }
    )


def _band(comparators: pd.DataFrame) -> pd.DataFrame:
    values = comparators.groupby("t")["value"]
    # linear interpolation, which pandas does unless told otherwise
    low, high = (values.quantile(share) for share in _BAND)
    by_t = values.agg(n="size", median="median").assign(low=low, high=high).reset_index()
    return by_t[["t", "n", "low", "median", "high"]][by_t["n"] >= MIN_ECONOMIES].reset_index(drop=True)
