"""Do scripts learn how each indicator stands?"""

from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.opening import Cache
from tests.unit.api.conftest import STATUS, csv_rows


def test_it_is_an_array_of_the_agreed_objects(client: TestClient, cache: Cache, catalogue: Catalogue) -> None:
    records = client.get(STATUS).json()
    assert [record["indicator"] for record in records if record["indicator"] in cache.store.vintages()]
    agreed = {"indicator", "source", "state", "first", "last", "vintage", "fetched_at", "error"}
    assert all(set(record) >= agreed for record in records)
    assert {record["state"] for record in records} <= {"live", "cached", "snapshot", "unavailable"}
    assert {record["indicator"] for record in records} <= set(catalogue.indicators)


def test_csv_says_the_same(client: TestClient) -> None:
    response = client.get(f"{STATUS}.csv")
    assert response.headers["content-disposition"] == 'attachment; filename="eraline_status.csv"'
    rows, records = csv_rows(response), client.get(STATUS).json()
    assert list(rows[0]) == list(records[0])
    assert [row["indicator"] for row in rows] == [record["indicator"] for record in records]


def test_it_is_asked_for_anew_each_time(client: TestClient) -> None:
    assert client.get(STATUS).headers["cache-control"] == "public, max-age=0"
