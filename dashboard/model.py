"""Say what the dashboard knows, as frozen records: indicators, economies, eras, milestones, targets, vintages."""

import datetime as dt
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, field_validator, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
EconomyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
# strict: TOML has types of its own, so a "2010" or a yes in quotation marks is a slip and not a number or a flag
Whole = Annotated[int, Field(strict=True)]
Year = Annotated[int, Field(strict=True, ge=1800, le=2100)]
Flag = Annotated[bool, Field(strict=True)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Day = Annotated[dt.date, Field(strict=True)]

Theme = Literal[
    "growth-and-structure",
    "innovation",
    "trade-and-investment",
    "energy-and-green-technology",
    "finance",
    "people",
]
THEME_NAMES: Final[dict[Theme, str]] = {
    "growth-and-structure": "Growth and structure",
    "innovation": "Innovation",
    "trade-and-investment": "Trade and investment",
    "energy-and-green-technology": "Energy and green technology",
    "finance": "Finance",
    "people": "People",
}
Frequency = Literal["annual", "monthly"]
Provider = Literal["world-bank", "fred", "owid"]
PROVIDER_NAMES: Final[dict[Provider, str]] = {
    "world-bank": "World Bank",
    "fred": "FRED",
    "owid": "Our World in Data",
}
Scale = Literal["linear", "log"]
Precision = Literal["day", "month", "year"]
Origin = Literal["snapshot", "live"]
Ending = Literal["fresh", "unchanged", "failed", "cancelled"]

SUBJECT: Final = "CHN"
WORLD: Final = "WLD"
POPULATION: Final = "population"


class Kind(StrEnum):
    """What sort of quantity an indicator is; it settles which transforms make sense.

    `level`: an amount that adds up across economies (US$, people, GW). `share`: percent of a whole.
    `growth`: percent change already. `index`: a ratio or intensity with a unit of its own (per head, per kWh).
    `price`: what one unit costs.
    """

    LEVEL = "level"
    SHARE = "share"
    GROWTH = "growth"
    INDEX = "index"
    PRICE = "price"


class Transform(StrEnum):
    """What is done to a series before it is drawn."""

    LEVEL = "level"
    CHANGE = "change"
    GROWTH = "growth"
    INDEX = "index"
    SHARE = "share"
    PER_CAPITA = "per-capita"
    ROLLING_MEAN = "rolling-mean"


_RATES: Final = (Transform.LEVEL, Transform.CHANGE, Transform.ROLLING_MEAN)
_RATIOS: Final = (Transform.LEVEL, Transform.CHANGE, Transform.GROWTH, Transform.INDEX, Transform.ROLLING_MEAN)
TRANSFORMS: Final[dict[Kind, tuple[Transform, ...]]] = {
    Kind.LEVEL: (*_RATIOS, Transform.SHARE, Transform.PER_CAPITA),
    Kind.SHARE: _RATES,
    Kind.GROWTH: _RATES,
    Kind.INDEX: _RATIOS,
    Kind.PRICE: _RATIOS,
}


def resulting_kind(kind: Kind, transform: Transform) -> Kind:
    """Return what sort of quantity a transform makes of a kind: growth of a level is growth, its index an index."""
    made = {
        Transform.GROWTH: Kind.GROWTH,
        Transform.SHARE: Kind.SHARE,
        Transform.INDEX: Kind.INDEX,
        Transform.PER_CAPITA: Kind.INDEX,
        # a difference can be of either sign: nothing that compounds
        Transform.CHANGE: Kind.GROWTH if kind is Kind.GROWTH else Kind.SHARE,
    }
    return made.get(transform, kind)


class MilestoneKind(StrEnum):
    """What sort of event a milestone is; `external` are shocks from outside, `own` what a reader added."""

    PLAN = "plan"
    STRATEGY = "strategy"
    SPEECH = "speech"
    INSTITUTION = "institution"
    REGULATION = "regulation"
    EXTERNAL = "external"
    OWN = "own"


class Record(BaseModel):
    """A frozen table of the catalogue that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Source(Record):
    """Where a fact was read: a title at least, the publisher and the address when they are certain."""

    title: Text
    publisher: str = ""
    url: HttpUrl | None = None


class Break(Record):
    """A known level break: `year` is the first year of the new definition."""

    economy: EconomyCode
    year: Year
    note: Text


class NotCollected(Record):
    """Zeros up to and including the year `until` that mean "not collected", not nought."""

    economy: EconomyCode
    until: Year
    note: Text


class Derivation(Record):
    """How an indicator is computed from others; `factor` multiplies the result (100 makes a percentage)."""

    op: Literal["sum", "difference", "ratio", "change", "share_of_world"]
    inputs: tuple[Slug, ...] = Field(min_length=1)
    factor: Number = 1.0

    @model_validator(mode="after")
    def _inputs_fit_op(self) -> Self:
        wanted = 1 if self.op in ("change", "share_of_world") else 2
        if len(self.inputs) < wanted or (self.op != "sum" and len(self.inputs) > wanted):
            raise ValueError(f"op '{self.op}' takes {wanted} input(s), not {len(self.inputs)}")
        return self


class PerHead(Record):
    """The unit in which an indicator per head is written, where its own would be too large: GW become watts."""

    unit: Text
    unit_short: Text
    factor: Number


class Indicator(Record):
    """One series of figures: what it measures, where it comes from, how it may be used."""

    id: Slug
    name: Text
    short_name: Text
    unit: Text
    unit_short: str = ""
    theme: Theme
    frequency: Frequency
    source: Provider
    source_name: Text
    source_url: HttpUrl
    code: str = ""
    codes: dict[EconomyCode, Text] = {}
    decimals: Whole = Field(ge=0, le=8)
    scale: Scale = "linear"
    kind: Kind
    description: Text
    caveats: tuple[Text, ...] = ()
    licence: Text
    licence_url: HttpUrl | None = None
    citation: Text
    breaks: tuple[Break, ...] = ()
    not_collected: tuple[NotCollected, ...] = ()
    derived: Derivation | None = None
    per_head: PerHead | None = None

    @model_validator(mode="after")
    def _names_its_code(self) -> Self:
        given = sum((bool(self.code), bool(self.codes), self.derived is not None))
        if given != 1:
            raise ValueError("give exactly one of code, codes (one an economy) and derived")
        return self

    @property
    def transforms(self) -> tuple[Transform, ...]:
        """Return the transforms that make sense for this kind of quantity, the plain level first."""
        # people per person say nothing, and a month's figure has no population of its own to be divided by
        headless = self.id == POPULATION or self.frequency != "annual"
        return tuple(fit for fit in TRANSFORMS[self.kind] if not (headless and fit is Transform.PER_CAPITA))


class Economy(Record):
    """A country or an aggregate; `slot` is its place in the comparators' palette (0 is the accent)."""

    id: EconomyCode
    name: Text
    short_name: Text
    aggregate: Flag
    region: Text
    slot: Whole = Field(ge=0)


class Era(Record):
    """A stretch of policy history, half-open: `start` <= day < `end`; no `end` means ongoing."""

    id: Slug
    name: Text
    short_name: Text
    name_zh: Text
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


class Milestone(Record):
    """A dated, sourced event of policy or an outside shock; `weight` 1 is labelled first, 3 last."""

    id: Slug
    date: Day
    precision: Precision
    end: Day | None = None
    title: Text
    short_title: Annotated[str, StringConstraints(min_length=1, max_length=34)]
    title_zh: Text
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


class Target(Record):
    """A figure that somebody set for a year or a span; an empty `high` with a `low` is a floor.

    Neither bound means that it is on record that no target was set. `indicator` is empty where the catalogue
    has no series of the quantity; `measure` says what it is in words.
    """

    id: Slug
    indicator: Slug | None = None
    measure: Text
    unit: Text
    economy: EconomyCode = SUBJECT
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


class Vintage(Record):
    """One release of one indicator as it entered the store; `published` is when it could be known (UTC).

    `origin` tells figures shipped with Eraline from those fetched; `updated` is the source's own last-updated day and
    `unit` its own words for the unit, "" where it has none.
    """

    id: int
    indicator: Slug
    published: dt.datetime
    release: Text
    rows: int
    added: int
    revised: int
    withdrawn: int
    origin: Origin
    updated: dt.date | None = None
    unit: str = ""

    @property
    def date(self) -> dt.date:
        """Return the day that `as_of` takes to see this vintage."""
        return self.published.date()

    @property
    def is_changed(self) -> bool:
        """Tell whether it brought other figures than the vintage before it."""
        return bool(self.added or self.revised or self.withdrawn)


class Provisional(Record):
    """A year of an economy whose figures are preliminary; `until` is the first day of vintages with the final ones."""

    id: Slug
    economy: EconomyCode
    year: Year
    indicators: tuple[Slug, ...] = Field(min_length=1)
    until: Day | None = None
    note: Text
    sources: tuple[Source, ...] = Field(min_length=1)

    def covers(self, vintage: Vintage) -> bool:
        """Tell whether a vintage holds the preliminary figures."""
        return vintage.indicator in self.indicators and (self.until is None or vintage.date < self.until)


class Attempt(Record):
    """One try to refresh one indicator and how it ended (UTC); `vintage` is what it wrote, `detail` why it failed."""

    id: int
    indicator: Slug
    started: dt.datetime
    finished: dt.datetime
    outcome: Ending
    detail: str = ""
    vintage: int | None = None
