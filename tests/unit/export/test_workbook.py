"""Does a workbook hold what is drawn, as numbers and days, and no text that runs?"""

import datetime as dt
import io
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from dashboard.export import tables
from dashboard.export.formats import FORMATS
from dashboard.export.json_text import json_rows
from dashboard.export.table import Table
from dashboard.views.parameter_readers import LAYOUTS
from dashboard.views.requests import Layout
from dashboard.views.selection import Selection
from tests.unit.export.conftest import VIEWS, Show

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
numbers = st.floats(allow_nan=False, allow_infinity=False)


def workbook(found: tables.Extract, link: str = "") -> bytes:
    return FORMATS["xlsx"].render(found.table(link))


def workbook_of(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a workbook's row as JSON has it: days as text."""
    return {name: f"{cell:%Y-%m-%d}" if isinstance(cell, dt.datetime) else cell for name, cell in row.items()}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("asked", VIEWS, ids=lambda asked: f"{asked.indicator}-{asked.transform}")
def test_a_workbook_holds_what_is_drawn_to_the_last_bit(view_of: Show, asked: Selection, layout: Layout) -> None:
    view = view_of(asked)
    header, *rows = workbook_of(workbook(tables.extract_of(view, layout)))["Data"].iter_rows(values_only=True)
    objects = json_rows(tables.laid_out(view, layout))
    names = [str(name) for name in header]
    found = [dict(zip(names, row, strict=True)) for row in rows]
    assert [as_json(row) for row in found] == objects
    assert objects
    assert all(isinstance(row["period"], dt.datetime) for row in found)


@given(numbers)
def test_a_workbook_keeps_any_number(view_of: Show, value: float) -> None:
    view = view_of(Selection("gdp-growth", economies=("CHN",), first_year=2000, last_year=2000))
    changed = replace(view, points=view.points.assign(value=value))
    data = workbook_of(FORMATS["xlsx"].render(Table(tables.tidy(changed), "x")))["Data"]
    assert data["D2"].value == value
    assert data["D2"].data_type == "n"


@pytest.mark.parametrize("start", FORMULA_STARTS, ids=repr)
def test_text_in_a_workbook_is_text_and_never_runs(view_of: Show, start: str) -> None:
    text = f'{start}HYPERLINK("https://example.org","a")'
    view = view_of(Selection("gdp-growth", economies=("CHN",), first_year=2000, last_year=2000))
    vintages = tuple(vintage.model_copy(update={"release": text}) for vintage in view.vintages)
    changed = replace(view, unit=text, undated=(text, "https://example.org", "1979"), vintages=vintages)
    book = workbook_of(workbook(tables.extract_of(changed), "https://example.org/explore"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    data = [cell for cell in book["Data"]["2"] if cell.data_type != "s"]
    assert [cell.coordinate for cell in data] == ["C2", "D2", "G2"]
    assert not any(cell.hyperlink for cell in cells)
    assert book["Data"]["E2"].value.replace("_x000D_", "\r") == text


def test_the_headers_of_a_workbook_stay_in_sight_and_its_columns_are_wide_enough_to_read(view_of: Show) -> None:
    book = workbook_of(workbook(tables.extract_of(view_of(Selection("gdp-growth")))))
    assert book.sheetnames == ["Data", "Wide", "Milestones", "Targets", "About"]
    assert [book[name].freeze_panes for name in book.sheetnames[:-1]] == ["A2"] * 4
    for sheet in book:
        for number, (name, *_) in enumerate(sheet.iter_cols(max_row=1, values_only=True), start=1):
            assert sheet.column_dimensions[get_column_letter(number)].width >= min(60, len(str(name))), name


def test_a_day_before_spreadsheets_begin_to_count_stays_text() -> None:
    table = tables.records_table([{"date": "1861-01-20"}, {"date": None}, {"date": "1978-12-18"}], "x")
    cells = [row[0].value for row in workbook_of(FORMATS["xlsx"].render(table))["Data"].iter_rows(min_row=2)]
    assert cells == ["1861-01-20", None, dt.datetime(1978, 12, 18)]  # noqa: DTZ001 - a spreadsheet has no zones


def test_text_longer_than_a_cell_is_cut_and_not_lost() -> None:
    table = tables.records_table([{"text": "x" * 40_000}], "x")
    [cell] = [str(row[0].value) for row in workbook_of(FORMATS["xlsx"].render(table))["Data"].iter_rows(min_row=2)]
    assert len(cell) == 32_767
    assert cell.endswith("x…")


def test_the_same_figures_make_the_same_workbook(view_of: Show) -> None:
    view = view_of(Selection("gdp-growth"))
    first = workbook(tables.extract_of(view))
    # a file that says when it was made says so to the second
    time.sleep(1.1)
    assert workbook(tables.extract_of(view)) == first


def test_a_workbook_says_what_was_computed_and_what_to_mind(view_of: Show) -> None:
    view = view_of(Selection("solar-capacity", transform="share", as_of=dt.date(2026, 11, 1)))
    rows: list[Any] = list(workbook_of(workbook(tables.extract_of(view)))["About"].iter_rows(values_only=True))
    said = dict(rows)
    assert said["Computed"] == "Share of the world"
    assert said["Unit"] == "% of the world"
    assert said["As of"] == "2026-11-01"
    assert [text for name, text in rows if name == "Caveat"] == list(view.indicator.caveats)
    assert [text for name, text in rows if name == "Note"] == list(view.notes)
    assert "Link" not in said
