"""Another edition than the snapshot, as a user's first live refresh may meet it.

Economies that the catalogue does not know, others renamed, units worded otherwise, figures to 2025, everything
revised a little. The World Bank has no Taiwan. And four things that a person must decide: an economy gone, a history
withdrawn, a new base year, figures in another unit.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from tests.replay.figures import Known, Point, Series, known_series

OTHERS: Final = 8
LAST_YEAR: Final = 2025
NAMES: Final = {"TUR": "Türkiye", "VNM": "Viet Nam", "KOR": "Korea, Rep.", "RUS": "Russian Federation"}
PUBLISHED: Final = dt.date(2026, 10, 28)
GONE, WITHDRAWN, REBASED, RESCALED = "rd-spending", "researchers", "gdp-constant", "military-spending"
NEEDS_A_DECISION: Final = {
    GONE: "No value is left of SGP.",
    WITHDRAWN: "; all values of 16 periods from 1996 to 2011 are gone.",
    REBASED: "the source's unit is 'constant 2021 US dollars' and the catalogue's 'constant 2015 US$'; if the series "
    "is still the right one, give it the new unit in data/world/indicators.toml.",
    RESCALED: "The values are typically about 1,000 times what they were, as if the unit had changed.",
}
# what can be taken in as it is; another base year needs another unit in the catalogue first
HELD_BACK: Final = NEEDS_A_DECISION.keys() - {REBASED}


def later_edition() -> Known:
    """Return what the providers know in the autumn after the snapshot was taken."""
    catalogue, series = known_series()
    return Known(catalogue, map(_later, series), OTHERS, NAMES)


def _later(series: Series) -> Series:
    figures = dict(series.figures)
    if series.indicator.source == "world-bank":
        figures = {point: value for point, value in figures.items() if point[0] != "TWN"}
    figures = _CHANGES.get(series.indicator.id, lambda now: now)(_revised(_longer(figures)))
    return replace(series, figures=figures, published=PUBLISHED, unit=_worded(series))


def _longer(figures: Mapping[Point, float]) -> dict[Point, float]:
    """Return figures with a year more where a series reached the last year that any economy had."""
    years = [period for _, period in figures if isinstance(period, int)]
    last = max(years, default=LAST_YEAR)
    ahead = {
        (economy, last + 1): value
        for (economy, period), value in figures.items()
        if period == last and last < LAST_YEAR
    }
    return {**figures, **ahead}


def _revised(figures: Mapping[Point, float]) -> dict[Point, float]:
    return {point: value * 1.002 if int(str(point[1])[-1]) % 3 == 0 else value for point, value in figures.items()}


def _worded(series: Series) -> str:
    unit = series.indicator.unit
    if series.indicator.id == REBASED:
        unit = unit.replace("2015", "2021")
    return unit.replace("%", "percent").replace("US$", "US dollars").replace("kWh", "kilowatt-hours")


def _without_singapore(figures: dict[Point, float]) -> dict[Point, float]:
    return {point: value for point, value in figures.items() if point[0] != "SGP"}


def _since_2012(figures: dict[Point, float]) -> dict[Point, float]:
    return {point: value for point, value in figures.items() if int(point[1]) >= 2012}


_CHANGES: Final[dict[str, Callable[[dict[Point, float]], dict[Point, float]]]] = {
    GONE: _without_singapore,
    WITHDRAWN: _since_2012,
    REBASED: lambda figures: {point: value * 1.12 for point, value in figures.items()},
    RESCALED: lambda figures: {point: value * 1000 for point, value in figures.items()},
}
