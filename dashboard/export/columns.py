"""Tell what sort of thing a column of cells holds, alike for workbooks, Parquet and data packages."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import pyarrow as pa

from dashboard.store.csv_text import Cell

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Sort(StrEnum):
    """What all cells of a column are, in the words of a table schema (https://specs.frictionlessdata.io)."""

    DATE = "date"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"


TYPES: Final = {
    Sort.DATE: pa.date32(),
    Sort.BOOLEAN: pa.bool_(),
    Sort.INTEGER: pa.int64(),
    Sort.NUMBER: pa.float64(),
    Sort.STRING: pa.string(),
}


def sort_of(cells: Sequence[Cell]) -> Sort:
    """Return what a column's cells are where they hold something; text where they are of several sorts or none."""
    told = [cell for cell in cells if cell is not None]
    kinds = {type(cell) for cell in told}
    if kinds == {str}:
        days = [cell for cell in told if cell != ""]
        return Sort.DATE if days and all(_DAY.fullmatch(str(cell)) for cell in days) else Sort.STRING
    if kinds == {bool}:
        return Sort.BOOLEAN
    if kinds == {int}:
        return Sort.INTEGER
    return Sort.NUMBER if kinds and kinds <= {int, float} else Sort.STRING
