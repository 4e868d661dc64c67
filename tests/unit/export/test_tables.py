"""Is what readers take away exactly what they saw, and safe to open?"""

import csv
import datetime as dt
import io
import json
import math
import string
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.extracts import whole
from dashboard.export import tables
from dashboard.export.citation import citation
from dashboard.export.citation_styles import CITATION_STYLES
from dashboard.export.formats import FORMATS
from dashboard.export.json_text import json_rows
from dashboard.export.names import NAMED_ECONOMIES, view_name, whole_name
from dashboard.export.table import Table
from dashboard.export.works import works_of
from dashboard.store import records
from dashboard.store.csv_text import csv_bytes
from dashboard.store.opening import Cache
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.parameter_readers import LAYOUTS
from dashboard.views.requests import Layout
from dashboard.views.selection import Selection
from dashboard.views.view import View
from tests.observations import by_day

Show = Callable[[Selection], View]

BOM = b"\xef\xbb\xbf"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

# what pandas and the csv module both take: no NUL, no half of a surrogate pair
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
numbers = st.floats(allow_nan=False, allow_infinity=False)


@pytest.fixture(scope="module")
def catalogue(shipped_catalogue: Catalogue) -> Catalogue:
    return shipped_catalogue


@pytest.fixture(scope="module")
def cache(shipped_cache: Cache) -> Cache:
    return shipped_cache


@pytest.fixture(scope="module")
def view_of(cache: Cache, catalogue: Catalogue) -> Show:
    loader = Loader(cache.store, catalogue)
    return lambda selection: chart_view(loader, selection)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


VIEWS: Sequence[Selection] = (
    Selection("gdp-growth"),
    Selection("gdp-growth", eras=("planned-economy", "new-quality"), economies=("CHN", "USA")),
    Selection("solar-capacity", first_year=2010, last_year=2015, economies=("USA", "CHN", "DEU")),
    Selection("gdp", transform="per-capita"),
    Selection("solar-capacity", transform="share"),
    Selection("exchange-rate", transform="growth", economies=("CHN",)),
    Selection("gdp", transform="index", economies=("CHN", "IND")),
)


@pytest.mark.parametrize("asked", VIEWS, ids=lambda asked: f"{asked.indicator}-{asked.transform}")
def test_the_file_holds_what_is_drawn_point_for_point(view_of: Show, asked: Selection) -> None:
    view = view_of(asked)
    assert not view.points.empty
    drawn = [
        (economy, period.strftime("%Y-%m-%d"), value)
        for economy, period, value in zip(
            view.points["economy"], view.points["period"], view.points["value"], strict=True
        )
    ]
    header, *rows = rows_of(csv_bytes(tables.tidy(view), bom=True))
    assert header == ["indicator", "economy", "period", "value", "unit", "source", "vintage"]
    assert [(row[1], row[2], float(row[3])) for row in rows] == drawn
    assert {row[0] for row in rows} == {view.indicator.id}
    assert {row[4] for row in rows} == {view.unit_in_full}
    assert {row[6] for row in rows} == {view.vintage.date.isoformat()}


def test_the_source_names_publisher_and_release(view_of: Show) -> None:
    view = view_of(Selection("gdp-growth"))
    (source,) = set(tables.tidy(view)["source"])
    assert source == f"{view.indicator.source_name} ({view.vintage.release})"


def test_figures_of_several_sources_name_the_release_of_each(view_of: Show, cache: Cache) -> None:
    view = view_of(Selection("gdp", transform="per-capita"))
    (source,) = set(tables.tidy(view)["source"])
    for part in ("gdp", "population"):
        assert f"{part}: {cache.store.vintage(part).release}" in source


def test_a_whole_indicator_holds_every_stored_figure(cache: Cache, catalogue: Catalogue) -> None:
    extract = whole(Loader(cache.store, catalogue), Selection("rd-spending", economies=("CHN",), first_year=2000))
    stored = cache.store.observations(cache.store.vintage("rd-spending"))
    _, *rows = rows_of(csv_bytes(extract.rows, bom=True))
    assert len(rows) == len(stored) > 0
    assert {(row[1], row[2]): float(row[3]) for row in rows} == by_day(stored)


