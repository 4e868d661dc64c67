"""Tell whether two wordings mean one unit, and of which year's prices a unit speaks.

Providers spell a unit anew without changing it ("% of GDP", "Percent of GDP"); another base year is another unit,
though it differs by one number.
"""

import re
import unicodedata
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
_BASE_YEAR: Final = re.compile(r"\b(?:constant|base(?: year)?|prices of)[ :=(]*([12][0-9]{3})\b|\b([12][0-9]{3}) ?=")


def is_same_unit(one: str, other: str) -> bool:
    """Tell whether two wordings differ in spelling alone; the base year is no matter of spelling."""
    return _spelled(one) == _spelled(other)


def base_year(unit: str) -> int | None:
    """Return the year whose prices or whose level a unit refers to; None where it names none."""
    found = _BASE_YEAR.search(unicodedata.normalize("NFKC", unit).casefold())
    return int(found[1] or found[2]) if found else None


def _spelled(unit: str) -> str:
    # compatibility forms make the subscript of CO₂ a 2
    words = unicodedata.normalize("NFKC", unit).casefold().replace("’", "'")
    for pattern, spelling in _SPELLINGS:
        words = pattern.sub(spelling, words)
    return words.strip(" .")
