"""Read a table that a user brings, from a file or pasted, into rows of text."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.catalogue.user_archives import ZIP, packed_table
from dashboard.catalogue.user_text import Decoded, Encoding, decoded
from dashboard.errors import Unusable, UnusableTable

MOST_BYTES: Final = 5_000_000
MOST_ROWS: Final = 50_000
SEPARATORS: Final = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "vertical bars"}
_SEP_LINE: Final = re.compile(r'\s*"?sep=(?P<mark>.)"?[\s,;]*', re.IGNORECASE | re.DOTALL)
_LOOKED_AT: Final = 100
_FEWEST_CELLS: Final = 2
# a file that ends inside of a quotation is read up to it
csv.field_size_limit(MOST_BYTES)


@dataclass(frozen=True)
class Row:
    """A row of a table, by the number that a spreadsheet gives it; `width` counts the empty cells at its end too."""

    number: int
    cells: tuple[str, ...]
    width: int = 0

    def cell(self, place: int) -> str:
        """Return the text at a place, empty where the row is shorter."""
        return self.cells[place] if 0 <= place < len(self.cells) else ""


@dataclass(frozen=True)
class UserTable:
    """The rows of a user's table that hold anything, and how it was read.

    `guessed` tells that another encoding may be meant, `broken_at` from which row on a quotation never ends,
    `uncomputed` that formulas of a workbook have no result.
    """

    rows: tuple[Row, ...]
    encoding: Encoding | None = None
    guessed: bool = False
    separator: str = ""
    sheet: str = ""
    other_sheets: int = 0
    broken_at: int | None = None
    uncomputed: bool = False


def read_table(content: bytes, encoding: Encoding | None = None) -> UserTable:
    """Return the rows of a file: XLSX, or text in any encoding, with any separator, packed or not; UnusableTable."""
    if len(content) > MOST_BYTES:
        raise UnusableTable(Unusable.TOO_LARGE, f"{MOST_BYTES // 1_000_000} MB")
    packed = packed_table(content, MOST_BYTES) if content.startswith(ZIP) else None
    if packed is not None:
        content = packed
    if content.startswith(ZIP):
        # openpyxl takes longer to import than many a page to draw, and few bring a workbook
        from dashboard.catalogue.user_sheets import first_sheet  # noqa: PLC0415

        sheet = first_sheet(content)
        rows = tuple(_row(number, cells) for number, cells in sheet.rows)
        table = UserTable(rows, sheet=sheet.name, other_sheets=sheet.others, uncomputed=sheet.uncomputed)
        return _checked(table)
    return _checked(_parsed(decoded(content, encoding)))


def read_pasted(text: str) -> UserTable:
    """Return the rows of a pasted text; UnusableTable if there is nothing in it."""
    # half a pair, as a broken paste holds, is no letter that a file could be written with
    return read_table(text.encode("utf-8", errors="replace"), Encoding.UTF_8)


def _checked(table: UserTable) -> UserTable:
    if not table.rows and table.broken_at is None:
        raise UnusableTable(Unusable.EMPTY)
    if len(table.rows) > MOST_ROWS:
        raise UnusableTable(Unusable.TOO_MANY_ROWS, f"{MOST_ROWS:,}")
    return table


def _parsed(found: Decoded) -> UserTable:
    text = found.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first, newline, rest = text.partition("\n")
    stated = _SEP_LINE.fullmatch(first)
    if stated:
        # the line stays a row, so that rows are numbered as the user sees them
        text, separator = newline + rest, stated["mark"]
    else:
        separator = _separator(text)
    rows: list[Row] = []
    number = 0
    try:
        for number, cells in enumerate(_cells(text, separator), start=1):
            if any(map(str.strip, cells)):
                rows.append(_row(number, cells))
    except csv.Error:
        return UserTable(tuple(rows), found.encoding, found.guessed, separator, broken_at=number + 1)
    return UserTable(tuple(rows), found.encoding, found.guessed, separator)


def _cells(text: str, separator: str) -> Iterator[Sequence[str]]:
    spaced = separator != "\t"
    yield from csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=spaced, strict=True)


def _row(number: int, cells: Sequence[str]) -> Row:
    kept = [cell.strip() for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return Row(number, tuple(kept), len(cells))


def _separator(text: str) -> str:
    """Return the mark that cuts most of the first rows into equally many cells; of several the first to appear."""
    start = [line for line in text[: _LOOKED_AT * 1_000].split("\n") if line.strip()][:_LOOKED_AT]
    bare = re.sub(r'"[^"]*"', '""', "\n".join(start)).split("\n")
    fit = {mark: _fit(bare, mark) for mark in SEPARATORS}
    best = max(fit.values())
    if not best:
        return ","
    equal = [mark for mark in SEPARATORS if fit[mark] == best]
    # 1,5 all the way down is a decimal comma
    if len(equal) > 1 and "," in equal and not any(re.search(r",(?!\d)|(?<!\d),", line) for line in bare):
        equal.remove(",")
    if "\t" in equal:
        return "\t"
    line = next(line for line in bare if any(mark in line for mark in equal))
    return min(equal, key=lambda mark: line.find(mark) if mark in line else len(line))


def _fit(lines: list[str], mark: str) -> int:
    widths = Counter(width for line in lines if (width := len(line.split(mark))) >= _FEWEST_CELLS)
    return max(widths.values(), default=0)
