"""Is every method and path answered as JSON, whether or not there is anything?"""

import io

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api import routes
from dashboard.api.routes import ENDPOINTS
from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.opening import Cache
from tests.unit.api.conftest import CSV, JSON, NEEDED, XLSX, error_of


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/health", "/api/v1/eras", CSV])
def test_another_method_is_405_and_says_which_would_do(client: TestClient, path: str, method: str) -> None:
    response = client.request(method, path)
    error = error_of(response, 405)
    assert (error["code"], error["field"], error["allowed"]) == ("method-not-allowed", "method", ["GET", "HEAD"])
    assert response.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/health", "/api/v1/eras", "/api/v1/eras.csv", f"{CSV}?indicator=gdp&economy=CHN"])
def test_head_has_the_headers_of_get(client: TestClient, path: str) -> None:
    got, asked = client.get(path), client.head(path)
    assert asked.status_code == 200
    for name in ("content-type", "content-length", "cache-control", "etag", "content-disposition"):
        assert asked.headers.get(name) == got.headers.get(name)


# what only a look at the content tells
OF_CONTENT = {"content-length", "last-modified"}


@pytest.mark.parametrize(
    "path",
    [
        *(f"{next(iter(one.paths))}?{NEEDED.get(one.name, '')}" for one in ENDPOINTS),
        f"{JSON}?indicator=gdp,rd-spending",
        f"{XLSX}?indicator=gdp&from=2010",
        "/feed.xml",
    ],
)
def test_head_says_of_an_answer_all_that_get_says(client: TestClient, path: str) -> None:
    asked, got = client.head(path), client.get(path)
    assert (asked.status_code, got.status_code, asked.content) == (200, 200, b"")
    told, said = ({name: text for name, text in one.headers.items() if name not in OF_CONTENT} for one in (asked, got))
    assert told == said


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/",
        "/api/v1/",
        "/api/v2/eras",
        "/api/v1/nonsense",
        "/api/v1/eras/",
        "/api/v1//eras",
        "/api//v1/eras",
        "/api/v1/eras.xml",
        "/api/v1/observations",
        "/api/v1/observations.ods",
        "/api/v1/%3Cscript%3E",
        "/api/v1/%00",
        "/api/v1/%ff",
        "/api/v1/" + "x" * 10_000,
        "/health/",
        "/health/deep",
    ],
    ids=lambda path: path[:40],
)
def test_a_path_that_nothing_is_at_is_a_json_404(client: TestClient, path: str) -> None:
    response = client.get(path)
    error = error_of(response, 404)
    assert (error["code"], error["field"]) == ("not-found", "path")
    assert "/api/v1/indicators" in error["allowed"]
    assert len(response.content) < 1_500
    assert b"<" not in response.content


@pytest.mark.parametrize("path", ["/health", "/api/v1/eras", CSV])
def test_a_browser_of_another_origin_is_told_that_it_may_ask(client: TestClient, path: str) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match, x-requested-with",
    }
    response = client.options(path, headers=asked)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["access-control-allow-headers"] == "if-none-match, x-requested-with"
    assert "GET" in response.headers["access-control-allow-methods"]


@pytest.mark.parametrize("named", ["", 'x"y', "x" * 501, "<script>"])
def test_what_is_no_list_of_headers_is_not_repeated(client: TestClient, named: str) -> None:
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": named}
    response = client.options("/api/v1/eras", headers=asked)
    assert response.status_code == 204
    assert "access-control-allow-headers" not in response.headers


def test_nobody_may_ask_where_nothing_is(client: TestClient) -> None:
    error_of(client.options("/api/v1/nonsense", headers={"Access-Control-Request-Method": "GET"}), 404)


@pytest.mark.parametrize("prefix", ["", "/x", "/a/b", "/v1.0"])
def test_every_route_answers_under_the_base_path_and_at_the_root(
    cache: Cache, catalogue: Catalogue, prefix: str
) -> None:
    under = TestClient(Starlette(routes=routes.routes(lambda: cache, lambda: catalogue, base=prefix)))
    for place in (prefix, ""):
        assert under.get(f"{place}/health").json()["status"] == "ok"
        assert under.get(f"{place}/api/v1/eras").json() == under.get("/api/v1/eras").json()
        error = error_of(under.get(f"{place}/api/nonsense"), 404)
        assert f"{place}/api/v1/eras" in error["allowed"]
        assert error_of(under.post(f"{place}{CSV}"), 405)["allowed"] == ["GET", "HEAD"]
        assert under.options(f"{place}{CSV}", headers={"Access-Control-Request-Method": "GET"}).status_code == 204


def test_the_link_in_a_workbook_leads_to_the_page_under_the_base_path(cache: Cache, catalogue: Catalogue) -> None:
    under = TestClient(Starlette(routes=routes.routes(lambda: cache, lambda: catalogue, base="/x")))
    answer = under.get("/x/api/v1/observations.xlsx?indicator=gdp-growth&economy=CHN")
    about = openpyxl.load_workbook(io.BytesIO(answer.content))["About"]
    links = {str(row[0]): str(row[1]) for row in about.iter_rows(values_only=True)}
    assert links["Link"].startswith("http://testserver/x/explore?indicator=gdp-growth&economy=CHN")
