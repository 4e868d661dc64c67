"""Is a change at a milestone unusual? Its rank among all dates of the series, and among other economies then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dashboard.analysis.panel import Panel
from dashboard.analysis.ranks import (
    MIN_DATES,
    Asked,
    DateRank,
    EconomyRank,
    among_dates,
    among_economies,
    ranks,
    shown,
)
from dashboard.analysis.reasons import Cause, Reason
from dashboard.analysis.windows import Changes, Windows, changes, why_not, window_values
from dashboard.catalogue.checks import Direction, Statistic
from dashboard.catalogue.frequency import first_year_from
from dashboard.catalogue.policy import Milestone

OTHER_WINDOWS: Final[dict[Statistic, tuple[int, ...]]] = {"mean": (3, 5, 8), "slope": (5, 8)}
# a ratio of spreads outside of these makes the rank among dates doubtful
LOW_VOLATILITY, HIGH_VOLATILITY = 0.5, 2.0
_MIN_DIFFERENCES: Final = 3


@dataclass(frozen=True)
class Change:
    """How a series changed at a date: before, after and the difference as shown, or the reason why not.

    `before` and `after` are means in the unit of the indicator (geometric where it is compared in logarithms), or
    slopes a year; `change` is in that unit, in percent or in points of growth a year. `earlier_slope` is the slope of
    the window before, `expected` what the earlier trend alone would have brought: (k + lag) times it; a change of
    slopes has none. `coverage` counts the values inside the two windows, of 2 k.
    """

    year: int
    windows: Windows
    n: int
    coverage: int
    reason: Reason | None
    before: float | None = None
    after: float | None = None
    change: float | None = None
    earlier_slope: float | None = None
    expected: float | None = None


@dataclass(frozen=True)
class VolatilityRatio:
    """How volatile the windows are against the rest: a ratio of standard deviations of yearly differences."""

    ratio: float | None
    reason: Reason | None = None

    @property
    def is_low(self) -> bool:
        """Tell whether the windows lie in a stretch so calm that the rank understates the change."""
        return self.ratio is not None and self.ratio < LOW_VOLATILITY

    @property
    def is_high(self) -> bool:
        """Tell whether the windows lie in a stretch so volatile that the rank overstates the change."""
        return self.ratio is not None and self.ratio > HIGH_VOLATILITY

    @property
    def misleads(self) -> bool:
        """Tell whether the rank among dates is made doubtful by it."""
        return self.is_low or self.is_high


@dataclass(frozen=True)
class OtherWindow:
    """The same question asked with windows of another width."""

    k: int
    change: float
    agrees: bool
    dates: int
    rank: int | None


@dataclass(frozen=True)
class MilestoneChange:
    """All that is said of a series about a milestone: the change, its ranks, and what they are worth."""

    economy: str
    direction: Direction
    change: Change
    dates: DateRank
    economies: EconomyRank
    volatility: VolatilityRatio
    others: tuple[OtherWindow, ...]

    @property
    def agrees(self) -> bool:
        """Tell whether the change goes the stated way for every width of window that fits."""
        return all(other.agrees for other in self.others)


def milestones_inside(milestones: Iterable[Milestone], year: int, windows: Windows, but: str = "") -> list[Milestone]:
    """Return the other milestones that fall into the years of both windows, by date."""
    first, last = windows.before(year)[0], windows.after(year)[1]
    inside = [other for other in milestones if first <= first_year_from(other.date) <= last and other.id != but]
    return sorted(inside, key=lambda other: other.date)


def milestone_change(
    panel: Panel,
    economy: str,
    comparators: Sequence[str],
    year: int,
    windows: Windows,
    direction: Direction | None = None,
) -> MilestoneChange:
    """Return the change of an economy at a date with its ranks; None takes the direction of the change itself."""
    found = changes(panel, windows)
    change = _change(panel, economy, year, windows, found)
    stated = direction or ("down" if (change.change or 0.0) < 0 else "up")
    sign = 1.0 if stated == "up" else -1.0
    unknown = VolatilityRatio(None, change.reason)
    asked = Asked(panel, found, windows, economy, year, sign, change.reason)
    return MilestoneChange(
        economy=economy,
        direction=stated,
        change=change,
        dates=among_dates(asked),
        economies=among_economies(asked, comparators),
        volatility=unknown if change.reason else _volatility(panel, economy, year, windows),
        others=_other_windows(panel, economy, year, windows, sign),
    )


def _change(panel: Panel, economy: str, year: int, windows: Windows, found: Changes) -> Change:
    observed = panel.scaled_years(economy)
    inside = sum(
        int(((observed >= first) & (observed <= last)).sum())
        for first, last in (windows.before(year), windows.after(year))
    )
    reason, row = why_not(panel, economy, year, windows), found.row(year)
    if reason or row is None:
        return Change(year, windows, len(observed), inside, reason)
    column = panel.columns[economy]
    before, after = float(found.before[row, column]), float(found.after[row, column])
    window = panel.series(economy)[year - windows.k - panel.first : year - panel.first, np.newaxis]
    slope = float(window_values(window, windows.k, "slope")[0, 0])
    is_mean = windows.statistic == "mean"
    return Change(
        year=year,
        windows=windows,
        n=len(observed),
        coverage=inside,
        reason=None,
        before=panel.unscaled(before) if is_mean else panel.as_slope(before),
        after=panel.unscaled(after) if is_mean else panel.as_slope(after),
        change=panel.as_difference(after - before) if is_mean else panel.as_slope(after - before),
        earlier_slope=panel.as_slope(slope),
        expected=panel.as_difference(windows.reach * slope) if is_mean else None,
    )


def _volatility(panel: Panel, economy: str, year: int, windows: Windows) -> VolatilityRatio:
    values = panel.series(economy)
    differences = np.diff(values)
    later = np.arange(panel.first + 1, panel.last + 1)
    known = ~np.isnan(differences) & ~np.isin(later, panel.breaks.get(economy, ()))
    inside = np.zeros(len(later), dtype=bool)
    for first, last in (windows.before(year), windows.after(year)):
        # a difference belongs to a window that holds both of its years
        inside |= (later > first) & (later <= last)
    rest = (later <= windows.before(year)[0]) | (later > windows.after(year)[1])
    within, without = differences[known & inside], differences[known & rest]
    if min(len(within), len(without)) < _MIN_DIFFERENCES:
        return VolatilityRatio(None, Reason(Cause.TOO_FEW_DIFFERENCES, least=_MIN_DIFFERENCES))
    spread = float(np.std(without, ddof=1))
    if spread <= panel.noise(economy):
        return VolatilityRatio(None, Reason(Cause.EVEN_STEPS))
    return VolatilityRatio(float(np.std(within, ddof=1)) / spread)


def _other_windows(panel: Panel, economy: str, year: int, asked: Windows, sign: float) -> tuple[OtherWindow, ...]:
    found: list[OtherWindow] = []
    for k in sorted({*OTHER_WINDOWS[asked.statistic], asked.k}):
        windows = Windows(asked.statistic, k, asked.lag)
        if why_not(panel, economy, year, windows):
            continue
        every = changes(panel, windows)
        row = every.row(year)
        if row is None:
            continue
        signed = sign * every.change[:, [panel.columns[economy]]]
        noise = panel.noise(economy)
        dates = int((~np.isnan(signed)).sum())
        own = float(signed[row, 0])
        rank = int(ranks(signed, row, noise)[0]) if dates >= MIN_DATES else None
        found.append(OtherWindow(k, shown(panel, asked.statistic, sign * own), own > noise, dates, rank))
    return tuple(found)
