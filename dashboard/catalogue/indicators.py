"""Indicators of the catalogue: what a series measures, its kind, its provider, its breaks and provisional years."""

import datetime as dt
import re
from enum import StrEnum
from typing import ClassVar, Final, Literal, Self

from pydantic import Field, HttpUrl, model_validator

from dashboard import formatting
from dashboard.catalogue.frequency import Frequency, Moment
from dashboard.catalogue.records import (
    Day,
    EconomyCode,
    IndicatorId,
    Named,
    Number,
    Record,
    SeriesId,
    Slug,
    Source,
    Text,
    Whole,
    Year,
)

Theme = Literal[
    "growth-and-structure",
    "innovation",
    "trade-and-investment",
    "energy-and-green-technology",
    "finance",
    "people",
    "other",
]
THEME_NAMES: Final[dict[Theme, str]] = {
    "growth-and-structure": "Growth and structure",
    "innovation": "Innovation",
    "trade-and-investment": "Trade and investment",
    "energy-and-green-technology": "Energy and green technology",
    "finance": "Finance",
    "people": "People",
    "other": "Other series",
}
# what nobody has curated stands there
OTHER: Final = "other"
# the id of a provider; which there are is known to the registry of sources alone
Provider = Slug
Scale = Literal["linear", "log"]

POPULATION: Final = "population"
# what economies weigh
GDP: Final = "gdp"


class Tier(StrEnum):
    """How far an indicator has been looked at.

    `curated`: described, with breaks and caveats, by Eraline. `catalogued`: a provider's series in the provider's own
    words. `custom`: the user's own, in their session alone. `computed`: worked out of two others, as a link asks.
    """

    CURATED = "curated"
    CATALOGUED = "catalogued"
    CUSTOM = "custom"
    COMPUTED = "computed"


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


KIND_NAMES: Final[dict[Kind, str]] = {
    Kind.LEVEL: "amount that adds up across economies",
    Kind.SHARE: "percentage of a whole",
    Kind.GROWTH: "percentage change",
    Kind.INDEX: "ratio or index",
    Kind.PRICE: "price",
}


_OWN_CURRENCY: Final = re.compile(r"\blcu\b|\b(local|national) currenc")


def in_own_currency(unit: str) -> bool:
    """Tell whether each economy's amounts are in a unit in its own currency: together they add up to nothing."""
    return bool(_OWN_CURRENCY.search(unit.casefold()))


class Break(Record):
    """A known series break: `year`, or `month` of it, is the first of the new definition."""

    economy: EconomyCode = Field(description="Economy whose series breaks; WLD breaks every share of the world too.")
    year: Year = Field(description="First year of the new definition.")
    month: Whole | None = Field(
        default=None,
        ge=1,
        le=12,
        description="First month of it, where a year has several values; a year with both definitions has no mean.",
    )
    note: Text = Field(description="What changed, in one sentence.")

    @property
    def start(self) -> dt.date:
        """Return the first day of the new definition."""
        return dt.date(self.year, self.month or 1, 1)

    @property
    def splits_year(self) -> bool:
        """Tell whether the year holds both definitions."""
        return self.start > dt.date(self.year, 1, 1)

    @property
    def when(self) -> str:
        """Return when the new definition begins, as people write it: 2009, September 2018."""
        return formatting.day(self.start, "month" if self.month else "year")


class NotCollected(Record):
    """Zeros up to and including the year `until` that mean "not collected" and not zero."""

    economy: EconomyCode = Field(description="Economy whose zeros are meant.")
    until: Year = Field(description="Last year in which a zero means that nothing was counted.")
    note: Text = Field(description="Why, in one sentence.")


class Derivation(Record):
    """How an indicator is computed from others; `factor` multiplies the result (100 makes a percentage)."""

    op: Literal["sum", "difference", "ratio", "change", "share_of_world"] = Field(
        description="Sum of two or more inputs, difference or ratio of two, change on a year before or share of one."
    )
    inputs: tuple[IndicatorId, ...] = Field(
        min_length=1, description="Indicators that it is computed from, in the order of the operation."
    )
    factor: Number = Field(default=1.0, description="What the result is multiplied by; 100 makes a percentage.")

    @model_validator(mode="after")
    def _inputs_fit_op(self) -> Self:
        wanted = 1 if self.op in ("change", "share_of_world") else 2
        if len(self.inputs) < wanted or (self.op != "sum" and len(self.inputs) > wanted):
            raise ValueError(f"op '{self.op}' takes {wanted} input(s), not {len(self.inputs)}")
        return self


class PerHead(Record):
    """The unit in which an indicator per capita is written, where its own would be too large: GW become watts."""

    unit: Text = Field(description="Unit of the indicator per capita, in full.")
    unit_short: Text = Field(description="The same unit behind a number.")
    factor: Number = Field(
        description="What the indicator per person is multiplied by to come to that unit; 1e9 turns GW into W."
    )


