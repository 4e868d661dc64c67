"""Tell what the heading of a series' table says of each column, where it takes one row or two."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from dashboard.catalogue.user_dates import Span, read_dates
from dashboard.catalogue.user_headings import bare_name
from dashboard.catalogue.user_numbers import is_number
from dashboard.catalogue.user_tables import Row

CODES: Final = frozenset({"code", "country code", "iso", "iso3", "iso code", "iso3 code", "iso3c", "ref area", "geo"})
ECONOMIES: Final = CODES | frozenset(
    {"economy", "country", "country name", "entity", "area", "reference area", "location", "nation", "name", "region"}
    | {"geography", "territory", "land", "pays", "pais", "paese", "国家", "国家或地区", "地区", "经济体"}
)
# as the World Bank's DataBank writes its years, and R names of columns that begin with a digit
_DATABANK: Final = re.compile(r" *\[[^\]]*\]$|^(?:yr|x)(?=\d{4}$)", re.IGNORECASE)
_FEWEST: Final = 2


@dataclass(frozen=True)
class Heading:
    """What a heading says of each column, and of which series those are that a second row tells apart, by place."""

    cells: tuple[str, ...]
    series: Mapping[int, str] = field(default_factory=dict[int, str])
    rows: int = 1

    @property
    def periods(self) -> dict[int, str]:
        """Return the columns whose names are periods, in order for each series, by place; none in any other heading."""
        found: dict[int, str] = {}
        for name in dict.fromkeys(self.series.values()) or ("",):
            mine = periods_in([cell if self.series.get(at, name) == name else "" for at, cell in enumerate(self.cells)])
            if not mine:
                return {}
            found.update(mine)
        return dict(sorted(found.items()))


def heading_at(rows: Sequence[Row], at: int) -> Heading:
    """Return the heading in a row, with the row under it where both are one: merged cells stand over several."""
    upper, lower = rows[at].cells, rows[at + 1].cells if at + 1 < len(rows) else ()
    width = max(len(upper), len(lower))
    over, under = ((*cells, *[""] * (width - len(cells))) for cells in (upper, lower))
    parts = _parts_of_years(over, under)
    if len(periods_in(parts)) > len(periods_in(upper)):
        return Heading(parts, rows=2)
    return _in_blocks(over, under) or Heading(upper)


def period_text(cell: str) -> str:
    """Return a period without what the World Bank's DataBank and R write around it."""
    return _DATABANK.sub("", cell)


def periods_in(heading: Sequence[str]) -> dict[int, str]:
    """Return the columns of a heading whose names are periods in order, by place; none where it is no such heading."""
    texts = {at: text for at, cell in enumerate(heading) if (text := period_text(cell))}
    read = dict(zip(texts, read_dates(list(texts.values())).cells, strict=True))
    spans = {at: cell.first for at, cell in read.items() if isinstance(cell, Span) and cell.last is None}
    others = [cell for at, cell in enumerate(heading) if at not in spans]
    starts = [span.start for span in spans.values()]
    enough = len(spans) >= _FEWEST or any(bare_name(cell) in ECONOMIES for cell in others)
    ordered = starts in (sorted(set(starts)), sorted(set(starts), reverse=True))
    # a row that begins with a number is an observation's, whatever years its values look like
    is_one = enough and ordered and len({span.part for span in spans.values()}) == 1 and 0 not in spans
    return {at: texts[at] for at in spans} if is_one and not any(map(is_number, others)) else {}


def _parts_of_years(over: Sequence[str], under: Sequence[str]) -> tuple[str, ...]:
    """Return names of columns where years stand over quarters or months of theirs."""
    joined: list[str] = []
    year = ""
    for upper, lower in zip(over, under, strict=True):
        year = upper or year
        is_part = re.fullmatch(r"\d{4}", year, re.ASCII) and re.fullmatch(r"[^\W\d]\w{1,8}\.?", lower)
        joined.append(f"{lower} {year}" if is_part else upper)
    return tuple(joined)


def _in_blocks(over: Sequence[str], under: Sequence[str]) -> Heading | None:
    """Return the heading of two rows of which the upper spans blocks of columns with the same names in the lower."""
    heads = _spanning(over)
    columns = [at for at, name in enumerate(under) if name and heads[at]]
    blocks = [list(places) for _, places in groupby(columns, lambda at: heads[at])]
    wide = [block for block in blocks if len(block) >= _FEWEST]
    if len(wide) < _FEWEST or len({tuple(under[at] for at in block) for block in wide}) > 1:
        return None
    names = [under[at] for at in wide[0]]
    are_periods = periods_in(["", *names])
    if not are_periods and any(map(is_number, names)):
        return None
    cells, series = [upper or lower for upper, lower in zip(over, under, strict=True)], dict[int, str]()
    for at in (at for block in wide for at in block):
        spanned = over[heads[at] - 1]
        cells[at], series[at] = (under[at], spanned) if are_periods else (spanned, under[at])
    return Heading(tuple(cells), series, rows=2)


def _spanning(over: Sequence[str]) -> list[int]:
    """Return of each column in which place, counted from one, the cell above it begins; zero where none does."""
    heads: list[int] = []
    for at, name in enumerate(over, start=1):
        heads.append(at if name else heads[-1] if heads else 0)
    return heads
