"""Choose with whom comparisons are made, and when: economies of a million people or more, in full years."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from dashboard.analysis.panel import Floats, Panel, Years
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR

MIN_PEOPLE: Final = 1_000_000
# a year counts as full with this part of the economies of the fullest year
FULL: Final = 0.8
# another economy takes part in a year's comparison with a value of that year or of so many years before it
YEARS_BACK: Final = 3
# before it most series have too few economies to be compared
FIRST_COMPARED: Final = 1960
MIN_SERIES: Final = 8


def comparators(population: Panel, economies: Iterable[Economy], least: int = MIN_PEOPLE) -> tuple[str, ...]:
    """Return the codes of all individual economies of at least so many people, in their order, the subject included.

    People are counted in the newest full year of the population series; what that series lacks altogether takes part
    by the `population` of its record. Where no economy has a population at all, size cannot be told and none is left
    out.
    """
    single = {entry.id: entry for entry in economies if not entry.aggregate}
    year = full_year(population, single)
    if year is None:
        return tuple(single)
    people = population.values[year - population.first]
    counted = {
        code: float(people[population.columns[code]])
        for code in single
        if code in population.columns and len(population.observed(code)[0])
    }
    return tuple(code for code, entry in single.items() if counted.get(code, entry.population or 0) >= least)


def full_year(panel: Panel, economies: Iterable[str], holds: str | None = None) -> int | None:
    """Return the newest year with 80 % as many of these economies as the fullest year has; None where none has any.

    With `holds`, the newest such year in which that economy has a value too.
    """
    columns = [panel.columns[code] for code in economies if code in panel.columns]
    known = ~np.isnan(panel.values)
    counts: npt.NDArray[np.int64] = known[:, columns].sum(axis=1)
    if not counts.size or not counts.max():
        return None
    full = counts >= FULL * counts.max()
    if holds is not None:
        full &= known[:, panel.columns[holds]] if holds in panel.columns else False
    years = np.flatnonzero(full)
    return int(years[-1]) + panel.first if len(years) else None


def newest_values(panel: Panel, year: int) -> tuple[Floats, Years]:
    """Return for every column the newest value of a year or the three before it, NaN without one, and its age."""
    values, ages = np.full(len(panel.economies), np.nan), np.zeros(len(panel.economies), dtype=np.int64)
    rows = panel.inside(range(year - YEARS_BACK, year + 1))
    for age, row in enumerate(rows[::-1]):
        fresh = np.isnan(values) & ~np.isnan(row)
        values[fresh], ages[fresh] = row[fresh], age
    return values, ages


def compared_years(panel: Panel, economies: Iterable[str]) -> tuple[int, int]:
    """Return the years to which spans of a series are clipped: from 1960 to the last year with eight economies.

    `economies` are the individual ones, of all sizes. A series that never has eight is not clipped.
    """
    columns = [panel.columns[code] for code in economies if code in panel.columns]
    counts: npt.NDArray[np.int64] = (~np.isnan(panel.values[:, columns])).sum(axis=1)
    years = np.flatnonzero(counts >= MIN_SERIES)
    return (FIRST_COMPARED, int(years[-1]) + panel.first) if len(years) else (FIRST_YEAR, LAST_YEAR)
