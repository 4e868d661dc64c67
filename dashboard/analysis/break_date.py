"""At which single date would two means describe a series best? Shown in the lab, without a verdict."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from dashboard.analysis.panel import Floats, Panel
from dashboard.analysis.reasons import CONSTANT, NO_DATA, Cause, Reason

MIN_SEGMENT: Final = 5


@dataclass(frozen=True)
class BreakDate:
    """The first year after the best single split of a series without gaps, or the reason why there is none.

    `before` and `after` are the means of the two stretches in the unit of the indicator; `share` is by how much of the
    sum of squares about one mean two means bring it down.
    """

    n: int
    years: tuple[int, int] | None
    reason: Reason | None
    year: int | None = None
    before: float | None = None
    after: float | None = None
    share: float | None = None


def best_break(panel: Panel, economy: str) -> BreakDate:
    """Return the best single break of the longest stretch without gap or known break, by least squares.

    A scan over all splits with at least five years on either side; on the scale of comparison. Bai & Perron (1998)
    with one break and no test.
    """
    observed = panel.scaled_years(economy)
    if not len(observed):
        return BreakDate(0, None, NO_DATA)
    first, last = _longest_run(observed.tolist(), panel.breaks.get(economy, ()))
    years, values = (first, last), panel.series(economy)[first - panel.first : last + 1 - panel.first]
    if len(values) < 2 * MIN_SEGMENT:
        return BreakDate(len(values), years, Reason(Cause.SHORT_STRETCH, n=len(values), least=2 * MIN_SEGMENT))
    if panel.is_constant(economy):
        return BreakDate(len(values), years, CONSTANT)
    left = split_costs(values, MIN_SEGMENT)
    at = MIN_SEGMENT + int(np.argmin(left))
    whole = float(((values - values.mean()) ** 2).sum())
    return BreakDate(
        n=len(values),
        years=years,
        reason=None,
        year=first + at,
        before=panel.unscaled(float(values[:at].mean())),
        after=panel.unscaled(float(values[at:].mean())),
        share=1 - float(left.min()) / whole if whole else None,
    )


def split_costs(values: Floats, least: int) -> Floats:
    """Return the sum of squares about two means for every split that leaves `least` values on either side."""
    # about their own mean the sums keep their digits
    centred = values - values.mean()
    sizes = np.arange(least, len(values) - least + 1)
    total, before = centred.sum(), np.cumsum(centred)[sizes - 1]
    explained = before**2 / sizes + (total - before) ** 2 / (len(values) - sizes)
    return (centred**2).sum() - explained


def _longest_run(observed: list[int], breaks: tuple[int, ...]) -> tuple[int, int]:
    runs: list[tuple[int, int]] = []
    for year in observed:
        if runs and year == runs[-1][1] + 1 and year not in breaks:
            runs[-1] = runs[-1][0], year
        else:
            runs.append((year, year))
    # of runs as long as each other, the latest
    return max(runs, key=lambda run: (run[1] - run[0], run[1]))
