"""Say what is checked of the article, as frozen records: claims in parts, four kinds of check, what they come to."""

from collections import Counter
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from dashboard.catalogue.policy import SUBJECT
from dashboard.catalogue.records import EconomyCode, Number, Record, Slug, Source, Text, Whole, Year

Direction = Literal["up", "down"]
Role = Literal["core", "context"]
Statistic = Literal["mean", "slope"]
LevelMeasure = Literal["latest", "mean", "change", "share-above", "standing", "doubling-time"]
TargetMeasure = Literal["mean-margin", "share-set", "share-met", "years-early"]
Stance = Literal["for", "against", "figures", "other"]

CONTEXT: Final = "context"
MIN_WINDOW: Final[dict[Statistic, int]] = {"mean": 3, "slope": 5}
MAX_WINDOW: Final = 10
DEFAULT_WINDOW: Final = 5


class Outcome(StrEnum):
    """What one check comes to."""

    SUPPORTS = "supports"
    AGAINST = "against"
    UNCLEAR = "unclear"
    UNTESTED = "untested"


class PartOutcome(StrEnum):
    """What the checks of one part come to together."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    DIVIDED = "divided"
    OPEN = "open"
    UNTESTED = "untested"


class Verdict(StrEnum):
    """What the parts of a claim come to together."""

    CONSISTENT = "consistent"
    MIXED = "mixed"
    NOT_CONSISTENT = "not consistent"
    NOT_TESTABLE = "not testable"


class _Check(Record):
    """What every check says: which series it reads, from when to when, which way the claim says it goes."""

    id: Slug
    part: Text
    indicator: Slug
    economy: EconomyCode = SUBJECT
    direction: Direction
    first_year: Year | None = Field(default=None, alias="from")
    last_year: Year | None = Field(default=None, alias="to")
    reason: str = ""
    role: Role = "core"

    @model_validator(mode="after")
    def _stands_in_its_place(self) -> Self:
        if (self.part == CONTEXT) != (self.role == CONTEXT):
            raise ValueError(f"a check of the part '{CONTEXT}' has the role '{CONTEXT}', and no other has")
        if self.first_year is not None and self.last_year is not None and self.last_year < self.first_year:
            raise ValueError(f"to {self.last_year} is before from {self.first_year}")
        return self


class _Threshold(_Check):
    """A check of one number against two thresholds, between which it is unclear; context may do without."""

    supports: Number | None = None
    against: Number | None = None

    @property
    def better(self) -> Direction:
        """Return which way the measure has to lie to count in favour."""
        return self.direction

    @model_validator(mode="after")
    def _thresholds_fit(self) -> Self:
        if self.supports is None or self.against is None:
            if self.role == "core" or self.supports is not self.against:
                raise ValueError("give supports and against; only context may leave out both")
            return self
        if not self.reason:
            raise ValueError("say the reason for its thresholds")
        if (self.supports > self.against) != (self.better == "up") or self.supports == self.against:
            raise ValueError(f"supports {self.supports} must lie beyond against {self.against}, {self.better}wards")
        return self


class EraMeansCheck(_Threshold):
    """Compare the means of two eras: the later minus the earlier."""

    kind: Literal["era-means"]
    eras: tuple[Slug, Slug]


class MilestoneCheck(_Check):
    """Compare the years after a milestone with those before, and rank the change among all dates."""

    kind: Literal["milestone-change"]
    milestone: Slug
    statistic: Statistic
    k: Whole = Field(default=DEFAULT_WINDOW, le=MAX_WINDOW)
    lag: Whole = Field(default=0, ge=0, le=MAX_WINDOW)

    @model_validator(mode="after")
    def _window_is_wide_enough(self) -> Self:
        if self.k < MIN_WINDOW[self.statistic]:
            raise ValueError(f"a {self.statistic} takes at least {MIN_WINDOW[self.statistic]} years, not {self.k}")
        return self


class LevelCheck(_Threshold):
    """Read one number off a series: its latest figure, or a measure of a span of years."""

    kind: Literal["level"]
    measure: LevelMeasure
    era: Slug | None = None
    last: Whole | None = Field(default=None, ge=2)
    above: Number | None = None

    @property
    def better(self) -> Direction:
        """Return which way the measure has to lie to count in favour: of a standing the smaller is the better."""
        return "down" if self.measure == "standing" else self.direction

    @property
    def has_span(self) -> bool:
        """Tell whether it reads a span of years and not the latest figure."""
        return any(bound is not None for bound in (self.era, self.last, self.first_year, self.last_year))

    @model_validator(mode="after")
    def _span_fits_measure(self) -> Self:
        if self.last is not None and any((self.era, self.first_year, self.last_year)):
            raise ValueError("a span is given by last, or by era, from and to")
        if self.measure == "latest" and self.has_span:
            raise ValueError("the latest figure has no span")
        if (self.measure == "share-above") != (self.above is not None):
            raise ValueError("above belongs to the measure share-above, and to no other")
        return self


class TargetCheck(_Threshold):
    """Compare outcomes with what was aimed at."""

    kind: Literal["target"]
    measure: TargetMeasure
    targets: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _one_deadline(self) -> Self:
        if self.measure == "years-early" and len(self.targets) != 1:
            raise ValueError("years-early takes exactly one target")
        return self


Check = Annotated[EraMeansCheck | MilestoneCheck | LevelCheck | TargetCheck, Field(discriminator="kind")]
ThresholdCheck = EraMeansCheck | LevelCheck | TargetCheck


class Reference(Record):
    """What somebody has written on a claim; `stance` says how it bears on it."""

    authors: Text
    year: Year
    venue: Text
    stance: Stance
    point: Text


class Claim(Record):
    """A statement of the article, cut into parts that can each be checked."""

    id: Slug
    title: Text
    statement: Text
    sources: tuple[Source, ...] = Field(min_length=1)
    parts: tuple[Text, ...] = Field(min_length=1)
    checks: tuple[Check, ...] = Field(min_length=1)
    caveats: tuple[Text, ...] = Field(min_length=1)
    literature: tuple[Reference, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _checks_belong_to_parts(self) -> Self:
        for what, names in (("part", self.parts), ("check", [check.id for check in self.checks])):
            repeated = [name for name, count in Counter(names).items() if count > 1]
            if repeated:
                raise ValueError(f"the {what} '{repeated[0]}' stands more than once")
        if CONTEXT in self.parts:
            raise ValueError(f"'{CONTEXT}' is no part: what stands there never counts")
        checked = {check.part for check in self.checks} - {CONTEXT}
        for name in sorted(checked - set(self.parts)):
            raise ValueError(f"a check names the part '{name}', which the claim does not have")
        for name in sorted(set(self.parts) - checked):
            raise ValueError(f"the part '{name}' has no check")
        return self

    def core(self, part: str) -> tuple[str, ...]:
        """Return the ids of the checks that settle a part."""
        return tuple(check.id for check in self.checks if check.part == part)
