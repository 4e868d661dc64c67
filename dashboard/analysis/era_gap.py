"""By how much do the means of two eras differ? The gap, the gaps of other economies, and how far chance alone goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from dashboard.analysis.eras import MIN_COVERAGE, MIN_OBSERVATIONS, clipped_years, too_thin
from dashboard.analysis.panel import Floats, Panel, Years
from dashboard.analysis.placement import MIN_ECONOMIES, EconomyChange
from dashboard.analysis.reasons import CONSTANT, NO_DATA, Cause, Reason
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import Era

# the normal deviate that 5 % lie beyond on one side, and so 10 % on either
_ONE_IN_TWENTY: Final = 1.645
_MOST_PERSISTENT: Final = 0.95


@dataclass(frozen=True)
class EraMean:
    """The mean of a series over an era in the unit of the indicator, of `n` figures in `years` years, or why not."""

    era: str
    n: int
    years: int
    first: int | None
    last: int | None
    mean: float | None
    reason: Reason | None


@dataclass(frozen=True)
class EraGap:
    """The mean of the later era minus that of the earlier, with those of other economies.

    `gap`, `median` and `changes` are in the unit of the indicator, in percent where it is compared in logarithms.
    `band` is how far two spells of this length differ by chance nine times in ten; only growth rates have one.
    """

    before: EraMean
    after: EraMean
    n: int
    reason: Reason | None
    gap: float | None = None
    band: float | None = None
    economies: int = 0
    larger: int | None = None
    median: float | None = None
    changes: tuple[EconomyChange, ...] = ()


def era_gap(
    panel: Panel, economy: str, comparators: Sequence[str], eras: tuple[Era, Era], span: tuple[int, int]
) -> EraGap:
    """Return the gap between two eras clipped to a first and last year, with the comparators' gaps.

    `n` counts the figures in both eras. A gap needs both eras usable and no known break between their figures.
    """
    spells = [clipped_years(era, span, panel.last) for era in eras]
    before, after = (_era_mean(panel, economy, era, years) for era, years in zip(eras, spells, strict=True))
    n = before.n + after.n
    reason = _why_not(panel, economy, before, after)
    if reason:
        return EraGap(before, after, n, reason)
    (counts_before, means_before), (counts_after, means_after) = (panel.means(years) for years in spells)
    every = means_after - means_before
    usable = _enough(counts_before, spells[0]) & _enough(counts_after, spells[1])
    others = [
        code
        for code in comparators
        if code in panel.columns and usable[panel.columns[code]] and not _is_broken(panel, code, eras, spells)
    ]
    gap, gaps = float(every[panel.columns[economy]]), every[[panel.columns[code] for code in others]]
    enough = len(others) >= MIN_ECONOMIES
    rising = gap >= 0
    return EraGap(
        before=before,
        after=after,
        n=n,
        reason=None,
        gap=panel.as_difference(gap),
        band=chance_band(*(panel.within(economy, years) for years in spells)) if panel.kind is Kind.GROWTH else None,
        economies=len(others),
        larger=int(((gaps >= gap) if rising else (gaps <= gap)).sum()) if enough else None,
        median=panel.as_difference(float(np.median(gaps))) if enough else None,
        changes=tuple(
            EconomyChange(code, panel.as_difference(float(value))) for code, value in zip(others, gaps, strict=True)
        ),
    )


def chance_band(before: Floats, after: Floats) -> float:
    """Return how far the means of two spells differ by chance nine times in ten.

    1.645 s sqrt((1/nA + 1/nB)(1 + r)/(1 - r)), the normal interval for the means of a first-order autoregression.
    `before` and `after` have a place for every year, NaN where there is no figure. s is the standard deviation about
    each spell's own mean (divisor n - 2), r the correlation of neighbouring years inside a spell plus 3/n, within
    0..0.95: neighbours of short series correlate by less than they should.
    """
    residuals = [spell - np.nanmean(spell) for spell in (before, after)]
    counts = [int((~np.isnan(spell)).sum()) for spell in residuals]
    n = sum(counts)
    squares = sum(float(np.nansum(spell**2)) for spell in residuals)
    if not squares:
        return 0.0
    pairs = sum(float(np.nansum(spell[1:] * spell[:-1])) for spell in residuals)
    r = min(max(pairs / squares + 3 / n, 0.0), _MOST_PERSISTENT)
    s = np.sqrt(squares / (n - 2))
    return float(_ONE_IN_TWENTY * s * np.sqrt((1 / counts[0] + 1 / counts[1]) * (1 + r) / (1 - r)))


def _enough(counts: Years, years: range) -> npt.NDArray[np.bool_]:
    return (counts >= MIN_OBSERVATIONS) & (counts >= MIN_COVERAGE * len(years))


def _era_mean(panel: Panel, economy: str, era: Era, years: range) -> EraMean:
    values = panel.within(economy, years)
    held = np.flatnonzero(~np.isnan(values)) + max(years.start, panel.first)
    first, last = (int(held[0]), int(held[-1])) if len(held) else (None, None)
    reason = _thin(panel, economy, len(held), len(years))
    if not reason and first is not None and last is not None:
        broken = panel.broken_between(economy, first, last)
        reason = Reason(Cause.SERIES_BREAK, years=broken) if broken else None
    mean = None if reason else panel.unscaled(float(np.nanmean(values)))
    return EraMean(era.id, len(held), len(years), first, last, mean, reason)


def _thin(panel: Panel, economy: str, n: int, years: int) -> Reason | None:
    if not len(panel.observed(economy)[0]):
        return NO_DATA
    return too_thin(n, years)


def _why_not(panel: Panel, economy: str, before: EraMean, after: EraMean) -> Reason | None:
    for era in (before, after):
        if era.reason is not None:
            unusable = Reason(Cause.ERA_UNUSABLE, n=era.n, of=era.years, era=era.era, because=era.reason)
            return era.reason if era.reason.cause is Cause.NO_DATA else unusable
    if before.first is not None and after.last is not None:
        broken = panel.broken_between(economy, before.first, after.last)
        if broken:
            return Reason(Cause.BREAK_BETWEEN_ERAS, years=broken)
    return CONSTANT if panel.is_constant(economy) else None


def _is_broken(panel: Panel, economy: str, eras: tuple[Era, Era], spells: Sequence[range]) -> bool:
    if economy not in panel.breaks:
        return False
    before, after = (_era_mean(panel, economy, era, years) for era, years in zip(eras, spells, strict=True))
    return bool(_why_not(panel, economy, before, after))
