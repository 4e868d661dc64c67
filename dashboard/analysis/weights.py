"""Weigh the economies of a comparison by their GDP, and name the largest that are missing from it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np

from dashboard.analysis.comparators import newest_values
from dashboard.analysis.panel import Panel

# under this part of the comparators' GDP a comparison says whom it lacks
ENOUGH: Final = 2 / 3
_NAMED: Final = 3


@dataclass(frozen=True)
class Weight:
    """Which share of all comparators' GDP those make up that take part, and the largest three that do not."""

    share: float
    missing: tuple[str, ...]

    @property
    def is_thin(self) -> bool:
        """Tell whether a comparison with them has to say whom it lacks."""
        return self.share < ENOUGH


def weight_of(gdp: Panel, taking_part: Collection[str], comparators: Collection[str], year: int) -> Weight | None:
    """Return what those who take part weigh, by GDP in current US$ of a year or the three before it.

    Economies without one are left out of the sum; None where no comparator has one.
    """
    values, _ = newest_values(gdp, year)
    known = {code: float(values[gdp.columns[code]]) for code in comparators if code in gdp.columns}
    known = {code: value for code, value in known.items() if not np.isnan(value)}
    if not known:
        return None
    inside = sum(value for code, value in known.items() if code in taking_part)
    missing = sorted((code for code in known if code not in taking_part), key=lambda code: -known[code])
    return Weight(inside / sum(known.values()), tuple(missing[:_NAMED]))
