"""Tell fiscal years, which span two calendar years, from months that are written alike: 2010/11 may be either."""

import re
from collections.abc import Sequence
from typing import Final

_NAMED: Final = re.compile(r"fy ?'?(?:\d{4}|\d{2})(?:[-/](?:\d{4}|\d{2}))?", re.ASCII)
_PAIR: Final = re.compile(r"\d{2}(\d{2})[-/](\d{2})", re.ASCII)
_MONTHS: Final = 12
_FEWEST: Final = 2


def fiscal_years(texts: Sequence[str]) -> frozenset[str]:
    """Return which of a column's texts are fiscal years: FY2015, and 2014/15 where the column is one of such years.

    It is one where a year follows that no month could be, or where all of several texts name a year and the next.
    """
    named = {text for text in texts if _NAMED.fullmatch(text)}
    pairs = {text: found for text in texts if (found := _PAIR.fullmatch(text))}
    following = {text for text, found in pairs.items() if int(found[2]) == (int(found[1]) + 1) % 100}
    no_month = any(int(pairs[text][2]) > _MONTHS for text in following)
    is_column = no_month or (len(following) >= _FEWEST and len(following) == len(set(filter(None, texts))))
    return frozenset(named | following if is_column else named)
