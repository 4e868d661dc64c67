"""Map days and values to pixels: the time scale and the value scale of a plot."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from dashboard import formatting
from dashboard.catalogue.indicators import Scale
from dashboard.figures.geometry.ticks import log_ticks, value_ticks

# how far beyond the middle nine tenths an axis follows the extremes of a few
_STRETCH: Final = 2.5


@dataclass(frozen=True)
class TimeScale:
    """The time axis of a plot: first and last day at its edges, and its width in pixels."""

    first: dt.date
    last: dt.date
    width: float

    def px(self, day: dt.date) -> float:
        """Return a day's distance from the left edge in pixels."""
        return (day - self.first).days / max(1, (self.last - self.first).days) * self.width

    def day(self, px: float) -> str:
        """Return the moment at a distance from the left edge, as plotly reads it."""
        span = (self.last - self.first).days
        moment = dt.datetime.combine(self.first, dt.time()) + dt.timedelta(days=px / self.width * span)
        return moment.isoformat(timespec="minutes")


class Ticks(NamedTuple):
    """The values marked on an axis, and what is written there."""

    values: tuple[float, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class ValueScale:
    """A value axis: its ends, and whether it is logarithmic."""

    low: float
    high: float
    kind: Scale = "linear"

    @property
    def range(self) -> list[float]:
        """Return the ends as plotly's axis has them."""
        return [self.at(self.low), self.at(self.high)]

    @property
    def crosses_zero(self) -> bool:
        """Tell whether zero lies inside the axis."""
        return self.low < 0 < self.high

    def at(self, value: float) -> float:
        """Return a value's coordinate as plotly's axis has it: its logarithm on a logarithmic one."""
        return math.log10(value) if self.kind == "log" else value

    def position(self, value: float, px: float) -> float:
        """Return a value's distance from the lower end, on an axis of so many pixels."""
        low, high = self.at(self.low), self.at(self.high)
        return (self.at(value) - low) / (high - low) * px

    def ticks(self, most: int) -> Ticks:
        """Return at most so many round values with their texts."""
        is_log = self.kind == "log"
        found = log_ticks(self.low, self.high, most) if is_log else value_ticks(self.low, self.high, most)
        return Ticks(found, formatting.ticks(found, log=is_log))


def near(values: pd.Series) -> tuple[float, float]:
    """Return the ends of a linear axis of values: the extremes, or where these lie far beyond nearly all others, less.

    An axis follows extremes as far as two and a half times the span of the middle nine tenths beyond that.
    """
    low, high = float(values.min()), float(values.max())
    near_low, near_high = (float(end) for end in np.quantile(values, (0.05, 0.95)))
    reach = (near_high - near_low) * _STRETCH
    # only what is far out is cut off
    return (near_low - reach, near_high + reach) if reach and high - low > 2 * reach else (low, high)


def air(low: float, high: float, share: float) -> float:
    """Return the room to leave beyond the ends of values: a share of their span, and some where they are all equal."""
    return (high - low) * share or abs(high) * 0.1 or 1.0
