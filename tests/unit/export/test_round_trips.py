"""Does every format, read back by somebody else's reader, hold what the store holds, and run nothing?"""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.extracts import view_extract
from dashboard.export.citation_styles import CITATION_STYLES
from dashboard.export.formats import FORMATS
from dashboard.export.parquet import METADATA
from dashboard.export.sdmx import STRUCTURE_ID
from dashboard.export.table import Table
from dashboard.figures.picture import PICTURES
from dashboard.store.opening import Cache
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection
from tests.draws import draws
from tests.read_back import (
    HOSTILE,
    LINK,
    READERS,
    SELECTIONS,
    Asked,
    of_csv,
    of_page,
    of_sdmx,
    read_back,
    records,
    stored,
    taken,
)


@pytest.fixture(scope="module")
def loader(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Loader:
    return Loader(shipped_cache.store, shipped_catalogue)


def test_every_format_is_read_back() -> None:
    assert set(READERS) == set(FORMATS) - set(PICTURES)


@examples(max_examples=draws(10))
@given(SELECTIONS, st.sampled_from(sorted(set(READERS) - {"html"})))
def test_what_is_read_back_is_what_is_stored(loader: Loader, asked: Asked, ending: str) -> None:
    assert read_back(loader, asked, ending) == stored(loader, asked, ending)


def test_the_page_holds_the_same_rows_and_asks_for_nothing(loader: Loader) -> None:
    table = taken(loader, Selection("rd-spending", economies=("CHN", "KOR")))
    content = FORMATS["html"].render(table)
    assert of_page(content) == of_csv(FORMATS["csv"].render(table))
    assert not re.search(rb"<(script|link|img|iframe)[^>]+(src|href)=", content.replace(b"<a href=", b""))
    assert b"default-src 'none'" in content
    assert content.count(b"plotly.js v") == 1
    assert "en.wikipedia" not in json.dumps(table.facts)


def test_a_schema_says_where_its_rows_are_from(loader: Loader) -> None:
    table = taken(loader, Selection("gdp-growth", economies=("CHN",)))
    schema = pq.read_schema(io.BytesIO(FORMATS["parquet"].render(table)))
    facts = json.loads(schema.metadata[METADATA])
    [entry] = facts["indicators"]
    assert (entry["id"], entry["licence"], facts["link"]) == ("gdp-growth", "CC BY 4.0", LINK)
    assert LINK in entry["citation"]
    assert [str(field.type) for field in schema] == [
        *["string"] * 2,
        "date32[day]",
        "double",
        *["string"] * 2,
        "date32[day]",
    ]


def test_provisional_values_are_marked_where_a_format_has_a_word_for_it(loader: Loader) -> None:
    view = chart_view(loader, Selection("gdp-growth", economies=("CHN", "USA")))
    marked = {(known.economy, str(known.year)) for known in view.provisional}
    content = FORMATS["sdmx.csv"].render(view_extract(view).table())
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    assert {(row["REF_AREA"], row["TIME_PERIOD"]) for row in rows if row["OBS_STATUS"] == "P"} == marked
    assert {row["OBS_STATUS"] for row in rows} == {"A", "P"}
    assert {row["STRUCTURE"] for row in rows} == {"dataflow"}


def test_a_series_break_is_marked_where_a_format_has_a_word_for_it(loader: Loader) -> None:
    def marks(selection: Selection) -> set[tuple[str, str]]:
        content = FORMATS["sdmx.csv"].render(view_extract(chart_view(loader, selection)).table())
        rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
        return {(row["REF_AREA"], row["TIME_PERIOD"]) for row in rows if row["OBS_STATUS"] == "B"}

    researchers = Selection("researchers", economies=("CHN", "KOR"))
    assert marks(researchers) == {("CHN", "2009")}
    # what lies on one side of the break alone has none, and neither have differences, which leave its year out
    assert marks(replace(researchers, first_year=2009)) == set()
    assert marks(replace(researchers, transform="change")) == set()
    assert marks(Selection("exchange-rate", economies=("VEN",))) == {("VEN", "2018-09"), ("VEN", "2021-11")}
    [entry] = view_extract(chart_view(loader, researchers)).table().facts["indicators"]
    assert [(known["economy"], known["first"]) for known in entry["breaks"]] == [("CHN", "2009-01-01")]


def test_a_pack_checks_and_explains_itself(loader: Loader) -> None:
    table = taken(loader, Selection("rd-spending", economies=("CHN", "USA")))
    content, plain = FORMATS["zip"].render(table), replace(table, drawing=None)
    assert FORMATS["zip"].render(plain) == FORMATS["zip"].render(plain)
    archive = zipfile.ZipFile(io.BytesIO(content))
    lines = [line.split("  ") for line in archive.read("SHA256SUMS").decode().splitlines()]
    sums = {name: fingerprint for fingerprint, name in lines}
    assert set(sums) == set(archive.namelist()) - {"SHA256SUMS"}
    assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in sums} == sums
    assert set(sums) >= {"data.csv", "milestones.csv", "targets.csv", "metadata.json", "datapackage.json", "README.md"}
    assert archive.read("chart.png").startswith(b"\x89PNG")
    assert set(sums) >= {f"citation.{ending}" for ending in CITATION_STYLES}
    assert archive.read("citation.bib").decode() == CITATION_STYLES["bib"].render(table.works)
    readme = archive.read("README.md").decode()
    assert all(text in readme for text in (LINK, "CC BY 4.0", *sums.keys() - {"README.md"}))


