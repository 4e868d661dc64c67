"""Economies and aggregates of the catalogue."""

from typing import Final

from pydantic import Field

from dashboard.catalogue.records import EconomyCode, Flag, Named, Slug, Text, Whole

WORLD: Final = "WLD"


class Economy(Named):
    """A country or an aggregate; `slot` is its place in the comparators' palette (0 is the accent)."""

    id: EconomyCode = Field(description="ISO 3166 alpha-3 code of a country, or the World Bank's code of an aggregate.")
    name: Text = Field(description="Name in full.")
    short_name: Text = Field(description="Name where there is little room, as in charts.")
    aggregate: Flag = Field(description="Whether it is a group of economies, which is never ranked.")
    region: Text = Field(description="Region as the World Bank names it.")
    not_from: tuple[Slug, ...] = Field(
        default=(), description="Providers that never have it, and so cannot withdraw it."
    )
    population: Whole | None = Field(
        default=None, gt=0, description="People, given only where the population series lacks the economy."
    )
    slot: Whole = Field(
        ge=0, description="Colour in the palette of comparators, each number used once; 0 is the accent."
    )


class Spelling(Named):
    """What a provider calls an economy where that is not its own code."""

    id: Slug = Field(description="Id of the table, unique in its file.")
    provider: Slug = Field(description="Provider that calls the economy so.")
    economy: EconomyCode = Field(description="Economy that is meant, whether or not the catalogue has it.")
    spellings: tuple[Text, ...] = Field(min_length=1, description="Its codes as they stand, its names in lower case.")
