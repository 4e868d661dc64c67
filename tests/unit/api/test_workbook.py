"""Does the workbook hold what the CSV and JSON files hold, and say where it is from?"""

import datetime as dt
import io
from typing import Any

import httpx2
import openpyxl
import pytest
from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.as_of import write_as_of
from dashboard.store.opening import Cache
from tests.unit.api.conftest import JSON, REVISED, XLSX


def sheets_of(response: httpx2.Response) -> tuple[list[tuple[Any, ...]], dict[str, str]]:
    """Return the rows of a workbook's data and what it says about them."""
    assert response.status_code == 200, response.text
    book = openpyxl.load_workbook(io.BytesIO(response.content), read_only=True)
    assert book.sheetnames[0] == "Data"
    assert book.sheetnames[-1] == "About"
    about: list[Any] = list(book["About"].iter_rows(values_only=True))
    rows = [tuple(map(_as_text, row)) for row in book["Data"].iter_rows(values_only=True)]
    return rows, dict(about)


def _as_text(cell: object) -> object:
    """Return a day as JSON has it, anything else as it is."""
    return f"{cell:%Y-%m-%d}" if isinstance(cell, dt.datetime) else cell


@pytest.mark.parametrize(
    "query",
    [
        "indicator=gdp-growth&economy=CHN,USA&era=reform-and-opening",
        "indicator=gdp&transform=growth&economy=IND,CHN&from=1990",
        "indicator=rd-spending&economy=CHN,IND&layout=wide",
        f"indicator={REVISED}&economy=CHN&as_of=2026-09-30",
        "indicator=solar-capacity-world-share",
    ],
)
def test_it_holds_what_the_other_two_send(client: TestClient, query: str) -> None:
    response = client.get(f"{XLSX}?{query}")
    (header, *rows), _ = sheets_of(response)
    objects = client.get(f"{JSON}?{query}").json()
    assert [dict(zip(header, row, strict=True)) for row in rows] == objects
    assert objects


def test_it_says_what_it_is_and_where_it_is_from(client: TestClient, cache: Cache, catalogue: Catalogue) -> None:
    response = client.get(f"{XLSX}?indicator=gdp-growth&economy=CHN,USA&from=1990&to=2000")
    assert response.headers["content-type"] == ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    vintage, entry = cache.store.vintage("gdp-growth").date, catalogue.indicator("gdp-growth")
    name = f"eraline_gdp-growth_CHN-USA_1990-2000_{vintage}.xlsx"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    _, about = sheets_of(response)
    assert about["Indicator"] == f"{entry.name} (gdp-growth)"
    assert about["Unit"] == entry.unit
    assert about["Licence"].startswith(entry.licence)
    assert about["Vintage"] == vintage.isoformat()
    assert about["Cited by its source as"] == entry.citation
    assert about["Link"] == (
        "http://testserver/explore?indicator=gdp-growth&economy=CHN,USA&from=1990&to=2000"
        f"&transform=level&as_of={vintage}T00:00:00Z"
    )
    assert about["Link"] in about["Citation"]


def test_its_link_draws_what_it_holds(client: TestClient) -> None:
    response = client.get(f"{XLSX}?indicator=gdp-growth&economy=CHN&era=new-quality")
    _, about = sheets_of(response)
    again = client.get(f"{XLSX}?{about['Link'].partition('?')[2]}")
    assert sheets_of(again)[0] == sheets_of(response)[0]


def test_a_link_pins_the_vintage_of_every_series(client: TestClient, cache: Cache) -> None:
    revised = cache.store.vintage(REVISED)
    assert cache.store.vintage("gdp-growth").published < revised.published
    asked = f"indicator=gdp-growth&view=scatter&against={REVISED}&year=2015"
    rows, about = sheets_of(client.get(f"{XLSX}?{asked}"))
    assert f"as_of={write_as_of(revised.published)}" in str(about["Link"])
    again = client.get(f"{XLSX}?{str(about['Link']).partition('?')[2]}")
    assert sheets_of(again)[0] == rows


def test_a_link_to_everybody_is_one_to_the_usual_economies(client: TestClient) -> None:
    _, about = sheets_of(client.get(f"{XLSX}?indicator=gdp-growth"))
    assert "economy=" not in about["Link"]


def test_nothing_in_the_range_is_a_header_alone(client: TestClient) -> None:
    rows, _ = sheets_of(client.get(f"{XLSX}?indicator=gdp-growth&economy=CHN&era=self-strengthening"))
    assert rows == [("indicator", "economy", "period", "value", "unit", "source", "vintage")]


def test_every_indicator_can_be_taken_away(client: TestClient, catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators:
        rows, _ = sheets_of(client.get(XLSX, params={"indicator": indicator, "economy": "CHN,USA,WLD", "from": 2010}))
        assert len(rows) > 1, indicator
