"""Do scripts learn which vintages an indicator has had?"""

import datetime as dt
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.as_of import read_as_of, write_as_of
from dashboard.store.opening import Cache
from dashboard.store.vintages import Release
from tests.shipped import FirstStart, open_shipped
from tests.unit.api.conftest import JSON, REVISED, VINTAGES, XLSX, client_of, csv_rows, error_of
from tests.unit.api.test_workbook import sheets_of


def test_the_history_of_an_indicator_is_listed_oldest_first(client: TestClient, cache: Cache) -> None:
    *earlier, shipped, revised = client.get(f"{VINTAGES}?indicator={REVISED}").json()
    stored = cache.store.history(REVISED)
    ids = [record["id"] for record in (*earlier, shipped, revised)]
    assert ids == [f"{REVISED}/{write_as_of(vintage.published)}" for vintage in stored]
    assert [read_as_of(name.partition("/")[2]) for name in ids] == [vintage.published for vintage in stored]
    assert {record["origin"] for record in earlier} <= {"history"}
    agreed = {"id", "published", "origin", "updated", "release", "rows", "added", "revised", "withdrawn"}
    assert set(shipped) >= agreed
    assert (shipped["origin"], shipped["revised"], shipped["added"]) == ("snapshot", 0, shipped["rows"])
    assert (revised["origin"], revised["revised"], revised["added"]) == ("live", 1, 0)
    assert revised["release"] == "Revised release"
    assert dt.datetime.fromisoformat(revised["published"]) == stored[-1].published


def test_what_is_computed_has_the_history_of_its_inputs(client: TestClient, catalogue: Catalogue) -> None:
    derived = "solar-wind-capacity"
    records = client.get(f"{VINTAGES}?indicator={derived}").json()
    inputs = catalogue.base_inputs(derived)
    assert len(inputs) > 1
    assert list(dict.fromkeys(record["indicator"] for record in records)) == list(inputs)


def test_csv_says_the_same(client: TestClient) -> None:
    rows = csv_rows(client.get(f"{VINTAGES}.csv?indicator={REVISED}"))
    records = client.get(f"{VINTAGES}?indicator={REVISED}").json()
    assert [row["id"] for row in rows] == [record["id"] for record in records]


def test_a_day_of_the_history_draws_the_figures_of_that_day(client: TestClient) -> None:
    for record, value in zip(client.get(f"{VINTAGES}?indicator={REVISED}").json(), (False, True), strict=True):
        query = {"indicator": REVISED, "economy": "CHN", "as_of": record["published"][:10]}
        assert (99.0 in [row["value"] for row in client.get(JSON, params=query).json()]) == value


def test_two_refreshes_on_one_day_stay_apart_in_links_and_answers(
    tmp_path: Path, catalogue: Catalogue, first_start: FirstStart
) -> None:
    cache = open_shipped(first_start.copy(tmp_path / "eraline.db"))
    client, links = client_of(cache, catalogue), list[str]()
    stored = cache.store.observations(cache.store.vintage(REVISED))
    for value in (97.0, 98.0, 99.0):
        changed = stored.assign(value=value)
        cache.store.publish(Release(REVISED, cache.store.now(), "A release", changed), started=cache.store.now())
        _, about = sheets_of(client.get(f"{XLSX}?indicator={REVISED}&economy=CHN"))
        links.append(str(about["Link"]))
        assert links[-1] in about["Citation"]
    records = client.get(f"{VINTAGES}?indicator={REVISED}").json()[1:]
    assert len({record["published"][:10] for record in records}) < len(records)
    for record, link, value in zip(records, links, (97.0, 98.0, 99.0), strict=True):
        query = httpx2.URL(link).query.decode()
        assert f"as_of={record['published']}" in query
        for asked in (f"{JSON}?{query}", f"{JSON}?indicator={REVISED}&economy=CHN&as_of={record['published']}"):
            assert {row["value"] for row in client.get(asked).json()} == {value}


def test_a_day_before_the_first_release_names_the_first_that_would_do(client: TestClient, cache: Cache) -> None:
    error = error_of(client.get(f"{JSON}?indicator={REVISED}&as_of=1999-12-31"), 404)
    first = cache.store.history(REVISED)[0].date.isoformat()
    assert (error["code"], error["field"], error["allowed"]) == ("no-figures", "as_of", [first])
    assert client.get(f"{JSON}?indicator={REVISED}&as_of={first}").status_code == 200


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 400, "missing"),
        ("indicator=", 400, "missing"),
        ("indicator=nonsense", 404, "unknown-indicator"),
        ("indicator=gdp&indicator=gdp-growth", 400, "repeated-key"),
        ("indicator=gdp&erra=new-quality", 400, "unknown-key"),
    ],
)
def test_a_query_that_cannot_be_followed_says_so(client: TestClient, query: str, status: int, code: str) -> None:
    assert error_of(client.get(f"{VINTAGES}?{query}"), status)["code"] == code


def test_first_release_and_newest_are_given_for_economies(client: TestClient) -> None:
    path = f"{VINTAGES}?indicator=gdp&economy=CHN,USA"
    records = client.get(path).json()
    assert {record["economy"] for record in records} == {"CHN", "USA"}
    (china,) = (record for record in records if record["id"] == "gdp/CHN/2010-01-01")
    assert china["first"] == pytest.approx(5.9305e12, rel=1e-4)
    assert (china["first_release"], china["first_dated"]) == ("2012-09-20", "seen on")
    assert china["latest"] > china["first"]
    assert china["revisions"] > 3
    rows = csv_rows(client.get(path.replace("?", ".csv?")))
    assert [row["id"] for row in rows] == [record["id"] for record in records]
    assert client.get(f"{VINTAGES}?indicator=gdp&economy=XYZ").status_code == 404
