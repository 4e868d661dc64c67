"""Read an XLSX workbook that a user brings into rows of text, each cell as its sheet shows it."""

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException

from dashboard.errors import Unusable, UnusableTable

# a few kilobytes of zeros unpack to gigabytes
MOST_UNPACKED: Final = 100_000_000
MOST_LINES: Final = 200_000
_FEWEST_ROWS: Final = 2
_WHOLE_BELOW: Final = 1e15
_BROKEN: Final = (
    zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError,
    EOFError, OSError, RuntimeError, NotImplementedError, zipfile.LargeZipFile, zlib.error,
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A sheet's rows by their numbers, its name, and how many other sheets are left unread."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    name: str
    others: int


def first_sheet(content: bytes) -> Sheet:
    """Return the first visible sheet that holds a table; UnusableTable if the workbook cannot be opened."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise UnusableTable(Unusable.TOO_LARGE, f"{MOST_UNPACKED // 1_000_000} MB unpacked")
        # streamed: a sheet made to look huge costs no memory
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        filled = [(name, rows) for name, rows in _texts(book) if rows]
    except _BROKEN as exc:
        raise UnusableTable(Unusable.BROKEN_WORKBOOK) from exc
    if not filled:
        raise UnusableTable(Unusable.EMPTY)
    name, rows = next((sheet for sheet in filled if len(sheet[1]) >= _FEWEST_ROWS), filled[0])
    return Sheet(rows, name, len(filled) - 1)


def _texts(book: Workbook) -> Iterator[tuple[str, tuple[tuple[int, tuple[str, ...]], ...]]]:
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            # the range that a file states for itself is often wrong
            sheet.reset_dimensions()
            yield sheet.title, tuple(_rows(sheet.iter_rows()))


def _rows(lines: Iterable[Sequence[Cell | MergedCell]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, cells in enumerate(lines, start=1):
        if number > MOST_LINES:
            raise UnusableTable(Unusable.TOO_MANY_ROWS, f"{MOST_LINES:,}")
        texts = tuple(_shown(cell.value, cell.number_format or "") if cell.value is not None else "" for cell in cells)
        if any(texts):
            yield number, texts


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
