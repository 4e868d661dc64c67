"""Do rows that are taken away hold what is drawn, in either layout, with whose they are and how to cite them?"""

import csv
import datetime as dt
import io
import json
import math

import pandas as pd
import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.extracts import whole
from dashboard.export import tables
from dashboard.export.citation import citation
from dashboard.export.citation_styles import CITATION_STYLES
from dashboard.export.json_text import json_rows
from dashboard.export.works import works_of
from dashboard.store.csv_text import csv_bytes
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.parameter_readers import LAYOUTS
from dashboard.views.requests import Layout
from dashboard.views.selection import Selection
from tests.observations import by_day
from tests.unit.export.conftest import VIEWS, Show


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


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


def test_figures_of_several_sources_name_the_release_of_each(view_of: Show, shipped_cache: Cache) -> None:
    view = view_of(Selection("gdp", transform="per-capita"))
    (source,) = set(tables.tidy(view)["source"])
    for part in ("gdp", "population"):
        assert f"{part}: {shipped_cache.store.vintage(part).release}" in source


def test_a_whole_indicator_holds_every_stored_figure(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    extract = whole(
        Loader(shipped_cache.store, shipped_catalogue), Selection("rd-spending", economies=("CHN",), first_year=2000)
    )
    stored = shipped_cache.store.observations(shipped_cache.store.vintage("rd-spending"))
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


def test_pandas_reads_a_download_with_its_types(view_of: Show) -> None:
    view = view_of(Selection("gdp-growth"))
    back = pd.read_csv(
        io.BytesIO(csv_bytes(tables.tidy(view), bom=True)), parse_dates=["period"], keep_default_na=False
    )
    assert back["value"].tolist() == view.points["value"].tolist()
    assert (back["value"] < 0).any()
    assert back["period"].tolist() == view.points["period"].tolist()


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


def test_the_citation_of_a_file_is_that_of_the_page_without_the_day_it_was_looked_at(view_of: Show) -> None:
    view, link = view_of(Selection("gdp", transform="share")), "https://example.org/explore?indicator=gdp-growth"
    today = dt.date(2026, 11, 24)
    dated = CITATION_STYLES["txt"].render(works_of([view], accessed=today, link=link)).rstrip()
    assert citation(view, accessed=today, link=link) == dated
    assert citation(view, link=link) == dated.replace("Accessed 24 November 2026. ", "")
    about = dict(tables.about(view, link))
    assert about["Citation"] == citation(view, link=link)
    assert about["Cited by its source as"] == view.indicator.citation
