"""Where does a change stand? Among all dates of its series, and among other economies at the same date."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from dashboard.analysis.panel import Floats, Panel
from dashboard.analysis.reasons import NO_DATA, Cause, Reason
from dashboard.analysis.windows import Changes, Windows
from dashboard.catalogue.checks import Statistic

Counts = npt.NDArray[np.int64]

MIN_DATES: Final = 10
# under so many dates only the first rank counts, and the result is marked
FEW_DATES: Final = 20
MIN_ECONOMIES: Final = 8


@dataclass(frozen=True)
class DateChange:
    """The same comparison at another date; `overlaps` tells whether its windows overlap those of the milestone."""

    year: int
    change: float
    overlaps: bool


@dataclass(frozen=True)
class DateRank:
    """Where a change stands among all dates of its series, by size in the stated direction.

    `rank` 1 is the largest of `dates`; `apart` counts the dates whose windows do not overlap the milestone's, `larger`
    those of them with a change as large. `short`: so few dates that only the first rank counts.
    """

    dates: int
    reason: Reason | None
    rank: int | None = None
    short: bool = False
    apart: int = 0
    larger: int = 0
    distribution: tuple[DateChange, ...] = ()


@dataclass(frozen=True)
class EconomyChange:
    """The same number of another economy."""

    economy: str
    change: float


@dataclass(frozen=True)
class EconomyRank:
    """Where a change stands among other economies: `larger` of `economies` have one as large; `median` is theirs.

    `beyond` tells whether the change is larger than the median in the stated direction.
    """

    economies: int
    reason: Reason | None
    rank: int | None = None
    larger: int = 0
    median: float | None = None
    beyond: bool | None = None
    changes: tuple[EconomyChange, ...] = ()


def ranks(signed: Floats, row: int, noise: Floats | float) -> Counts:
    """Return the rank of one date among all dates, for each column: how many changes are at least as large as its own.

    `signed`: dates by columns, positive in the stated direction, NaN where the comparison does not fit.
    """
    return (signed >= signed[row] - noise).sum(axis=0)


def strict_count(signed: Floats, row: int, reach: int, noise: Floats | float) -> tuple[Counts, Counts]:
    """Return, for each column, how many dates lie `reach` or more away from one, and how many of them are as large."""
    apart = signed[np.abs(np.arange(len(signed)) - row) >= reach]
    return (~np.isnan(apart)).sum(axis=0), (apart >= signed[row] - noise).sum(axis=0)


def shown(panel: Panel, statistic: Statistic, change: float) -> float:
    """Return a change of means or slopes as it is shown: in percent or points of growth where values are logged."""
    return panel.as_difference(change) if statistic == "mean" else panel.as_slope(change)


@dataclass(frozen=True, eq=False)
class Asked:
    """Which change is placed: that of an economy at a date, in a direction; `reason` says why there is none."""

    panel: Panel
    found: Changes
    windows: Windows
    economy: str
    year: int
    sign: float
    reason: Reason | None

    @property
    def row(self) -> int:
        """Return the row of the date among all changes."""
        return self.year - self.found.first


def among_dates(asked: Asked) -> DateRank:
    """Return where a change stands among all dates at which the same comparison fits."""
    panel, found, windows = asked.panel, asked.found, asked.windows
    if asked.economy not in panel.columns:
        return DateRank(0, NO_DATA)
    every = found.change[:, panel.columns[asked.economy]]
    distribution = tuple(
        DateChange(year, shown(panel, windows.statistic, float(every[row])), abs(year - asked.year) < windows.reach)
        for row, year in ((int(row), found.first + int(row)) for row in np.flatnonzero(~np.isnan(every)))
    )
    dates = len(distribution)
    too_few = Reason(Cause.TOO_FEW_DATES, n=dates, least=MIN_DATES) if dates < MIN_DATES else None
    reason = asked.reason or too_few
    empty = DateRank(dates, reason, short=dates < FEW_DATES, distribution=distribution)
    if reason:
        return empty
    signed, noise = asked.sign * every[:, np.newaxis], panel.noise(asked.economy)
    apart, larger = strict_count(signed, asked.row, windows.reach, noise)
    found = ranks(signed, asked.row, noise)
    return replace(empty, rank=int(found[0]), apart=int(apart[0]), larger=int(larger[0]))


def among_economies(asked: Asked, comparators: Sequence[str]) -> EconomyRank:
    """Return where a change stands among other economies with values for the same years."""
    if asked.reason:
        return EconomyRank(0, asked.reason)
    panel, every = asked.panel, asked.found.change[asked.row]
    fitting = {
        code: float(every[panel.columns[code]])
        for code in comparators
        if code in panel.columns and not _is_too_small(asked, code)
    }
    others = {code: change for code, change in fitting.items() if not np.isnan(change)}
    statistic = asked.windows.statistic
    changes = tuple(EconomyChange(code, shown(panel, statistic, change)) for code, change in others.items())
    if len(others) < MIN_ECONOMIES:
        too_few = Reason(Cause.TOO_FEW_OTHERS, n=len(others), least=MIN_ECONOMIES)
        return EconomyRank(len(others), too_few, changes=changes)
    noise, own = panel.noise(asked.economy), asked.sign * float(every[panel.columns[asked.economy]])
    values = np.array(list(others.values()))
    larger = int((asked.sign * values >= own - noise).sum())
    median = float(np.median(values))
    return EconomyRank(
        economies=len(others),
        reason=None,
        rank=1 + larger,
        larger=larger,
        median=shown(panel, statistic, median),
        beyond=own > asked.sign * median + noise,
        changes=changes,
    )


def _is_too_small(asked: Asked, economy: str) -> bool:
    """Tell whether logarithms of an economy's small counts would jump about inside the windows."""
    if not asked.panel.window_floor:
        return False
    years = range(asked.windows.before(asked.year)[0], asked.windows.after(asked.year)[1] + 1)
    return bool((asked.panel.inside(years)[:, asked.panel.columns[economy]] < asked.panel.window_floor).any())
