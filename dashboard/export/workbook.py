"""Write rows as a workbook: numbers as numbers, and text that never runs as a formula."""

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from typing import Final

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.store.csv_text import Cell, columns_of

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# of rows that have no day of their own: the file would say the moment of writing, and no two would be the same
_NO_DAY: Final = dt.date(2000, 1, 1)


def workbook_bytes(
    rows: pd.DataFrame, *, title: str = "", dated: dt.date | None = None, about: Sequence[tuple[str, str]] = ()
) -> bytes:
    """Return a workbook with a sheet "Data" and, where there is something to know, "About": one name and text per line.

    The same arguments make the same bytes.
    """
    content = BytesIO()
    with Workbook(content, _OPTIONS) as book:
        created = dt.datetime.combine(dated or _NO_DAY, dt.time())
        book.set_properties({"title": title, "author": "Eraline", "created": created})
        heading = book.add_format({"bold": True})
        data = book.add_worksheet("Data")
        for column, (name, cells) in enumerate(columns_of(rows)):
            data.write_string(0, column, name, heading)
            for row, cell in enumerate(cells, start=1):
                _write_cell(data, row, column, cell)
        data.freeze_panes(1, 0)
        data.autofit()
        if about:
            sheet = book.add_worksheet("About")
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            for row, (name, text) in enumerate(about):
                sheet.write_string(row, 0, name, heading)
                sheet.write_string(row, 1, text, wrapped)
            sheet.set_column(0, 0, 16)
            sheet.set_column(1, 1, 100)
    return content.getvalue()


class _Exact(float):
    """A number that is written to its last bit: the workbook's own 16 digits are one short for some."""

    def __format__(self, _spec: str) -> str:
        return repr(float(self))


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, _Exact(cell))
