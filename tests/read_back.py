"""Read files that were taken away with somebody else's readers, to compare them with the store."""

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, cast

import openpyxl
import pandas as pd
from hypothesis import strategies as st

from dashboard.catalogue.loading import load_catalogue
from dashboard.charts.extracts import view_extract
from dashboard.export.formats import FORMATS
from dashboard.export.table import Table
from dashboard.settings import DATA
from dashboard.views.chart import chart_view
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

Key = tuple[str, str]
Values = dict[Key, float]
Asked = tuple[str, list[str]]

LINK: Final = "https://example.org/explore?indicator=gdp-growth"
# what a program that opens a file might run, or a text that is read in another way may lose
HOSTILE: Final = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    'a "quoted", text; with marks',
    "two\nlines",
    "新质生产力",
    "🇨🇳 ☀️",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
)


def day(period: object) -> str:
    return f"{period:%Y-%m-%d}"


def of_rows(rows: Iterable[Mapping[str, Any]]) -> Values:
    return {(str(row["economy"]), str(row["period"])[:10]): float(row["value"]) for row in rows}


def of_csv(content: bytes) -> Values:
    text = content.decode()
    found = csv.Sniffer().sniff(text[:2_000], delimiters=",;")
    assert found.delimiter == ","
    return of_rows(csv.DictReader(io.StringIO(text, newline="")))


def of_semicolons(content: bytes) -> Values:
    # pandas' usual parser rounds the last digit
    frame = pd.read_csv(io.BytesIO(content), sep=";", decimal=",", keep_default_na=False, dtype={"value": "str"})
    return of_rows({**row, "value": row["value"].replace(",", ".")} for row in records(frame))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", frame.to_dict("records"))


def of_workbook(content: bytes) -> Values:
    header, *rows = (
        openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0].iter_rows(values_only=True)
    )
    assert all(isinstance(row[2], dt.datetime) for row in rows)
    names = [str(name) for name in header]
    return of_rows(dict(zip(names, row, strict=True)) for row in rows)


def of_archive(content: bytes) -> Values:
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return of_csv(archive.read("data.csv"))


def of_sdmx(content: bytes) -> Values:
    rows = csv.DictReader(io.StringIO(content.decode(), newline=""))
    return {(row["REF_AREA"], row["TIME_PERIOD"]): float(row["OBS_VALUE"]) for row in rows}


def of_page(content: bytes) -> Values:
    table = re.search(rb"<table>.*?</table>", content, re.DOTALL)
    assert table
    lines = re.findall(r"<tr>(.*?)</tr>", table.group().decode(), re.DOTALL)
    header, *rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line) for line in lines]
    return of_rows(dict(zip(header, row, strict=True)) for row in rows)


READERS: Final[Mapping[str, Callable[[bytes], Values]]] = {
    "csv": of_csv,
    "semicolon.csv": of_semicolons,
    "xlsx": of_workbook,
    "json": lambda content: of_rows(json.loads(content)),
    "full.json": lambda content: of_rows(json.loads(content)["records"]),
    "parquet": lambda content: of_rows(records(pd.read_parquet(io.BytesIO(content)))),
    "sdmx.csv": of_sdmx,
    "html": of_page,
    "zip": of_archive,
}
# an indicator and one to four of all economies
SELECTIONS: Final = st.tuples(
    st.sampled_from(sorted(load_catalogue(DATA).indicators)),
    st.lists(st.sampled_from(sorted(load_catalogue(DATA).economies)), min_size=1, max_size=4, unique=True),
)


def taken(loader: Loader, selection: Selection) -> Table:
    return view_extract(chart_view(loader, selection)).table(LINK)


def stored(loader: Loader, asked: Asked, ending: str) -> Values:
    """Return what the store has of an indicator and economies, by the names of periods that a format has."""
    indicator, economies = asked
    found = loader.observations(indicator, economies=economies)
    told, frequency = found.observations, found.indicator.frequency
    periods = frequency.written(told["period"]) if ending == "sdmx.csv" else told["period"].map(day)
    return dict(zip(zip(told["economy"], periods, strict=True), told["value"], strict=True))


def read_back(loader: Loader, asked: Asked, ending: str) -> Values:
    """Return what a file of them has, without its picture, which takes longer than all else of a pack."""
    indicator, economies = asked
    table = taken(loader, Selection(indicator, tuple(economies)))
    return READERS[ending](FORMATS[ending].render(replace(table, drawing=None)))
