"""Make an indicator of what a provider says of one of its series; what nobody says is guessed, by rules named here."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from pydantic import Field

from dashboard.catalogue.frequency import Frequency
from dashboard.catalogue.indicators import KIND_NAMES, OTHER, CataloguedIndicator, Kind, Provider, in_own_currency
from dashboard.catalogue.records import EconomyCode, Record, SeriesId, Text, Whole

if TYPE_CHECKING:
    import numpy.typing as npt

UNCHECKED: Final = (
    "As the provider describes it: Eraline has checked neither series breaks nor whether economies can be compared."
)
UNSTATED: Final = "unit not stated"
_OWN_CURRENCY: Final = "Each economy's values are in its own currency: compare growth or an index, not amounts."
_LONGEST_NAME: Final = 48
# as many as an indicator may have
_MOST_DECIMALS: Final = 8
_DIGITS: Final = 3
_LONGEST_SIGN: Final = 8

_PERCENT: Final = re.compile(r"%|\bper ?cent")
_CHANGE: Final = re.compile(r"growth|annual %|\bchange\b|inflation|\by-o-y\b|year-on-year")
_SHARE: Final = re.compile(r"\bshare\b|%")
_INDEX: Final = re.compile(r"\bindex\b|\beffec\w* exchange rate\b|= ?100\b|\bdeflator\b")
_PRICE: Final = re.compile(
    r"(\$|lcu|euro?s?|dollars?)\s*(per|/)\s*(us\$|lcu|euro?|barrel|kg|mt|metric ton|tonne|kwh|mwh|watt)"
)
_PRICE_NAME: Final = re.compile(r"\bprices? of\b|\bexchange rate\b")
_PRICED: Final = re.compile(r"\bprice\b(, us\$|.*(\$|\blcu|\beuro?|\bdollars?) ?(per\b|/))")
_DIVIDED: Final = re.compile(
    r"\bper\b|/|\b(ratio|rates?|scores?|rank|estimate|percentile|coefficient|expectancy|years|days|"
    r"average|mean|median|density)\b|="
)
# how the World Bank says that an aggregate is the sum of its economies
_SUMS: Final = ("sum", "gap-filled total")
# brackets behind the unit that say how it was counted, or what an abbreviation means
_NOTE: Final = re.compile(
    r".*\b(estimates?|methodology)|cumulative|higher|base year varies by country|(ex|in)cluding .*|"
    r"(ages )?[0-9]+ ?[-–+][^=]*|average for .*|gross|GDP|GPI|IDP|ODA|Households and NPISHs .*"
)
# a name without brackets may state its unit between commas
_STATED: Final = re.compile(
    r"(%|percent\b|current\b|constant\b|us\$|usd\b|lcu\b|index\b|national currency|(thousand|million|billion)s?\b).*",
    re.IGNORECASE,
)
# US dollars that nothing is paid in or divided by
_MONEY: Final = re.compile(r"(?<!per )(?<!/)\b(us\$|usd\b)")
_MANY: Final = re.compile(r"\b(thousand|million|billion)s?\b")
# units that say less than any name does
_VAGUE: Final = ("", "%", "percent", "percentage", "index", "number", "ratio")
# the tables of debt and payments that a unit stands behind
_TABLE: Final = re.compile(r"(?:DOD|NFL|TDS|AMT|INT|DIS|COM|BoP), (?=.)")


class Described(Record):
    """What a provider says of one of its series, in the provider's words; "" where it says nothing.

    `compiled_by` is who the provider names as its own source, `economy` the one that all observations are of.
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
            "unit_short": unit_sign(said.unit),
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
            "doubts": tuple(_doubts(said)),
            "licence": said.licence or "as the provider states",
            "licence_url": said.licence_url or None,
            "citation": f"{said.provider_name}, {said.name}{f' ({said.code})' if said.code != said.name else ''}",
            "dataset": said.provider,
        }
    )


