"""What do readers take away? Tables, files, file names and the citation of a view or of a whole indicator."""

import datetime as dt
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from typing import Any, Final, Literal

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard.catalogue.indicators import Indicator, Transform
from dashboard.catalogue.loading import Catalogue
from dashboard.errors import SelectionError
from dashboard.store import records
from dashboard.store.as_of import write_as_of
from dashboard.store.records import Vintage
from dashboard.store.snapshot import shortest
from dashboard.views.loading import Observations
from dashboard.views.selection import LOOK_KEYS, Selection, quoted, read_selection
from dashboard.views.view import View

Layout = Literal["tidy", "wide"]
Cell = str | float | bool | None

LAYOUTS: Final[tuple[Layout, ...]] = ("tidy", "wide")
TIDY_COLUMNS: Final = ("indicator", "economy", "period", "value", "unit", "source", "vintage")
NAMED_ECONOMIES: Final = 6


# a spreadsheet reads a text cell that starts so as a formula and runs it
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_QUOTED: Final = frozenset(',"\r\n')
_BOM: Final = "\ufeff"


@dataclass(frozen=True, eq=False)
class Extract:
    """Rows ready for a file: the views they come from, the file's name without its ending, and what draws them again.

    The first view leads. `page` is where the permalink is drawn; the permalink says no day.
    """

    rows: pd.DataFrame
    views: tuple[View, ...]
    name: str
    permalink: Selection
    page: str = "explore"

    @property
    def view(self) -> View:
        """Return the view that leads."""
        return self.views[0]


def extract_of(view: View, layout: Layout = "tidy", *, permalink: Selection | None = None) -> Extract:
    """Return what is drawn in one of the two layouts, ready for a file."""
    name = file_name(view, "", layout=layout).removesuffix(".")
    return Extract(laid_out(view, layout), (view,), name, permalink or view.selection)


def read_request(
    query: Mapping[str, Sequence[str]], catalogue: Catalogue, views: Sequence[str] = ()
) -> tuple[Selection, Layout]:
    """Return which rows a query asks for and how laid out; SelectionError names the first parameter that is wrong.

    `views` are the kinds of chart with rows of their own; the selection's view is one of them or "".
    """
    if not any(value.strip() for value in query.get("indicator", ())):
        raise SelectionError("missing", "Name an indicator.", field="indicator", allowed=tuple(catalogue.indicators))
    # a chart link's whole query works here too, whatever it says of looks
    of_its_own = any(value.strip() in views for value in query.get("view", ()))
    kept = query if of_its_own else {key: query[key] for key in query if key not in LOOK_KEYS}
    reading = read_selection(kept, catalogue, views=views)
    if reading.problems:
        raise reading.problems[0]
    selection, layout = reading.selection, _layout(query)
    if selection.economies is None and not of_its_own:
        # a script that names none wants the whole indicator, not the handful that a chart has room for
        return replace(selection, economies=tuple(catalogue.economies)), layout
    if selection.economies == ():
        raise SelectionError(
            "missing", "economy names no economy.", field="economy", allowed=tuple(catalogue.economies)
        )
    return selection, layout


def tidy(view: View) -> pd.DataFrame:
    """Return what is drawn, one row a point in the view's order; period is the ISO date of its start."""
    return _tidy(view.points, view.indicator, view.unit, view.vintages, view.vintage)


def tidy_observations(figures: Observations) -> pd.DataFrame:
    """Return every economy and period of an indicator, untransformed, in the columns of `tidy`."""
    indicator = figures.indicator
    return _tidy(figures.observations, indicator, indicator.unit, figures.vintages, figures.vintage)


def wide(view: View) -> pd.DataFrame:
    """Return what is drawn, a row a period and a column an economy (NaN where absent), then unit, source, vintage."""
    periods = view.points["period"].drop_duplicates().sort_values()
    series = {economy.id: view.series(economy.id).set_index("period")["value"] for economy in view.economies}
    return pd.DataFrame(
        {
            "period": periods.dt.strftime("%Y-%m-%d").to_numpy(),
            **{code: values.reindex(periods).to_numpy() for code, values in series.items()},
            "unit": view.unit,
            "source": _source(view.indicator, view.vintages),
            "vintage": view.vintage.date.isoformat(),
        }
    )


