"""Frequencies: how long a period is, and how it is counted, written, read and placed in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import numpy.typing as npt

_MONTHS: Final = 12


class Moment(StrEnum):
    """Where in its period an observation is drawn."""

    MIDDLE = "middle"
    END = "end"


class Frequency(StrEnum):
    """How often a series has an observation; a period is known by its first day."""

    ANNUAL = "annual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"

    @property
    def per_year(self) -> int:
        """Return how many periods a year has."""
        return _FACTS[self].per_year

    @property
    def period(self) -> str:
        """Return what one period is called: year, quarter, month."""
        return _FACTS[self].period

    @property
    def adjective(self) -> str:
        """Return the name with its article: an annual, a monthly."""
        return f"{'an' if self.value[0] in 'aeiou' else 'a'} {self.value}"

    def hover_format(self, at: Moment = Moment.MIDDLE) -> str:
        """Return how plotly writes the period of an observation drawn there: 1979, Q1 1979, end of March 1979."""
        form = _FACTS[self].hover_format
        return f"end of {form}" if at is Moment.END else form

    def label(self, period: dt.date) -> str:
        """Return a period as people write it: 1979, 1979-Q1, 1979-03."""
        return pd.Period(period, _FACTS[self].code).strftime(_FACTS[self].label)

    def written(self, periods: pd.Series) -> pd.Series:
        """Return periods (first days, datetime64) as text, one label each, as they stand in files and tables."""
        return periods.dt.to_period(_FACTS[self].code).dt.strftime(_FACTS[self].label).astype("str")

    def read(self, texts: pd.Series) -> pd.Series:
        """Return the periods (first days, datetime64[s]) of labels; ValueError of text that is none."""
        # a file has few periods and many rows
        labels = pd.Series(texts.unique(), dtype="str")
        periods = pd.Series(pd.PeriodIndex(labels, freq=_FACTS[self].code).start_time.astype("datetime64[s]"))
        strange = labels[self.written(periods) != labels]
        if not strange.empty:
            raise ValueError(f"'{strange.iloc[0]}' is no {self.period} such as {self.label(dt.date(1979, 3, 1))}")
        return texts.map(dict(zip(labels, periods, strict=True))).astype("datetime64[s]")

    @classmethod
    @lru_cache(maxsize=1_000)
    def of(cls, label: str) -> Frequency:
        """Return the frequency that a period's label is written in; ValueError of text that is none."""
        for frequency in cls:
            try:
                frequency.read(pd.Series([label], dtype="str"))
            except ValueError:
                continue
            return frequency
        raise ValueError(f"'{label}' is not a period such as 1979, 1979-Q1 or 1979-03")

    def starts(self, days: pd.Series) -> pd.Series:
        """Return the first day (datetime64[s]) of the period that each day lies in."""
        return days.dt.to_period(_FACTS[self].code).dt.start_time.astype("datetime64[s]")

    def every(self, first: dt.date, last: dt.date) -> pd.DatetimeIndex:
        """Return every period from one to another by its first day (datetime64[s])."""
        return pd.date_range(first, last, freq=f"{_FACTS[self].code}S", unit="s", name="period")

    def steps(self, periods: pd.Series, first: dt.date) -> npt.NDArray[np.int64]:
        """Return how many periods after the first each one is."""
        months = periods.to_numpy().astype("datetime64[M]").astype(np.int64)
        return (months - int(np.datetime64(first, "M").astype(np.int64))) // (_MONTHS // self.per_year)

    def end(self, period: dt.date) -> dt.date:
        """Return the last day of a period."""
        return (pd.Timestamp(period) + pd.DateOffset(months=_MONTHS // self.per_year, days=-1)).date()

    def middle(self, periods: pd.Series) -> pd.Series:
        """Return the middle day of each period (datetime64[s]): 1 July of a year, the 15th of a month.

        This is the one rule that settles which era a period belongs to, also of a stock that is drawn at its end.
        """
        months, days = _FACTS[self].to_middle
        return (periods + pd.DateOffset(months=months, days=days)).astype("datetime64[s]")

    def drawn(self, periods: pd.Series, at: Moment) -> pd.Series:
        """Return the day (datetime64[s]) at which the observation of each period is drawn: its middle, or its last."""
        if at is Moment.MIDDLE:
            return self.middle(periods)
        last = pd.DateOffset(months=_MONTHS // self.per_year, days=-1)
        return (periods + last).astype("datetime64[s]")


@dataclass(frozen=True)
class _Facts:
    """What differs between frequencies; `code` is the name of pandas for the period, `label` its strftime format."""

    per_year: int
    period: str
    code: str
    label: str
    hover_format: str
    to_middle: tuple[int, int]


_FACTS: Final[Mapping[Frequency, _Facts]] = {
    Frequency.ANNUAL: _Facts(1, "year", "Y", "%Y", "%Y", (6, 0)),
    Frequency.QUARTERLY: _Facts(4, "quarter", "Q", "%Y-Q%q", "Q%q %Y", (1, 14)),
    Frequency.MONTHLY: _Facts(12, "month", "M", "%Y-%m", "%B %Y", (0, 14)),
}


@lru_cache(maxsize=1_000)
def middle_of_year(year: int) -> dt.date:
    """Return the day that a year's observation stands for."""
    return Frequency.ANNUAL.middle(pd.Series([pd.Timestamp(year, 1, 1)])).iloc[0].date()


def drawn_in(year: int, at: Moment) -> dt.date:
    """Return the day at which a year's observation is drawn."""
    return middle_of_year(year) if at is Moment.MIDDLE else dt.date(year, 12, 31)


def first_year_from(date: dt.date) -> int:
    """Return the first year whose middle is on or after a day."""
    return date.year if date <= middle_of_year(date.year) else date.year + 1
