"""Is a script told when the store is away, and nothing of what nobody foresaw?"""

import errno

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard.api import routes
from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import StoreError
from dashboard.store.opening import Cache
from tests.unit.api.conftest import CSV, JSON, STATUS, VINTAGES, XLSX, client_of, error_of


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/indicators",
        STATUS,
        *(f"{path}?indicator=gdp" for path in (CSV, JSON, XLSX, VINTAGES)),
    ],
)
def test_a_store_out_of_reach_is_503_with_the_reason(catalogue: Catalogue, path: str) -> None:
    client = client_of(StoreError("The cache could not be read."), catalogue)
    error = error_of(client.get(path), 503)
    assert (error["code"], error["message"]) == ("unavailable", "The cache could not be read.")


def test_a_script_in_a_browser_can_read_when_to_ask_again(catalogue: Catalogue) -> None:
    response = client_of(StoreError("away"), catalogue).get("/api/v1/indicators")
    assert response.headers["retry-after"] == "30"
    assert "Retry-After" in response.headers["access-control-expose-headers"].split(", ")


def test_a_store_out_of_reach_does_not_take_the_eras_away(catalogue: Catalogue) -> None:
    assert client_of(StoreError("away"), catalogue).get("/api/v1/eras").status_code == 200


def test_a_store_that_comes_back_is_used(cache: Cache, catalogue: Catalogue) -> None:
    answers: list[Cache | Exception] = [StoreError("away"), cache]

    def ask() -> Cache:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = TestClient(Starlette(routes=routes.routes(ask, lambda: catalogue)))
    assert [client.get("/health").status_code for _ in range(2)] == [503, 200]


@pytest.mark.parametrize(
    "path", ["/health", "/api/v1/indicators", "/api/v1/eras.csv", f"{CSV}?indicator=gdp", f"{JSON}?indicator=gdp"]
)
def test_the_unforeseen_is_logged_and_answered_without_its_details(
    cache: Cache, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of(cache, RuntimeError("secret detail"))
    response = client.get(path)
    assert error_of(response, 500)["code"] == "internal"
    assert "secret detail" not in response.text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("path", [f"{XLSX}?indicator=gdp", "/api/v1/snapshot.parquet"])
def test_a_file_that_the_disk_has_no_room_for_is_said_to_be_one(
    client: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_words: object, **_more: object) -> tuple[int, str]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    error = error_of(client.get(path), 503)
    assert "No space left on device" in error["message"]