def test_the_wide_layout_has_a_column_an_economy_and_empty_cells_at_gaps(view_of: Show) -> None:
    view = view_of(Selection("rd-spending", economies=("CHN", "IND", "USA")))
    header, *rows = rows_of(csv_bytes(tables.wide(view)))
    assert header == ["period", "CHN", "IND", "USA", "unit", "source", "vintage"]
    periods = [row[0] for row in rows]
    assert periods == sorted(set(periods))
    spread = {
        (code, row[0]): float(cell)
        for row in rows
        for code, cell in zip(header[1:4], row[1:4], strict=True)
        if cell != ""
    }
    tidy = tables.tidy(view)
    assert spread == dict(zip(zip(tidy["economy"], tidy["period"], strict=True), tidy["value"], strict=True))
    assert len(spread) < 3 * len(rows), "this indicator was chosen because it has gaps"


def test_the_wide_layout_runs_forward_in_time_whichever_economy_comes_first(view_of: Show) -> None:
    latecomer_first = view_of(Selection("gdp-growth", economies=("RUS", "CHN")))
    assert latecomer_first.series("RUS")["period"].min() > latecomer_first.series("CHN")["period"].min()
    frame = tables.wide(latecomer_first)
    assert list(frame.columns[1:3]) == ["RUS", "CHN"]
    assert frame["period"].is_monotonic_increasing


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_view_without_points_is_a_header_alone(view_of: Show, layout: Layout) -> None:
    frame = tables.laid_out(view_of(Selection("gdp-growth", eras=("self-strengthening",))), layout)
    assert len(rows_of(csv_bytes(frame))) == 1
    assert json_rows(frame) == []


def test_json_rows_keep_numbers_to_the_last_bit(view_of: Show) -> None:
    view = view_of(Selection("gdp-growth", economies=("CHN",)))
    back = json.loads(json.dumps(json_rows(tables.tidy(view))))
    assert [row["value"] for row in back] == view.points["value"].tolist()


def test_json_rows_say_null_where_a_figure_is_missing() -> None:
    frame = pd.DataFrame({"period": ["1979-01-01", "1980-01-01"], "CHN": [7.6, math.nan]})
    assert json_rows(frame) == [
        {"period": "1979-01-01", "CHN": 7.6},
        {"period": "1980-01-01", "CHN": None},
    ]


def test_the_file_for_people_starts_with_the_mark_that_excel_needs() -> None:
    frame = pd.DataFrame({"name": ["新质生产力"]})
    assert csv_bytes(frame, bom=True) == BOM + "name\n新质生产力\n".encode()


def test_the_file_for_scripts_has_no_mark_before_its_first_column() -> None:
    assert csv_bytes(pd.DataFrame({"name": ["a"]})) == b"name\na\n"


@pytest.mark.parametrize("start", FORMULA_STARTS, ids=repr)
def test_text_that_a_spreadsheet_would_run_is_disarmed(start: str) -> None:
    text = f'{start}HYPERLINK("https://example.org","a")'
    header, row = rows_of(csv_bytes(pd.DataFrame({text: [text]}), bom=True))
    assert header == row == [f"'{text}"]


@pytest.mark.parametrize(
    ("value", "written"),
    [(-2.5, "-2.5"), (-0.0, "-0"), (1e-7, "1e-07"), (5.0, "5"), (0.1 + 0.2, "0.30000000000000004"), (1e300, "1e+300")],
)
def test_numbers_stay_numbers_negative_ones_too(value: float, written: str) -> None:
    assert csv_bytes(pd.DataFrame({"value": [value]})) == f"value\n{written}\n".encode()


def test_missing_cells_are_empty_and_truth_is_spelled_as_in_json() -> None:
    frame = pd.DataFrame({"a": [None, math.nan, pd.NA, pd.NaT], "b": [True, False, 3, "x"]}, dtype="object")
    assert csv_bytes(frame) == b"a,b\n,true\n,false\n,3\n,x\n"


@given(st.lists(st.tuples(texts, numbers, texts), min_size=1, max_size=8))
def test_the_csv_module_reads_back_what_was_written(rows: list[tuple[str, float, str]]) -> None:
    frame = pd.DataFrame(rows, columns=["first", "value", "last"])
    header, *back = rows_of(csv_bytes(frame, bom=True))
    assert header == ["first", "value", "last"]
    assert [(first, float(value), last) for first, value, last in back] == [
        (guarded(first), value, guarded(last)) for first, value, last in rows
    ]


