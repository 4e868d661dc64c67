"""Recessions: when a committee dates those of an economy, from the peak of a cycle to its trough."""

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from dashboard.catalogue.records import Day, EconomyCode, Named, Record, Slug, Sources, Text

_MONTHS: Final = {"month": 1, "quarter": 3}
Span = tuple[dt.date, dt.date]


class Recession(Record):
    """One recession, its peak and its trough as the first day of their month or quarter."""

    peak: Day = Field(description="Month or quarter of the peak, as its first day (YYYY-MM-DD).")
    trough: Day = Field(description="Month or quarter of the trough, as its first day (YYYY-MM-DD).")

    @model_validator(mode="after")
    def _falls(self) -> Self:
        if self.trough <= self.peak:
            raise ValueError(f"trough {self.trough} is not after peak {self.peak}")
        return self


class Chronology(Named):
    """The recessions of an economy as one committee dates them."""

    id: Slug = Field(description="Name of the chronology.")
    economy: EconomyCode = Field(description="Economy whose recessions they are.")
    shown_with: tuple[EconomyCode, ...] = Field(
        default=(), description="Other economies beside which they are drawn, still named as those of the economy."
    )
    committee: Text = Field(description="Who dates them, in few letters.")
    full_name: Text = Field(description="Who dates them, whole.")
    step: Literal["month", "quarter"] = Field(description="How exactly they are dated.")
    recessions: tuple[Recession, ...] = Field(min_length=1, description="The recessions, the oldest first.")
    sources: Sources = Field(description="Where they were read.")
    note: str = Field(default="", description="What they cover, where that needs saying.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for earlier, later in pairwise(self.recessions):
            if later.peak < earlier.trough:
                raise ValueError(f"the recession from {later.peak} begins before that from {earlier.peak} ends")
        for day in (day for known in self.recessions for day in (known.peak, known.trough)):
            if day.day != 1 or (day.month - 1) % _MONTHS[self.step]:
                raise ValueError(f"{day} is not the first day of a {self.step}")
        return self

    def is_shown_with(self, economies: Iterable[str]) -> bool:
        """Tell whether it is drawn beside any of these economies."""
        return any(code == self.economy or code in self.shown_with for code in economies)

    def spans(self, first: dt.date, last: dt.date) -> tuple[Span, ...]:
        """Return from when to when economies were in recession between two days, half-open.

        A recession begins with the month or quarter after the peak and ends with that of the trough, as FRED shades it
        by its trough method.
        """
        whole = [(self._after(known.peak), self._after(known.trough)) for known in self.recessions]
        return tuple((max(start, first), min(end, last)) for start, end in whole if start < last and end > first)

    def _after(self, start: dt.date) -> dt.date:
        """Return the first day after the month or quarter that starts on a day."""
        months = start.year * 12 + start.month - 1 + _MONTHS[self.step]
        return dt.date(months // 12, months % 12 + 1, 1)
