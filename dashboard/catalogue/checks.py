"""Records of what the checks of claims ask: one class per kind, and the measures that two kinds can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, PlainValidator, SerializeAsAny, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from dashboard import formatting
from dashboard.catalogue.policy import Target
from dashboard.catalogue.records import EconomyCode, Number, Record, Slug, Text, Whole, Year

Direction = Literal["up", "down"]
Role = Literal["core", "context"]
Statistic = Literal["mean", "slope"]

CONTEXT: Final = "context"
MIN_WINDOW: Final[dict[Statistic, int]] = {"mean": 3, "slope": 5}
MAX_WINDOW: Final = 10
DEFAULT_WINDOW: Final = 5


@dataclass(frozen=True)
class MeasureRule:
    """What a measure takes beside the series of its check, and whether less of it counts in favour."""

    takes_span: bool = True
    takes_above: bool = False
    takes_one_target: bool = False
    takes_beyond: bool = False
    less_is_better: bool = False
    # thresholds are ranks, which begin at 1
    is_rank: bool = False


# how each is read and worded stands under the same name in evidence/kinds
LEVEL_MEASURES: Final[dict[str, MeasureRule]] = {
    "latest": MeasureRule(takes_span=False),
    "mean": MeasureRule(),
    "change": MeasureRule(),
    "share-above": MeasureRule(takes_above=True),
    "standing": MeasureRule(less_is_better=True),
    "rank": MeasureRule(less_is_better=True, is_rank=True),
    "doubling-time": MeasureRule(),
}
TARGET_MEASURES: Final[dict[str, MeasureRule]] = {
    "mean-margin": MeasureRule(),
    "mean-distance": MeasureRule(),
    "share-beyond": MeasureRule(takes_beyond=True),
    "share-set": MeasureRule(),
    "share-met": MeasureRule(),
    "years-early": MeasureRule(takes_one_target=True),
}


def _one_of(known: Mapping[str, object]) -> AfterValidator:
    def check(name: str) -> str:
        if name not in known:
            *others, last = (f"'{entry}'" for entry in known)
            expected = f"{', '.join(others)} or {last}"
            raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})
        return name

    return AfterValidator(check)


class Check(Record):
    """What every check says: which series it reads, from when to when, which way the claim says it goes."""

    id: Slug = Field(description="Name of the check within its claim.")
    part: Text = Field(description=f"Part of the claim that it settles; `{CONTEXT}` stands beside the claim.")
    kind: Slug = Field(description="What is compared; the other fields depend on it.")
    indicator: Slug = Field(description="Indicator that is read.")
    economy: EconomyCode = Field(description="Economy whose series is read; the subject unless named.")
    direction: Direction = Field(description="Which way the claim says it goes.")
    first_year: Year | None = Field(default=None, alias="from", description="First year that is read.")
    last_year: Year | None = Field(default=None, alias="to", description="Last year that is read.")
    reason: str = Field(default="", description="Why the thresholds or years are these.")
    role: Role = Field(default="core", description="`core` settles its part, `context` never counts.")

    def named(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Yield the catalogue's records that a check names: the field, the table, their ids."""
        yield "indicator", "indicator", (self.indicator,)
        yield "economy", "economy", (self.economy,)

    def misfits(self, _targets: Mapping[str, Target]) -> Iterator[tuple[str, str]]:
        """Yield what a check names though it does not belong to it: the field, and why."""
        yield from ()

    @model_validator(mode="after")
    def _stands_in_its_place(self) -> Self:
        if (self.part == CONTEXT) != (self.role == CONTEXT):
            raise ValueError(f"a check of the part '{CONTEXT}' has the role '{CONTEXT}', and no other has")
        if self.first_year is not None and self.last_year is not None and self.last_year < self.first_year:
            raise ValueError(f"to {self.last_year} is before from {self.first_year}")
        return self


class ThresholdCheck(Check):
    """A check of one number against two thresholds, between which it is unclear; context may do without."""

    supports: Number | None = Field(default=None, description="On or beyond this it counts in favour.")
    against: Number | None = Field(default=None, description="On or beyond this, on the other side, it counts against.")

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


