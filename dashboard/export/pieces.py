"""Write rows piece by piece: CSV and JSON, each piece of which can be sent before the next is made."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from dashboard.export.json_text import array_pieces, json_bytes, json_rows
from dashboard.export.sdmx import sdmx_rows
from dashboard.export.table import Table
from dashboard.store.csv_text import csv_pieces


@dataclass(frozen=True)
class InPieces:
    """What writes a table's file into another one, of what yields it in pieces."""

    of: Callable[[Table], Iterator[bytes]]

    def __call__(self, table: Table, out: BinaryIO) -> None:
        """Write a table's file."""
        out.writelines(self.of(table))


def csv(table: Table) -> Iterator[bytes]:
    """Yield rows as CSV."""
    return csv_pieces(table.rows)


def semicolons(table: Table) -> Iterator[bytes]:
    """Yield rows as CSV with semicolons and decimal commas."""
    return csv_pieces(table.rows, separator=";", point=",")


def json(table: Table) -> Iterator[bytes]:
    """Yield rows as an array of objects, nested as the table's records are."""
    return array_pieces(table.rows) if table.records is None else iter([json_bytes(table.records)])


def full_json(table: Table) -> Iterator[bytes]:
    """Yield rows as records, after what is to be known of them and the tables beside them."""
    # programs turn rows themselves
    beside = {
        name.lower().replace(" ", "_"): json_rows(rows)
        for name, rows in table.sheets.items()
        if name not in ("Tidy", "Wide")
    }
    yield json_bytes({**beside, "metadata": table.facts})[:-1] + b',"records":'
    yield from array_pieces(table.rows)
    yield b"}"


def sdmx(table: Table) -> Iterator[bytes]:
    """Yield observations as SDMX-CSV 2.0."""
    return csv_pieces(sdmx_rows(table.series))