def laid_out(view: View, layout: Layout) -> pd.DataFrame:
    """Return what is drawn in one of the two layouts."""
    return wide(view) if layout == "wide" else tidy(view)


def flat(records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return JSON objects as one table: lists of words joined by "; ", anything nested deeper as compact JSON text."""
    rows = [{name: _flat_value(value) for name, value in record.items()} for record in records]
    # object cells, because a number column with a gap would turn its whole numbers into fractions
    return pd.DataFrame(rows, dtype="object")


def csv_bytes(frame: pd.DataFrame, *, bom: bool) -> bytes:
    """Return a frame as UTF-8 CSV: LF, quotes where needed, numbers as the shortest exact text, missing empty.

    `bom` is for files that people open from the page: without the mark Excel takes UTF-8 for the machine's own code
    page. The API leaves it out: scripts would find it glued to the name of the first column.
    Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers.
    """
    columns = [[_csv_cell(cell) for cell in (str(name), *cells)] for name, cells in _columns(frame)]
    text = "".join(",".join(line) + "\n" for line in zip(*columns, strict=True))
    return ((_BOM if bom else "") + text).encode()


def json_rows(frame: pd.DataFrame) -> list[dict[str, Cell]]:
    """Return a frame as JSON objects, one a row: numbers unrounded, missing as None."""
    names, columns = zip(*_columns(frame), strict=True)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def json_bytes(content: object) -> bytes:
    """Return JSON as UTF-8 text without spaces; ValueError for a number that JSON has no word for."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def xlsx_bytes(extract: Extract, *, link: str = "") -> bytes:
    """Return rows as a workbook: a sheet "Data", numbers as numbers, and a sheet "About"; text never runs.

    The same extract and link make the same bytes.
    """
    view = extract.view
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(content, options) as book:
        # the file would say the moment of writing, and no two would be the same
        created = dt.datetime.combine(view.vintage.date, dt.time())
        book.set_properties({"title": view.indicator.name, "author": "Eraline", "created": created})
        heading = book.add_format({"bold": True})
        data = book.add_worksheet("Data")
        for place, (name, cells) in enumerate(_columns(extract.rows)):
            data.write_string(0, place, name, heading)
            for row, cell in enumerate(cells, start=1):
                _write_cell(data, row, place, cell)
        data.freeze_panes(1, 0)
        data.autofit()
        about = book.add_worksheet("About")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        lines = [line for entry in extract.views for line in _about(entry, link)]
        for row, (name, text) in enumerate(lines):
            about.write_string(row, 0, name, heading)
            about.write_string(row, 1, text, wrapped)
        about.set_column(0, 0, 16)
        about.set_column(1, 1, 100)
    return content.getvalue()


def file_name(view: View, ending: str, *, layout: Layout = "tidy") -> str:
    """Return what a view's file is called: indicator, transform unless level, economies, years, vintage.

    Made of slugs, codes and digits alone, so plain ASCII that every file system takes.
    """
    transform = view.selection.transform
    parts = [
        view.indicator.id,
        *([] if transform is Transform.LEVEL else [transform.value]),
        _economies_part([economy.id for economy in view.economies]),
        "{}-{}".format(*view.years),
        view.vintage.date.isoformat(),
        *([] if layout == "tidy" else [layout]),
    ]
    return _joined(parts, ending)


def whole_file_name(figures: Observations, ending: str) -> str:
    """Return what the file of a whole indicator is called: indicator, "all", years, vintage."""
    years = figures.observations["period"].dt.year
    span = [] if years.empty else [f"{years.min()}-{years.max()}"]
    return _joined([figures.indicator.id, "all", *span, figures.vintage.date.isoformat()], ending)


def citation(view: View, *, accessed: dt.date | None = None, link: str = "") -> str:
    """Return how to cite a view: the source's own citation, what was computed here, Eraline, vintage, day, link."""
    day = f", accessed {accessed.isoformat()}" if accessed else ""
    sentences = [
        view.indicator.citation,
        f"{view.subtitle}: computed by Eraline" if view.subtitle else "",
        f"Eraline, vintage {view.vintage.date.isoformat()}{day}",
    ]
    text = " ".join(f"{sentence.rstrip('. ')}." for sentence in sentences if sentence)
    return f"{text} {link}".rstrip()


def _layout(query: Mapping[str, Sequence[str]]) -> Layout:
    given = [value.strip() for value in query.get("layout", ()) if value.strip()]
    if len(given) > 1:
        raise SelectionError("repeated-key", f"layout is given {len(given)} times; once is enough.", field="layout")
    wanted = given[0] if given else "tidy"
    for layout in LAYOUTS:
        if layout == wanted:
            return layout
    raise SelectionError("unknown-layout", f"layout cannot be {quoted(wanted)}.", field="layout", allowed=LAYOUTS)


class _Exact(float):
    """A number that is written to its last bit: the workbook's own 16 digits are one short for some."""

    def __format__(self, _spec: str) -> str:
        return repr(float(self))


def _write_cell(sheet: Worksheet, row: int, place: int, cell: Cell) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, place, cell)
    elif cell is not None:
        sheet.write_number(row, place, _Exact(cell))


