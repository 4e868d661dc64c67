"""Is every text of a catalogue shown as the text that it is, in each kind of chart, each file and each answer?"""

import csv
import io
import json
import zipfile
from typing import Final
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from starlette.testclient import TestClient

from dashboard.api.routes import ENDPOINTS
from dashboard.catalogue.catalogue import Catalogue
from dashboard.export.citation_styles import CITATION_STYLES
from dashboard.export.formats import FORMATS
from dashboard.store.opening import Cache
from tests.browser.views import VIEWS
from tests.poison import FIGURE, FORMULA, MARKDOWN, POISON, SHORT, leaves, poisoned
from tests.unit.api.conftest import client_of

CHARTED: Final = tuple(view.path for view in VIEWS.values() if view.charts)
TABLES: Final = tuple(f"/api/v1/{one.name}" for one in ENDPOINTS if "csv" in one.media and not one.name.startswith("o"))
OBSERVATIONS: Final = "/api/v1/observations.{}?indicator=gdp-growth&economy=CHN,USA"


@pytest.fixture(scope="module")
def short(cache: Cache, catalogue: Catalogue) -> TestClient:
    return client_of(cache, poisoned(catalogue, SHORT))


@pytest.fixture(scope="module")
def long(cache: Cache, catalogue: Catalogue) -> TestClient:
    return client_of(cache, poisoned(catalogue, POISON))


@pytest.fixture(scope="module")
def spreading(cache: Cache, catalogue: Catalogue) -> TestClient:
    return client_of(cache, poisoned(catalogue, FORMULA, before=True))


def chart(path: str, ending: str) -> str:
    split = urlsplit(path)
    return f"/api/v1/chart.{ending}?page={split.path.strip('/') or 'overview'}&{split.query}"


@pytest.mark.parametrize("path", CHARTED)
def test_no_text_is_markup_in_a_figure(short: TestClient, path: str) -> None:
    answer = short.get(chart(path, "json"))
    assert answer.status_code == 200, answer.text
    texts = list(leaves(answer.json()["figure"]))
    assert any("Zq" in text for _, text in texts)
    assert [(place, text) for place, text in texts if FIGURE.search(text)] == []


def test_a_picture_shows_the_text_and_neither_markup_nor_formulas(long: TestClient) -> None:
    drawn = ET.fromstring(long.get(chart("/explore?indicator=gdp-growth", "svg")).content)  # noqa: S314 - our own
    words = " ".join(drawn.itertext())
    assert '<b onclick="Zq">Zq</b>' in words
    assert "$Zq$" in words
    assert "&lt;Zq" in words
    assert "&amp;" not in words


def test_no_text_is_markup_in_a_page_to_keep(long: TestClient) -> None:
    page = long.get(OBSERVATIONS.format("html")).text
    assert "<b on" not in page
    assert "&lt;b onclick" in page


def test_what_explains_an_archive_shows_texts_as_they_are(long: TestClient) -> None:
    archive = zipfile.ZipFile(io.BytesIO(long.get(OBSERVATIONS.format("zip")).content))
    readme = archive.read("README.md").decode()
    assert "Zq" in readme
    assert MARKDOWN.findall(readme.replace(":red", "").replace(":material/home:", "")) == []


@pytest.mark.parametrize("path", TABLES)
def test_no_cell_of_a_table_runs_as_a_formula(spreading: TestClient, path: str) -> None:
    query = "?q=gdp" if path.endswith("search") else "?indicator=gdp-growth&economy=CHN" if "vi" in path else ""
    answer = spreading.get(f"{path}.csv{query}")
    assert answer.status_code == 200, answer.text
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA[0])] == []


def test_no_cell_of_a_workbook_is_a_formula(spreading: TestClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(spreading.get(OBSERVATIONS.format("xlsx")).content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert any("Zq" in str(cell.value) for cell in cells)
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_a_feed_is_xml_whatever_it_tells(long: TestClient) -> None:
    told = " ".join(ET.fromstring(long.get("/feed.xml").content).itertext())  # noqa: S314 - our own
    assert "&lt;b onclick" in told or "<b onclick" in told


@pytest.mark.parametrize("ending", CITATION_STYLES)
def test_a_citation_holds_each_text_whole_on_its_line(long: TestClient, ending: str) -> None:
    told = long.get(f"/api/v1/citation.{ending}?indicator=gdp-growth&economy=CHN").text
    assert "Zq" in told
    if ending == "json":
        assert POISON in json.loads(told)[0]["title"]
    if ending == "bib":
        assert "{Zq}" not in told.replace("\\textbraceleft{}Zq\\textbraceright{}", "")


def test_no_answer_has_hostile_text_in_its_head(long: TestClient) -> None:
    for form in FORMATS.values():
        if form.is_routed:
            answer = long.get(OBSERVATIONS.format(form.ending))
            assert answer.status_code == 200, form.ending
            assert not any("Zq" in value for value in answer.headers.values())
