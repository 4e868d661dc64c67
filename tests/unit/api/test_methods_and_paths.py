"""Is every method and path answered as JSON, whether or not there is anything?"""

import pytest
from starlette.testclient import TestClient

from tests.unit.api.conftest import CSV, error_of


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/health", "/api/v1/eras", CSV])
def test_another_method_is_405_and_says_which_would_do(client: TestClient, path: str, method: str) -> None:
    response = client.request(method, path)
    error = error_of(response, 405)
    assert (error["code"], error["field"], error["allowed"]) == ("method-not-allowed", "method", ["GET", "HEAD"])
    assert response.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/health", "/api/v1/eras", "/api/v1/eras.csv", f"{CSV}?indicator=gdp"])
def test_head_has_the_headers_of_get(client: TestClient, path: str) -> None:
    got, asked = client.get(path), client.head(path)
    assert asked.status_code == 200
    for name in ("content-type", "content-length", "cache-control", "etag", "content-disposition"):
        assert asked.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/",
        "/api/v1",
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
