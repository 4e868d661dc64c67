"""Write JSON for programs: numbers unrounded, missing ones null, many rows without holding them all."""

import json
from typing import BinaryIO

import pandas as pd

from dashboard.store.csv_text import Cell, chunks, columns_of


def json_rows(frame: pd.DataFrame) -> list[dict[str, Cell]]:
    """Return a frame as JSON objects, one per row: numbers unrounded, missing as None."""
    names, columns = zip(*columns_of(frame), strict=True)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def json_bytes(content: object) -> bytes:
    """Return JSON as UTF-8 text without spaces; ValueError for a number that JSON has no word for."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def write_array(out: BinaryIO, rows: pd.DataFrame) -> None:
    """Write rows as one array of objects, some at a time, so that many take no more memory than a few."""
    out.write(b"[")
    for number, part in enumerate(chunks(rows)):
        objects = json_bytes(json_rows(part))[1:-1]
        out.write(b"," + objects if number and objects else objects)
    out.write(b"]")
