"""Write JSON for programs: numbers unrounded, missing ones null, many rows without holding them all."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pandas as pd

from dashboard.store.csv_text import Cell, columns_of, pieces


def json_rows(frame: pd.DataFrame) -> list[dict[str, Cell]]:
    """Return a frame as JSON objects, one per row: numbers unrounded, missing as None."""
    names, columns = zip(*columns_of(frame), strict=True)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def json_bytes(content: object) -> bytes:
    """Return JSON as UTF-8 text without spaces; ValueError for a number that JSON has no word for."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def array_pieces(rows: pd.DataFrame) -> Iterator[bytes]:
    """Yield rows as one array of objects, some at a time: many take no more memory than a few, and can be sent."""
    yield b"["
    for number, part in enumerate(pieces(rows)):
        objects = json_bytes(json_rows(part))[1:-1]
        yield b"," + objects if number and objects else objects
    yield b"]"
