"""Economies and aggregates of the catalogue."""

from typing import Final

from pydantic import Field

from dashboard.catalogue.records import EconomyCode, Flag, Named, Slug, Text, Whole

WORLD: Final = "WLD"


class Economy(Named):
    """A country or an aggregate; `slot` is its place in the comparators' palette (0 is the accent)."""

    id: EconomyCode
    name: Text
    short_name: Text
    aggregate: Flag
    region: Text
    not_from: tuple[Slug, ...] = Field(
        default=(), description="Providers that never have it, and so cannot withdraw it."
    )
    slot: Whole = Field(ge=0)
