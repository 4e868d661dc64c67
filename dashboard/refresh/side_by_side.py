"""Lay two releases of a series side by side as matrices, so that each economy and each period is one row or column."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypedDict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]

# the World Bank and Our World in Data print single precision at times
_PRECISION: Final = 1e-6
_MONTHS: Final = 12
# so many economies tell what is usual in a period
_SEVERAL: Final = 5


class Span(TypedDict):
    """The first and last period that a doubt concerns."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, eq=False)
class Pair:
    """Two releases: economies in rows, periods in columns from the first to the last, NaN where there is no value."""

    economies: Sequence[str]
    periods: Sequence[dt.date]
    before: Numbers
    now: Numbers

    @classmethod
    def of(cls, before: pd.DataFrame, now: pd.DataFrame) -> "Pair":
        """Return the pair of two frames of economy (str), period (datetime64) and value (float64), either not empty."""
        both = pd.concat([before, now], ignore_index=True)
        rows, economies = pd.factorize(both["economy"], sort=True)
        months = both["period"].to_numpy().astype("datetime64[M]").astype("int64")
        first = int(months.min())
        step = math.gcd(*np.unique(months - first).tolist()) or _MONTHS
        columns = (months - first) // step
        shape = len(economies), int(columns.max()) + 1
        cut = len(before)
        places = pd.Series(np.datetime64(first, "M") + step * np.arange(shape[1])).dt.date.tolist()
        values = both["value"].to_numpy(dtype="float64")
        return cls(
            [str(economy) for economy in economies],
            places,
            _filled(shape, rows[:cut], columns[:cut], values[:cut]),
            _filled(shape, rows[cut:], columns[cut:], values[cut:]),
        )

    @cached_property
    def both(self) -> Marks:
        """Where both have a value."""
        return ~np.isnan(self.before) & ~np.isnan(self.now)

    @cached_property
    def added(self) -> Marks:
        """Where only the new one has a value."""
        return np.isnan(self.before) & ~np.isnan(self.now)

    @cached_property
    def changed(self) -> Marks:
        """Where both have a value, and not the same at the precision in which providers print."""
        return self.both & ~close(self.before, self.now)

    @cached_property
    def moved(self) -> Numbers:
        """By how many powers of ten values differ, NaN where zero or another sign tells nothing of it."""
        return powers(self.before, self.now)

    @cached_property
    def shift(self) -> float:
        """By how many powers of ten values differ typically; 0 where less than half of them tell."""
        told = self.moved[~np.isnan(self.moved)]
        return float(np.median(told)) if 2 * len(told) > self.both.sum() else 0.0

    @cached_property
    def apart(self) -> Numbers:
        """By how many powers of ten values differ more than they do typically."""
        return self.moved - self.shift

    @cached_property
    def typical(self) -> float:
        """Return the size of a typical value that is not zero, in the release before."""
        sizes = np.abs(self.before[~np.isnan(self.before) & (self.before != 0)])
        return float(np.median(sizes)) if len(sizes) else 0.0

    @cached_property
    def usual(self) -> Numbers:
        """Return the size of a typical value of each period in the release before, where several tell, else of all."""
        sizes = np.where(self.before == 0, np.nan, np.abs(self.before))
        of_period = medians(sizes, 0, _SEVERAL)
        return np.where(of_period > 0, of_period, self.typical)

    def named(self, rows: Iterable[int]) -> tuple[str, ...]:
        """Return the codes of economies by the numbers of their rows."""
        return tuple(self.economies[row] for row in rows)

    def names(self, rows: Marks) -> tuple[str, ...]:
        """Return the codes of the economies whose rows are marked."""
        return self.named(numbers(rows))

    def span(self, marks: Marks) -> Span:
        """Return the first and last period with a mark, as a doubt has them."""
        columns = numbers(marks if marks.ndim == 1 else in_any(marks, 0))
        return {"first": self.periods[columns[0]], "last": self.periods[columns[-1]]}


def numbers(marks: Marks) -> list[int]:
    """Return the places of marks."""
    return np.flatnonzero(marks).tolist()


def in_any(marks: Marks, axis: int) -> Marks:
    """Tell for each row (axis 1) or column (axis 0) whether it has a mark."""
    return np.asarray(marks.any(axis=axis))


def close(one: Any, other: Any) -> Marks:  # noqa: ANN401 - whatever numpy makes numbers of
    """Tell where numbers are the same but for printed precision; NaN is close to nothing."""
    return np.abs(one - other) <= _PRECISION * np.maximum(np.abs(one), np.abs(other))


def powers(one: Numbers, other: Numbers) -> Numbers:
    """Return by how many powers of ten the second differs from the first, NaN for zero, none, and another sign."""
    # a difference of logarithms stays in the range of numbers where a ratio would not
    found = np.log10(np.abs(other)) - np.log10(np.abs(one))
    return np.where(np.isfinite(found) & (np.sign(one) == np.sign(other)), found, np.nan)


def medians(values: Numbers, axis: int, least: int) -> Numbers:
    """Return the median along an axis, without NaN; 0 where there are fewer numbers than `least`."""
    enough = (~np.isnan(values)).sum(axis=axis) >= max(least, 1)
    found = np.zeros(len(enough))
    if enough.any():
        found[enough] = np.nanmedian(np.compress(enough, values, axis=1 - axis), axis=axis)
    return found


def _filled(shape: tuple[int, int], rows: Any, columns: Any, values: Numbers) -> Numbers:  # noqa: ANN401 - indices
    found = np.full(shape, np.nan)
    found[rows, columns] = values
    return found
