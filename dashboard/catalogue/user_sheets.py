"""Read an XLSX workbook that a user brings into rows of text, each cell as its sheet shows it."""

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain
from typing import Final
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException

from dashboard.errors import Unusable, UnusableTable

# a few kilobytes of zeros unpack to gigabytes
MOST_UNPACKED: Final = 100_000_000
MOST_LINES: Final = 200_000
_FEWEST: Final = 2
# a formula with nothing behind it: programs that compute nothing write workbooks so
_UNCOMPUTED: Final = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f [^<>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</|</(?:\w+:)?c>)"
)
_PIECE: Final = 1_000_000
_OVERLAP: Final = 1_000
Rows = tuple[tuple[int, tuple[str, ...]], ...]
Line = Sequence[Cell | MergedCell]
_WHOLE_BELOW: Final = 1e15
_BROKEN: Final = (
    zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError,
    EOFError, OSError, RuntimeError, NotImplementedError, zipfile.LargeZipFile, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows by their numbers, its name, and how many other sheets are left unread.

    `uncomputed` tells that formulas without a result stand in it as they are written.
    """

    rows: Rows
    name: str
    others: int = 0
    uncomputed: bool = False


def first_sheet(content: bytes) -> Sheet:
    """Return the first visible sheet that holds a table; UnusableTable if the workbook cannot be opened."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise UnusableTable(Unusable.TOO_LARGE, f"{MOST_UNPACKED // 1_000_000} MB unpacked")
            uncomputed = any(_lacks_results(archive, name) for name in archive.namelist() if _is_sheet(name))
        book = _opened(content, data_only=True)
        formulas = _opened(content, data_only=False) if uncomputed else None
        filled = [sheet for sheet in _sheets(book, formulas) if sheet.rows]
    except _BROKEN as exc:
        raise UnusableTable(Unusable.BROKEN_WORKBOOK) from exc
    if not filled:
        raise UnusableTable(Unusable.EMPTY)
    # a cover has lines of one cell
    of_tables = (sheet for sheet in filled if sum(map(_is_wide, sheet.rows)) >= _FEWEST)
    of_rows = (sheet for sheet in filled if len(sheet.rows) >= _FEWEST)
    return replace(next(chain(of_tables, of_rows, filled)), others=len(filled) - 1)


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def _lacks_results(archive: zipfile.ZipFile, name: str) -> bool:
    """Tell whether a sheet has a formula without a result, a piece of it at a time."""
    before = b""
    with archive.open(name) as part:
        while piece := part.read(_PIECE):
            if _UNCOMPUTED.search(before + piece):
                return True
            before = piece[-_OVERLAP:]
    return False


def _is_wide(row: tuple[int, tuple[str, ...]]) -> bool:
    return sum(map(bool, row[1])) >= _FEWEST


def _opened(content: bytes, *, data_only: bool) -> Workbook:
    # streamed: a sheet made to look huge costs no memory
    return load_workbook(BytesIO(content), read_only=True, data_only=data_only, keep_links=False)


def _sheets(book: Workbook, formulas: Workbook | None) -> Iterator[Sheet]:
    for place, sheet in enumerate(book.worksheets):
        if sheet.sheet_state == "visible":
            # the range that a file states for itself is often wrong
            sheet.reset_dimensions()
            written = formulas.worksheets[place] if formulas else None
            if written:
                written.reset_dimensions()
            lines = zip(sheet.iter_rows(), written.iter_rows(), strict=True) if written else _alone(sheet.iter_rows())
            found: list[str] = []
            rows = tuple(_rows(lines, found))
            yield Sheet(rows, sheet.title, uncomputed=bool(found))


def _alone(lines: Iterable[Line]) -> Iterator[tuple[Line, Line]]:
    return ((line, ()) for line in lines)


def _rows(lines: Iterable[tuple[Line, Line]], uncomputed: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, (cells, written) in enumerate(lines, start=1):
        if number > MOST_LINES:
            raise UnusableTable(Unusable.TOO_MANY_ROWS, f"{MOST_LINES:,}")
        formulas = {at: _formula(cell.value) for at, cell in enumerate(written) if cell.data_type == "f"}
        texts = tuple(_text(cell, formulas.get(at, ""), uncomputed) for at, cell in enumerate(cells))
        if any(texts):
            yield number, texts


def _text(cell: Cell | MergedCell, formula: str, uncomputed: list[str]) -> str:
    if cell.value is not None:
        return _shown(cell.value, cell.number_format or "")
    # a formula whose result is an empty text says that it is text
    if formula and cell.data_type == "n":
        uncomputed.append(formula)
        return formula
    return ""


def _formula(value: object) -> str:
    return value if isinstance(value, str) else "=…"


def _shown(value: object, style: str) -> str:
    if isinstance(value, dt.datetime):
        return _day(value, style)
    if isinstance(value, float):
        # 12.5 % is stored as an eighth
        shown = value * 100 if "%" in style else value
        whole = shown.is_integer() and abs(shown) < _WHOLE_BELOW
        return (str(int(shown)) if whole else f"{shown:.15g}") + ("%" if "%" in style else "")
    return str(value)


def _day(value: dt.datetime, style: str) -> str:
    """Return as much of a day as the sheet shows: a cell with May 2015 is stored as the first of that month."""
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", style.casefold())
    if "d" in letters or "y" not in letters:
        return value.date().isoformat()
    return f"{value.year}-{value.month:02}" if "m" in letters else str(value.year)
