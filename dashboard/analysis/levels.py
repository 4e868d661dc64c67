"""What does a series read? Its latest figure, or one measure of a span of years."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from dashboard.analysis.eras import MIN_COVERAGE, MIN_OBSERVATIONS
from dashboard.analysis.panel import NOISE, Floats, Panel, Years
from dashboard.analysis.reasons import NO_DATA, Cause, Reason
from dashboard.catalogue.checks import Direction

MIN_RANKED: Final = 8
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
class Standing:
    """Where an economy stands: `place` among `economies`, itself counted; all of them `ranked`, the first ahead."""

    place: int
    economies: int
    ranked: tuple[EconomyValue, ...]


@dataclass(frozen=True)
class Level:
    """One measure of a series from `n` figures in `years` years, or the reason why there is none.

    `value` is in the unit of the indicator; a change in percent where figures are compared in logarithms; a share from
    0 to 1; a standing the share of other economies ahead; a doubling time in years, negative where figures halve.
    """

    measure: str
    n: int
    years: int
    first: int | None
    last: int | None
    reason: Reason | None
    value: float | None = None
    standing: Standing | None = None
    r_squared: float | None = None


@dataclass(frozen=True)
class Span:
    """The figures of one economy in some years: `held` are the years that have one, `values` as published."""

    panel: Panel
    economy: str
    years: range

    @cached_property
    def held(self) -> Years:
        """Return the years that have a figure."""
        years, _ = self.panel.observed(self.economy)
        return years[self._inside]

    @cached_property
    def values(self) -> Floats:
        """Return the figures of those years, as published."""
        _, values = self.panel.observed(self.economy)
        return values[self._inside]

    @property
    def scaled(self) -> Floats:
        """Return the figures of those years on the scale of comparison."""
        return np.log(self.values) if self.panel.is_logged else self.values

    @property
    def ends(self) -> tuple[int, int] | tuple[None, None]:
        """Return the first and the last year that have a figure."""
        return (int(self.held[0]), int(self.held[-1])) if len(self.held) else (None, None)

    @cached_property
    def _inside(self) -> npt.NDArray[np.bool_]:
        years, _ = self.panel.observed(self.economy)
        return (years >= self.years.start) & (years < self.years.stop)


def latest(panel: Panel, economy: str, newest: int) -> Level:
    """Return the latest figure; one more than five years older than the economy's `newest` figure is none."""
    years, values = panel.observed(economy)
    if not len(years):
        return Level("latest", 0, 0, None, None, NO_DATA)
    year = int(years[-1])
    reason = why_stale(year, newest)
    return Level("latest", 1, 1, year, year, reason, None if reason else float(values[-1]))


def why_stale(year: int, newest: int) -> Reason | None:
    """Return why a value is too old beside the newest of its economy to be called the latest, None where it is not."""
    return Reason(Cause.STALE, years=(year, newest)) if newest - year > STALE_YEARS else None


def span_level(span: Span, measure: str, read: Callable[[Span], float], *, least: int | None = None) -> Level:
    """Return what `read` makes of a span's values, or why the span is too thin for it; `least` as in `why_thin`."""
    empty = _empty(span, measure, least)
    return empty if empty.reason else replace(empty, value=read(span))


def span_mean(span: Span) -> Level:
    """Return the mean of a span's values, geometric where they are compared in logarithms."""
    return span_level(span, "mean", lambda span: span.panel.unscaled(float(span.scaled.mean())))


def span_change(span: Span) -> Level:
    """Return the last value of a span against the first."""
    return span_level(span, "change", lambda span: span.panel.as_difference(float(span.scaled[-1] - span.scaled[0])))


def share_above(span: Span, above: float) -> Level:
    """Return in which share of a span's years the value is above another."""
    return span_level(span, "share-above", lambda span: float((span.values > above).mean()))


def span_doubling_time(span: Span) -> Level:
    """Return the doubling time of a span's values above zero, of which it takes four."""
    empty = _empty(span, "doubling-time", _MIN_POINTS)
    if empty.reason:
        return empty
    positive = span.values > 0
    if positive.sum() < _MIN_POINTS:
        return replace(empty, reason=Reason(Cause.TOO_FEW_POSITIVE, least=_MIN_POINTS))
    value, r_squared = doubling_time(span.held[positive], span.values[positive])
    return replace(empty, value=value, r_squared=r_squared, reason=None if value else NO_STEADY_RATE)


def standing(own: Span, others: Sequence[str], direction: Direction) -> Level:
    """Return the share of other economies ahead on means of a span: (place - 1) / (N - 1) of N economies with figures.

    Up: the largest is first. One year is a span too; every mean takes the coverage of an era.
    """
    panel = own.panel
    empty = _empty(own, "standing")
    if empty.reason:
        return empty
    counts, every = panel.means(own.years)
    enough = (counts >= least_figures(len(own.years))) & (counts >= MIN_COVERAGE * len(own.years))
    means = {
        code: float(every[panel.columns[code]])
        for code in (own.economy, *others)
        if code in panel.columns and enough[panel.columns[code]] and not _is_broken(panel, code, own.years)
    }
    if len(means) < MIN_RANKED:
        return replace(empty, reason=Reason(Cause.TOO_FEW_RANKED, n=len(means), least=MIN_RANKED))
    sign = 1 if direction == "up" else -1
    noise = NOISE * abs(means[own.economy])
    ahead = sum(sign * (mean - means[own.economy]) > noise for mean in means.values())
    ordered = sorted(means.items(), key=lambda entry: -sign * entry[1])
    ranked = tuple(EconomyValue(economy, panel.unscaled(mean)) for economy, mean in ordered)
    place = Standing(1 + ahead, len(means), ranked)
    return replace(empty, value=ahead / (len(means) - 1), standing=place)


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


def why_thin(span: Span, least: int | None = None) -> Reason | None:
    """Return why a measure of a span cannot be said, None where it can.

    It takes `least` values, unless named five or every year of a span shorter than that, in 60 % of the years, with no
    known break between them.
    """
    if not len(span.panel.observed(span.economy)[0]):
        return NO_DATA
    n, years = len(span.held), len(span.years)
    if n == 0 or n < MIN_COVERAGE * years:
        return Reason(Cause.TOO_SPARSE, n=n, of=years)
    least = least_figures(years) if least is None else least
    if n < least:
        return Reason(Cause.TOO_FEW_OF_SPAN, n=n, of=years, least=least)
    broken = span.panel.broken_between(span.economy, int(span.held[0]), int(span.held[-1]))
    return Reason(Cause.SERIES_BREAK, years=broken) if broken else None


def least_figures(years: int) -> int:
    """Return how many figures a measure of a span takes: five, or one a year where the span is shorter."""
    return min(MIN_OBSERVATIONS, years)


def _is_broken(panel: Panel, economy: str, years: range) -> bool:
    return economy in panel.breaks and bool(why_thin(Span(panel, economy, years)))


def _empty(span: Span, measure: str, least: int | None = None) -> Level:
    return Level(measure, len(span.held), len(span.years), *span.ends, reason=why_thin(span, least))
