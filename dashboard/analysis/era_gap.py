"""Compare the means of two eras: the gap, the gaps of other economies, and how far chance alone goes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dashboard.analysis.eras import clipped_years
from dashboard.analysis.levels import Span, covering, why_thin
from dashboard.analysis.panel import Floats, Panel
from dashboard.analysis.ranks import MIN_ECONOMIES, EconomyChange
from dashboard.analysis.reasons import CONSTANT, Cause, Reason
from dashboard.catalogue.indicators import Kind
from dashboard.catalogue.policy import Era

# the normal deviate that 5 % lie beyond on one side, and so 10 % on either
_ONE_IN_TWENTY: Final = 1.645
_MOST_PERSISTENT: Final = 0.95


@dataclass(frozen=True)
class EraMean:
    """The mean of a series over an era in the unit of the indicator, of `n` values in `years` years, or why not."""

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

    `gap`, `median` and `changes` are in the unit of the indicator. `band` is how far two spells of this length differ
    by chance nine times in ten; only growth rates have one.
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


def era_gap(panel: Panel, economy: str, others: Sequence[str], eras: tuple[Era, Era], span: tuple[int, int]) -> EraGap:
    """Return the gap between two eras clipped to a first and last year, with the gaps of others.

    Values are taken as published. `n` counts the values in both eras. A gap needs both eras usable and no known break
    between their values.
    """
    spells = [clipped_years(era, span, panel.last) for era in eras]
    before, after = (_era_mean(panel, economy, era, years) for era, years in zip(eras, spells, strict=True))
    n = before.n + after.n
    reason = _why_not(panel, economy, before, after)
    if reason or before.mean is None or after.mean is None:
        return EraGap(before, after, n, reason)
    gap = after.mean - before.mean
    changes = tuple(_gaps(panel, economy, others, eras, spells))
    values = np.array([entry.change for entry in changes])
    enough = len(changes) >= MIN_ECONOMIES
    return EraGap(
        before=before,
        after=after,
        n=n,
        reason=None,
        gap=gap,
        band=chance_band(*(_column(panel, economy, years) for years in spells)) if panel.kind is Kind.GROWTH else None,
        economies=len(changes),
        larger=int(((values >= gap) if gap >= 0 else (values <= gap)).sum()) if enough else None,
        median=float(np.median(values)) if enough else None,
        changes=changes,
    )


def chance_band(before: Floats, after: Floats) -> float:
    """Return how far the means of two spells differ by chance nine times in ten.

    1.645 s sqrt((1/nA + 1/nB)(1 + r)/(1 - r)), the normal interval for the means of a first-order autoregression.
    `before` and `after` have a place for every year, NaN where there is no value. s is the standard deviation about
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


def _era_mean(panel: Panel, economy: str, era: Era, years: range) -> EraMean:
    span = Span(panel, economy, years)
    reason = why_thin(span)
    mean = None if reason else float(span.values.mean())
    return EraMean(era.id, len(span.observed), len(years), *span.ends, mean, reason)


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


def _gaps(
    panel: Panel, economy: str, others: Sequence[str], eras: tuple[Era, Era], spells: Sequence[range]
) -> Iterator[EconomyChange]:
    """Yield the gaps of others that cover both eras as well, each with no known break between its values."""
    covered = [set(covering(Span(panel, economy, years), others)) for years in spells]
    before, after = (np.nansum(panel.inside(years), axis=0) for years in spells)
    counts = [(~np.isnan(panel.inside(years))).sum(axis=0) for years in spells]
    for code in others:
        if all(code in codes for codes in covered) and not _is_broken(panel, code, eras, spells):
            column = panel.columns[code]
            gap = after[column] / counts[1][column] - before[column] / counts[0][column]
            yield EconomyChange(code, float(gap))


def _column(panel: Panel, economy: str, years: range) -> Floats:
    return panel.inside(years)[:, panel.columns[economy]]


def _is_broken(panel: Panel, economy: str, eras: tuple[Era, Era], spells: Sequence[range]) -> bool:
    if economy not in panel.breaks:
        return False
    before, after = (_era_mean(panel, economy, era, years) for era, years in zip(eras, spells, strict=True))
    return bool(_why_not(panel, economy, before, after))
