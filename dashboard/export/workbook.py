"""Write tables as a workbook: numbers as numbers, days as days, and text that never runs as a formula."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, BinaryIO, Final

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from dashboard.export.columns import Sort, sort_of
from dashboard.store.csv_text import Cell, columns_of, pieces

_OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# of rows that have no day of their own: the file would say the moment of writing, and no two would be the same
_NO_DAY: Final = dt.date(2000, 1, 1)
# a spreadsheet counts days from 1900, with a leap day that there was not: earlier ones stay text
_FIRST_DAY: Final = "1900-03-01"
_ZERO: Final = dt.date(1899, 12, 30)
# so many characters a cell holds; what is longer would be left out without a word
_LONGEST: Final = 32_767
# from here on rows are written to the disk as they come, so that no workbook takes more memory than another
_MANY_CELLS: Final = 400_000
_MEASURED_ROWS: Final = 200
# so few that a piece takes some milliseconds, and pages their turn after it
_PIECE_ROWS: Final = 250
_WIDEST: Final = 60
# what the name of a sheet may not hold, and how long it may be
_BARRED: Final = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME: Final = 31
_ABOUT_WIDTHS: Final = (16, 100)


def write_workbook(
    out: BinaryIO,
    sheets: Mapping[str, pd.DataFrame],
    *,
    title: str = "",
    dated: dt.date | None = None,
    about: Sequence[tuple[str, str]] = (),
) -> None:
    """Write a workbook with a sheet for each table and, where there is something to know, "About".

    A column of ISO days becomes one of days. The same arguments make the same bytes.
    """
    is_large = sum(rows.size for rows in sheets.values()) > _MANY_CELLS
    with Workbook(out, {**_OPTIONS, "constant_memory": is_large, "in_memory": not is_large}) as book:
        created = dt.datetime.combine(dated or _NO_DAY, dt.time())
        book.set_properties({"title": title, "author": "Eraline", "created": created})
        heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for name, rows in sheets.items():
            _write_table(book.add_worksheet(_BARRED.sub("-", name)[:_LONGEST_NAME]), rows, heading, day)
        if about:
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            _write_about(book.add_worksheet("About"), about, heading, wrapped)


def _write_table(sheet: Worksheet, rows: pd.DataFrame, heading: Style, day: Style) -> None:
    days = [sort_of(cells) is Sort.DATE for _, cells in columns_of(rows)]
    for column, (name, cells) in enumerate(columns_of(rows.iloc[:_MEASURED_ROWS])):
        sheet.set_column(column, column, _width([name, *cells]))
        sheet.write_string(0, column, name, heading)
    # row by row, as what goes to the disk has to come, and no more of them in memory than a piece
    lines = (line for part in pieces(rows, _PIECE_ROWS) for line in _lines(part))
    for row, line in enumerate(lines, start=1):
        for column, cell in enumerate(line):
            _write_cell(sheet, (row, column), cell, day if days[column] else None)
    sheet.freeze_panes(1, 0)


def _lines(rows: pd.DataFrame) -> Iterator[tuple[Cell, ...]]:
    return zip(*(cells for _, cells in columns_of(rows)), strict=True)


def _write_about(sheet: Worksheet, about: Sequence[tuple[str, str]], heading: Style, wrapped: Style) -> None:
    for column, width in enumerate(_ABOUT_WIDTHS):
        sheet.set_column(column, column, width)
    for row, (name, text) in enumerate(about):
        sheet.write_string(row, 0, name, heading)
        sheet.write_string(row, 1, _short(text), wrapped)


class _Exact(float):
    """A number that is written to its last bit: the workbook's own 16 digits are one short for some."""

    def __format__(self, _spec: str) -> str:
        return repr(float(self))


def _write_cell(sheet: Worksheet, at: tuple[int, int], cell: Cell, day: Style | None) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(*at, cell)
    elif isinstance(cell, str):
        known = _serial(cell) if day else None
        if known is None:
            sheet.write_string(*at, _short(cell))
        else:
            sheet.write_number(*at, known, day)
    elif cell is not None:
        sheet.write_number(*at, _Exact(cell))


# a file has few periods and many rows
@lru_cache(maxsize=1_000)
def _serial(text: str) -> int | None:
    """Return the number that a spreadsheet counts a day by; None of text that is none, or of a day before it counts."""
    try:
        return (dt.date.fromisoformat(text) - _ZERO).days if text >= _FIRST_DAY else None
    except ValueError:
        return None


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _width(cells: Sequence[Any]) -> int:
    return min(_WIDEST, 2 + max(len(str(cell)) for cell in cells if cell is not None))
