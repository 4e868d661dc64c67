"""Registry of the formats that rows are taken away in: CLI, API and pages offer what stands here."""

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from typing import BinaryIO, Final

from dashboard.errors import SelectionError
from dashboard.export.interactive import interactive_page
from dashboard.export.pack import write_pack
from dashboard.export.parquet import write_parquet
from dashboard.export.pieces import InPieces, csv, full_json, json, sdmx, semicolons
from dashboard.export.table import Table
from dashboard.export.workbook import write_workbook

ROWS: Final = "Data"
# a spreadsheet has room for ten times as many, and takes minutes to open them
MOST_SHEET_ROWS: Final = 100_000


class Needs(Enum):
    """What a format needs of a table besides its rows: the field that has it, and what is said where it is empty."""

    ROWS = "rows", ""
    FACTS = "facts", "These rows carry no metadata: take them as CSV, XLSX or JSON."
    SERIES = "series", "These rows are not one value per economy and period, and SDMX knows no others."
    DRAWING = "drawing", "These rows have no chart of their own: name one to ten economies that have values."

    @property
    def field(self) -> str:
        """Return the field of a table that must not be empty."""
        return self.value[0]

    @property
    def lacking(self) -> str:
        """Return what is said of a table in which it is."""
        return self.value[1]


@dataclass(frozen=True)
class Format:
    """One format: the ending of its files, which is also its name, its media type, and how it is written.

    `label`, `icon` and `help` are those of a button. `inline`: a browser shows it. `text`: a terminal can. `prefix`
    stands before a download from a page: Excel takes UTF-8 without a mark for the machine's own code page, and scripts
    want none. `several` tells that it has room for the tables beside the rows. On a page it takes the place of
    `instead_of` where both fit. What has another route `is_routed` not.

    A file has about `base` bytes, as many times its CSV's as `ratio` says, and `chart` more where there is one.
    """

    ending: str
    media_type: str
    label: str
    icon: str
    write: Callable[[Table, BinaryIO], object]
    help: str = ""
    needs: Needs = Needs.ROWS
    several: bool = False
    inline: bool = False
    text: bool = True
    prefix: bytes = b""
    instead_of: str = ""
    is_routed: bool = True
    base: int = 0
    ratio: float = 1.0
    chart: int = 0

    def render(self, table: Table) -> bytes:
        """Return a table's file; SelectionError where the table lacks what the format needs."""
        out = BytesIO()
        self.save(table, out)
        return out.getvalue()

    def save(self, table: Table, out: BinaryIO) -> None:
        """Write a table's file; SelectionError where the table lacks what the format needs."""
        if not self.fits(table):
            fitting = [form.ending for form in FORMATS.values() if form.fits(table)]
            raise SelectionError("format-does-not-fit", self.needs.lacking, field="format", allowed=fitting)
        self.write(table, out)

    def fits(self, table: Table) -> bool:
        """Tell whether a table has what the format needs."""
        return self.needs is Needs.ROWS or bool(getattr(table, self.needs.field))

    def pieces(self, table: Table) -> Iterator[bytes] | None:
        """Return a table's file in pieces, each made when it is asked for; None where it comes in one."""
        return self.write.of(table) if self.fits(table) and isinstance(self.write, InPieces) else None

    def about_bytes(self, table: Table, rows: int, beside: int) -> int:
        """Return about how many bytes a file has whose rows, and tables beside them, take so many as CSV."""
        chart = self.chart if table.drawing else 0
        return round(self.base + chart + self.ratio * (rows + (beside if self.several else 0)))

    def disposition(self, table: Table) -> str:
        """Return the Content-Disposition of a table's answer."""
        return f'{"inline" if self.inline else "attachment"}; filename="{table.name}.{self.ending}"'


def offered(table: Table, *, several: bool = False) -> list[Format]:
    """Return the formats that a page offers for a table, or for it with `several` others."""
    fitting = [form for form in FORMATS.values() if form.fits(table) and (form.several or not several)]
    replaced = {form.instead_of for form in fitting}
    return [form for form in fitting if form.ending not in replaced]


def of_any_rows() -> list[Format]:
    """Return the formats that take any rows."""
    return [form for form in FORMATS.values() if form.needs is Needs.ROWS]


