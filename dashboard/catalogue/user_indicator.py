"""Make an indicator of a user's own series: what they say of it, and what its table and values suggest."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from dashboard.catalogue.described import (
    UNSTATED,
    Described,
    decimals_of,
    guessed_kind,
    short_name,
    unit_in,
    unit_sign,
)
from dashboard.catalogue.folding import folded
from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import OTHER, CustomIndicator, Kind
from dashboard.catalogue.user_series import SeriesReading
from dashboard.formatting import one_line

PREFIX: Final = "custom:"
SOURCE_NAME: Final = "Your own series"
PROVIDER: Final = "custom"
UNCHECKED: Final = "Your own series, in this session alone: Eraline has not checked it."
_MOST_LETTERS: Final = 120
_MOST_OF_UNIT: Final = 60


@dataclass(frozen=True)
class Said:
    """What a user says of a series: name, unit ("" for none) and what sort of quantity it is."""

    name: str
    unit: str
    kind: Kind


def suggested(reading: SeriesReading) -> Said:
    """Return what a table suggests of its series: its heading or title as name, and the unit that this states."""
    name = one_line(reading.chosen or reading.title, _MOST_LETTERS) or "My series"
    unit = one_line(unit_in(name), _MOST_OF_UNIT)
    return Said(name, unit, _guessed(name, unit))


def _guessed(name: str, unit: str) -> Kind:
    described = Described(
        id=f"{PREFIX}series",
        provider=PROVIDER,
        provider_name=SOURCE_NAME,
        code="series",
        name=name,
        url="-",
        unit=unit,
    )
    return guessed_kind(described)


def custom_indicator(said: Said, reading: SeriesReading, taken: Collection[str]) -> CustomIndicator:
    """Return the indicator of a series, with an id that is not taken."""
    name, unit = one_line(said.name, _MOST_LETTERS) or "My series", one_line(said.unit, _MOST_OF_UNIT)
    identifier = _id(name, taken)
    return CustomIndicator(
        id=identifier,
        name=name,
        short_name=short_name(name),
        unit=unit or UNSTATED,
        unit_short=unit_sign(unit),
        theme=OTHER,
        frequency=reading.frequency,
        source=PROVIDER,
        source_name=SOURCE_NAME,
        source_url=None,
        code=identifier.removeprefix(PREFIX),
        decimals=decimals_of(reading.observations["value"].to_numpy()),
        kind=said.kind,
        description=f"{name}. {_of_table(reading)}",
        caveats=(UNCHECKED,),
        licence="the user's own",
        citation=f"{name}, the user's own series",
        dataset=PROVIDER,
    )


def _of_table(reading: SeriesReading) -> str:
    periods = {Frequency.ANNUAL: "years", Frequency.QUARTERLY: "quarters", Frequency.MONTHLY: "months"}
    return f"Read from a table of {periods[reading.frequency]} that the user brought."


def _id(name: str, taken: Collection[str]) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")[:_MOST_OF_UNIT].strip("-") or "series"
    numbered = (f"{PREFIX}{slug}{f'-{number}' if number > 1 else ''}" for number in range(1, len(taken) + 2))
    return next(identifier for identifier in numbered if identifier not in taken)