@given(st.lists(st.tuples(texts, numbers, texts), min_size=1, max_size=8))
def test_pandas_reads_back_what_was_written(rows: list[tuple[str, float, str]]) -> None:
    content = csv_bytes(pd.DataFrame(rows, columns=["first", "value", "last"]), bom=True)
    back = pd.read_csv(io.BytesIO(content), keep_default_na=False, dtype={"first": "str", "last": "str"})
    assert back["value"].tolist() == [value for _, value, _ in rows]
    assert back["first"].tolist() == [guarded(first) for first, _, _ in rows]
    assert back["last"].tolist() == [guarded(last) for _, _, last in rows]


def test_pandas_reads_a_download_with_its_types(view_of: Show) -> None:
    view = view_of(Selection("gdp-growth"))
    back = pd.read_csv(
        io.BytesIO(csv_bytes(tables.tidy(view), bom=True)), parse_dates=["period"], keep_default_na=False
    )
    assert back["value"].tolist() == view.points["value"].tolist()
    assert (back["value"] < 0).any()
    assert back["period"].tolist() == view.points["period"].tolist()


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


def test_nested_records_become_one_flat_table() -> None:
    frame = tables.flat(
        [
            {"id": "a", "words": ["x", "y"], "sources": [{"title": "t"}], "n": 1, "end": None},
            {"id": "b", "words": [], "sources": [], "n": None, "end": "2012-11-15"},
        ]
    )
    assert csv_bytes(frame).decode().splitlines() == [
        "id,words,sources,n,end",
        'a,x; y,"[{""title"":""t""}]",1,',
        "b,,,,2012-11-15",
    ]


def test_the_file_name_says_indicator_economies_span_and_vintage(view_of: Show, cache: Cache) -> None:
    view = view_of(Selection("gdp-growth", economies=("CHN", "USA"), first_year=1990, last_year=2000))
    vintage = cache.store.vintage("gdp-growth").date
    assert view_name(view) == f"eraline_gdp-growth_CHN-USA_1990-2000_{vintage}"


def test_the_file_name_says_transform_and_layout_where_they_are_not_the_usual(view_of: Show) -> None:
    view = view_of(Selection("gdp", transform="growth", economies=("CHN",), last_year=1970))
    name = view_name(view, layout="wide")
    assert name.startswith("eraline_gdp_growth_CHN_1961-1970_")
    assert name.endswith("_wide")


def test_a_file_name_of_many_economies_stays_short(view_of: Show, catalogue: Catalogue) -> None:
    view = view_of(Selection("gdp-growth", economies=tuple(catalogue.economies)))
    name = view_name(view)
    assert f"-and-{len(view.economies) - NAMED_ECONOMIES}-more_" in name
    assert len(name) < 100


def test_the_file_name_of_a_whole_indicator_says_so(cache: Cache, catalogue: Catalogue) -> None:
    figures = Loader(cache.store, catalogue).observations("gdp-growth")
    years = figures.observations["period"].dt.year
    assert whole_name(figures) == f"eraline_gdp-growth_all_{years.min()}-{years.max()}_{figures.vintage.date}"


def test_no_file_name_of_the_catalogue_needs_more_than_plain_letters(cache: Cache, catalogue: Catalogue) -> None:
    plain, loader = set(string.ascii_letters + string.digits + "-_."), Loader(cache.store, catalogue)
    names = [whole_name(loader.observations(indicator)) for indicator in catalogue.indicators]
    assert len(names) == len(set(names)) == len(catalogue.indicators)
    assert all(set(name) <= plain for name in names)


def test_the_citation_of_a_file_is_that_of_the_page_without_the_day_it_was_looked_at(view_of: Show) -> None:
    view, link = view_of(Selection("gdp", transform="share")), "https://example.org/explore?indicator=gdp-growth"
    today = dt.date(2026, 11, 24)
    dated = CITATION_STYLES["txt"].render(works_of([view], accessed=today, link=link)).rstrip()
    assert citation(view, accessed=today, link=link) == dated
    assert citation(view, link=link) == dated.replace("Accessed 24 November 2026. ", "")
    about = dict(tables.about(view, link))
    assert about["Citation"] == citation(view, link=link)
    assert about["Cited by its source as"] == view.indicator.citation


def test_releases_are_named_once_each(cache: Cache) -> None:
    gdp, population = cache.store.vintage("gdp"), cache.store.vintage("population")
    assert records.releases([gdp, gdp]) == gdp.release
    other = population.model_copy(update={"release": "Other"})
    assert records.releases([gdp, other, gdp]) == f"gdp: {gdp.release}; population: Other"