@pytest.mark.parametrize("ending", sorted(set(FORMATS) - {"sdmx.csv", "full.json", "zip", "html", *PICTURES}))
def test_any_text_survives_and_none_runs(ending: str) -> None:
    rows = pd.DataFrame({"text": HOSTILE, "value": [float(number) for number in range(len(HOSTILE))]})
    content = FORMATS[ending].render(Table(rows, "x"))
    found = TEXTS[ending](content)
    starts = ("=", "+", "-", "@", "\t", "\r") if ending.endswith("csv") else ()
    assert found == [f"'{text}" if text.startswith(starts) and starts else text for text in HOSTILE]


TEXTS: Final[Mapping[str, Callable[[bytes], list[str]]]] = {
    "csv": lambda content: [row["text"] for row in csv.DictReader(io.StringIO(content.decode(), newline=""))],
    "semicolon.csv": lambda content: [
        row["text"] for row in csv.DictReader(io.StringIO(content.decode(), newline=""), delimiter=";")
    ],
    "xlsx": lambda content: [
        str(row[0].value).replace("_x000D_", "\r")
        for row in openpyxl.load_workbook(io.BytesIO(content))["Data"].iter_rows(min_row=2)
        if row[0].data_type == "s"
    ],
    "json": lambda content: [row["text"] for row in json.loads(content)],
    "parquet": lambda content: pd.read_parquet(io.BytesIO(content))["text"].tolist(),
}


def test_no_text_becomes_markup_in_a_page(loader: Loader) -> None:
    view = chart_view(loader, Selection("gdp-growth", economies=("CHN",), first_year=2000, last_year=2005))
    table = view_extract(view).table()
    hostile = pd.DataFrame({"text": HOSTILE})
    content = FORMATS["html"].render(replace(table, beside={"Notes": lambda: hostile}))
    assert HOSTILE[-1].encode() not in content
    assert HOSTILE[-2].encode() not in content
    assert "新质生产力".encode() in content


def others(name: str) -> Any:  # noqa: ANN401 - a program of somebody else
    """Return another program, which takes longer to import than most tests to run."""
    return import_module(name)


def test_a_reader_of_sdmx_reads_the_same(loader: Loader) -> None:
    table = taken(loader, Selection("exchange-rate", economies=("CHN", "JPN"), first_year=2020))
    content = FORMATS["sdmx.csv"].render(table)
    [data] = others("pysdmx.io").read_sdmx(content.decode(), validate=False).data
    assert data.short_urn == f"Dataflow={STRUCTURE_ID}"
    rows = records(data.data)
    assert {(row["REF_AREA"], row["TIME_PERIOD"]): float(row["OBS_VALUE"]) for row in rows} == of_sdmx(content)
    assert {row["FREQ"] for row in rows} == {"M"}


def test_a_reader_of_data_packages_finds_a_pack_valid_and_a_changed_one_not(loader: Loader, tmp_path: Path) -> None:
    table = replace(taken(loader, Selection("rd-spending", economies=("CHN", "IND"))), drawing=None)
    zipfile.ZipFile(io.BytesIO(FORMATS["zip"].render(table))).extractall(tmp_path)
    frictionless = others("frictionless")
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    assert package.validate().valid, package.validate().flatten(["note"])
    types = {field.name: field.type for field in package.get_resource("data").schema.fields}
    assert (types["period"], types["value"], types["vintage"]) == ("date", "number", "date")
    data = tmp_path / "data.csv"
    data.write_text(data.read_text("utf-8").replace("0.56014", "0.56015"), "utf-8")
    assert not frictionless.Package(str(tmp_path / "datapackage.json")).validate().valid
