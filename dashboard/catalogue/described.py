"""Make an indicator of what a provider says of one of its series; what nobody says is guessed, by rules named here."""

import math
import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from pydantic import Field

from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import KIND_NAMES, OTHER, CataloguedIndicator, Kind, Provider
from dashboard.catalogue.records import EconomyCode, Record, SeriesId, Text, Whole

UNCHECKED: Final = (
    "As the provider describes it: Eraline has checked neither series breaks nor whether economies can be compared."
)
UNSTATED: Final = "unit not stated"
_LONGEST_NAME: Final = 48
_MOST_DECIMALS: Final = 4
_DIGITS: Final = 3
_LONGEST_SIGN: Final = 8

_PERCENT: Final = re.compile(r"%|\bper ?cent")
_CHANGE: Final = re.compile(r"growth|annual %|\bchange\b|inflation")
_PRICE: Final = re.compile(
    r"(\$|lcu|euro?s?|dollars?)\s*(per|/)\s*(us\$|lcu|euro?|barrel|kg|mt|metric ton|tonne|kwh|mwh|watt)"
)
_PRICE_NAME: Final = re.compile(r"\bprices? of\b|\bexchange rate\b")
_DIVIDED: Final = re.compile(
    r"\bper\b|/|\b(index|ratio|rates?|scores?|rank|estimate|percentile|coefficient|expectancy|years|days)\b|="
)
# how the World Bank says that an aggregate is the sum of its economies; nothing said counts as one
_SUMS: Final = ("", "sum", "gap-filled total")


class Described(Record):
    """What a provider says of one of its series, in the provider's words; "" where it says nothing.

    `compiled_by` is who the provider names as its own source, `spread` the typical size of an observation.
    """

    id: SeriesId
    provider: Provider
    provider_name: Text
    code: Text
    name: Text
    url: Text
    frequency: Frequency = Frequency.ANNUAL
    unit: str = ""
    definition: str = ""
    aggregation: str = ""
    topic: str = ""
    compiled_by: str = ""
    licence: str = ""
    licence_url: str = ""
    decimals: Whole = Field(default=2, ge=0, le=8)
    economy: EconomyCode | None = None


def indicator_of(said: Described, kind: Kind | None = None) -> CataloguedIndicator:
    """Return a series as an indicator; `kind` is the user's own, where they set one."""
    settled = kind or guessed_kind(said)
    unit = said.unit or UNSTATED
    return CataloguedIndicator.model_validate(
        {
            "id": said.id,
            "name": said.name,
            "short_name": short_name(said.name),
            "unit": unit,
            "unit_short": _unit_short(said.unit),
            "theme": OTHER,
            "frequency": said.frequency,
            "source": said.provider,
            "source_name": said.provider_name,
            "source_url": said.url,
            **({"code": said.code} if said.economy is None else {"codes": {said.economy: said.code}}),
            "decimals": said.decimals,
            "kind": settled,
            "description": said.definition or said.name,
            "caveats": tuple(_caveats(said, settled, is_guess=kind is None)),
            "licence": said.licence or "as the provider states",
            "licence_url": said.licence_url or None,
            "citation": f"{said.provider_name}, {said.name} ({said.code})",
            "dataset": said.provider,
        }
    )


def guessed_kind(said: Described) -> Kind:
    """Return what sort of quantity a series is, by its unit, name and aggregation.

    Growth where a percentage is one of change; a share where it is another; a price where the name says so or money is
    paid per thing; an index where something divides the unit or where the provider averages economies; else a level.
    """
    unit, name = said.unit.casefold(), said.name.casefold()
    if _PERCENT.search(unit):
        return Kind.GROWTH if _CHANGE.search(f"{unit} {name}") else Kind.SHARE
    if _PRICE.search(unit) or _PRICE_NAME.search(name):
        return Kind.PRICE
    adds_up = bool(unit) and said.aggregation.casefold() in _SUMS
    return Kind.LEVEL if adds_up and not _DIVIDED.search(f"{unit} {name}") else Kind.INDEX


def decimals_of(values: npt.NDArray[np.float64]) -> int:
    """Return the decimals that show the typical observation in three digits, no more than the observations have."""
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    if not len(sizes):
        return 0
    wanted = _DIGITS - 1 - math.floor(math.log10(float(np.median(sizes))))
    most = next((n for n in range(_MOST_DECIMALS) if np.allclose(values, np.round(values, n), rtol=0, atol=1e-9)), None)
    return max(0, min(wanted, _MOST_DECIMALS if most is None else most))


def last_bracket(name: str) -> str:
    """Return what stands in a name's last parentheses: its unit as a rule, and no note of method; "" without any."""
    found = [words for words in re.findall(r"\(([^()]*)\)", name) if not words.endswith("estimate")]
    return found[-1].strip() if found else ""


def _caveats(said: Described, kind: Kind, *, is_guess: bool) -> Sequence[str]:
    guess = f"Eraline takes it for {_with_article(KIND_NAMES[kind])}: a guess from its unit and name."
    other = "Another can be chosen under Options, or in a link by kind=."
    where = f"{said.provider_name} does not say which economy it is of; it is shown as {said.economy}."
    return [
        UNCHECKED,
        *([f"{guess} {other}"] if is_guess else []),
        *([where] if said.economy is not None else []),
        *(["The provider states no unit."] if not said.unit else []),
        *([f"Compiled by: {said.compiled_by}"] if said.compiled_by else []),
        *([f"Aggregates: {said.aggregation}."] if said.aggregation else []),
    ]


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def short_name(name: str) -> str:
    """Return a name without its unit, cut at a word where it is still long."""
    plain = re.sub(r"\s*\([^()]*\)\s*$", "", name) or name
    if len(plain) <= _LONGEST_NAME:
        return plain
    return plain[:_LONGEST_NAME].rsplit(" ", 1)[0].rstrip(",;") + "…"


def _unit_short(unit: str) -> str:
    plain = unit.casefold()
    if "%" in plain or "percent" in plain:
        return "%"
    if "us$" in plain:
        return "US$"
    return unit if len(unit) <= _LONGEST_SIGN else ""
