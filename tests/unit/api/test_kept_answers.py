"""May an answer be kept, for how long, and by whom?"""

import datetime as dt
import re

import pytest
from starlette.testclient import TestClient

from tests.unit.api.conftest import CSV, JSON, TABLES, VINTAGES, XLSX

PATHS = (
    *(f"/api/v1/{table}{ending}" for table in (*TABLES, "status") for ending in ("", ".csv")),
    *(f"{path}?indicator=gdp&economy=CHN,USA" for path in (CSV, JSON, XLSX)),
    *(f"{path}?indicator=gdp" for path in (VINTAGES, f"{VINTAGES}.csv")),
)


@pytest.mark.parametrize("path", PATHS)
def test_an_unchanged_answer_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    etag = first.headers["etag"]
    assert re.fullmatch(r'W/"[0-9a-f]{64}"', etag)
    for known in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
        assert again.headers["cache-control"] == first.headers["cache-control"]


def test_a_changed_answer_is_sent(client: TestClient) -> None:
    etag = client.get(f"{CSV}?indicator=gdp").headers["etag"]
    response = client.get(f"{CSV}?indicator=gdp-growth", headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert response.headers["etag"] != etag


@pytest.mark.parametrize("known", ['"', "W/", "nonsense", '"' + "x" * 5000, "\x00"])
def test_a_malformed_condition_is_no_condition(client: TestClient, known: str) -> None:
    assert client.get("/api/v1/eras", headers={"If-None-Match": known}).status_code == 200


def test_figures_may_be_kept_for_minutes_and_those_of_a_past_day_for_longer(client: TestClient) -> None:
    def seconds(query: str) -> int:
        control = client.get(f"{CSV}?indicator=gdp-growth&economy=CHN{query}").headers["cache-control"]
        assert "immutable" not in control
        return int(control.removeprefix("public, max-age="))

    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    assert seconds("") == seconds(f"&as_of={tomorrow}") < seconds("&as_of=2026-10-31")


def test_what_is_pinned_to_a_vintage_need_not_be_asked_for_again(client: TestClient) -> None:
    def control(as_of: str) -> str:
        answered = client.get(CSV, params={"indicator": "gdp-growth", "economy": "CHN", "as_of": as_of})
        return answered.headers["cache-control"]

    assert control("2026-10-31T12:00:00Z").endswith(", immutable")
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    assert "immutable" not in control(f"{tomorrow:%Y-%m-%dT%H:%M:%SZ}")


def test_pages_elsewhere_may_read_the_data(client: TestClient) -> None:
    for path in ("/health", "/api/v1/eras", f"{CSV}?indicator=gdp", f"{CSV}?indicator=nonsense"):
        assert client.get(path).headers["access-control-allow-origin"] == "*"
