"""How does an economy run against others about a date? Every series from its own level in the years before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dashboard.analysis.panel import NO_DATA, Floats, Panel
from dashboard.analysis.windows import year_list

BASE_YEARS: Final = 3
REACH: Final = 10
MIN_ECONOMIES: Final = 5


@dataclass(frozen=True)
class EventPoint:
    """One year seen from the milestone: the economy's value, and the median and range of `economies` others.

    Values are 100 times the base for logged kinds, otherwise differences from it; None where there is no figure, or
    where fewer than five other economies have one.
    """

    offset: int
    year: int
    value: float | None
    economies: int
    median: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class EventTime:
    """A series about a date, from the mean of the three years before it (geometric where kinds are logged)."""

    year: int
    base_years: tuple[int, int]
    base: float | None
    n: int
    reason: str
    is_index: bool
    points: tuple[EventPoint, ...]


def event_time(panel: Panel, economy: str, comparators: Sequence[str], year: int, reach: int = REACH) -> EventTime:
    """Return a series and its comparators in event time, from `reach` years before a date to `reach` years after.

    Only economies with a full base are compared, and only across no known break.
    """
    base_years = year - BASE_YEARS, year - 1
    held, _ = panel.observed(economy)
    missing = sorted(set(range(base_years[0], year)) - set(held.tolist()))
    if missing:
        reason = f"the base lacks figures for {year_list(missing)}" if len(held) else NO_DATA
        return EventTime(year, base_years, None, len(held), reason, panel.is_logged, ())
    broken = panel.broken_between(economy, *base_years)
    if broken:
        reason = f"a level break in {year_list(broken)} lies inside the base"
        return EventTime(year, base_years, None, len(held), reason, panel.is_logged, ())
    relative = _relative(panel, base_years)
    own = relative[:, panel.columns[economy]]
    others = relative[:, [panel.columns[code] for code in comparators if code in panel.columns]]
    rows = [row for row in range(len(own)) if abs(panel.first + row - year) <= reach]
    points = tuple(_point(panel.first + row, year, float(own[row]), others[row]) for row in rows)
    base = panel.series(economy)[base_years[0] - panel.first : year - panel.first].mean()
    return EventTime(year, base_years, panel.unscaled(float(base)), len(held), "", panel.is_logged, points)


def _relative(panel: Panel, base_years: tuple[int, int]) -> Floats:
    first, last = base_years
    base = panel.scaled[first - panel.first : last + 1 - panel.first].mean(axis=0)
    difference = panel.scaled - base
    for economy, years in panel.breaks.items():
        place = panel.columns.get(economy)
        for broken in years if place is not None else ():
            across = [row for row, year in enumerate(panel.years) if min(year, first) < broken <= max(year, last)]
            difference[across, place] = np.nan
    return 100 * np.exp(difference) if panel.is_logged else difference


def _point(year: int, event: int, value: float, others: Floats) -> EventPoint:
    known = others[~np.isnan(others)]
    own = None if np.isnan(value) else value
    if len(known) < MIN_ECONOMIES:
        return EventPoint(year - event, year, own, len(known), None, None, None)
    return EventPoint(
        year - event, year, own, len(known), float(np.median(known)), float(known.min()), float(known.max())
    )
