"""Cut values into classes of about equal numbers, between bounds that are as round as they can be."""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

# a bound may leave its quantile by this share of the values, to be a rounder number
_SLACK: Final = 0.025
_STEPS: Final = (10.0, 5.0, 2.0)
_DIGITS: Final = 12


def quantile_bounds(values: Sequence[float], most: int) -> tuple[float, ...]:
    """Return the edges of at most so many classes with about as many values in each, from the lowest to the highest.

    Zero is an edge where values lie on both sides of it. The outermost edges lie at or beyond the extremes.
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    below, above = ordered[ordered < 0], ordered[ordered >= 0]
    if len(below) and len(above):
        under = min(max(round(most * len(below) / len(ordered)), 1), most - 1)
        inner = [*_cuts(below, under), 0.0, *_cuts(above, most - under)]
    else:
        inner = list(_cuts(ordered, most))
    low, high = _rounded_out(float(ordered[0]), float(ordered[-1]))
    # an edge belongs to the class above it, so one at the lowest value would leave the lowest class empty
    kept = sorted({edge for edge in inner if ordered[0] < edge <= ordered[-1] and low < edge < high})
    return (low, *kept, high)


def class_of(bounds: Sequence[float], value: float) -> int:
    """Return which class a value is in, counted from 0; an edge belongs to the class above it."""
    return min(max(bisect_right(bounds, value) - 1, 0), len(bounds) - 2)


def _cuts(ordered: np.ndarray, classes: int) -> Iterator[float]:
    for cut in range(1, classes):
        share = cut / classes
        low, high = np.quantile(ordered, [max(0.0, share - _SLACK), min(1.0, share + _SLACK)])
        yield _roundest(float(low), float(high))


def _roundest(low: float, high: float) -> float:
    """Return the number between two others that is a multiple of the largest step of 1, 2 or 5 times a power of ten."""
    if low == high:
        return low
    if low <= 0 <= high:
        return 0.0
    power = math.ceil(math.log10(max(abs(low), abs(high))))
    while True:
        for factor in _STEPS:
            step = factor * 10.0 ** (power - 1)
            first, last = math.ceil(low / step), math.floor(high / step)
            if first <= last:
                return min(max(_plain(round((first + last) / 2) * step), low), high)
        power -= 1


def _rounded_out(low: float, high: float) -> tuple[float, float]:
    """Return two ends at or beyond the extremes, with two digits of the difference between them."""
    span = high - low or abs(high) or 1.0
    step = 10.0 ** (math.floor(math.log10(span)) - 1)
    ends = _plain(math.floor(low / step) * step), _plain(math.ceil(high / step) * step)
    return min(low, ends[0]), max(high, ends[1])


def _plain(value: float) -> float:
    """Return a number without what arithmetic left behind it."""
    return float(f"{value:.{_DIGITS}g}")
