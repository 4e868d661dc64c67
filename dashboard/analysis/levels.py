"""Read one number off a series: its latest value or a measure of a span of years, with the same of other economies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from dashboard.analysis import coverage
from dashboard.analysis.comparators import newest_values
from dashboard.analysis.panel import Floats, Panel, Years
from dashboard.analysis.ranks import MIN_ECONOMIES
from dashboard.analysis.reasons import NO_DATA, Cause, Reason

STALE_YEARS: Final = 5
_MIN_POINTS: Final = 4
_MIN_R2: Final = 0.8
_MIN_SLOPE: Final = 0.01
NO_STEADY_RATE: Final = Reason(Cause.NO_STEADY_RATE)


@dataclass(frozen=True)
class EconomyValue:
    """The same number of one economy."""

    economy: str
    value: float


@dataclass(frozen=True)
class Others:
    """The same number of the other economies that take part, and its median; None where they are fewer than eight.

    `older` counts the values of an earlier year. `years_above` counts the years in which the median of their values is
    above the bound of a share of years.
    """

    values: tuple[EconomyValue, ...]
    median: float | None
    older: int = 0
    years_above: int | None = None

    @property
    def economies(self) -> tuple[str, ...]:
        """Return the codes of those that take part."""
        return tuple(entry.economy for entry in self.values)


@dataclass(frozen=True)
class Standing:
    """Where an economy stands: `rank` among `economies`, itself counted; all of them `ranked`, the first ahead."""

    rank: int
    economies: int
    ranked: tuple[EconomyValue, ...]

    @property
    def ahead(self) -> tuple[str, ...]:
        """Return the codes of the economies that are strictly ahead, the first first."""
        return tuple(entry.economy for entry in self.ranked[: self.rank - 1])


@dataclass(frozen=True)
class Level:
    """One measure of a series from `n` values in `years` years, or the reason why there is none.

    `value` is in the unit of the indicator; a share from 0 to 1; a standing the share of other economies ahead, a rank
    the rank; a doubling time in years, negative where values halve. `first` and `last` are the years used.
    """

    measure: str
    n: int
    years: int
    first: int | None
    last: int | None
    reason: Reason | None
    value: float | None = None
    standing: Standing | None = None
    others: Others | None = None
    r_squared: float | None = None


@dataclass(frozen=True)
class Span:
    """The values of one economy in some years, as published; `whole` of a span that may have no gap."""

    panel: Panel
    economy: str
    years: range
    whole: bool = False

    @cached_property
    def known(self) -> npt.NDArray[np.bool_]:
        """Return for each year of the span whether it has a value."""
        return np.isin(self.years, self.observed)

    @cached_property
    def observed(self) -> Years:
        """Return the years that have a value."""
        years, _ = self.panel.observed(self.economy)
        return years[self._inside]

    @cached_property
    def values(self) -> Floats:
        """Return the values of those years, as published."""
        _, values = self.panel.observed(self.economy)
        return values[self._inside]

    @property
    def ends(self) -> tuple[int, int] | tuple[None, None]:
        """Return the first and the last year that have a value."""
        return (int(self.observed[0]), int(self.observed[-1])) if len(self.observed) else (None, None)

    @cached_property
    def _inside(self) -> npt.NDArray[np.bool_]:
        years, _ = self.panel.observed(self.economy)
        return (years >= self.years.start) & (years < self.years.stop)


def latest(panel: Panel, economy: str, newest: int, others: Sequence[str] = ()) -> Level:
    """Return the latest value; one more than five years older than the economy's `newest` value is none."""
    years, values = panel.observed(economy)
    if not len(years):
        return Level("latest", 0, 0, None, None, NO_DATA)
    year = int(years[-1])
    reason = why_stale(year, newest)
    if reason:
        return Level("latest", 1, 1, year, year, reason)
    every, ages = newest_values(panel, year)
    return Level("latest", 1, 1, year, year, None, float(values[-1]), others=_others(panel, others, every, ages))


def why_stale(year: int, newest: int) -> Reason | None:
    """Return why a value is too old beside the newest of its economy to be called the latest, None where it is not."""
    return Reason(Cause.FIGURES_STOP, years=(year,)) if newest - year > STALE_YEARS else None


def span_mean(span: Span, others: Sequence[str] = ()) -> Level:
    """Return the arithmetic mean of a span's values, with the means of others that cover it as well."""
    return _summed(span, "mean", others, _mean)


def span_change(span: Span, others: Sequence[str] = ()) -> Level:
    """Return the last value of a span minus the first, with those of others in the same two years."""
    first, last = span.ends

    def change(inside: Floats) -> Floats:
        if first is None or last is None:
            return np.full(inside.shape[1], np.nan)
        return inside[last - span.years.start] - inside[first - span.years.start]

    return _summed(span, "change", others, change)


