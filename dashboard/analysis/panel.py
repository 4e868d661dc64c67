"""Lay out annual values to be compared: one row per year, one column per economy, on the scale of their kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.analysis.eras import COMPOUNDS
from dashboard.catalogue.indicators import Break, Kind

Floats = npt.NDArray[np.float64]
Years = npt.NDArray[np.int64]

# under this part of its size, a series that should stand still moves by what arithmetic leaves behind
NOISE: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Panel:
    """Annual values of an indicator, one row per year, NaN where there is none.

    `values` is years by economies as published; `first` the year of its first row; `breaks` the first years of new
    definitions, by economy. Another economy takes part in a window only with `window_floor` or more in every year.
    """

    kind: Kind
    first: int
    economies: tuple[str, ...]
    values: Floats
    breaks: Mapping[str, tuple[int, ...]]
    window_floor: float = 0.0

    @property
    def last(self) -> int:
        """Return the last year of any value; before `first` where there is none."""
        return self.first + len(self.values) - 1

    @property
    def years(self) -> range:
        """Return the years, one a row."""
        return range(self.first, self.last + 1)

    @property
    def is_logged(self) -> bool:
        """Tell whether values are compared in natural logarithms: levels, prices and indices are."""
        return self.kind in COMPOUNDS

    @cached_property
    def scaled(self) -> Floats:
        """Return the values on the scale on which they are compared; what has no logarithm counts as missing."""
        if not self.is_logged:
            return self.values
        return np.log(self.values, where=self.values > 0, out=np.full_like(self.values, np.nan))

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Return in which column each economy stands."""
        return {economy: column for column, economy in enumerate(self.economies)}

    def between(self, first: int | None, last: int | None) -> "Panel":
        """Return the panel without the years before `first` and after `last`."""
        if first is None and last is None:
            return self
        start = min(max(0, (first or self.first) - self.first), len(self.values))
        end = max(start, len(self.values) if last is None else last + 1 - self.first)
        return replace(self, first=self.first + start, values=self.values[start:end])

    def of(self, economies: Sequence[str]) -> "Panel":
        """Return the panel of some of its economies."""
        return replace(
            self, economies=tuple(economies), values=self.values[:, [self.columns[code] for code in economies]]
        )

    def series(self, economy: str) -> Floats:
        """Return one economy's values on the scale on which they are compared, one a year."""
        column = self.columns.get(economy)
        return np.full(len(self.values), np.nan) if column is None else self.scaled[:, column]

    def within(self, economy: str, years: range) -> Floats:
        """Return one economy's values in some years on the scale on which they are compared, NaN where missing."""
        return self.series(economy)[self._rows(years)]

    def means(self, years: range) -> tuple[Years, Floats]:
        """Return for every economy how many values it has in some years, and their mean on the scale of comparison."""
        inside = self.scaled[self._rows(years)]
        counts = (~np.isnan(inside)).sum(axis=0)
        sums = np.nansum(inside, axis=0)
        return counts, np.divide(sums, counts, where=counts > 0, out=np.full(len(counts), np.nan))

    def inside(self, years: range) -> Floats:
        """Return the values of all economies in some years as published, NaN where missing, a row for every year."""
        rows = np.full((len(years), len(self.economies)), np.nan)
        first, stop = max(years.start, self.first), min(years.stop, self.last + 1)
        if first < stop:
            rows[first - years.start : stop - years.start] = self.values[first - self.first : stop - self.first]
        return rows

    def observed(self, economy: str) -> tuple[Years, Floats]:
        """Return the years for which an economy has a value, and the values as published."""
        if economy not in self._observed:
            values = np.empty(0) if economy not in self.columns else self.values[:, self.columns[economy]]
            known = np.flatnonzero(~np.isnan(values))
            self._observed[economy] = known + self.first, values[known]
        return self._observed[economy]

    def scaled_years(self, economy: str) -> Years:
        """Return the years for which an economy has a value on the scale on which windows are compared."""
        years, values = self.observed(economy)
        return years[values > 0] if self.is_logged else years

    def _rows(self, years: range) -> slice:
        return slice(*(min(max(0, year - self.first), len(self.values)) for year in (years.start, years.stop)))

    @cached_property
    def _observed(self) -> dict[str, tuple[Years, Floats]]:
        # every check and every comparison asks again
        return {}

    def broken_between(self, economy: str, first: int, last: int) -> tuple[int, ...]:
        """Return the years of known breaks that a comparison of two years would span."""
        return tuple(year for year in self.breaks.get(economy, ()) if first < year <= last)

    def noise(self, economy: str) -> float:
        """Return the size under which a difference of an economy's scaled values is none."""
        series = self.series(economy)
        return NOISE * float(np.nanstd(series)) if not np.isnan(series).all() else 0.0

    def is_constant(self, economy: str) -> bool:
        """Tell whether an economy's values are one and the same."""
        _, values = self.observed(economy)
        return len(values) > 0 and float(np.ptp(values)) <= NOISE * float(np.abs(values).max())

    def unscaled(self, mean: float) -> float:
        """Return a mean of scaled values in the unit of the indicator: of logarithms, the geometric mean."""
        return float(np.exp(mean)) if self.is_logged else mean

    def as_difference(self, difference: float) -> float:
        """Return a difference of scaled values as it is shown: in percent where they are logarithms."""
        return float(np.expm1(difference)) * 100 if self.is_logged else difference

    def as_slope(self, slope: float) -> float:
        """Return a slope of scaled values as it is shown: in points of growth a year where they are logarithms."""
        return slope * 100 if self.is_logged else slope


def panel_of(annual: pd.DataFrame, kind: Kind, breaks: Sequence[Break] = (), *, window_floor: float = 0.0) -> Panel:
    """Return the panel of annual observations (economy, period, value)."""
    known = break_years(breaks)
    if annual.empty:
        return Panel(kind, 0, (), np.empty((0, 0)), known, window_floor)
    years = annual["period"].to_numpy().astype("datetime64[Y]").astype(np.int64) + 1970
    columns, economies = pd.factorize(annual["economy"])
    first = int(years.min())
    values = np.full((int(years.max()) - first + 1, len(economies)), np.nan)
    values[years - first, columns] = annual["value"].to_numpy()
    return Panel(kind, first, tuple(str(economy) for economy in economies), values, known, window_floor)


def break_years(breaks: Sequence[Break]) -> dict[str, tuple[int, ...]]:
    """Return the years of known breaks by economy, in order."""
    known: dict[str, tuple[int, ...]] = {}
    for entry in sorted(breaks, key=lambda entry: entry.year):
        known[entry.economy] = (*known.get(entry.economy, ()), entry.year)
    return known