class Indicator(Named):
    """One series of observations: what it measures, where it comes from, how it may be used."""

    tier: ClassVar[Tier] = Tier.CURATED

    id: Slug = Field(description="Name of the indicator; `indicator=` in a URL names it.")
    name: Text = Field(description="Name in full, as charts are titled.")
    short_name: Text = Field(description="Name where there is little room.")
    synonyms: tuple[Text, ...] = Field(
        default=(), description="Other words that it is looked for by, also Chinese ones: R&D, GERD, 研发."
    )
    unit: Text = Field(description="Unit in full: constant 2015 US$.")
    unit_short: str = Field(default="", description="Unit behind a number: US$, %, GW; empty for a bare number.")
    theme: Theme = Field(description="Theme under which it is listed.")
    frequency: Frequency = Field(description="How often there is an observation.")
    drawn_at: Moment = Field(
        default=Moment.MIDDLE,
        description="Where in its period an observation is drawn: `end` for a stock of the period's last day (capacity "
        "at the end of the year), `middle` for all else. It belongs to the era of the middle either way.",
    )
    source: Provider = Field(description="Provider that Eraline asks; its dataset says it.")
    source_name: Text = Field(description="Name of the source under charts and tables; its dataset says it.")
    source_url: HttpUrl | None = Field(description="Page of the series at its source; its dataset says it.")
    code: str = Field(
        default="", description="The provider's code of the series; one of code, codes and derived is given."
    )
    codes: dict[EconomyCode, Text] = Field(
        default_factory=dict,
        description="The provider's code for each economy, where every economy has a series of its own.",
    )
    decimals: Whole = Field(ge=0, le=8, description="Decimals that an observation is written with.")
    scale: Scale = Field(default="linear", description="Scale on which it is drawn unless another is chosen.")
    kind: Kind = Field(
        description="What sort of quantity it is, which settles the transforms that make sense: `level` adds up across "
        "economies, `share` is a percentage of a whole, `growth` is a percentage change, `index` a ratio or intensity, "
        "`price` what one unit costs."
    )
    description: Text = Field(description="What it measures, in one or two sentences.")
    caveats: tuple[Text, ...] = Field(
        default=(), description="What to know before comparing its observations, a sentence each."
    )
    licence: Text = Field(description="Licence of the data; its dataset says it.")
    licence_url: HttpUrl | None = Field(default=None, description="Page with the licence; its dataset says it.")
    citation: Text = Field(description="How the series is cited; its dataset says it.")
    breaks: tuple[Break, ...] = Field(default=(), description="Known series breaks, which nothing is compared across.")
    flags: tuple[Break, ...] = Field(
        default=(),
        description="Years at which values jump for how they are counted; they are compared across, and said.",
    )
    not_collected: tuple[NotCollected, ...] = Field(
        default=(), description="Zeros that mean that nothing was counted and are left out."
    )
    window_floor: Number = Field(
        default=0.0,
        ge=0,
        description="Least value in every year of a window with which another economy is compared: logarithms of small "
        "counts jump.",
    )
    derived: Derivation | None = Field(default=None, description="How it is computed from other indicators, if it is.")
    per_head: PerHead | None = Field(
        default=None, description="Unit per capita, where the indicator's own would be too large or too small."
    )
    dataset: Slug = Field(description="Dataset that it belongs to: its source, licence and citation.")

    @model_validator(mode="after")
    def _names_its_code(self) -> Self:
        given = sum((bool(self.code), bool(self.codes), self.derived is not None))
        if given != 1:
            raise ValueError("give exactly one of code, codes (one per economy) and derived")
        return self


class CataloguedIndicator(Indicator):
    """A provider's series as the provider describes it; `wb:CODE` and the like name it.

    `doubts` are those of its caveats without which a chart of it would be misread.
    """

    tier: ClassVar[Tier] = Tier.CATALOGUED

    id: SeriesId
    doubts: tuple[Text, ...] = ()


class CustomIndicator(Indicator):
    """A user's own series, in their session alone; `custom:NAME` names it."""

    tier: ClassVar[Tier] = Tier.CUSTOM

    id: SeriesId


EVERYBODY: Final = "all"


class ComputedIndicator(Indicator):
    """A ratio, sum or difference of two indicators, as a link asks for it; the expression names it."""

    tier: ClassVar[Tier] = Tier.COMPUTED

    id: Text


class Provisional(Named):
    """A year of an economy whose observations are preliminary, until a day on which the final ones came out."""

    id: Slug = Field(description="Id of the table, unique in its file.")
    economy: EconomyCode | Literal["all"] = Field(
        description=f"Economy whose observations are preliminary; `{EVERYBODY}` of each that has no table of its own."
    )
    year: Year = Field(description="Year of these observations.")
    indicators: tuple[Slug, ...] = Field(min_length=1, description="Indicators that they belong to.")
    until: Day | None = Field(
        default=None,
        description="First day (YYYY-MM-DD) of vintages with the final observations; none while they are awaited.",
    )
    note: Text = Field(description="Why they are preliminary, in one or two sentences.")
    sources: tuple[Source, ...] = Field(min_length=1, description="Where it was read.")

    def covers(self, indicator: str, released: dt.date) -> bool:
        """Tell whether an indicator's release of a day holds the preliminary values."""
        return indicator in self.indicators and (self.until is None or released < self.until)