def _workbook(table: Table, out: BinaryIO) -> None:
    if len(table.rows) > MOST_SHEET_ROWS:
        message = f"A workbook takes {MOST_SHEET_ROWS:,} rows and not {len(table.rows):,}: take CSV or Parquet."
        raise SelectionError("too-many", message, field="indicator")
    write_workbook(out, {ROWS: table.rows, **table.sheets}, title=table.title, dated=table.dated, about=table.about)


def _parquet(table: Table, out: BinaryIO) -> None:
    write_parquet(out, table.rows, {**table.facts, "about": [list(line) for line in table.about]})


def _interactive(table: Table, out: BinaryIO) -> None:
    if table.drawing is not None:
        out.write(interactive_page(table, table.drawing).encode())


def _picture(ending: str) -> Callable[[Table, BinaryIO], None]:
    def write(table: Table, out: BinaryIO) -> None:
        if table.drawing is not None:
            out.write(table.drawing.picture(ending, table.link))

    return write


def _picture_format(ending: str, media_type: str, label: str, used: str, base: int) -> Format:
    return Format(
        *(ending, media_type, label, ":material/image:", _picture(ending)),
        help=f"The chart on white as {used}, with its source line.",
        needs=Needs.DRAWING,
        text=False,
        # the address of a chart's picture takes its size and colours too
        is_routed=False,
        base=base,
        ratio=0,
    )


_ALL: Final = (
    Format(
        "csv",
        "text/csv; charset=utf-8",
        "CSV",
        ":material/download:",
        InPieces(csv),
        help="One row per value. Opens in Excel of English-speaking countries, LibreOffice and every program.",
        prefix=codecs.BOM_UTF8,
    ),
    Format(
        "semicolon.csv",
        "text/csv; charset=utf-8",
        "CSV with semicolons",
        ":material/download:",
        InPieces(semicolons),
        help="Semicolons between cells and decimal commas, as Excel expects in most of Europe.",
        prefix=codecs.BOM_UTF8,
    ),
    Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel",
        ":material/table_view:",
        _workbook,
        help="A workbook with real numbers and dates, milestones, targets, sources and licence on sheets of their own.",
        several=True,
        text=False,
        base=12_000,
        ratio=0.36,
    ),
    Format(
        "json",
        "application/json; charset=utf-8",
        "JSON",
        ":material/data_object:",
        InPieces(json),
        help="One object per row.",
        inline=True,
        ratio=1.6,
    ),
    Format(
        "full.json",
        "application/json; charset=utf-8",
        "JSON",
        ":material/data_object:",
        InPieces(full_json),
        help="The rows as records, with unit, source, licence, vintage and citation as metadata.",
        needs=Needs.FACTS,
        several=True,
        inline=True,
        instead_of="json",
        base=5_000,
        ratio=1.2,
    ),
    Format(
        "parquet",
        "application/vnd.apache.parquet",
        "Parquet",
        ":material/database:",
        _parquet,
        help="For pandas, R, DuckDB or Spark: typed columns, with the metadata in the schema.",
        text=False,
        base=8_000,
        ratio=0.09,
    ),
    Format(
        "sdmx.csv",
        "application/vnd.sdmx.data+csv; charset=utf-8; version=2.0.0",
        "SDMX-CSV",
        ":material/account_balance:",
        InPieces(sdmx),
        help="SDMX-CSV 2.0, the exchange format of statistical offices.",
        needs=Needs.SERIES,
        ratio=1.3,
    ),
    _picture_format("png", "image/png", "Picture (PNG)", "dots, for slides and the web", 500_000),
    _picture_format("svg", "image/svg+xml", "Picture (SVG)", "lines, to be edited", 120_000),
    _picture_format("pdf", "application/pdf", "Picture (PDF)", "lines, for print", 60_000),
    Format(
        "html",
        "text/html; charset=utf-8",
        "Interactive page",
        ":material/show_chart:",
        _interactive,
        help="One file with the chart to explore and its table, which opens without a connection.",
        needs=Needs.DRAWING,
        several=True,
        base=4_900_000,
        ratio=2.0,
    ),
    Format(
        "zip",
        "application/zip",
        "Citation pack",
        ":material/folder_zip:",
        write_pack,
        help="An archive for the record: data, milestones, targets, README, licence, citations and checksums.",
        needs=Needs.FACTS,
        several=True,
        text=False,
        base=8_000,
        ratio=0.2,
        chart=480_000,
    ),
)
FORMATS: Final[dict[str, Format]] = {form.ending: form for form in _ALL}
