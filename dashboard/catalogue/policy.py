"""Eras, milestones and targets of a policy history."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from dashboard.catalogue.records import Day, EconomyCode, Flag, Named, Number, Slug, Source, Text, Whole, Year
from dashboard.formatting import Precision

MilestoneRole = Literal["muted", "shock", "own"]


class MilestoneKind(StrEnum):
    """What sort of event a milestone is: its name for one and for many, the mark it has, the role of its colour.

    `external` are shocks from outside, `own` what a user added. Marks are plotly's symbols.
    """

    singular: str
    plural: str
    mark: str
    role: MilestoneRole

    def __new__(cls, value: str, singular: str, plural: str, mark: str, role: MilestoneRole = "muted") -> Self:
        """Return a kind by the word that data and URLs use for it."""
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.singular, kind.plural, kind.mark, kind.role = singular, plural, mark, role
        return kind

    PLAN = "plan", "Plan", "Plans", "circle"
    STRATEGY = "strategy", "Strategy", "Strategies", "diamond"
    SPEECH = "speech", "Speech", "Speeches", "triangle-up"
    INSTITUTION = "institution", "Institution", "Institutions", "square"
    REGULATION = "regulation", "Regulation", "Regulations", "pentagon"
    EXTERNAL = "external", "External shock", "External shocks", "x", "shock"
    OWN = "own", "Your own event", "Your own events", "star", "own"


class Era(Named):
    """A stretch of policy history, half-open: `start` <= day < `end`; no `end` means ongoing."""

    id: Slug
    name: Text
    short_name: Text
    native_name: Text
    start: Day
    end: Day | None = None
    summary: Text
    sources: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"end {self.end} is not after start {self.start}")
        return self

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day falls inside the era."""
        return self.start <= day and (self.end is None or day < self.end)


def _check_precision(day: dt.date, precision: Precision) -> None:
    """Refuse a day that says more than its precision: a month stands as its 1st, a year as its 1 January."""
    if (precision != "day" and day.day != 1) or (precision == "year" and day.month != 1):
        raise ValueError(f"a date known to the {precision} is written as the first day of it, not {day}")


class Milestone(Named):
    """A dated, sourced event of policy or an outside shock; `weight` 1 is labelled first, 3 last."""

    id: Slug
    date: Day
    precision: Precision
    end: Day | None = None
    title: Text
    short_title: Annotated[str, StringConstraints(min_length=1, max_length=34)]
    native_title: Text
    kind: MilestoneKind
    weight: Literal[1, 2, 3]
    issuer: str = ""
    document: str = ""
    summary: Text
    sources: tuple[Source, ...] = Field(min_length=1)
    confidence: Text
    note: str = ""
    indicators: tuple[Slug, ...] = ()
    expected_lag: Whole = Field(default=0, ge=0, le=15)

    @field_validator("indicators")
    @classmethod
    def _no_repeats(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) != len(value):
            raise ValueError("names an indicator twice")
        return value

    @model_validator(mode="after")
    def _dates_fit(self) -> Self:
        _check_precision(self.date, self.precision)
        if self.end is not None and self.end < self.date:
            raise ValueError(f"end {self.end} is before date {self.date}")
        return self


class Target(Named):
    """A figure that somebody set for a year or a span; an empty `high` with a `low` is a floor.

    Neither bound means that it is on record that no target was set. `indicator` is empty where the catalogue
    has no series of the quantity; `measure` says what it is in words.
    """

    id: Slug
    indicator: Slug | None = None
    measure: Text
    unit: Text
    economy: EconomyCode
    first_year: Year
    last_year: Year
    basis: Literal["each-year", "average", "by-end"]
    low: Number | None = None
    high: Number | None = None
    about: Flag = False
    wording: Text
    scope: str = ""
    set_by: Text
    set_on: Day
    set_precision: Precision
    sources: tuple[Source, ...] = Field(min_length=1)
    confidence: Text
    note: str = ""

    @model_validator(mode="after")
    def _bounds_are_ordered(self) -> Self:
        _check_precision(self.set_on, self.set_precision)
        if self.last_year < self.first_year:
            raise ValueError(f"last_year {self.last_year} is before first_year {self.first_year}")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"high {self.high} is below low {self.low}")
        return self

    @property
    def is_set(self) -> bool:
        """Tell whether a figure was set at all."""
        return self.low is not None or self.high is not None