class EraMeansCheck(ThresholdCheck):
    """Compare the means of two eras: the later minus the earlier."""

    eras: tuple[Slug, Slug] = Field(description="The two eras, the earlier first.")

    def named(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Yield the catalogue's records that a check names: the field, the table, their ids."""
        yield from super().named()
        yield "eras", "era", self.eras


class MilestoneCheck(Check):
    """Compare the years after a milestone with those before, and rank the change among all dates."""

    milestone: Slug = Field(description="Milestone between the two windows.")
    statistic: Statistic = Field(description="What of the windows is compared: their means or their slopes.")
    k: Whole = Field(default=DEFAULT_WINDOW, le=MAX_WINDOW, description="Years in each window.")
    lag: Whole = Field(default=0, ge=0, le=MAX_WINDOW, description="Years left out after the milestone.")

    def named(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Yield the catalogue's records that a check names: the field, the table, their ids."""
        yield from super().named()
        yield "milestone", "milestone", (self.milestone,)

    @model_validator(mode="after")
    def _window_is_wide_enough(self) -> Self:
        if self.k < MIN_WINDOW[self.statistic]:
            raise ValueError(f"a {self.statistic} takes at least {MIN_WINDOW[self.statistic]} years, not {self.k}")
        return self


class LevelCheck(ThresholdCheck):
    """Read one number off a series: its latest value, or a measure of a span of years."""

    measure: Annotated[Slug, _one_of(LEVEL_MEASURES)] = Field(description="What is read off the series.")
    era: Slug | None = Field(default=None, description="Era whose years are read.")
    last: Whole | None = Field(default=None, ge=2, description="How many of the newest years are read.")
    above: Number | None = Field(default=None, description="Bound above which years are counted.")

    @property
    def better(self) -> Direction:
        """Return which way the measure has to lie to count in favour: of a standing or rank, down."""
        return "down" if LEVEL_MEASURES[self.measure].less_is_better else self.direction

    @property
    def has_span(self) -> bool:
        """Tell whether it reads a span of years and not the latest value."""
        return any(bound is not None for bound in (self.era, self.last, self.first_year, self.last_year))

    def named(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Yield the catalogue's records that a check names: the field, the table, their ids."""
        yield from super().named()
        yield "era", "era", (self.era,) if self.era else ()

    @model_validator(mode="after")
    def _span_fits_measure(self) -> Self:
        rule = LEVEL_MEASURES[self.measure]
        if self.last is not None and any((self.era, self.first_year, self.last_year)):
            raise ValueError("a span is given by last, or by era, from and to")
        if self.has_span and not rule.takes_span:
            raise ValueError("the latest figure has no span")
        if rule.takes_above != (self.above is not None):
            takers = formatting.listing([name for name, known in LEVEL_MEASURES.items() if known.takes_above])
            raise ValueError(f"above belongs to the measure {takers}, and to no other")
        if rule.is_rank and self.supports is not None and min(self.supports, self.against or 1) < 1:
            raise ValueError("a rank is 1 or more")
        return self


class TargetCheck(ThresholdCheck):
    """Compare outcomes with what was aimed at."""

    measure: Annotated[Slug, _one_of(TARGET_MEASURES)] = Field(description="What is compared with the targets.")
    targets: tuple[Slug, ...] = Field(default=(), description="Targets; all of the indicator and economy unless named.")
    beyond: Number | None = Field(default=None, description="How far above its target a year counts as beyond it.")

    def named(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Yield the catalogue's records that a check names: the field, the table, their ids."""
        yield from super().named()
        yield "targets", "target", self.targets

    def misfits(self, targets: Mapping[str, Target]) -> Iterator[tuple[str, str]]:
        """Yield what a check names though it does not belong to it: the field, and why."""
        for name in self.targets:
            target = targets.get(name)
            if target is None:
                continue
            if (target.indicator, target.economy) != (self.indicator, self.economy):
                yield "targets", f"'{name}' is set for '{target.indicator}' in {target.economy}"
            elif not target.is_set:
                yield "targets", f"'{name}' says that no figure was set"
            elif target.differs:
                yield "targets", f"'{name}' is defined otherwise than the indicator: {target.differs}"

    @model_validator(mode="after")
    def _targets_fit_measure(self) -> Self:
        if TARGET_MEASURES[self.measure].takes_one_target and len(self.targets) != 1:
            raise ValueError(f"{self.measure} takes exactly one target")
        if TARGET_MEASURES[self.measure].takes_beyond != (self.beyond is not None):
            takers = formatting.listing([name for name, known in TARGET_MEASURES.items() if known.takes_beyond])
            raise ValueError(f"beyond belongs to the measure {takers}, and to no other")
        return self


# what each comes to, and in which words, stands in a module of evidence/kinds
CHECK_RECORDS: Final[dict[str, type[Check]]] = {
    "era-means": EraMeansCheck,
    "milestone-change": MilestoneCheck,
    "level": LevelCheck,
    "target": TargetCheck,
}


def _of_its_kind(value: object) -> Check:
    if isinstance(value, Check):
        return value
    kind = value.get("kind") if isinstance(value, Mapping) else None
    if kind is None:
        raise PydanticCustomError("union_tag_not_found", "Unable to extract tag using discriminator 'kind'")
    record = CHECK_RECORDS.get(str(kind))
    if record is None:
        tags = ", ".join(f"'{name}'" for name in CHECK_RECORDS)
        message = "Input tag '{tag}' found using 'kind' does not match any of the expected tags: {tags}"
        raise PydanticCustomError("union_tag_invalid", message, {"tag": kind, "tags": tags})
    try:
        return record.model_validate(value)
    except ValidationError as exc:
        raise _under(str(kind), exc) from None


def _under(kind: str, exc: ValidationError) -> ValidationError:
    """Return mistakes with the kind of the check in their place: level.supports."""
    found: list[InitErrorDetails] = []
    for error in exc.errors():
        custom = PydanticCustomError("check", "{message}", {"message": error["msg"]})
        found.append(InitErrorDetails(type=custom, loc=(kind, *error["loc"]), input=error["input"]))
    return ValidationError.from_exception_data(exc.title, found)


AnyCheck = Annotated[SerializeAsAny[Check], PlainValidator(_of_its_kind)]
