"""Indicators of the catalogue: what a series measures, its kind, its provider, its breaks and provisional years."""

import datetime as dt
from enum import StrEnum
from typing import Final, Literal, Self

from pydantic import Field, HttpUrl, model_validator

from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.records import Day, EconomyCode, Named, Number, Record, Slug, Source, Text, Whole, Year

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
# the id of a provider; which there are is known to the registry of sources alone
Provider = Slug
Scale = Literal["linear", "log"]

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


class Indicator(Named):
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
    codes: dict[EconomyCode, Text] = Field(default_factory=dict)
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
    dataset: Slug

    @model_validator(mode="after")
    def _names_its_code(self) -> Self:
        given = sum((bool(self.code), bool(self.codes), self.derived is not None))
        if given != 1:
            raise ValueError("give exactly one of code, codes (one an economy) and derived")
        return self


class Provisional(Named):
    """A year of an economy whose figures are preliminary; `until` is the first day of vintages with the final ones."""

    id: Slug
    economy: EconomyCode
    year: Year
    indicators: tuple[Slug, ...] = Field(min_length=1)
    until: Day | None = None
    note: Text
    sources: tuple[Source, ...] = Field(min_length=1)

    def covers(self, indicator: str, released: dt.date) -> bool:
        """Tell whether an indicator's release of a day holds the preliminary values."""
        return indicator in self.indicators and (self.until is None or released < self.until)