def _about(view: View, link: str) -> Iterator[tuple[str, str]]:
    """Yield what a reader of the figures has to know, by name."""
    entry = view.indicator
    yield "Indicator", f"{entry.name} ({entry.id})"
    yield "Description", entry.description
    yield "Unit", view.unit
    if view.subtitle:
        yield "Computed", view.subtitle
    yield "Source", _source(entry, view.vintages)
    yield "Source page", str(entry.source_url)
    yield "Licence", " ".join(str(part) for part in (entry.licence, entry.licence_url) if part)
    yield "Vintage", view.vintage.date.isoformat()
    if view.selection.as_of:
        yield "As of", write_as_of(view.selection.as_of)
    yield "Citation", citation(view, link=link)
    if link:
        yield "Link", link
    yield from (("Caveat", caveat) for caveat in entry.caveats)
    yield from (("Note", note) for note in view.notes)


def _tidy(
    observations: pd.DataFrame, indicator: Indicator, unit: str, vintages: Sequence[Vintage], vintage: Vintage
) -> pd.DataFrame:
    frame = observations.assign(
        indicator=indicator.id,
        period=observations["period"].dt.strftime("%Y-%m-%d"),
        unit=unit,
        source=_source(indicator, vintages),
        vintage=vintage.date.isoformat(),
    )
    return frame[list(TIDY_COLUMNS)]


def _source(indicator: Indicator, vintages: Iterable[Vintage]) -> str:
    return f"{indicator.source_name} ({records.releases(vintages)})"


def _economies_part(codes: Sequence[str]) -> str:
    more = len(codes) - NAMED_ECONOMIES
    named = "-".join(codes[:NAMED_ECONOMIES]) or "none"
    return f"{named}-and-{more}-more" if more > 0 else named


def _joined(parts: Sequence[str], ending: str) -> str:
    return "_".join(["eraline", *parts]) + f".{ending}"


def _flat_value(value: object) -> object:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""
    return value


def _columns(frame: pd.DataFrame) -> Iterator[tuple[str, list[Cell]]]:
    # column by column: walking a frame row by row takes several times as long
    for name, column in frame.items():
        yield str(name), [_plain(cell) for cell in column.tolist()]


def _plain(cell: Any) -> Cell:  # noqa: ANN401 - whatever a frame holds
    if cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and not math.isfinite(cell)):
        return None
    return cell


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return _csv_text(cell)
    return shortest(cell) if isinstance(cell, float) else str(cell)


# unit, source and vintage stand on every line of a file
@lru_cache(maxsize=1_000)
def _csv_text(text: str) -> str:
    safe = f"'{text}" if text.startswith(_FORMULA_STARTS) else text
    # csv.writer leaves a lone carriage return bare when lines end in LF, and readers then break the line there
    return '"' + safe.replace('"', '""') + '"' if _QUOTED.intersection(safe) else safe
