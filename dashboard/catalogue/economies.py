"""Economies and aggregates of the catalogue."""

from enum import StrEnum
from typing import Final, Self

from pydantic import Field, model_validator

from dashboard.catalogue.records import EconomyCode, Flag, Named, Number, Slug, Text, Whole, Year

WORLD: Final = "WLD"


class Sort(StrEnum):
    """What an aggregate groups its members by."""

    WORLD = "world"
    REGION = "region"
    INCOME = "income"
    OTHER = "other"


class Economy(Named):
    """A country, a place that sources list apart, or an aggregate of them."""

    id: EconomyCode = Field(description="ISO 3166 alpha-3 code of a country, or the World Bank's code of an aggregate.")
    name: Text = Field(description="Name in full, as lists have it.")
    short_name: Text = Field(description="Name where there is little room, as in charts; without a comma.")
    aggregate: Flag = Field(description="Whether it is a group of economies, which is never ranked.")
    sort: Sort | None = Field(default=None, description="What an aggregate groups its members by.")
    region: Text = Field(description="Region as the World Bank names it.")
    income_group: str = Field(
        default="", description="Income group as the World Bank names it; empty where it has none."
    )
    income_year: str = Field(
        default="", description="World Bank's fiscal year of the income group: FY27 is July 2026 to June 2027."
    )
    iso2: str = Field(default="", pattern=r"^([A-Z]{2})?$", description="Code of two letters.")
    synonyms: tuple[Text, ...] = Field(
        default=(),
        description="Other names by which it is found: the World Bank's, common ones, its own; those of Unicode CLDR "
        "in Chinese.",
    )
    latitude: Number | None = Field(default=None, ge=-90, le=90, description="Of its capital, in degrees north.")
    longitude: Number | None = Field(default=None, ge=-180, le=180, description="Of its capital, in degrees east.")
    population: Whole | None = Field(
        default=None, gt=0, description="People, where the population series lacks the economy."
    )
    population_year: Year | None = Field(default=None, description="Year of `population`.")
    population_source: str = Field(default="", description="Where `population` was read or how it was computed.")
    not_from: tuple[Slug, ...] = Field(
        default=(), description="Providers that do not have it, or no longer, and so cannot withdraw it."
    )
    slot: Whole | None = Field(
        default=None, ge=0, description="Colour in the palette of comparators, each number used once; 0 is the accent."
    )
    in_sentence: str = Field(
        default="", description="Its name within a sentence where that is not its name alone: the United States."
    )
    note: str = Field(default="", description="What a user of its figures should know.")

    @property
    def shade(self) -> int:
        """Return its place in the palette: the slot it was given, else one that its code settles."""
        return self.slot if self.slot is not None else sum(map(ord, self.id))

    @property
    def named(self) -> str:
        """Return its name in a list: in full, or short where the full one has a comma."""
        return self.short_name if "," in self.name else self.name

    @property
    def told(self) -> str:
        """Return its name within a sentence, with its article: China, the United States."""
        return self.in_sentence or self.named

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if "," in self.short_name:
            raise ValueError("short_name stands in sentences and takes no comma")
        if self.sort is not None and not self.aggregate:
            raise ValueError("sort is of aggregates alone")
        if bool(self.income_group) != bool(self.income_year):
            raise ValueError("income_group and income_year stand together")
        return self


class Spelling(Named):
    """What a provider calls an economy where that is not its own code."""

    id: Slug = Field(description="Id of the table, unique in its file.")
    provider: Slug = Field(description="Provider that calls the economy so.")
    economy: EconomyCode = Field(description="Economy that is meant, whether or not the catalogue has it.")
    spellings: tuple[Text, ...] = Field(min_length=1, description="Its codes as they stand, its names in lower case.")