def share_above(span: Span, above: float, others: Sequence[str] = ()) -> Level:
    """Return in which share of a span's years the value is above another, and in how many the others' median is."""

    def share(inside: Floats) -> Floats:
        # a comparison with NaN is false, so that years without a value count on neither side
        counts = (~np.isnan(inside)).sum(axis=0)
        return np.divide(
            np.count_nonzero(inside > above, axis=0), counts, where=counts > 0, out=np.full(len(counts), np.nan)
        )

    level = _summed(span, "share-above", others, share)
    if level.others is None or level.others.median is None:
        return level
    columns = [span.panel.columns[code] for code in level.others.economies]
    rows = span.panel.inside(span.years)[span.known][:, columns]
    medians: Floats = np.nanmedian(rows, axis=1)
    years_above = sum(bool(median > above) for median in medians)
    return replace(level, others=replace(level.others, years_above=years_above))


def span_doubling_time(span: Span) -> Level:
    """Return the doubling time of a span's values above zero, of which it takes four."""
    empty = empty_level(span, "doubling-time", _MIN_POINTS)
    if empty.reason:
        return empty
    positive = span.values > 0
    if positive.sum() < _MIN_POINTS:
        return replace(empty, reason=Reason(Cause.TOO_FEW_POSITIVE, least=_MIN_POINTS))
    value, r_squared = doubling_time(span.observed[positive], span.values[positive])
    return replace(empty, value=value, r_squared=r_squared, reason=None if value else NO_STEADY_RATE)


def doubling_time(years: Years, values: Floats) -> tuple[float | None, float]:
    """Return ln 2 over the least-squares slope of ln y on years, and R squared.

    Negative where it is a halving time; None where R squared is under 0.8 or the slope under 0.01 a year.
    """
    logs, steps = np.log(values), years - years.mean()
    slope = float(steps @ logs / (steps @ steps))
    spread = float(((logs - logs.mean()) ** 2).sum())
    r_squared = slope**2 * float(steps @ steps) / spread if spread else 0.0
    is_steady = r_squared >= _MIN_R2 and abs(slope) >= _MIN_SLOPE
    return (float(np.log(2)) / slope if is_steady else None), r_squared


def why_thin(span: Span, least: int = coverage.MIN_VALUES) -> Reason | None:
    """Return why a measure of a span cannot be said, None where it can: its coverage, and no known break inside."""
    if not len(span.panel.observed(span.economy)[0]):
        return NO_DATA
    if span.whole:
        n, of = len(span.observed), len(span.years)
        reason = Reason(Cause.GAPS_IN_SPAN, n=n, of=of) if n < of else None
    else:
        reason = coverage.why_thin(span.known, span.years.start, least)
    if reason:
        return reason
    broken = span.panel.broken_between(span.economy, int(span.observed[0]), int(span.observed[-1]))
    return Reason(Cause.SERIES_BREAK, years=broken) if broken else None


def covering(span: Span, codes: Sequence[str]) -> list[str]:
    """Return which economies have values enough in a span, and no known break between them."""
    panel = span.panel
    known = ~np.isnan(panel.inside(span.years))
    enough = known.sum(axis=0) == len(known) if span.whole else coverage.covered(known)
    return [
        code for code in codes if code in panel.columns and enough[panel.columns[code]] and not _is_broken(span, code)
    ]


def empty_level(span: Span, measure: str, least: int = coverage.MIN_VALUES) -> Level:
    """Return a span's measure without a value, and why there cannot be one; it takes `least` values."""
    return Level(measure, len(span.observed), len(span.years), *span.ends, reason=why_thin(span, least))


def _summed(span: Span, measure: str, others: Sequence[str], read: Callable[[Floats], Floats]) -> Level:
    """Return what `read` makes of each column of years by economies, or why the span is too thin for it."""
    empty = empty_level(span, measure)
    if empty.reason:
        return empty
    panel = span.panel
    every = read(panel.inside(span.years))
    found = _others(panel, covering(span, others), every)
    return replace(empty, value=float(every[panel.columns[span.economy]]), others=found)


def _mean(inside: Floats) -> Floats:
    counts = (~np.isnan(inside)).sum(axis=0)
    return np.divide(np.nansum(inside, axis=0), counts, where=counts > 0, out=np.full(len(counts), np.nan))


def _others(panel: Panel, codes: Sequence[str], every: Floats, ages: Years | None = None) -> Others:
    found = [code for code in codes if code in panel.columns and not np.isnan(every[panel.columns[code]])]
    columns = [panel.columns[code] for code in found]
    median = float(np.median(every[columns])) if len(found) >= MIN_ECONOMIES else None
    values = tuple(EconomyValue(code, float(every[column])) for code, column in zip(found, columns, strict=True))
    return Others(values, median, older=0 if ages is None else int((ages[columns] > 0).sum()))


def _is_broken(span: Span, economy: str) -> bool:
    if economy not in span.panel.breaks:
        return False
    observed = Span(span.panel, economy, span.years).observed
    return bool(len(observed)) and bool(span.panel.broken_between(economy, int(observed[0]), int(observed[-1])))
