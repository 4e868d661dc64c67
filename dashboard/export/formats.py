"""Registry of the formats that rows are taken away in: CLI, API and page buttons offer what stands here."""

import codecs
import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from dashboard.export.workbook import workbook_bytes
from dashboard.store.csv_text import Cell, columns_of, csv_bytes


@dataclass(frozen=True, eq=False)
class Table:
    """Rows ready for a file: what the file is called without its ending, and what its user has to know, by name.

    `records` are the rows as nested JSON objects, where flat rows lose something of them.
    """

    rows: pd.DataFrame
    name: str
    title: str = ""
    dated: dt.date | None = None
    about: Sequence[tuple[str, str]] = ()
    records: Sequence[Mapping[str, Any]] | None = None


@dataclass(frozen=True)
class Format:
    """One format: the ending of its files, which is also its name, its media type, and how rows become bytes.

    `label` and `icon` are those of a button. A page offers it where people open it (`for_people`), and where rows are
    nested if it keeps that (`nests`). `inline`: a browser shows it. `text`: a terminal can. `prefix` stands before a
    download from a page: Excel takes UTF-8 without a mark for the machine's own code page, and scripts want none.
    """

    ending: str
    media_type: str
    label: str
    icon: str
    render: Callable[[Table], bytes]
    for_people: bool = False
    nests: bool = False
    inline: bool = False
    text: bool = True
    prefix: bytes = b""

    def disposition(self, table: Table) -> str:
        """Return the Content-Disposition of a table's answer."""
        return f'{"inline" if self.inline else "attachment"}; filename="{table.name}.{self.ending}"'


def json_rows(frame: pd.DataFrame) -> list[dict[str, Cell]]:
    """Return a frame as JSON objects, one per row: numbers unrounded, missing as None."""
    names, columns = zip(*columns_of(frame), strict=True)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def json_bytes(content: object) -> bytes:
    """Return JSON as UTF-8 text without spaces; ValueError for a number that JSON has no word for."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def offered(formats: Mapping[str, Format], *, nested: bool = False) -> tuple[Format, ...]:
    """Return the formats that a page offers for rows, or for nested records."""
    return tuple(form for form in formats.values() if form.for_people or (nested and form.nests))


def _csv(table: Table) -> bytes:
    return csv_bytes(table.rows)


def _workbook(table: Table) -> bytes:
    return workbook_bytes(table.rows, title=table.title, dated=table.dated, about=table.about)


def _json(table: Table) -> bytes:
    return json_bytes(json_rows(table.rows) if table.records is None else table.records)


_ALL: Final = (
    Format(
        "csv",
        "text/csv; charset=utf-8",
        "CSV",
        ":material/download:",
        _csv,
        for_people=True,
        prefix=codecs.BOM_UTF8,
    ),
    Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel",
        ":material/table_view:",
        _workbook,
        text=False,
    ),
    Format(
        "json",
        "application/json; charset=utf-8",
        "JSON",
        ":material/data_object:",
        _json,
        nests=True,
        inline=True,
    ),
)
FORMATS: Final[dict[str, Format]] = {form.ending: form for form in _ALL}
