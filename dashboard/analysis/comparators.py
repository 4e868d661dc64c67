"""Choose the economies that comparisons are made with: individual economies of a million people or more."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from dashboard.analysis.panel import Panel
from dashboard.catalogue.economies import Economy

MIN_PEOPLE: Final = 1_000_000
# a year counts as full with this part of the economies of the fullest year
FULL: Final = 0.8


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
