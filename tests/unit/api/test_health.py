"""Does /health say what is served, or why nothing is?"""

from dataclasses import replace

from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from dashboard.errors import CatalogueError, Mistake, StoreError
from dashboard.store.opening import Cache
from tests.unit.api.conftest import client_of


def test_it_says_what_is_served(client: TestClient, cache: Cache, catalogue: Catalogue) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    assert response.json() == {
        "status": "ok",
        "indicators": len(catalogue.indicators),
        "observations": sum(vintage.rows for vintage in cache.store.vintages().values()),
        "held_back": [],
        "notes": [],
    }


def test_it_passes_on_what_a_reader_should_know_of_the_cache(cache: Cache, catalogue: Catalogue) -> None:
    client = client_of(replace(cache, notes=("served from memory",)), catalogue)
    assert client.get("/health").json()["notes"] == ["served from memory"]


def test_it_is_503_with_the_reason_when_the_store_is_out_of_reach(catalogue: Catalogue) -> None:
    response = client_of(StoreError("The database cannot be used."), catalogue).get("/health")
    assert (response.status_code, response.headers["retry-after"]) == (503, "30")
    assert response.json() == {"status": "unavailable", "error": "The database cannot be used."}


def test_it_is_503_with_the_place_when_the_catalogue_has_a_mistake(cache: Cache) -> None:
    mistake = Mistake("eras.toml", "[[era]] 1 (x)", "start", "is no date")
    response = client_of(cache, CatalogueError([mistake])).get("/health")
    assert response.status_code == 503
    assert response.json()["error"] == "eras.toml: [[era]] 1 (x): start: is no date"
