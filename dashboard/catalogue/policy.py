"""Eras, milestones and targets of a policy history."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, computed_field, field_validator, model_validator

from dashboard.catalogue.records import (
    Day,
    EconomyCode,
    Flag,
    Named,
    Number,
    Slug,
    Sources,
    Text,
    Whole,
    Year,
    confidence_in,
)
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

    @property
    def indicators_are(self) -> str:
        """Return what the indicators of such a milestone are called: nobody meant a shock to move any."""
        return "Meant to move" if self.role == "muted" else "Indicators to look at"

    PLAN = "plan", "Plan", "Plans", "circle"
    STRATEGY = "strategy", "Strategy", "Strategies", "diamond"
    SPEECH = "speech", "Speech", "Speeches", "triangle-up"
    INSTITUTION = "institution", "Institution", "Institutions", "square"
    REGULATION = "regulation", "Regulation", "Regulations", "pentagon"
    AGREEMENT = "agreement", "Agreement", "Agreements", "bowtie"
    EXTERNAL = "external", "External shock", "External shocks", "x", "shock"
    OWN = "own", "Your own event", "Your own events", "star", "own"


class OfHistory(Named):
    """A record of a policy history, which it names: the folder that it was read from."""

    policy: str = Field(
        default="", description="Policy history that it is part of: the name of its folder, and not written here."
    )


class Era(OfHistory):
    """A stretch of policy history, half-open: `start` <= day < `end`; no `end` means ongoing."""

    id: Slug = Field(description="Name of the era, unique in its history; `era=` in a URL names it.")
    name: Text = Field(description="English name.")
    short_name: Text = Field(description="English name where there is little room.")
    native_name: str = Field(default="", description="Name in the history's own language; none where that is English.")
    start: Day = Field(description="First day of the era (YYYY-MM-DD).")
    end: Day | None = Field(default=None, description="First day after the era (YYYY-MM-DD); none while it is ongoing.")
    summary: Text = Field(description="What it is and why it is cut where it is, in a few sentences.")
    sources: Sources = Field(description="Where its dates were read.")

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


class Milestone(OfHistory):
    """A dated, sourced event of policy or an outside shock; `weight` 1 is labelled first, 3 last."""

    id: Slug = Field(description="Name of the milestone, unique in its history.")
    date: Day = Field(
        description="Day on which it began (YYYY-MM-DD), the first of its month or year if no more is known."
    )
    precision: Precision = Field(description="How exactly the date is known.")
    end: Day | None = Field(default=None, description="Last day (YYYY-MM-DD), for what lasted longer than a day.")
    title: Text = Field(description="English title.")
    short_title: Annotated[str, StringConstraints(min_length=1, max_length=34)] = Field(
        description="Title as a label in a chart, at most 34 characters."
    )
    native_title: str = Field(
        default="", description="Title in the history's own language; none where that is English."
    )
    kind: MilestoneKind = Field(description="What sort of event it is, which settles its mark.")
    weight: Literal[1, 2, 3] = Field(description="How soon it is labelled where there is little room: 1 first, 3 last.")
    issuer: str = Field(default="", description="Who issued or decided it.")
    document: str = Field(default="", description="Number or title of its document.")
    summary: Text = Field(description="What happened, in one or two sentences.")
    sources: Sources = Field(description="Where it was read; `confidence` is computed from them.")
    note: str = Field(default="", description="What is uncertain or disputed about it.")
    indicators: tuple[Slug, ...] = Field(default=(), description="Indicators that it bears on, each once.")
    expected_lag: Whole = Field(
        default=0, ge=0, le=15, description="Years until its effect could be seen, 0 to 15; its card says so."
    )

    @computed_field
    @property
    def confidence(self) -> str:
        """Return on how many sources it rests, and how many of them are primary."""
        return confidence_in(self.sources)

    def concerns(self, indicators: Iterable[str]) -> bool:
        """Tell whether one of these indicators is among its own."""
        return any(indicator in self.indicators for indicator in indicators)

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


def _direction(known: Mapping[str, Any]) -> Literal["up", "down"]:
    """Return where a target lies without a word of its own: below a ceiling, else above."""
    return "down" if known.get("low") is None and known.get("high") is not None else "up"


def _decimals(known: Mapping[str, Any]) -> int:
    """Return with how many decimals the bounds of a target are written."""
    bounds = [bound for bound in (known.get("low"), known.get("high")) if bound is not None]
    exponents = (Decimal(repr(bound)).normalize().as_tuple().exponent for bound in bounds)
    return max((-exponent for exponent in exponents if isinstance(exponent, int) and exponent < 0), default=0)


class Target(OfHistory):
    """A value that somebody set for a year or a span; an empty `high` with a `low` is a floor.

    Neither bound means that it is on record that no target was set. `indicator` is empty where the catalogue
    has no series of the quantity; `measure` says what it is in words.
    """

    id: Slug = Field(description="Name of the target, unique in its history.")
    indicator: Slug | None = Field(
        default=None,
        description="Indicator that it was set for; none where the catalogue has no series of the quantity.",
    )
    measure: Text = Field(description="What was to be reached, in words.")
    unit: Text = Field(description="Unit of the bounds, as it is written behind them.")
    economy: EconomyCode = Field(description="Economy that it was set for; the history's subject unless given.")
    first_year: Year = Field(description="First year that it is set for.")
    last_year: Year = Field(description="Last year that it is set for, its deadline.")
    basis: Literal["each-year", "average", "by-end", "change"] = Field(
        description="What the bounds hold for: `each-year`, the `average` of the years, `by-end` of the last, or the "
        "percentage `change` from the first year to the last."
    )
    low: Number | None = Field(
        default=None, description="Least that was aimed at, in its unit; without `high` it is a floor."
    )
    high: Number | None = Field(
        default=None, description="Most that was aimed at, in its unit; equal to `low` where one number was set."
    )
    direction: Literal["up", "down", "within"] = Field(
        default_factory=_direction,
        description="Whether values at or above the bounds meet it (`up`), those at or below (`down`), or only those "
        "between them (`within`: a band for inflation); `down` for a ceiling unless given.",
    )
    about: Flag = Field(default=False, description="Whether the bounds were set as about so much.")
    decimals: Whole = Field(
        default_factory=_decimals,
        ge=0,
        le=6,
        description="Precision at which it was set: a value meets a bound of about so much if it rounds to it at these "
        "decimals; to any other bound nothing is rounded. As the bounds are written unless given.",
    )
    wording: Text = Field(description="The target as its source words it.")
    scope: str = Field(default="", description="What the bounds leave out or add, where that needs saying.")
    differs: str = Field(
        default="",
        description="How the definition of the series differs from the target's, as a sentence; such a target is shown "
        "beside the series and not judged by it.",
    )
    set_by: Text = Field(description="Who set it, and in which document.")
    set_on: Day = Field(
        description="Day on which it was set (YYYY-MM-DD), the first of its month or year if no more is known."
    )
    set_precision: Precision = Field(description="How exactly that day is known.")
    sources: Sources = Field(description="Where it was read; `confidence` is computed from them.")
    note: str = Field(default="", description="What is uncertain about it, or how it differs from the series.")

    @computed_field
    @property
    def confidence(self) -> str:
        """Return on how many sources it rests, and how many of them are primary."""
        return confidence_in(self.sources)

    @model_validator(mode="after")
    def _bounds_are_ordered(self) -> Self:
        _check_precision(self.set_on, self.set_precision)
        if self.last_year < self.first_year:
            raise ValueError(f"last_year {self.last_year} is before first_year {self.first_year}")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"high {self.high} is below low {self.low}")
        if self.direction == "within" and (self.low is None or self.high is None):
            raise ValueError("a band takes both low and high")
        if self.basis == "change" and self.first_year == self.last_year:
            raise ValueError("a change takes two years: first_year is the year that it is measured from")
        return self

    @property
    def is_set(self) -> bool:
        """Tell whether a value was set at all."""
        return self.low is not None or self.high is not None
