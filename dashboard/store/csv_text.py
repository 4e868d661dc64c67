"""Write a table as CSV: the one writer for the snapshot and for all that users take away."""

from __future__ import annotations

import codecs
import math
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import chain
from typing import Any, Final

import pandas as pd

from dashboard.store.steps import step

Cell = str | float | bool | None

# a spreadsheet reads a text cell that starts so as a formula and runs it
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_QUOTED: Final = frozenset('"\r\n')
# so few that a piece is there soon, so many that it is worth sending
PIECE_ROWS: Final = 2_000


def csv_bytes(frame: pd.DataFrame, *, bom: bool = False, separator: str = ",", point: str = ".") -> bytes:
    """Return a frame as UTF-8 CSV: LF, quotes where needed, numbers as the shortest exact text, missing empty.

    `bom` is for files that people open from the page: without the mark Excel takes UTF-8 for the machine's own code
    page. Scripts would find it glued to the name of the first column.
    Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers. `separator` stands
    between cells and `point` before decimals: most of Europe's spreadsheets expect a semicolon and a comma.
    """
    pieces = csv_pieces(frame, separator=separator, point=point)
    return b"".join(chain([codecs.BOM_UTF8] if bom else [], pieces))


def csv_pieces(frame: pd.DataFrame, *, separator: str = ",", point: str = ".") -> Iterator[bytes]:
    """Yield what `csv_bytes` returns, some rows at a time: many take no more memory than a few, and can be sent."""
    write = partial(_csv_cell, separator=separator, point=point)
    head = separator.join(write(str(name)) for name in frame.columns) + "\n"
    for part in pieces(frame):
        columns = [[*map(write, cells)] for _, cells in columns_of(part)]
        yield (head + "".join(separator.join(line) + "\n" for line in zip(*columns, strict=True))).encode()
        head = ""


def pieces(frame: pd.DataFrame, rows: int = PIECE_ROWS) -> Iterator[pd.DataFrame]:
    """Yield a frame in parts of so many rows at most, in order; one without rows once."""
    for start in range(0, max(len(frame), 1), rows):
        yield frame.iloc[start : start + rows]


def columns_of(frame: pd.DataFrame) -> Iterator[tuple[str, list[Cell]]]:
    """Yield each column's name and cells, whatever is missing as None."""
    # column by column: walking a frame row by row takes several times as long
    for name, column in frame.items():
        yield str(name), [_plain(cell) for cell in column.tolist()]
        step()


def shortest(value: float) -> str:
    """Return the shortest text that reads back as exactly this number, without an empty fraction."""
    text = repr(float(value))
    return text.removesuffix(".0")


def _plain(cell: Any) -> Cell:  # noqa: ANN401 - whatever a frame holds
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and not math.isfinite(cell)):
        return None
    return cell


def _csv_cell(cell: Cell, separator: str, point: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return _csv_text(cell, separator)
    return shortest(cell).replace(".", point) if isinstance(cell, float) else str(cell)


# unit, source and vintage stand on every line of a file
@lru_cache(maxsize=1_000)
def _csv_text(text: str, separator: str) -> str:
    safe = f"'{text}" if text.startswith(_FORMULA_STARTS) else text
    # csv.writer leaves a lone carriage return bare when lines end in LF, and readers then break the line there
    return '"' + safe.replace('"', '""') + '"' if separator in safe or _QUOTED.intersection(safe) else safe
