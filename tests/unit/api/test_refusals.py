"""Is a query that cannot be followed refused with what is wrong, where, and what would do?"""

import pytest
from starlette.testclient import TestClient

from tests.unit.api.conftest import CSV, JSON, XLSX, error_of


@pytest.mark.parametrize(
    ("query", "status", "code", "field"),
    [
        ("", 400, "missing", "indicator"),
        ("indicator=", 400, "missing", "indicator"),
        ("indicator=nonsense", 404, "unknown-indicator", "indicator"),
        ("indicator=gdp-growth&economy=XYZ", 404, "unknown-economy", "economy"),
        ("indicator=gdp-growth&economy=CHN,XYZ", 404, "unknown-economy", "economy"),
        ("indicator=gdp-growth&economy=", 422, "missing", "economy"),
        ("indicator=gdp-growth&economy=,,", 422, "missing", "economy"),
        ("indicator=gdp-growth&era=ming", 404, "unknown-era", "era"),
        ("indicator=gdp-growth&from=2000&to=1990", 422, "reversed-range", "from"),
        ("indicator=gdp-growth&to=99999", 422, "bad-year", "to"),
        ("indicator=gdp-growth&from=-5", 422, "bad-year", "from"),
        ("indicator=gdp-growth&from=1979.5", 422, "bad-year", "from"),
        ("indicator=gdp-growth&from=%D9%A1%D9%A9%D9%A7%D9%A9", 422, "bad-year", "from"),
        ("indicator=gdp-growth&transform=log", 422, "unknown-transform", "transform"),
        ("indicator=gdp-growth&transform=per-capita", 422, "transform-does-not-fit", "transform"),
        ("indicator=gdp-growth&as_of=yesterday", 422, "bad-date", "as_of"),
        ("indicator=gdp-growth&as_of=2026-02-30", 422, "bad-date", "as_of"),
        ("indicator=gdp-growth&as_of=9999-12-31", 422, "bad-date", "as_of"),
        ("indicator=gdp-growth&as_of=2026-04-08T09:30:00", 422, "bad-date", "as_of"),
        ("indicator=gdp-growth&as_of=2026-04-08T25:00:00Z", 422, "bad-date", "as_of"),
        ("indicator=gdp-growth&as_of=2099-01-01", 422, "future-date", "as_of"),
        ("indicator=gdp-growth&cited=2099-01-01", 422, "future-date", "cited"),
        ("indicator=gdp-growth&layout=long", 422, "unknown-layout", "layout"),
        ("indicator=gdp-growth&layout=tidy&layout=wide", 400, "repeated-key", "layout"),
        ("indicator=gdp-growth&indicator=gdp&view=ranking", 422, "one-indicator", "view"),
        ("indicator=gdp&view=first-release&transform=growth", 422, "idle", "transform"),
        ("indicator=gdp&view=first-release&base=2005", 422, "idle", "base"),
        ("indicator=gdp&view=ranking&cited=2026-04-08", 422, "idle", "cited"),
        ("indicator=gdp&view=first-release&economy=CHN,USA", 422, "one-economy", "economy"),
        ("indicator=gdp-growth,nonsense", 404, "unknown-indicator", "indicator"),
        (f"indicator={','.join(f'x{number}' for number in range(9))}", 400, "too-long", "indicator"),
        ("indicator=gdp-growth&from=1990&from=1991", 400, "repeated-key", "from"),
        ("indicator=gdp-growth&form=1990", 400, "unknown-key", "form"),
        (f"indicator={'x' * 10_000}", 400, "too-long", "indicator"),
        (f"indicator=gdp-growth&economy={'CHN,' * 2_500}", 400, "too-long", "economy"),
        (f"indicator=gdp-growth&layout={'x' * 10_000}", 422, "unknown-layout", "layout"),
        ("indicator=%ff%fe", 404, "unknown-indicator", "indicator"),
        ("indicator=gdp-growth%00", 404, "unknown-indicator", "indicator"),
        ("indicator=%ZZ%", 404, "unknown-indicator", "indicator"),
        ("indicator=gdp-growth'%20OR%201=1--", 404, "unknown-indicator", "indicator"),
        ("indicator=%ED%A0%80", 404, "unknown-indicator", "indicator"),
        ("indicator=..%2F..%2Fetc%2Fpasswd", 404, "unknown-indicator", "indicator"),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else None,
)
@pytest.mark.parametrize("path", [CSV, JSON, XLSX])
def test_a_query_that_cannot_be_followed_says_what_and_where(
    client: TestClient, path: str, query: str, status: int, code: str, field: str
) -> None:
    response = client.get(f"{path}?{query}")
    error = error_of(response, status)
    assert (error["code"], error["field"]) == (code, field)
    assert len(response.content) < 3_000, "what was sent must not come back at length"


@pytest.mark.parametrize(
    ("query", "allowed"),
    [
        ("indicator=nonsense", "gdp-growth"),
        ("indicator=gdp-growth&economy=XYZ", "CHN"),
        ("indicator=gdp-growth&era=ming", "reform-and-opening"),
        ("indicator=gdp-growth&transform=per-capita", "rolling-mean"),
        ("indicator=gdp-growth&layout=long", "wide"),
        ("indicator=gdp-growth&form=1990", "from"),
        ("", "gdp-growth"),
    ],
)
def test_the_refusal_lists_what_would_do(client: TestClient, query: str, allowed: str) -> None:
    assert allowed in client.get(f"{CSV}?{query}").json()["error"]["allowed"]


def test_what_does_not_fit_is_not_listed_as_fitting(client: TestClient) -> None:
    error = client.get(f"{CSV}?indicator=gdp-growth&transform=per-capita").json()["error"]
    assert "per-capita" not in error["allowed"]


@pytest.mark.parametrize("key", ["indicator", "economy", "era", "from", "transform", "as_of", "layout", "<b>"])
def test_markup_never_comes_back_as_markup(client: TestClient, key: str) -> None:
    query = {"indicator": "gdp-growth", key: "<script>alert(1)</script>"}
    response = client.get(CSV, params=query)
    error = error_of(response, response.status_code)
    assert response.status_code in (400, 404, 422)
    assert b"<" not in response.content
    if key != "<b>":
        # an indicator with a stroke is a ratio, of which the first part is none
        assert "<script>alert(1)<" in error["message"].lower()


def test_thousands_of_keys_are_refused(client: TestClient) -> None:
    query = "&".join(f"indicator=gdp{number}" for number in range(3_000))
    assert error_of(client.get(f"{CSV}?{query}"), 400)["code"] == "too-long"


def test_a_refusal_offers_no_file_and_no_mark_to_remember_it_by(client: TestClient) -> None:
    headers = client.get(f"{CSV}?indicator=nonsense").headers
    assert "content-disposition" not in headers
    assert "etag" not in headers
