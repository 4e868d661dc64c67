"""Read numbers as people write them, a whole column at once, so that clear ones settle what point and comma mean."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dashboard.catalogue.user_footnotes import without_footnotes

_NONE: Final = frozenset(
    {"", ".", "..", "...", "-", ":", "n/a", "na", "n.a.", "n.d.", "nd", "nan", "null", "none", "#n/a", "#na", "missing"}
)
# what people and programs write for a minus sign
MINUS: Final = str.maketrans(dict.fromkeys("−‐‑‒–—﹣－", "-"))
_SIGNS: Final = re.compile(r"[$€£¥₹%‰]|\b(?:usd|eur|gbp|cny|rmb)\b", re.IGNORECASE)
_APART: Final = re.compile(r"(?<=\d)['’ ](?=\d{3}(?!\d))")
_NUMBER: Final = re.compile(r"[+-]?(?=[.,]?\d)(?P<whole>\d*(?:[.,]\d+)*)[.,]?(?:e[+-]?\d+)?", re.ASCII)
_THOUSAND: Final = 3
# nothing that is counted is more, and the span of a chart's axis would be endless
_LARGEST: Final = 1e100


class Mark(StrEnum):
    """What stands before the decimals."""

    POINT = "."
    COMMA = ","

    @property
    def other(self) -> "Mark":
        """Return the other mark, which parts thousands then."""
        return Mark.COMMA if self is Mark.POINT else Mark.POINT


@dataclass(frozen=True)
class NumberColumn:
    """A column's numbers, None where there is none; `strange` are the places of texts that are no number.

    `doubtful` is a text with two readings, such as 1,234, that no other number of the column settles.
    """

    values: tuple[float | None, ...]
    strange: frozenset[int]
    mark: Mark
    doubtful: str = ""


def read_numbers(texts: Sequence[str], mark: Mark | None = None, usual: Mark = Mark.POINT) -> NumberColumn:
    """Return the numbers of a column's texts; thousands apart, signs of money and percent, (1) for -1 are understood.

    In 1,234 the mark given decides, else that of the column's clear numbers such as 1,5 or 1,234.5, else the usual one.
    """
    plain = [_plain(text) for text in texts]
    clear = {found for text in plain for found in _marks(text)}
    sure = clear.pop() if len(clear) == 1 else None
    settled = mark or sure
    values: list[float | None] = []
    strange: set[int] = set()
    for place, text in enumerate(plain):
        value = None if text in _NONE else _value(text, settled or next(_marks(text), usual))
        if value is None and text not in _NONE:
            strange.add(place)
        values.append(value)
    # where commas part the cells, a point is no thousands'
    open_ones = (
        given
        for given, text in zip(texts, plain, strict=True)
        if _has_two_readings(text) and (usual is Mark.COMMA or "," in text)
    )
    return NumberColumn(tuple(values), frozenset(strange), settled or usual, "" if sure else next(open_ones, ""))


def is_number(text: str) -> bool:
    """Tell whether a text is a number by either mark."""
    plain = _plain(text)
    return plain not in _NONE and any(_value(plain, mark) is not None for mark in Mark)


def is_none(text: str) -> bool:
    """Tell whether a text says that there is no number."""
    return _plain(text) in _NONE


def _plain(text: str) -> str:
    bare = " ".join(unicodedata.normalize("NFKC", without_footnotes(text)).translate(MINUS).casefold().split())
    bare = _APART.sub("", _SIGNS.sub("", bare).strip())
    return f"-{bare[1:-1].strip()}" if bare.startswith("(") and bare.endswith(")") else bare


def _marks(text: str) -> Iterator[Mark]:
    """Yield the mark before the decimals where a number leaves no doubt of it."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return
    whole = found["whole"]
    marks = [letter for letter in whole if letter in ".,"]
    if not marks:
        return
    last = Mark(marks[-1])
    if len(set(marks)) > 1:
        yield last
    elif len(marks) > 1:
        yield last.other
    elif not _has_two_readings(text):
        yield last


def _has_two_readings(text: str) -> bool:
    """Tell whether a number has one mark with three digits behind it and up to three before."""
    found = re.fullmatch(r"[+-]?(?P<before>\d{1,3})[.,]\d{3}", text, re.ASCII)
    return found is not None and not found["before"].startswith("0")


def _value(text: str, mark: Mark) -> float | None:
    found = _NUMBER.fullmatch(text)
    if not found or found["whole"].count(mark) > 1:
        return None
    before, _, _ = found["whole"].partition(mark)
    groups = before.split(mark.other)
    if len(groups) > 1 and not (1 <= len(groups[0]) <= _THOUSAND and all(map(_is_group, groups[1:]))):
        return None
    if mark.other in found["whole"][len(before) :]:
        return None
    value = float(text.replace(mark.other, "").replace(mark, ".").rstrip("."))
    return value if abs(value) <= _LARGEST else None


def _is_group(digits: str) -> bool:
    # lakh and crore stand in groups of two
    return _THOUSAND - 1 <= len(digits) <= _THOUSAND
