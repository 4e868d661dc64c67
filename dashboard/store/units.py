"""Tell whether two wordings mean one unit, and of which year's prices a unit speaks.

Providers spell a unit anew without changing it ("% of GDP", "Percent of GDP"); another base year is another unit,
though it differs by one number.
"""

import re
import unicodedata
from collections.abc import Collection
from typing import Final

_SPELLINGS: Final = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"per ?cent(?:age)?\b", "%"),
        (r"\bu\. ?s\. ?", "us "),
        (r"\bus dollars?\b|\busd\b|\bus ?\$", "us$"),
        (r"\binternational dollars?\b|\bint(?:ernational|\.|'l) ?\$", "international $"),
        (r"\bkilowatt[- ]?hours?\b", "kwh"),
        (r"\bterawatt[- ]?hours?\b", "twh"),
        (r"\bgigawatts?\b", "gw"),
        (r"\b(?:metric tons?|tonnes?)\b", "t"),
        (r"\bper (?:person|inhabitant|head)\b", "per capita"),
        (r"[\s,;()]+", " "),
    )
)
_BASE_YEAR: Final = re.compile(
    r"\b(?:constant|base(?: year)?|prices of)[ :=(]*([12][0-9]{3})\b|\b([12][0-9]{3}) ?=|\b([12][0-9]{3}) ppp\b"
)


def is_same_unit(one: str, other: str) -> bool:
    """Tell whether two wordings differ in spelling alone; the base year is no matter of spelling."""
    return _spelled(one) == _spelled(other)


def base_year(unit: str) -> int | None:
    """Return the year whose prices or whose level a unit refers to; None where it names none."""
    found = _BASE_YEAR.search(unicodedata.normalize("NFKC", unit).casefold())
    return int(found[1] or found[2] or found[3]) if found else None


def former_unit(before: str, now: str, known: Collection[str]) -> str:
    """Return the unit of what is stored where a release is in another one, "" where it is the same or not known.

    `known` are the catalogue's own words for the unit: without a base year, one of them is the same unit as any other.
    """
    if not before.strip() or not now.strip() or is_same_unit(before, now):
        return ""
    bases = base_year(before), base_year(now)
    if any(bases):
        # with a base year on one side alone nothing can be told
        return before if all(bases) and bases[0] != bases[1] else ""
    return "" if any(is_same_unit(before, unit) for unit in known) else before


def _spelled(unit: str) -> str:
    # compatibility forms make the subscript of CO₂ a 2
    words = unicodedata.normalize("NFKC", unit).casefold().replace("’", "'")
    for pattern, spelling in _SPELLINGS:
        words = pattern.sub(spelling, words)
    return words.strip(" .")