def guessed_kind(said: Described) -> Kind:
    """Return what sort of quantity a series is, by its unit, name and aggregation.

    Growth where a percentage is one of change; a share where it is another; an index where it is called so; a price
    where the name says so or money is paid per thing; a level where the provider adds economies up, or where it says
    nothing of it and nothing divides the unit; else an index.
    """
    unit, name = said.unit.casefold(), said.name.casefold()
    if _PERCENT.search(unit) or (not unit and _SHARE.search(name)):
        return Kind.GROWTH if _CHANGE.search(f"{unit} {name}") else Kind.SHARE
    if _INDEX.search(f"{unit} {name}"):
        return Kind.INDEX
    if _is_price(unit, name):
        return Kind.PRICE
    if said.aggregation.casefold() in _SUMS:
        return Kind.LEVEL
    adds_up = bool(unit) and not said.aggregation and not _DIVIDED.search(f"{unit} {name}")
    return Kind.LEVEL if adds_up else Kind.INDEX


def _is_price(unit: str, name: str) -> bool:
    # output per unit of an input is written as a price is
    is_paid = _PRICE.search(unit) and " per " not in short_name(name)
    return bool(is_paid or _PRICE_NAME.search(name) or _PRICED.search(f"{name} {unit}"))


def decimals_of(values: npt.NDArray[np.float64]) -> int:
    """Return the decimals that show the typical observation in three digits, no more than the observations have."""
    sizes = np.abs(values[np.isfinite(values) & (values != 0)])
    if not len(sizes):
        return 0
    wanted = _DIGITS - 1 - math.floor(math.log10(float(np.median(sizes))))
    most = next((n for n in range(_MOST_DECIMALS) if np.allclose(values, np.round(values, n), rtol=0, atol=1e-9)), None)
    return max(0, min(wanted, _MOST_DECIMALS if most is None else most))


def unit_in(name: str) -> str:
    """Return the unit that a name states: its last brackets but for notes, else its parts that are units, else ""."""
    brackets = [words.strip() for words in re.findall(r"\(([^()]*)\)", name)]
    found = [words for words in brackets if words and not _NOTE.fullmatch(words)]
    if found or brackets:
        return found[-1] if found else ""
    return ", ".join(part for part in re.split(r"\s*,\s*", name)[1:] if _STATED.fullmatch(part))


def unit_of(stated: str, name: str) -> str:
    """Return the unit of a series whose provider states one, or leaves it to the name, which often says more of it."""
    named = _TABLE.sub("", unit_in(name))
    is_vague = stated.casefold() in _VAGUE or stated.casefold() in named.casefold()
    return named if named and is_vague else stated


def _caveats(said: Described, kind: Kind, *, is_guess: bool) -> Sequence[str]:
    guess = f"Eraline takes it for {_with_article(KIND_NAMES[kind])}: a guess from its unit and name."
    other = "Another can be chosen under Options, or in a link by kind=."
    return [
        UNCHECKED,
        *([f"{guess} {other}"] if is_guess else []),
        *_doubts(said),
        *(["The provider states no unit."] if not said.unit else []),
        *([f"Compiled by: {said.compiled_by}"] if said.compiled_by else []),
        *([f"Aggregates: {said.aggregation}."] if said.aggregation else []),
    ]


def _doubts(said: Described) -> Iterator[str]:
    if said.economy is not None:
        yield _whose(said, said.economy)
    if in_own_currency(said.unit):
        yield _OWN_CURRENCY


def _whose(said: Described, economy: str) -> str:
    unknown = f"{said.provider_name} does not say which economy it is of"
    if f":{economy}:" in said.id:
        return f"{unknown}: whoever made the link says {economy}."
    elsewhere = said.id.replace(":", ":DEU:", 1)
    return f"{unknown}; it is shown as {economy}. If it is another's, name that one in the link, as in {elsewhere}."


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def short_name(name: str) -> str:
    """Return a name without its unit, cut at a word where it is still long."""
    plain = re.sub(r"\s*\([^()]*\)\s*$", "", name) or name
    if len(plain) <= _LONGEST_NAME:
        return plain
    return plain[:_LONGEST_NAME].rsplit(" ", 1)[0].rstrip(",;") + "…"


def unit_sign(unit: str) -> str:
    """Return what stands behind a number of a unit, US$ before it; "" where the unit is too long for that."""
    plain = unit.casefold()
    if _PERCENT.search(plain):
        return "%"
    if _MONEY.search(plain):
        # "US$ million": what is said of the size of the numbers must not be lost
        many = _MANY.search(plain)
        return f"US$ {many[1]}" if many else "US$"
    return unit if len(unit) <= _LONGEST_SIGN and plain not in _VAGUE else ""
