"""Tell whether a span of years has values enough to be summed up: how many, in which share, in each third."""

from typing import Final

import numpy as np
import numpy.typing as npt

from dashboard.analysis.reasons import Cause, Reason

MIN_VALUES: Final = 5
MIN_COVERAGE: Final = 0.6
# the thirds of a span, as they follow one another
THIRDS: Final = ("first", "middle", "last")

Bools = npt.NDArray[np.bool_]


def why_thin(known: Bools, first: int, least: int = MIN_VALUES) -> Reason | None:
    """Return why a span is too thin to be summed up, None where it is not; `known`: for each year from `first` on.

    It takes five values unless told otherwise, in 60 % of its years and in at least half of the years of each third, so
    that gaps at one end cannot carry a mean.
    """
    n, years = int(known.sum()), len(known)
    if n < least:
        return Reason(Cause.TOO_FEW, n=n, of=years, least=least)
    if n < MIN_COVERAGE * years:
        return Reason(Cause.TOO_SPARSE, n=n, of=years)
    for name, (start, end) in zip(THIRDS, thirds(years), strict=True):
        present = int(known[start:end].sum())
        if 2 * present < end - start:
            span = first + start, first + end - 1
            return Reason(Cause.THIN_THIRD, n=present, of=end - start, spans=(span,), what=name)
    return None


def covered(known: Bools) -> Bools:
    """Return for each column of years by economies whether it has values enough to be summed up."""
    counts, years = known.sum(axis=0), len(known)
    enough = (counts >= MIN_VALUES) & (counts >= MIN_COVERAGE * years)
    for start, end in thirds(years):
        enough &= 2 * known[start:end].sum(axis=0) >= end - start
    return enough


def thirds(years: int) -> tuple[tuple[int, int], ...]:
    """Return the thirds of a span as slices; the first is the shortest where it cannot be cut evenly."""
    return tuple((part * years // 3, (part + 1) * years // 3) for part in range(3))
